"""FMT-10: the same paragraph or the same table is printed twice, or a table's title stands twice in a row."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.model import Basis, Block, Case, Text
from gouji.rule import Argument, Example, Hit, Outcome, Passed, Rule
from gouji.views import squashed

SHORTEST = 40  # characters of a paragraph that nobody writes twice by chance
CELLS = 6
_TITLE = re.compile(r"^[^。，,]{0,40}统计表$")
_ENDS = ("表", *"0123456789年度)）")  # of a title and of a year
_YEAR = re.compile(r"[(（]?\d{4}年?度?[)）]?")
PARAGRAPH = Text(
    "同一段文字“{quote}……”出现了{count}次。请删去重复的段落。",
    "The paragraph “{quote}…” is printed {count} times. Please delete the repetition.",
)
TABLE = Text(
    "同一张表（“{quote}……”）出现了{count}次。请删去重复的表格。",
    "The same table (“{quote}…”) is printed {count} times. Please delete the repetition.",
)


def check(case: Case) -> Iterator[Outcome]:
    paragraphs: dict[str, list[Block]] = {}
    tables: dict[str, list[Block]] = {}
    for block in case.report.document.blocks:
        text = squashed(block)
        if block.table is not None:
            if len(block.table.cells) >= CELLS and re.search(r"\d", text):
                tables.setdefault(text, []).append(block)
        elif len(text) >= SHORTEST:
            paragraphs.setdefault(text, []).append(block)
    yield from _twice(paragraphs, "paragraph", PARAGRAPH)
    yield from _twice(tables, "table", TABLE)
    yield from _titles(case.report.document.blocks)
    yield Passed()


def _twice(found: dict[str, list[Block]], kind: str, message: Text) -> Iterator[Hit]:
    for text, blocks in found.items():
        if len(blocks) > 1:
            args: dict[str, Argument] = {"quote": text[:20], "count": len(blocks)}
            places = tuple(block.place for block in blocks[:3])
            yield Hit(f"{kind}:{text[:40]}", args, places=places, message=message)


def _titles(blocks: tuple[Block, ...]) -> Iterator[Hit]:
    """Titles of one table that follow each other with nothing but a year between them."""
    last: tuple[str, Block] | None = None
    for block in blocks:
        text = squashed(block) if block.table is None else ""
        may_be_year = text[:1].isdecimal() or text[:1] in "(（"
        if "表" not in text and not (may_be_year and _YEAR.match(text)):
            last = None
            continue
        if not text.endswith(_ENDS):
            last = None
            continue
        bare = _YEAR.sub("", text)
        if not bare and text:
            continue  # the year below a title
        title = bare if _TITLE.match(bare) and not bare.startswith("附件") else ""
        if last and title == last[0]:
            yield Hit(f"title:{title}", {"quote": title, "count": 2}, places=(last[1].place, block.place))
        last = (title, block) if title else None


LONG = "我局认真落实公开要求，完善制度，规范流程，及时更新公开指南和目录，方便群众查阅办事信息，不断提高服务水平。"
STAT = "云溪区水务局政府信息公开情况统计表"

RULE = Rule(
    code="FMT-10",
    name="repeated-passage",
    family="format",
    severity="notice",
    title=Text("段落、表格或表题重复", "A passage or a table's title is repeated"),
    why=Text(
        "整段、整表或表题重复，多半是粘贴时留下的；表题重复而没有表格，还可能是表格丢失的痕迹。",
        "A passage, a table or a title that is printed twice was mostly left by pasting; a repeated title without a "
        "table may also be the trace of a lost one.",
    ),
    message=Text(
        "表题“{quote}”连续出现了{count}次。请删去重复的表题，并核对表格是否丢失。",
        "The table title “{quote}” stands {count} times in a row. Please delete one and check whether the table "
        "was lost.",
    ),
    basis=(Basis("practice"),),
    check=check,
    how=Text(
        "不计空白逐字相同的段落、有数字的表格，以及相连的同名表题，才算重复。",
        "Paragraphs and tables with figures count as repeated when they are the same to the letter but for "
        "spaces, and titles of tables when they follow each other.",
    ),
    tolerance=Text(f"少于{SHORTEST}字的段落不判断", f"paragraphs shorter than {SHORTEST} characters are not judged"),
    examples=(
        Example("ok", f"一、总体情况\n{LONG}\n附件：{STAT}\n{STAT}\n（2017年度）"),
        Example("bad", f"一、总体情况\n{LONG}\n二、主动公开情况\n{LONG}", hits=1, says="2次"),
        Example("bad", f"一、总体情况\n平稳。\n{STAT}\n（2017年）\n{STAT}（2017年）", hits=1, says="表题"),
    ),
)
