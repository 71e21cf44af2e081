"""Web pages as portals and word processors make them."""

from __future__ import annotations

from random import Random
from xml.sax.saxutils import escape

from tests.accuracy.model import Block, Report
from tests.corpus.forms import Cell, Table

LAYOUTS = (
    "portal",
    "portal",
    "layout-tables",
    "word-export",
    "fonts",
    "flattened",
    "repeated-cells",
    "nested",
    "bare",
)
ENCODINGS = ("utf-8", "utf-8", "utf-8", "gbk", "gbk-said-utf-8", "utf-8-said-gbk", "undeclared-gbk", "utf-8-sig")
_NAV = ("首页", "政务公开", "政务服务", "互动交流", "走进云岫", "数据开放", "无障碍", "长者模式")


def write(report: Report, rng: Random, layout: str, tags: set[str]) -> bytes:
    """The report as a page in the layout."""
    blocks = list(report.blocks)
    where = rng.choice(("body", "body", "body", "only-title"))
    if where == "only-title":
        blocks = [block for block in blocks if isinstance(block, Table) or block[0] != "title"]
    body = "\n".join(_block(block, rng, layout) for block in blocks)
    encoding = rng.choice(ENCODINGS)
    charset = {"gbk": "gb2312", "gbk-said-utf-8": "utf-8", "utf-8-said-gbk": "gb2312"}.get(encoding, "utf-8")
    declared = (
        ""
        if encoding == "undeclared-gbk"
        else f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">'
    )
    page = _page(report, rng, layout, body, declared, where == "body")
    tags |= {f"html:{layout}", f"encoding:{encoding}"}
    if where == "only-title":
        tags.add("title-only-in-head")
    codec = {"gbk": "gb18030", "gbk-said-utf-8": "gb18030", "undeclared-gbk": "gb18030", "utf-8-sig": "utf-8-sig"}
    return page.encode(codec.get(encoding, "utf-8"))


def _page(report: Report, rng: Random, layout: str, body: str, declared: str, titled: bool) -> str:
    title, published, name = escape(report.title), report.published, escape(report.agency.name)
    site = f"{report.agency.region}人民政府门户网站"
    tail = rng.choice((f"_{site}", f"-{site}", "", f" - {site}"))
    head = f"<html><head>{declared}<title>{title.replace(chr(10), '')}{tail}</title>"
    if layout == "bare":
        return f"{head}</head><body>{body}</body></html>"
    if layout == "word-export":
        style = (
            "<style><!-- p.MsoNormal{mso-pagination:none;text-align:justify} @page Section1{margin:1in} --></style>"
        )
        return f'{head}<meta name=Generator content="Microsoft Word 15">{style}</head><body lang=ZH-CN>{body}</body></html>'
    meta = f'<meta name="ContentSource" content="{name}"><meta name="PubDate" content="{published} 09:30">'
    nav = "".join(f'<li><a href="#">{word}</a></li>' for word in rng.sample(_NAV, 5))
    where = '当前位置：<a href="#">首页</a> &gt; <a href="#">政务公开</a> &gt; <a href="#">政府信息公开年报</a>'
    tail_html = (
        f'<div class="share">分享到： <a href="#">微信</a> <a href="#">微博</a></div><div class="print">【打印本页】【关闭窗口】</div>'
        f'<div class="footer"><p>主办：{site} 承办：{report.agency.region}大数据中心</p><p>网站标识码：{rng.randint(10**9, 10**10)} '
        "ICP备08000000号-1</p></div><script>var hits = 1024; document.write(hits);</script>"
    )
    facts = _meta(report, rng, titled)
    if layout == "layout-tables":
        return (
            f'{head}{meta}</head><body><table width="1000" align="center"><tr><td colspan="2"><ul>{nav}</ul></td></tr>'
            f'<tr><td width="200" valign="top"><ul><li>公开指南</li><li>公开年报</li><li>2020年</li><li>2019年</li></ul></td>'
            f'<td><table width="100%"><tr><td>{where}</td></tr><tr><td>{facts}</td></tr><tr><td id="Zoom">{body}</td></tr></table></td></tr>'
            f"<tr><td colspan=2>{tail_html}</td></tr></table></body></html>"
        )
    return (
        f'<!DOCTYPE html>{head}{meta}</head><body><div class="header"><ul class="nav">{nav}</ul></div>'
        f'<div class="position">{where}</div>{facts}<div class="{rng.choice(("article", "TRS_Editor", "con", "wenzhang"))}" id="zoom">{body}</div>'
        f"{tail_html}</body></html>"
    )


def _meta(report: Report, rng: Random, titled: bool) -> str:
    """索引号, 发布机构, 发布日期 in a table, or one line below the title."""
    name, published, title = escape(report.agency.name), report.published, escape(report.title)
    if rng.random() < 0.5:
        return (
            f'<table class="xxgk"><tr><td>索 引 号：</td><td>{rng.randint(10**8, 10**9)}/2024-00012</td><td>主题分类：</td><td>政务公开</td></tr>'
            f"<tr><td>发布机构：</td><td>{name}</td><td>发布日期：</td><td>{published}</td></tr>"
            + (f"<tr><td>名　　称：</td><td colspan=3>{title}</td></tr></table>" if titled else "</table>")
        )
    heading = f'<h1 class="bt">{title}</h1>' if titled else ""
    return (
        f'{heading}<div class="laiyuan">来源：{name}　发布时间：{published} 09:30　浏览次数：<span>213</span>次</div>'
    )


def _block(block: Block, rng: Random, layout: str) -> str:
    if isinstance(block, Table):
        drawn = _table(block, rng, layout)
        return f"<table border=0><tr><td>{drawn}</td></tr></table>" if layout == "nested" else drawn
    kind, text = block
    inner = _inline(text, rng, layout)
    if layout == "word-export":
        return f"<p class=MsoNormal style='text-indent:32.0pt'><span style='font-size:16.0pt;font-family:仿宋_GB2312'>{inner}<o:p></o:p></span></p>"
    if kind == "title":
        return f'<p style="text-align:center"><strong>{inner}</strong></p>'
    if kind == "heading":
        return rng.choice((f"<h2>{inner}</h2>", f"<p><strong>{inner}</strong></p>", f"<p>{inner}</p>"))
    return (
        f'<p style="text-align:right">{inner}</p>'
        if kind == "right"
        else f"<p>{rng.choice(('', '&nbsp;&nbsp;&nbsp;&nbsp;', '　　'))}{inner}</p>"
    )


def _inline(text: str, rng: Random, layout: str) -> str:
    """Line breaks as elements; fonts around pieces of text."""
    if layout not in ("fonts", "word-export") or len(text) < 4:
        return escape(text).replace("\n", "<br/>")
    pieces, at = [], 0
    while at < len(text):
        size = rng.randint(1, 9)
        piece = escape(text[at : at + size]).replace("\n", "<br>")
        tag = (
            'span lang="EN-US"'
            if text[at].isascii() and layout == "word-export"
            else 'font face="仿宋"'
            if layout == "fonts"
            else "span"
        )
        pieces.append(f"<{tag}>{piece}</{tag.split()[0]}>")
        at += size
    return "".join(pieces)


def _table(table: Table, rng: Random, layout: str) -> str:
    if layout in ("flattened", "repeated-cells"):
        rows = _flat_rows(table, layout == "repeated-cells")
    else:
        rows = ["".join(_cell(cell, rng, layout) for cell in cells) for cells in table.rows]
    drawn = [f"<tr>{row}</tr>" for row in rows]
    if layout == "portal" and table.head and rng.random() < 0.3:
        top, rest = "".join(drawn[: table.head]), "".join(drawn[table.head :])
        return f'<table border="1" cellspacing="0"><thead>{top}</thead><tbody>{rest}</tbody></table>'
    return (
        '<table border="1" cellspacing="0" style="border-collapse:collapse">\n<tbody>'
        + "\n".join(drawn)
        + "</tbody></table>"
    )


def _cell(cell: Cell, rng: Random, layout: str) -> str:
    spans = "".join(f' {name}="{n}"' for name, n in (("rowspan", cell.rowspan), ("colspan", cell.colspan)) if n > 1)
    inner = _inline(cell.text, rng, layout) if cell.text.strip() else rng.choice(("", "&nbsp;", "<p>&nbsp;</p>"))
    if layout == "word-export":
        inner = f"<p class=MsoNormal align=center>{inner}</p>"
    elif layout == "portal" and rng.random() < 0.2:
        inner = f"<p>{inner}</p>"
    return f'<td{spans} width="64">{inner}</td>'


def _flat_rows(table: Table, repeat: bool) -> list[str]:
    """No spans: covered cells empty or with the merge's text."""
    placed = table.placed()
    width = max(column + cell.colspan for _, column, cell in placed)
    grid = [[""] * width for _ in table.rows]
    for row, column, cell in placed:
        for y in range(cell.rowspan):
            for x in range(cell.colspan):
                if repeat or (y, x) == (0, 0):
                    grid[row + y][column + x] = cell.text
    return ["".join(f"<td>{escape(text).replace(chr(10), '<br>')}</td>" for text in row) for row in grid]
