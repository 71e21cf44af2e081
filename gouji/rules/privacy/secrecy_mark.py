"""PRV-08: a mark of a classified or internal document was left in a report that is published."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.model import Basis, Case, Text
from gouji.rule import Example, Hit, Outcome, Passed, Rule
from gouji.rules.privacy.prose import hints, sentences

_S = r"\s{0,4}"
MARKS = (
    (
        "secret",
        re.compile(
            rf"(?:绝密|机密|秘密){_S}[★☆]{_S}(?:\d{{1,2}}年|长期|启用前)?|密{_S}级{_S}:{_S}(?:绝密|机密|秘密)"
            rf"|[一-鿿]{{1,8}}密(?:发|函|电)?{_S}\[\d{{4}}\]{_S}\d{{1,4}}{_S}号|\[\d{{4}}\]{_S}密{_S}\d{{1,4}}{_S}号"
        ),
    ),
    (
        "internal",
        re.compile(
            rf"内部(?:资料|文件|刊物|材料|参考)[,、 !]{{0,2}}(?:注意|请勿|不得|严禁|妥善|禁止|切勿){_S}"
            r"(?:保存|保管|保密|外传|公开|翻印|传播|外泄|扩散)"
            rf"|(?:此件|本件|本文件|公开(?:属性|选项|方式|类别|形式)){_S}:?{_S}(?:不予公开|不公开)"
        ),
    ),
    ("listed", re.compile(rf"\[\d{{4}}\]{_S}\d{{1,4}}{_S}号{_S}[,、(]?{_S}(?:不予公开|不公开|涉密)")),
)
_HINTS = hints("密", "内部", "不予?公开")
WHAT = {
    "secret": Text("国家秘密标志或涉密文号", "a mark or number of a classified document"),
    "internal": Text("“内部资料”“不予公开”标注", "a mark “internal” or “not to be disclosed”"),
    "listed": Text("不予公开文件的文号", "the number of a document that is not to be disclosed"),
}


def check(case: Case) -> Iterator[Outcome]:
    document = case.report.document
    for sentence in sentences(document, *_HINTS):
        for kind, pattern in MARKS:
            for match in pattern.finditer(sentence.text):
                place = sentence.place(*match.span(), document)
                quote = place.quote.strip()
                yield Hit(
                    f"{kind}:{match[0]}",
                    {"what": WHAT[kind], "quote": quote},
                    places=(place,),
                    severity=None if kind == "secret" else "warning",
                )
    yield Passed()


RULE = Rule(
    code="PRV-08",
    name="secrecy-mark",
    family="privacy",
    severity="error",
    title=Text("留有密级、内部资料等标注", "A mark of secrecy was left in"),
    why=Text(
        "公开发布的报告不应带有密级标志、涉密文号或“内部资料”“此件不公开”等标注：要么文件不能发布，要么标注是从别的文件粘贴来的。"
        "文中谈到“属于国家秘密的2件”等不在此列。",
        "A published report must not carry marks or numbers of classified or internal documents: either the text may "
        "not be published, or the mark came from another file. Speaking of requests refused as state secrets is fine.",
    ),
    message=Text(
        "文中出现{what}（“{quote}”）。请先做保密审查，确认可以公开后删除标注或有关内容，再行发布。",
        "The text holds {what} (“{quote}”). Please have it reviewed for secrecy and remove it before publication.",
    ),
    basis=(Basis("regulations-2019"), Basis("licheng-2020")),
    check=check,
    examples=(
        Example("ok", "不予公开2件，其中属于国家秘密1件；加强内部资料管理；云政办发〔2020〕3号主动公开。"),
        Example("bad", "机密★1年\n云溪区水务局2020年政府信息公开工作年度报告", hits=1, says="机密★1年"),
        Example("bad", "（此件不予公开）", hits=1, says="此件不予公开"),
        Example("bad", "内部资料，注意保存", hits=1, says="内部资料"),
        Example("bad", "根据云溪密〔2020〕12号文件要求开展工作。", hits=1, says="涉密文号"),
        Example("bad", "《水库调度方案》（云水发〔2020〕5号，不予公开）已印发。", hits=1, says="不予公开"),
    ),
)
