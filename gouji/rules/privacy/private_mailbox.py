"""PRV-06: a private mailbox stands as the office's contact."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.model import Basis, Case, Text
from gouji.rule import Example, Hit, Outcome, Passed, Rule
from gouji.rules.privacy.prose import hints, sentences

_HINTS = hints("@")
_MAIL = re.compile(
    r"[A-Za-z0-9_.+-]{1,40} ?@ ?"
    r"(?P<host>(?:vip\.)?(?:163|126|qq|foxmail|sina|sohu|139|189|yeah|hotmail|gmail|outlook|aliyun)"
    r"\.(?:com|net|cn))(?![A-Za-z0-9.])",
    re.IGNORECASE,
)


def check(case: Case) -> Iterator[Outcome]:
    document = case.report.document
    for sentence in sentences(document, *_HINTS):
        for match in _MAIL.finditer(sentence.text):
            yield Hit(
                key=f"mailbox:{match['host'].lower()}",
                args={"host": match["host"].lower()},
                places=(sentence.place(*match.span(), document),),
            )
    yield Passed()


RULE = Rule(
    code="PRV-06",
    name="private-mailbox",
    family="privacy",
    severity="notice",
    title=Text("用商业邮箱作为联系方式", "A commercial mailbox as contact"),
    why=Text(
        "公众发到商业邮箱的申请材料含有个人信息，不受单位管理。很多单位确实在用，所以只作提示。",
        "What the public sends to a commercial mailbox holds personal data outside the office's control. Many offices "
        "use one, so this is only a notice.",
    ),
    message=Text(
        "联系邮箱使用了商业邮箱（{host}）。建议改用单位的政务邮箱。",
        "The contact mailbox is a commercial one ({host}). An official mailbox would be better.",
    ),
    basis=(Basis("practice"),),
    check=check,
    examples=(
        Example("ok", "电子邮箱：swj@yunxi.gov.cn。"),
        Example("bad", "电子邮箱：yunxi2008 @163.com。", hits=1, says="163.com"),
    ),
)
