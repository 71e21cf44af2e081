"""PRV-05: a bank card, a number plate, or a named person's illness or family."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.model import Basis, Case, Document, Text
from gouji.rule import Argument, Example, Hit, Outcome, Passed, Rule
from gouji.rules.privacy.names import NAME, SURNAME, is_name, mask_name, mask_number
from gouji.rules.privacy.prose import DIGITS, Sentence, basis, hints, sentences

_S = r"\s{0,4}"  # bounded, so that a long run of blanks cannot make matching slow
_CARD = re.compile(
    r"(?<![0-9A-Za-z.:-])(?:\d{4} ){3}\d{4}(?: \d{1,3})?(?![0-9A-Za-z])|(?<![0-9A-Za-z.:-])\d{16,19}(?![0-9A-Za-z])"
)
_CARD_WORD = re.compile(r"银行卡|储蓄卡|信用卡|卡号")
_OFFICIAL = re.compile(r"image|缴款|收款|国库|财政|非税|专户|单位账[户号]|信用代码|编号|流水|订单|文号")
_PLATE = re.compile(
    r"(?<![一-鿿A-Z0-9])?[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z]"
    r"[·• ]?(?=[A-HJ-NP-Z]{0,2}\d)[A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9挂学警](?![A-Za-z0-9])"
)
_PLATE_WORD = re.compile(r"车牌|号牌|牌照|车主|驾驶|轿车|货车|客车|机动车|车辆|电动车|私家车")
_STATE_CAR = re.compile(r"公务(?:用)?车|执法车|公车|救护车|消防车|警车")
_WHO = r"(?:居民|村民|市民|患者|病人|职工|学生|老人|申请人|群众|低保户|贫困户|残疾人)"
_ILL = re.compile(
    rf"{_WHO}(?P<name>{NAME})[,(]?{_S}(?:因|因病|不幸|长期)?(?:患有?|罹患|身患|确诊|查出|感染)[^,。;]{{0,12}}?"
    r"(?:癌|肿瘤|白血病|尿毒症|艾滋病|精神病|抑郁症|肝炎|肺炎|糖尿病|心脏病|病|症|瘫痪)"
)
_FAMILY = re.compile(
    rf"{_WHO}(?P<name>{NAME})的?(?:妻子|丈夫|前妻|前夫|儿子|女儿|父亲|母亲|子女|配偶)(?={NAME}|离婚|去世|服刑|残疾|患)"
    rf"|{_WHO}(?P<name2>{NAME})(?:与(?:其)?(?:妻子|丈夫|配偶|前妻|前夫))?(?:离婚|丧偶|离异|服刑|刑满释放|吸毒)"
)
_NUMBERS = re.compile(r"\d{4} ?\d{4} ?\d{4} ?\d{4}|[A-HJ-NP-Z][·• ]?[A-HJ-NP-Z0-9]{4}")
_HINTS = hints(DIGITS, r"[A-HJ-NP-Z][·• ]?[A-HJ-NP-Z0-9]{4}", rf"{_WHO}(?={SURNAME})")
_PERSONS = re.compile(r"患|罹|确诊|查出|感染|妻|夫|儿|父|母|子女|配偶|离婚|丧偶|离异|服刑|刑满|吸毒")
CARD, PLATE = Text("银行卡号", "bank card number"), Text("车牌号", "number plate")
ILL, FAMILY = Text("健康状况", "state of health"), Text("家庭情况", "family circumstances")
OF = Text(
    "文中写出了{shown}的{what}，可以识别到个人。请删去姓名和有关内容，或改写为“一位居民”等。",
    "The text tells the {what} of {shown}, who can be identified. Please drop the name and the detail.",
)


def check(case: Case) -> Iterator[Outcome]:
    document = case.report.document
    protects = basis(case.report)
    for sentence in sentences(document, *_HINTS):
        if _NUMBERS.search(sentence.text):
            yield from _numbers(sentence, document, protects)
        if _PERSONS.search(sentence.text):
            yield from _persons(sentence, document, protects)
    yield Passed()


def _numbers(sentence: Sentence, document: Document, protects: tuple[Basis, ...]) -> Iterator[Hit]:
    for match in _CARD.finditer(sentence.text):
        before = sentence.text[max(0, match.start() - 24) : match.start()]
        if _is_card(match[0].replace(" ", ""), before):
            yield _hit(sentence, document, match.span(), CARD, mask_number(match[0]), protects)
    for match in _PLATE.finditer(sentence.text):
        around = sentence.text[max(0, match.start() - 16) : match.end() + 10]
        if _PLATE_WORD.search(around) and not _STATE_CAR.search(around):
            yield _hit(sentence, document, match.span(), PLATE, f"{match[0][:2]}****{match[0][-1]}", protects)


def _persons(sentence: Sentence, document: Document, protects: tuple[Basis, ...]) -> Iterator[Hit]:
    for what, pattern in ((ILL, _ILL), (FAMILY, _FAMILY)):
        for match in pattern.finditer(sentence.text):
            group = "name" if match["name"] else "name2"
            if is_name(match[group]):
                shown = mask_name(match[group])
                yield _hit(sentence, document, match.span(), what, shown, protects, (match[group], OF))


def _is_card(number: str, before: str) -> bool:
    """A number that proves itself by its check digit and is either called a card or begins as UnionPay's do."""
    if _OFFICIAL.search(before) or not luhn(number):
        return False
    return bool(_CARD_WORD.search(before)) or (number.startswith("62") and len(number) in (16, 19))


def luhn(number: str) -> bool:
    """The check digit of ISO/IEC 7812."""
    digits = [int(digit) for digit in reversed(number)]
    doubled = [digit * 2 - 9 * (digit > 4) for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0 and len(set(number)) > 2


def _hit(
    sentence: Sentence,
    document: Document,
    span: tuple[int, int],
    what: Text,
    shown: str,
    protects: tuple[Basis, ...],
    person: tuple[str, Text] | None = None,
) -> Hit:
    place = sentence.place(*span, document)
    args: dict[str, Argument] = {"what": what, "shown": shown}
    masks = {person[0]: shown} if person else {place.quote: shown}
    message = person[1] if person else None
    return Hit(f"{what.en}:{shown}", args, places=(place,), masks=masks, basis=protects, message=message)


RULE = Rule(
    code="PRV-05",
    name="sensitive-fact",
    family="privacy",
    severity="error",
    title=Text("公开了银行卡号、车牌号或个人健康、家庭情况", "Card, plate, health or family of a person is told"),
    why=Text(
        "银行账户、车牌、疾病、婚姻家庭等都是个人信息，其中不少属于敏感个人信息。银行卡号按校验位识别，疾病和家庭情况须与姓名一起"
        "出现才判断；公务车辆和收款账户不在此列。",
        "Bank accounts, number plates, illness and family are personal data, much of it sensitive. Cards are told by "
        "their check digit; illness and family only count beside a name. Official cars and accounts are not meant.",
    ),
    message=Text(
        "文中出现{what}{shown}，属于个人信息。请删除；如已发布，请撤下后重新发布。",
        "The text prints the {what} {shown}, which is personal data. Please delete it; if the report is published, "
        "publish it again without.",
    ),
    basis=(Basis("regulations-2019", "第十五条"), Basis("personal-information-law"), Basis("privacy-review-miluo")),
    check=check,
    tolerance=Text("银行卡号须校验位正确", "the check digit of a card must be right"),
    examples=(
        Example("bad", "退费转入申请人银行卡6222020000000000000。", hits=1, says="622"),
        Example("bad", "反映车主车牌川A12B45长期占道。", hits=1, says="川A****5"),
        Example("bad", "患者王云溪身患白血病，多次来电。", hits=1, says="王**的健康状况"),
        Example("bad", "村民李云川离婚后申请公开宅基地档案。", hits=1, says="李**的家庭情况"),
        Example("ok", "[image: 648645931085759214]收款账户6222020000000000000，公务用车川A12345。"),
        Example("ok", "一位居民身患重病，社区及时帮助。患者王某某患病。"),
    ),
)
