"""PCT-04: a rate of 100% (or of 0) that the report's own counts contradict."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.model import Basis, Block, Case, Fact, Place, Text
from gouji.numbers import plain
from gouji.operators.figures import Figures, count
from gouji.rule import Argument, Example, Hit, NotApplicable, Outcome, Passed, Rule
from gouji.text import rare
from gouji.views import bearing, folded
from gouji.vocabulary import label

_HUNDRED = r"(?:均)?(?:达到了?|达|为|保持|实现|是|:)?\s{0,2}(?:100%|百分之百|100﹪)"
_ALL_DONE = rare(
    rf"(?:答复率|办结率|回复率|办理率|答复办结率)[^,。;\d]{{0,6}}{_HUNDRED}"
    r"|(?<![未不非])(?:全部|均已|均|已全部)(?:依法|依规|规范|妥善)?(?:予以)?(?:答复|办结|办理完毕|答复完毕)",
    *("100", "百分之百", "全部", "均"),
)
_ON_TIME = re.compile(r"按期|按时|及时|期限内|时限内|到期|到答复期|应答复|应办|如期|法定|规定时间")
_LOST = rare(
    r"(?:败诉率|纠错率|被纠错率)(?:为|是|达|:)?\s{0,2}(?:0(?:%|\b)|零)|(?:零败诉|零纠错|无一?(?:起|件|例)?(?:败诉|被纠错))",
    *("败诉", "纠错"),
)
_NO_CASE = rare(r"零(?:复议|诉讼)|(?:复议|诉讼)(?:案件)?(?:零发生|“零发生”|\"零发生\")", "零")
_ABOUT_REQUESTS = re.compile(
    r"依申请|信息公开申请|公开申请|申请人|收到申请|件申请|(?:^|[,;:。])(?:对)?申请(?:的)?(?:答复|办结)率"
)
LOST = ("review.corrected", "litigation.direct.corrected", "litigation.after_review.corrected", "litigation.corrected")
CASES = ("review.total", "litigation.direct.total", "litigation.after_review.total", "litigation.total")
LEFT = ("requests.carried_out",)
CLAIMS = ((_ALL_DONE, LEFT), (_LOST, LOST), (_NO_CASE, CASES))
PENDING = Text("；如指已到答复期的申请，请写明“已到答复期的……”", "; if only requests that were due are meant, say so")
NOTHING = Text("", "")


def check(case: Case) -> Iterator[Outcome]:
    figures = Figures.of(case.report)
    seen = False
    for block in bearing(case.report.document, *(sign for pattern, _ in CLAIMS for sign in pattern.signs)):
        for pattern, indicators in CLAIMS:
            for claim in pattern.finditer(folded(block)):
                outcome = _judge(figures, block, claim, indicators)
                seen = seen or outcome is not None
                if outcome:
                    yield outcome
    if not seen:
        yield NotApplicable(Text("正文没有百分之百或为零的说法", "the text claims no rate of 100% or of nothing"))


def _judge(figures: Figures, block: Block, claim: re.Match[str], indicators: tuple[str, ...]) -> Outcome | None:
    start = max(claim.string.rfind(mark, 0, claim.start()) for mark in "。;\n") + 1
    sentence = claim.string[start : claim.end()]
    if indicators is LEFT and not _ABOUT_REQUESTS.search(sentence):
        return None  # a rate of hotline calls or proposals
    against = [cell for cell in _cells(figures, _meant(indicators, claim[0], sentence)) if count(cell)]
    if not against or (indicators is LEFT and _ON_TIME.search(sentence)):
        return Passed(claim[0])
    quote = block.text[claim.start() : claim.end()]
    at = (block.place.start or 0) + claim.start()
    place = Place(quote, at, at + len(quote), block.place.block, block.place.page, block.place.bbox)
    zh = "、".join(f"{label(cell.indicator).zh}{plain(count(cell))}{cell.unit}" for cell in against)
    en = ", ".join(f"{label(cell.indicator).en}: {plain(count(cell))}" for cell in against)
    args: dict[str, Argument] = {"quote": quote, "figures": Text(zh, en)}
    args["hint"] = PENDING if indicators is LEFT else NOTHING
    return Hit(f"{indicators[0]}", args, tuple(against), (place,))


def _meant(indicators: tuple[str, ...], claim: str, sentence: str) -> list[str]:
    """A court is lost to (败诉), both a court and a reconsideration may correct: which of them the words mean."""
    if indicators is LEFT:
        return list(indicators)
    words = claim if re.search("败诉|复议|诉讼", claim) else sentence
    review, suit = "复议" in words, "诉" in words.replace("投诉", "")
    both = review == suit
    return [each for each in indicators if both or each.startswith("review") == review]


def _cells(figures: Figures, indicators: list[str]) -> Iterator[Fact]:
    """What the tables count, or, where they are lost, what the text does."""
    for indicator in indicators:
        cell = figures.total(indicator)
        told = figures.told(indicator)
        if cell and cell.state != "unreadable":
            yield cell
        elif cell is None and told and not told[-1].approximate:
            yield told[-1]


TITLE = "云溪区水务局2023年政府信息公开工作年度报告\n一、总体情况\n"

RULE = Rule(
    code="PCT-04",
    name="whole-rate-contradicted",
    family="percentage",
    severity="warning",
    title=Text("“100%”“为零”的说法与数字不符", "A claim of 100% or of nothing against the counts"),
    why=Text(
        "写“答复率100%”“全部答复”而表中有结转下年度的申请，写“零败诉”而有被纠正的案件，都与自己的数字矛盾。"
        "写明“按期”“已到答复期”的除外：未到期的申请结转是正常的。",
        "“All answered” beside requests carried over to the next year, or “no case lost” beside cases corrected, "
        "contradicts the report's own figures. Rates of what was due are another matter: requests that are not due "
        "yet may be carried over.",
    ),
    message=Text(
        "正文写“{quote}”，但报告中{figures}。请核对{hint}。",
        "The text says “{quote}”, but the report counts {figures}. Please check{hint}.",
    ),
    basis=(Basis("practice"),),
    check=check,
    how=Text(
        "答复率、办结率一类与结转下年度的申请比较，败诉、纠错一类与复议诉讼中被纠正的案件比较；热线、提案等的比率不判断。",
        "Rates of answering or closing are held against requests carried over, claims of no loss against cases "
        "corrected in reconsideration or court; rates of hotlines or proposals are not judged.",
    ),
    needs=("prose",),
    examples=(
        Example("ok", f"{TITLE}收到公开申请12件，答复率100%。", facts={"requests.carried_out@total": "0"}, year=2023),
        Example(
            "ok",
            f"{TITLE}收到公开申请12件，已到答复期的11件，全部答复。",
            facts={"requests.carried_out@total": "1"},
            year=2023,
        ),
        Example(
            "bad",
            f"{TITLE}收到公开申请12件，答复率100%。",
            facts={"requests.carried_out@total": "1"},
            template="format-2021",
            year=2023,
            hits=1,
            says="已到答复期",
        ),
        Example(
            "bad",
            f"{TITLE}规范登记，申请答复率为100%。",
            facts={"requests.carried_out@total": "1"},
            template="format-2021",
            year=2023,
            hits=1,
        ),
        Example(
            "bad",
            f"{TITLE}行政诉讼实现零败诉。",
            facts={"litigation.direct.corrected": "1"},
            template="format-2021",
            year=2023,
            hits=1,
            says="零败诉",
        ),
        Example(
            "ok", f"{TITLE}行政诉讼实现零败诉。", facts={"review.corrected": "1"}, template="format-2021", year=2023
        ),
        Example("skip", f"{TITLE}热线办理率100%。", facts={"requests.carried_out@total": "1"}, year=2023),
    ),
)
