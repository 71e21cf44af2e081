"""PRV-03: a mobile number is printed. In the office's own contact line it is only worth a notice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.model import Basis, Case, Text
from gouji.rule import Example, Hit, Outcome, Passed, Rule
from gouji.rules.privacy.names import mask_number
from gouji.rules.privacy.prose import Sentence, basis, hints, sentences

_MOBILE = re.compile(r"(?<![\dA-Za-z/_=.-])1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?![\dA-Za-z/_-])")
_HINTS = hints(r"1[3-9]\d[ -]?\d{4}")
_CONTACT = re.compile(r"电话|手机|联系方式|热线|传真|咨询|监督")
_PERSON = re.compile(r"申请人|当事人|本人|市民|居民|村民|业主|投诉人|举报人|家属")
OFFICE = Text(
    "联系方式用的是手机号码{number}。建议改用办公固定电话，避免公开个人号码。",
    "The contact line gives the mobile number {number}. An office line would keep a private number out of the report.",
)


def check(case: Case) -> Iterator[Outcome]:
    document = case.report.document
    for sentence in sentences(document, *_HINTS):
        for match in _MOBILE.finditer(sentence.text):
            shown = mask_number(re.sub(r"[ -]", "", match[0]))
            contact = _is_contact(sentence, match.start())
            yield Hit(
                key=f"mobile:{shown}",
                args={"number": shown},
                places=(sentence.place(*match.span(), document),),
                severity="notice" if contact else None,
                message=OFFICE if contact else None,
                masks={match[0]: shown},
                basis=basis(case.report),
            )
    yield Passed()


def _is_contact(sentence: Sentence, at: int) -> bool:
    """The office's own line: a word for it stands before the number, and nobody from outside is spoken of."""
    return bool(_CONTACT.search(sentence.text[max(0, at - 30) : at])) and not _PERSON.search(sentence.text[:at])


RULE = Rule(
    code="PRV-03",
    name="mobile-number",
    family="privacy",
    severity="error",
    title=Text("公开了手机号码", "A mobile number is printed"),
    why=Text(
        "手机号码属于个人信息（《个人信息保护法》）。本单位公布的联系电话如为手机，只作提示；办公固定电话不受影响。",
        "A mobile number is personal information. Where the office gives one as its own contact this is only a "
        "notice; office lines are no matter of this rule.",
    ),
    message=Text(
        "文中出现个人手机号码{number}。请删除，或改为办公固定电话。",
        "The text prints the mobile number {number} of a person. Please delete it or give an office line.",
    ),
    basis=(Basis("personal-information-law"), Basis("regulations-2019", "第十五条")),
    check=check,
    how=Text(
        "以1开头的11位手机号码，可带空格或横线；前面写有联系电话等字样、又没有提到外人的，视为本单位公布的电话，只作提示。",
        "A mobile number of eleven digits, spaces and hyphens aside. After words such as a contact line, with "
        "nobody from outside spoken of, it is taken for the office's own and gives a notice.",
    ),
    examples=(
        Example("bad", "市民来信留下号码13800000000，请予回复。", hits=1, says="138******00"),
        Example("bad", "申请人联系电话：138 0000 0000。", hits=1, says="个人手机号码"),
        Example("bad", "本报告如有疑问，请联系办公室，联系电话：13800000000。", hits=1, says="固定电话"),
        Example("ok", "联系电话：010-60000000，邮编100000，[image: 13800000000123]，http://a.cn/t/13800000000.html"),
    ),
)
