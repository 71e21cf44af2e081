"""WRD-04: a key word of these reports is mistyped."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.model import Basis, Case, Place, Text
from gouji.operators.forms import first_places
from gouji.rule import Argument, Example, Hit, NotApplicable, Outcome, Passed, Rule
from gouji.rules.wording.passages import passages
from gouji.text import rare
from gouji.views import folded

# Mistyped as seen in reports, and what was meant. Only forms that are never right are listed.
TYPOS = (
    (
        r"信息系公开|信公息开|信息公天|信息工开|信息公开开(?!展|放|始|通|设|发|启)|政府信公开|政府息公开|政府信息息公开|政信息公开",
        "信息公开",
    ),
    (r"依申公开|依申请开(?=情|工|政|的|,|。|$)|依申情公开|依申请公天", "依申请公开"),
    (r"主动公天|主动工开|主公开政府", "主动公开"),
    (r"(?<!依)被法纠错", "被依法纠错"),
    (r"行政复仪|行政复意|行政复义|行正复议", "行政复议"),
    (r"行政诉论|行政诉诉讼|行政诉颂", "行政诉讼"),
    (r"安全专人(?=负责|管理|办理|处理)", "安排专人"),
    (r"其进他(?=需要|事项)|其他须要", "其他"),
    (r"(?:主要|存在)问题及改情况", "主要问题及改进情况"),
    (r"法制政府", "法治政府"),
    (r"信息公开条列", "信息公开条例"),
    (r"予已公开|予与公开", "予以公开"),
    (r"不于公开|不予公天", "不予公开"),
    (r"尚未审节|尚末审结", "尚未审结"),
    (r"政府信息公开工作年度报报告|年度报告告", "年度报告"),
    (r"工作布署|布暑", "部署"),
    (r"第三方合法权宜", "第三方合法权益"),
    (r"规范性文伴|规范行文件", "规范性文件"),
    (r"[一-鿿]的的(?!确)(?=[一-鿿])", "的"),
)
# What must stand in a text for a pattern to match: its wordings without the groups and classes at their ends.
_ENDS = re.compile(r"\(\?[^()]*\)|\[[^\[\]]*\]")
_PATTERNS = tuple((rare(wrong, *_ENDS.sub("", wrong).split("|")), right) for wrong, right in TYPOS)


def check(case: Case) -> Iterator[Outcome]:
    if case.report.document.quality.ocr:
        yield NotApplicable(Text("扫描件由识别得到文字，可能是识别错误", "the text of a scan may be misread"))
        return
    found: dict[str, tuple[str, list[Place]]] = {}
    text = folded(case.report.document)
    possible = [(pattern, right) for pattern, right in _PATTERNS if pattern.possible(text)]
    signs = [sign for pattern, _ in possible for sign in pattern.signs]
    for passage in passages(case.report.document, *signs) if possible else ():
        for pattern, right in possible:
            for match in pattern.finditer(passage.text):
                found.setdefault(match[0], (right, []))[1].append(passage.place(*match.span()))
    for wrong, (right, places) in found.items():
        meant = f"{wrong[0]}的" if right == "的" else right
        args: dict[str, Argument] = {"wrong": wrong, "right": meant, "count": len(places)}
        fix = Text(f"把“{wrong}”改为“{meant}”", f"Write “{meant}” instead of “{wrong}”")
        yield Hit(wrong, args, places=first_places(iter(places)), suggestion=fix)
    yield Passed()


RULE = Rule(
    code="WRD-04",
    name="mistyped-word",
    family="wording",
    severity="notice",
    title=Text("关键词错别字", "A key word is mistyped"),
    why=Text(
        "关键词写错会影响检索，也显得没有校对。词典只收不可能正确的写法。",
        "A mistyped key word hampers search and shows that nobody proofread. The list holds only forms that are never "
        "right.",
    ),
    message=Text(
        "“{wrong}”疑为“{right}”之误（{count}处）。请改正。",
        "“{wrong}” ({count} ×) is probably a slip for “{right}”. Please correct it.",
    ),
    basis=(Basis("practice"),),
    check=check,
    examples=(
        Example("ok", "推进信息公开，依申请公开，主动公开政府信息；信息公开开展顺利，法制宣传的的确确有效。"),
        Example("bad", "按季度检查信息系公开的时效。", hits=1, says="“信息公开”"),
        Example("bad", "行政复议决定4件，其中被法纠错1件。", hits=1, says="被依法纠错"),
        Example("bad", "推进法制政府建设，安全专人办理信函。", hits=2),
    ),
)
