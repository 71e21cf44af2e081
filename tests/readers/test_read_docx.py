"""DOCX: what Word shows is what is read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from reader_help import SAMPLES, check_places, docx, grid, p, word

from gouji import errors, readers
from gouji.model import Document
from gouji.readers import docx_marks
from gouji.readers.docx_numbering import chinese, numeral


def text(body: str, **parts: str) -> str:
    data = docx(body, **parts)
    document = readers.read(data)
    check_places(document)
    assert document == thoroughly_read(data)
    return document.text


class Everything(set[object]):
    """Holds whatever is asked for."""

    def __contains__(self, _: object) -> bool:
        return True


def thoroughly_read(data: bytes) -> Document:
    """The document when no paragraph, cell or row is taken for a plain one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(docx_marks, "of", lambda *_: docx_marks.Marks({}, Everything(), Everything()))
        return readers.read(data)


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.docx")), ids=lambda path: path.stem)
def test_a_plain_paragraph_is_read_as_any_other(path: Path) -> None:
    data = path.read_bytes()
    assert readers.read(data) == thoroughly_read(data)


def test_a_part_that_nothing_refers_to_is_not_read() -> None:
    broken = {"styles": "<w:styles", "numbering": "<w:numbering"}
    assert text(p("总体情况"), **broken) == "总体情况"
    with pytest.raises(errors.Damaged):
        text(p("总体情况", '<w:pStyle w:val="1"/>'), **broken)


def level(index: int, style: str, shape: str, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{index}"><w:numFmt w:val="{style}"/>{more}<w:lvlText w:val="{shape}"/></w:lvl>'


def numbering(*levels: str, override: str = "") -> str:
    return word(
        "numbering",
        f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        f'<w:num w:numId="2"><w:abstractNumId w:val="0"/>{override}</w:num>',
    )


def item(words: str, depth: int = 0, number: int = 1) -> str:
    return p(words, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')


FORM = numbering(
    level(0, "chineseCountingThousand", "%1、"),
    level(1, "chineseCounting", "（%2）"),
    level(2, "decimal", "%3."),
    level(3, "decimal", "%1.%4", "<w:isLgl/>"),
)


def test_automatic_numbering() -> None:
    body = (
        item("总体")
        + item("主动", 1)
        + item("申请", 1)
        + item("网站", 2)
        + item("其他")
        + item("甲", 1)
        + item("乙", 3)
    )
    assert text(body, numbering=FORM).split("\n") == [
        "一、总体", "（一）主动", "（二）申请", "1.网站", "二、其他", "（一）甲", "2.1 乙",
    ]  # fmt: skip


def test_numbering_restarts_where_a_list_says_so_and_goes_on_where_not() -> None:
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    body = item("a") + item("b") + item("c", number=2) + item("d", number=2)
    assert text(body, numbering=FORM).split("\n") == ["一、a", "二、b", "三、c", "四、d"]
    restarted = numbering(level(0, "decimal", "%1."), override=again)
    assert text(body, numbering=restarted).split("\n") == ["1.a", "2.b", "1.c", "2.d"]


def test_a_list_that_refers_to_a_list_style() -> None:
    linked = word(
        "numbering",
        '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="Form"/></w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="1"><w:styleLink w:val="Form"/>{level(0, "chineseCounting", "%1、")}'
        "</w:abstractNum>"
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
    )
    assert text(item("总体") + item("其他"), numbering=linked) == "一、总体\n二、其他"


def test_numbering_by_style_and_bullets() -> None:
    styles = word(
        "styles",
        '<w:style w:styleId="H1"><w:pPr><w:outlineLvl w:val="0"/>'
        '<w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="H"><w:basedOn w:val="H1"/></w:style>',
    )
    document = readers.read(docx(p("总体", '<w:pStyle w:val="H"/>'), numbering=FORM, styles=styles))
    assert document.text == "一、总体"
    assert document.blocks[0].level == 1
    bullets = numbering(level(0, "bullet", "\uf0b7"))
    assert text(item("点"), numbering=bullets) == "点"


@pytest.mark.parametrize(
    "table",
    [
        '<w:style w:type="table" w:styleId="T"><w:name w:val="Grid"/></w:style>',
        '<w:style w:type="table" w:styleId="T"/>',
        '<w:style w:type="table" w:styleId="T"></w:style><w:style w:type="table" w:styleId="U"/>',
        '<!-- <w:style w:type="table" -->',
    ],
)
def test_styles_of_tables_hide_no_other_style(table: str) -> None:
    heading = '<w:style w:type="paragraph" w:styleId="H"><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
    for styles in (table + heading, heading + table, table + heading + table):
        document = readers.read(docx(p("总体", '<w:pStyle w:val="H"/>'), styles=word("styles", styles)))
        assert document.blocks[0].level == 2


def test_hidden_and_deleted_text_of_notes() -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r>"
    mark = "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"
    notes = word("footnotes", f'<w:footnote w:id="1"><w:p>{mark}{hidden}<w:r><w:t>甲</w:t></w:r></w:p></w:footnote>')
    document = readers.read(
        docx('<w:p><w:r><w:t>文</w:t><w:footnoteReference w:id="1"/></w:r></w:p>', footnotes=notes)
    )
    assert document.text == "文\n甲"
    assert set(document.quality.notes) == {"hidden-text-dropped", "tracked-changes-accepted"}


@pytest.mark.parametrize(
    ("number", "style", "printed"),
    [
        (10, "chineseCounting", "十"),
        (21, "chineseCountingThousand", "二十一"),
        (105, "japaneseCounting", "一百〇五"),
        (12, "ideographDigital", "一二"),
        (3, "decimalFullWidth", "３"),
        (2, "decimalEnclosedCircleChinese", "②"),
        (25, "decimalEnclosedCircle", "25"),
        (4, "lowerRoman", "iv"),
        (28, "upperLetter", "BB"),
        (7, "decimalZero", "07"),
        (2, "ideographTraditional", "乙"),
        (13, "chineseLegalSimplified", "拾叁"),
        (5, "unknown", "5"),
    ],
)
def test_number_formats(number: int, style: str, printed: str) -> None:
    assert numeral(number, style) == printed


def test_chinese_numerals() -> None:
    assert [chinese(number) for number in (1, 11, 20, 100, 110, 1001, 0, 10000)] == [
        "一", "十一", "二十", "一百", "一百一十", "一千〇一", "〇", "一〇〇〇〇",
    ]  # fmt: skip


def cell(words: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(words)}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


WIDE = '<w:gridSpan w:val="2"/>'
BEGINS, GOES_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def test_merged_cells() -> None:
    body = (
        row(cell("a", WIDE), cell("b", BEGINS))
        + row(cell("c"), cell("d"), cell("hidden", GOES_ON))
        + row(cell("e"), cell("f"), cell("g"))
    )
    document = readers.read(docx(f"<w:tbl>{body}</w:tbl>"))
    assert grid(document) == [
        (0, 0, 1, 2, "a"), (0, 2, 2, 1, "b"),
        (1, 0, 1, 1, "c"), (1, 1, 1, 1, "d"),
        (2, 0, 1, 1, "e"), (2, 1, 1, 1, "f"), (2, 2, 1, 1, "g"),
    ]  # fmt: skip
    assert document.text == "a\tb\nc\td\ne\tf\tg"


def test_row_that_begins_later_and_content_control() -> None:
    body = row(cell("a"), cell("b")) + row(
        f"<w:sdt><w:sdtContent>{cell('c')}</w:sdtContent></w:sdt>", properties='<w:gridBefore w:val="1"/>'
    )
    assert grid(readers.read(docx(f"<w:tbl>{body}</w:tbl>")))[-1] == (1, 1, 1, 1, "c")


def test_nested_table_of_a_layout_flows() -> None:
    inner = f"<w:tbl>{row(cell('规章'), cell('0'))}{row(cell('文件'), cell('2'))}</w:tbl>"
    outer = "<w:tc>" + p("前文") + inner + p("后文") + "</w:tc>"
    document = readers.read(docx(f"<w:tbl>{row(outer)}</w:tbl>"))
    assert document.text == "前文\n规章\t0\n文件\t2\n后文"


def test_text_boxes_once() -> None:
    box = f"<w:txbxContent>{p('监督电话')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>正文</w:t></w:r><w:r><mc:AlternateContent>"
        f"<mc:Choice><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    assert text(body) == "正文\n监督电话"


def test_tracked_changes_are_read_as_accepted() -> None:
    body = (
        '<w:p><w:r><w:t>收到</w:t></w:r><w:del w:id="1" w:author="柳禾"><w:r><w:delText>11</w:delText></w:r></w:del>'
        '<w:ins w:id="2" w:author="程云溪"><w:r><w:t>12</w:t></w:r></w:ins><w:r><w:t>件</w:t></w:r></w:p>'
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>前半</w:t></w:r></w:p>" + p("后半")
    )
    document = readers.read(docx(body))
    assert document.text == "收到12件\n前半后半"
    assert document.quality.notes == ("tracked-changes-accepted",)
    assert document.metadata["revisers"] == "柳禾、程云溪"


def test_hidden_text_breaks_tabs_and_fields() -> None:
    body = (
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>丙</w:t>"
        '<w:br w:type="page"/></w:r><w:fldSimple w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p>'
    )
    document = readers.read(docx(body))
    assert document.text == "甲\n乙 丙1"
    assert document.quality.notes == ("hidden-text-dropped",)


def test_footnotes_stand_at_the_end_and_images_are_counted() -> None:
    notes = word(
        "footnotes",
        f'<w:footnote w:id="0" w:type="separator">{p("----")}</w:footnote>'
        f'<w:footnote w:id="2">{p("注释")}</w:footnote>',
    )
    body = (
        '<w:p><w:r><w:t>正文863</w:t><w:footnoteReference w:id="2"/></w:r>'
        "<w:r><w:drawing><a:blip/></w:drawing></w:r></w:p>"
    )
    document = readers.read(docx(body + p("末段"), footnotes=notes))
    assert document.text == "正文863\n末段\n注释"
    assert document.images == 1


def test_real_numbered_document(real: Callable[[str], bytes]) -> None:
    printed = readers.read(real("converted/numbered.docx")).text.split("\n")
    assert [line[:3] for line in printed[:6]] == ["一、总", "（一）", "（二）", "1.网", "2.新", "二、主"]
    assert len(printed) == 8
