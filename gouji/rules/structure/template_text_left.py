"""STR-13: an instruction or a placeholder of a model text was left in."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.model import Basis, Case, Place, Text
from gouji.operators.forms import first_places
from gouji.rule import Example, Hit, Outcome, Passed, Rule
from gouji.text import rare

_LEFT = rare(
    r"[（(](?:具体网址|文字描述|单位名称|此处填写[^（()）\n]{0,12}|请填写[^（()）\n]{0,12}|填写说明[^（()）\n]{0,20})[)）]"
    r"|该部分以表格形式报告|(?:此处|这里)(?:填写|插入)|20[XxＸｘ×]{2}年|20__年|[XxＸｘ×]{2,4}年"
    r"|[XＸ×]{2,4}(?:省|市|区|县|镇|乡|局|街道|单位|人民政府)|(?:共|计|公开|收到|受理|信息|申请|答复|办结|答复)[XＸ×]{1,4}(?:条|件|次|篇|份|人次)",
    *(
        "具体网址",
        "文字描述",
        "单位名称",
        "此处填写",
        "此处插入",
        "这里填写",
        "这里插入",
        "请填写",
        "填写说明",
        "该部分以表格形式报告",
        "20__年",
    ),
    hint="[XxＸｘ×](?:年|省|市|区|县|镇|乡|局|街道|单位|人民政府|条|件|次|篇|份|人次)",
)


def check(case: Case) -> Iterator[Outcome]:
    text = case.report.document.text
    found = [Place(match[0], match.start(), match.end()) for match in _LEFT.finditer(text)]
    if not found:
        yield Passed()
        return
    quotes = list(dict.fromkeys(f"“{place.quote}”" for place in found))
    yield Hit(
        key="placeholders",
        args={"count": len(found), "quotes": "、".join(quotes[:4])},
        places=first_places(iter(found)),
    )


RULE = Rule(
    code="STR-13",
    name="template-text-left",
    family="structure",
    severity="warning",
    title=Text("留有模板的说明或占位符", "Text of the template was left in"),
    why=Text(
        "“（具体网址）”“20XX年”一类是范文里的提示，留在报告里说明没有按本单位情况填写。",
        "“(web address)”, “20XX” and the like are hints of a model text; left in a report they show that it was "
        "not adapted.",
    ),
    message=Text(
        "正文有{count}处模板的说明或占位符没有替换：{quotes}。请按本单位实际情况填写或删除。",
        "{count} instructions or placeholders of the template were left in: {quotes}. Please fill them in or "
        "delete them.",
    ),
    basis=(Basis("practice"),),
    check=check,
    examples=(
        Example("ok", "2023年，我局公开信息12条，型号XX-3设备信息已公开。"),
        Example("bad", "20XX年，我局在政府门户网站（具体网址）公开信息XX条。", hits=1, says="（具体网址）"),
        Example("bad", "二、主动公开政府信息情况\n该部分以表格形式报告。", hits=1, says="1处"),
        Example("bad", "一、总体情况\n本年度发布信息XX条，答复申请X件。", hits=1, says="2处"),
    ),
)
