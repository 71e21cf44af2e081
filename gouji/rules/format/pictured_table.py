"""FMT-07: the report is a scan, or its tables are pictures: nobody can copy or search them."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.model import Basis, Case, Text
from gouji.operators.forms import due, specs, table_facts
from gouji.rule import Example, Hit, NotApplicable, Outcome, Passed, Rule

PICTURES = Text(
    "文件有{images}张图片，却没有规定的数据表：表格很可能是以图片形式粘贴的（见 STR-03）。请改用可以复制、"
    "检索的文字表格。",
    "The file holds {images} pictures but none of the form's tables: they were probably pasted as pictures (see "
    "STR-03). Please use tables of text that can be copied and searched.",
)

UNREAD = Text(
    "第{numbers}页是图片，没有文字，其中的内容没有读到，本次检查不包括这些页。请发布可以复制、检索的文字版。",
    "Page {numbers} is a picture without text; what stands there was not read and is not part of this audit. Please "
    "publish a text version.",
)
PARTLY = Text(
    "报告中有图片形式的表格，其中的数字由识别得到，可能有误。请改用可以复制、检索的文字表格。",
    "The report holds tables as pictures; their figures were recognised by machine and may be misread. Please use "
    "tables of text that can be copied and searched.",
)


def check(case: Case) -> Iterator[Outcome]:
    document = case.report.document
    if document.quality.ocr:
        pages = any(note.startswith("pages-by-ocr") for note in document.quality.notes)
        partly = not pages and any(note.startswith("pictures-by-ocr") for note in document.quality.notes)
        args = {"images": document.images, "pages": document.pages or 1}
        yield Hit("partly" if partly else "scan", args, message=PARTLY if partly else None)
        return
    if numbers := document.quality.unread:
        shown: dict[str, str | int] = {
            "numbers": numbers.replace(",", "、"),
            "images": document.images,
            "pages": document.pages or 1,
        }
        yield Hit("unread", shown, severity="notice", message=UNREAD)
        return
    wanted = specs(due(case.report.year)) if case.report.year else ()
    if not document.images:
        yield NotApplicable(Text("文件不是扫描件，也没有图片", "the file is no scan and holds no picture"))
    elif wanted and not table_facts(case.report):
        # STR-03 already asks for the tables: this only says how they were lost.
        yield Hit("pictures", {"images": document.images, "pages": 1}, severity="notice", message=PICTURES)
    else:
        yield Passed()


TITLE = "云溪区水务局2023年政府信息公开工作年度报告\n"
TABLE = "\t第二十条第（五）项\n\n\t信息内容\n\t本年处理决定数量\n\n\t行政许可\n\t3\n\n"

RULE = Rule(
    code="FMT-07",
    name="pictured-table",
    family="format",
    severity="warning",
    title=Text("报告为扫描件或表格为图片", "A scan, or tables as pictures"),
    why=Text(
        "扫描件和图片表格无法复制、检索，数据无法核对和汇总，读屏软件也读不出。公开的报告应当是文字版。",
        "Scans and pictured tables can be neither copied nor searched nor added up, and screen readers cannot read "
        "them. What is published should be text.",
    ),
    message=Text(
        "报告是扫描件（{pages}页），文字由识别得到，数字可能有误。请发布可以复制、检索的文字版。",
        "The report is a scan ({pages} pages); its text was recognised by machine and figures may be misread. Please "
        "publish a text version.",
    ),
    basis=(Basis("cass-2016"), Basis("practice")),
    check=check,
    examples=(
        Example("ok", f"{TITLE}二、主动公开政府信息情况\n{TABLE}[image: 1]", template="format-2021", year=2023),
        Example("bad", f"{TITLE}二、主动公开政府信息情况\n[image: 1]\n[image: 2]", year=2023, hits=1, says="2张图片"),
        Example("skip", f"{TITLE}二、主动公开政府信息情况\n{TABLE}", template="format-2021", year=2023),
    ),
)
