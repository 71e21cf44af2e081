"""Reports of any structure: tables, labels, numbers, sections and prose put together at random.

Labels and phrases are those of real forms, so that the machines behind the readers find something to work on; how they
are put together follows no form at all. A random source of hypothesis makes these shrink.
"""

from __future__ import annotations

from random import Random

from tests.corpus import render, render_doc, render_sheet
from tests.corpus.forms import Cell, Table, form
from tests.corpus.render import Block
from tests.fuzz import odd
from tests.fuzz.originals import web_archive

FORMATS = ("txt", "html", "docx", "doc", "xlsx", "pdf", "mhtml")
_FIGURES = ("0", "1", "2", "7", "12", "230", "1,204", "0.5", "1.2000", "-3", "+2", "--253", "/", "—", "无", "", "", "22（其中修订16件）",
            "3件", "0.5万元", "１２", "十二", "若干", "100%", "1 2", "999999999999999999999")  # fmt: skip
_TITLES = (
    "青川市云溪区审计局{year}年政府信息公开工作年度报告",
    "{year}年年报",
    "云溪镇人民政府信息公开年度报告（{year}年度）",
    "报告",
    "{year}",
)
_HEADINGS = ("一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "四、政府信息公开行政复议、行政诉讼情况",
             "五、存在的主要问题及改进情况", "六、其他需要报告的事项", "（一）主动公开", "1.概述", "第一部分 概述", "七、", "一、一、", "附件")  # fmt: skip
_SUBJECTS = (
    "我局",
    "全年",
    "{year}年",
    "截至{year}年12月31日",
    "其中",
    "全区",
    "与上年相比",
    "本机关",
    "申请人王某",
    "区政府办公室",
    "",
)
_PHRASES = ("收到政府信息公开申请{n}件", "受理依申请公开{n}件", "办结{n}件", "予以公开{n}件", "不予公开{n}件", "主动公开政府信息{n}条", "占总数的{n}%",
            "同比增长{n}%", "较上年增加{n}件", "结转下年度继续办理{n}件", "行政复议{n}件", "行政诉讼{n}件", "收取费用{n}万元", "没有收取任何费用",
            "其中自然人{n}件", "分别为{n}件、{n}件、{n}件", "制发规范性文件{n}件", "举办培训{n}次，培训{n}人次", "设有专职人员{n}名", "通过政府网站公开{n}条",
            "均按时答复", "未收到政府信息公开申请", "是上年的{n}倍", "下降{n}个百分点", "共{n}件（其中当面{n}件，网络{n}件）", "存在一些问题")  # fmt: skip
_ENDS = ("，", "。", "；", "：", "、", "，其中", "。\n", "（", "）", "")


def _number(rng: Random) -> str:
    return rng.choice(
        (
            str(rng.randrange(0, 400)),
            rng.choice(_FIGURES),
            rng.choice(odd.NUMBERS)[:40],
            f"{rng.randrange(9999) / 100}",
        )
    )


def _year(rng: Random) -> str:
    return str(rng.choice((2014, 2017, 2018, 2019, 2020, 2021, 2023, 2008, 1999, 2099, 0, "二〇二〇", "20201", "")))


def prose(rng: Random) -> str:
    """A paragraph of phrases."""
    words = []
    for _ in range(rng.randrange(1, 14)):
        phrase = rng.choice(_PHRASES)
        while "{n}" in phrase:
            phrase = phrase.replace("{n}", _number(rng), 1)
        words += [rng.choice(_SUBJECTS).format(year=_year(rng)), phrase, rng.choice(_ENDS)]
    if rng.random() < 0.1:
        words.insert(rng.randrange(len(words)), odd.text(rng))
    return "".join(words).strip("\n") or "正文"


def labels() -> list[str]:
    """Every label that the forms print."""
    found: list[str] = []

    def walk(value: object) -> None:
        if isinstance(value, dict):
            for each in value.values():
                walk(each)
        elif isinstance(value, list):
            for each in value:
                walk(each)
        elif isinstance(value, str) and any("\u4e00" <= c <= "\u9fff" for c in value):
            found.append(value)

    for name in ("statistics-2014", "format-2019", "format-2021"):
        walk(form(name))
    return found


_LABELS = labels()


def table(rng: Random) -> Table:
    """Cells of any span: labels of one stretch of a form, figures, other text."""
    columns, rows = rng.randrange(1, 12), rng.randrange(1, 30)
    start = rng.randrange(len(_LABELS))
    drawn: list[tuple[Cell, ...]] = []
    taken: set[tuple[int, int]] = set()
    for row in range(rows):
        cells = []
        for column in range(columns):
            if (row, column) not in taken:
                free = next((c for c in range(column, columns) if (row, c) in taken), columns) - column
                cell = _cell(rng, free, rows - row, _LABELS[(start + row) % len(_LABELS)], column)
                taken |= {(row + y, column + x) for y in range(cell.rowspan) for x in range(cell.colspan)}
                cells.append(cell)
        drawn.append(tuple(cells))
    return Table(tuple(drawn), (1 / columns,) * columns, rng.randrange(min(2, rows)))


def _cell(rng: Random, across: int, down: int, label: str, column: int) -> Cell:
    text = label if column == 0 or rng.random() < 0.1 else rng.choice(_FIGURES)
    if rng.random() < 0.03:
        text = odd.text(rng)[:60]
    wide = rng.randint(1, across) if rng.random() < 0.15 else 1
    high = rng.randint(1, min(down, 6)) if rng.random() < 0.1 else 1
    return Cell(text, high, wide)


def blocks(rng: Random) -> list[Block]:
    """A report: mostly a title, then headings, paragraphs and tables in any order."""
    found: list[Block] = []
    if rng.random() < 0.9:
        found.append(("title", rng.choice(_TITLES).format(year=_year(rng))))
    for _ in range(rng.randrange(1, 16)):
        what = rng.randrange(6)
        if what < 2:
            found.append(("heading", rng.choice(_HEADINGS)))
        elif what < 5:
            found.append(("text", prose(rng)))
        else:
            found.append(table(rng))
    found.append(("right", f"{_year(rng)}年{rng.randrange(14)}月{rng.randrange(40)}日"))
    return found


def _sound(text: str) -> str:
    """Without what a format cannot hold at all."""
    return "".join(c for c in text if c >= " " and c not in "\x7f\ufffe\uffff")


def written(what: list[Block], format_: str) -> bytes:
    """The report as a file."""
    clean = [_cleaned(block) for block in what]
    if format_ == "txt":
        return render.txt(clean)
    if format_ in ("html", "mhtml"):
        page = render.html(clean, "年度报告", "云溪区审计局", "2021-01-20")
        return page if format_ == "html" else web_archive(page)
    if format_ == "docx":
        return render.docx(clean)
    if format_ == "doc":
        return render_doc.doc(clean)
    if format_ == "xlsx":
        return render_sheet.xlsx(clean)
    return render.pdf(clean, "年度报告")


def _cleaned(block: Block) -> Block:
    if not isinstance(block, Table):
        return (block[0], _sound(block[1]))
    rows = tuple(tuple(Cell(_sound(cell.text), cell.rowspan, cell.colspan) for cell in row) for row in block.rows)
    return Table(rows, block.widths, block.head)
