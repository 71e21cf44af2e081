"""PRV-02: a resident identity number is printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from gouji.model import Basis, Case, Text
from gouji.rule import Example, Hit, Outcome, Passed, Rule
from gouji.rules.privacy.names import mask_number
from gouji.rules.privacy.prose import DIGITS, Sentence, basis, hints, sentences

_LONG = re.compile(r"(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])")
_SHORT = re.compile(r"(?<![0-9A-Za-z])\d{15}(?![0-9A-Za-z])")
_HINTS = hints(DIGITS)
_SAYS_SO = re.compile(r"身份证|身份号码|证件号")
_OTHER_NUMBER = re.compile(r"注册号|执照|信用代码|账号|帐号|流水号|编号|订单|单号|image")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_PROVINCES = frozenset(
    [*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82]
)


def check(case: Case) -> Iterator[Outcome]:
    document = case.report.document
    for sentence in sentences(document, *_HINTS):
        for match in [*_LONG.finditer(sentence.text), *_SHORT.finditer(sentence.text)]:
            if _is_number_of_a_person(match[0], sentence, match.start()):
                shown = mask_number(match[0])
                yield Hit(
                    key=f"identity:{shown}",
                    args={"number": shown},
                    places=(sentence.place(*match.span(), document),),
                    masks={match[0]: shown},
                    basis=basis(case.report),
                )
    yield Passed()


def _is_number_of_a_person(number: str, sentence: Sentence, at: int) -> bool:
    """18 digits prove themselves by the check digit; 15 digits need a word that says what they are."""
    if int(number[:2]) not in _PROVINCES:
        return False
    if len(number) == 18:
        born = number[6:14]
        return valid_check_digit(number) and _is_date(born[:4], born[4:6], born[6:])
    before = sentence.text[max(0, at - 25) : at]
    if _OTHER_NUMBER.search(before) or not _SAYS_SO.search(before):
        return False
    return _is_date(f"19{number[6:8]}", number[8:10], number[10:12])


def valid_check_digit(number: str) -> bool:
    """ISO 7064 MOD 11-2, as GB 11643 uses it."""
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return _CHECKS[total % 11] == number[17].upper()


def _is_date(year: str, month: str, day: str) -> bool:
    try:
        return 1900 <= date(int(year), int(month), int(day)).year <= 2100
    except ValueError:
        return False


RULE = Rule(
    code="PRV-02",
    name="identity-number",
    family="privacy",
    severity="error",
    title=Text("公开了身份证号码", "A resident identity number is printed"),
    why=Text(
        "身份证号码是个人信息，任何情况下都不应出现在公开的报告里（《政府信息公开条例》第十五条、"
        "《个人信息保护法》）。"
        "18位号码按校验码和出生日期识别，15位号码须有“身份证”等字样。",
        "An identity number is personal information and never belongs in a published report. Numbers of 18 digits are "
        "told by their check digit and date of birth, those of 15 by a word that says so.",
    ),
    message=Text(
        "文中出现身份证号码{number}。请立即删除；如已发布，请撤下后重新发布。",
        "The text prints the identity number {number}. Please delete it; if the report is published, withdraw it and "
        "publish it again.",
    ),
    basis=(Basis("regulations-2019", "第十五条"), Basis("personal-information-law")),
    check=check,
    tolerance=Text("校验码须正确", "the check digit must be right"),
    examples=(
        Example("bad", "申请人身份证号110101190001010014。", hits=1, says="110*************14"),
        Example("bad", "身份证号码：110101900101001。", hits=1, says="110"),
        Example("ok", "[image: 648645931085759214]文件编号110101190001010011。"),
        Example("ok", "营业执照注册号110101900101001，电话010-60000000。"),
    ),
)
