"""PRV-01: a person who asked for information, complained or sued is named.

Who signs for the office, leaders with their titles, and names that are masked already (王某) are no matter of this
rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from gouji.model import Basis, Case, Document, Text
from gouji.rule import Example, Hit, Outcome, Passed, Rule
from gouji.rules.privacy.names import NAME, SURNAME, is_name, mask_name
from gouji.rules.privacy.prose import Sentence, basis, hints, sentences

_S = r"\s{0,4}"  # bounded, so that a long run of blanks cannot make matching slow
_COUNT = rf"(?:\d+|[一二两三四五六七八九十]+){_S}(?:份|件|项|条|次|宗)"
_ACTS = (
    rf"(?:向|于{_S}\d|在{_S}\d|提出|提交|申请|要求|不服|起诉|诉|因|就|通过|以邮|来信|来访|来电|邮寄|当面|拒"
    r"|,|、|。|;|\)|\(|:|$)"
)
# 王某3份：申请获取…  The name begins a clause or a list, a count follows, and it is about asking for something.
_ASKS = ("申请(?:获取|公开|了解|提供|查阅)", "要求(?:公开|获取|提供)", "获取")
_LISTED = re.compile(
    rf"(?:(?<![一-鿿\w])|(?<=其中)|(?<=[居村市公]民)|(?<=群众))(?P<name>{NAME}){_S}{_COUNT}{_S}[:,]?{_S}(?={'|'.join(_ASKS)})"
)
_ROLES = ("申请人", "申请者", "当事人", "原告", "信访人", "举报人", "投诉人", "来访人", "上访人")
_IS = rf"{_S}(?:分别)?(?:为|是|:|\()?{_S}"
_APPLICANT = re.compile(rf"(?<!被)(?:{'|'.join(_ROLES)}){_IS}(?P<name>{NAME})(?={_ACTS})")
_SUES = "诉(?![讼求诸说苦])"
_SUIT = re.compile(
    rf"(?<![一-鿿])(?P<name>{NAME})(?:等{_S}(?:\d+|[一二两三四五六七八九十]+){_S}(?:人|户|名))?{_S}(?:不服|{_SUES})"
)
_NEXT = re.compile(rf"[、和及,](?P<name>{NAME})(?=[、和及,。;(]|等|提|申|向|$)")
_POLITE = re.compile(rf"(?P<name>(?:{SURNAME}|{NAME}))(?P<title>先生(?![产活态])|女士|小姐|大爷|大妈|阿姨)(?!们)")
_HINTS = hints(
    *(rf"{ask}(?<=[份件项条次宗:,\s]{ask[:2]}{'..' * (len(ask) > 2)})" for ask in _ASKS),
    *(rf"{role}(?={_IS}{SURNAME})" for role in _ROLES),
    *("不服", _SUES, "先生", "女士", "小姐", "大爷", "大妈", "阿姨"),
)
_CITIZEN = re.compile(
    r"市民|居民|村民|群众|业主|网民|网友|申请|投诉|反映|来电|举报|信访|来访|咨询|提出|要求|复议|诉讼|起诉"
)
# A surname alone tells who it is once the home or the matter stands beside it.
_ESTATE = re.compile(r"(?:就|关于|位于|在|对)([一-鿿]{2,8}?(?:小区|家园|花园|苑|新村|公寓|胡同))")

POLITE = Text(
    "正文提到{names}（姓氏加称谓）及其申请或反映的具体事项，熟悉情况的人可以认出本人。请改写为“一名市民”等。",
    "The text speaks of {names}, a surname and a form of address, together with a particular matter, so that people "
    "who know the place can tell who it is. Please write “a resident” instead.",
)


def check(case: Case) -> Iterator[Outcome]:
    document = case.report.document
    for sentence in sentences(document, *_HINTS):
        if not sentence.signed:
            yield from (replace(hit, basis=basis(case.report)) for hit in _named(sentence, document))
    yield Passed()


def _named(sentence: Sentence, document: Document) -> Iterator[Hit]:
    """One hit for all full names of a sentence, one for a polite form of address."""
    found: dict[str, tuple[int, int]] = {}
    for pattern in (_LISTED, _APPLICANT, _SUIT):
        for match in pattern.finditer(sentence.text):
            if is_name(match["name"]):
                found.setdefault(match["name"], match.span("name"))
                found.update(_listed(sentence.text, match.end("name")))
    if found:
        masks = {name: mask_name(name) for name in found}
        shown = "、".join(masks.values())
        yield Hit(
            key=f"applicants:{shown}",
            args={"count": len(masks), "names": shown},
            places=tuple(sentence.place(*span, document) for span in found.values()),
            masks=masks,
        )
    if _CITIZEN.search(sentence.text):
        yield from _addressed(sentence, document, found)


def _listed(text: str, at: int) -> dict[str, tuple[int, int]]:
    """The names that go on a list: 王某某、李某某和赵某某."""
    found: dict[str, tuple[int, int]] = {}
    while (match := _NEXT.match(text, at)) and is_name(match["name"]):
        found[match["name"]] = match.span("name")
        at = match.end()
    return found


def _addressed(sentence: Sentence, document: Document, known: dict[str, tuple[int, int]]) -> Iterator[Hit]:
    for match in _POLITE.finditer(sentence.text):
        name, title = match["name"], match["title"]
        if name in known or (len(name) > 2 and not is_name(name)):
            continue
        masks = {f"{name}{title}": f"{mask_name(name)}{title}" if len(name) > 1 else f"{name}某"}
        estate = _ESTATE.search(sentence.text, match.end())
        if estate:
            masks[estate[1]] = "**" + estate[1][-2:]
        shown = next(iter(masks.values()))
        yield Hit(
            key=f"addressed:{shown}",
            args={"count": 1, "names": shown},
            places=(sentence.place(*match.span(), document),),
            severity=None if estate else "warning",
            message=POLITE,
            masks=masks,
        )
        return


RULE = Rule(
    code="PRV-01",
    name="named-applicant",
    family="privacy",
    severity="error",
    title=Text("公开了申请人的姓名", "An applicant is named"),
    why=Text(
        "申请人、投诉人、当事人的姓名属于个人信息，公开会损害其权益（《政府信息公开条例》第十五条、"
        "《个人信息保护法》）。"
        "年度报告只需要件数和类别。落款处的负责人、审核人、填报人和带职务的领导姓名不在此列。",
        "Names of applicants, complainants and parties are personal information (Article 15 of the Regulations; "
        "Personal Information Protection Law); a report needs counts and kinds only. Officials who sign, and leaders "
        "with their titles, are not meant.",
    ),
    message=Text(
        "正文点出了{count}名当事人（{names}）及其申请或反映的事项，属于个人信息。请删去姓名，只写件数和类别。",
        "The text names {count} person(s) ({names}) together with what they asked for. Please delete the names; "
        "counts and kinds are enough.",
    ),
    basis=(Basis("regulations-2019", "第十五条"), Basis("personal-information-law")),
    check=check,
    examples=(
        Example(
            "bad",
            "申请内容分别为，王云溪3份：申请获取排水方案；殷明川1份：申请公开许可程序。",
            hits=1,
            says="王**、殷**",
        ),
        Example("bad", "全年收到申请5件，其中王云溪2份：申请公开排水方案。", hits=1, says="王**"),
        Example("ok", "全年收到申请5件，其中单位2份：申请公开排水方案；其中信函3件：申请公开用地批文。"),
        Example("bad", "其中市民赵先生就青川小区停车位提出2个申请事项。", hits=1, says="赵某"),
        Example("bad", "申请人欧阳青川于2020年5月提出申请。", hits=1, says="欧阳**"),
        Example("bad", "李云川等3人不服答复，向区政府申请行政复议。", hits=1, says="李**"),
        Example("ok", "单位负责人：王云溪　审核人：李青川　填报人：赵明川"),
        Example("ok", "局长王云溪主持召开会议，李青川书记作出批示。"),
        Example("ok", "王某某3份：申请获取排水方案。申请人张某提出申请。"),
        Example("ok", "当面2件，网络3件：申请公开房屋征收方案。申请人应当写明联系方式，被申请人为我局。"),
        Example("ok", "联系人：王女士，欢迎来电咨询。女士们、先生们提出建议。"),
    ),
)
