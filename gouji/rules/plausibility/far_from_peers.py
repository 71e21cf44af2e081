"""PLA-04: a share (answers that disclose, reviews that correct) lies far from that of the other units of the area.

Robust: distance from the median in units of the median absolute deviation, so that one odd unit does not move the
yardstick. Wants thirty peers with enough cases.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from gouji.model import Basis, Case, Fact, Text
from gouji.numbers import shown
from gouji.operators.figures import Figures
from gouji.operators.history import NO_AREA, neighbours
from gouji.operators.samples import audit
from gouji.rule import Example, Hit, NotApplicable, Outcome, Passed, Rule, Undecidable

PEERS = 30
CASES = 10  # below which a share is chance
LIMIT = Decimal("3.5")
SCALE = Decimal("0.6745")  # makes the deviation comparable with a standard deviation


@dataclass(frozen=True, slots=True)
class Ratio:
    """A share that peers have in common."""

    part: str
    whole: str
    name: Text


RATIOS = (
    Ratio("outcomes.granted", "outcomes.total", Text("予以公开占办理结果", "answers that disclose")),
    Ratio("review.corrected", "review.total", Text("行政复议结果纠正占复议", "reconsiderations that correct")),
)
FEW = Text(f"可比的同地区单位不足{PEERS}个", f"fewer than {PEERS} peers of the area can be compared")


def check(case: Case) -> Iterator[Outcome]:
    if not case.area:
        yield NotApplicable(NO_AREA)
        return
    figures, others = Figures.of(case.report), neighbours(case)
    for ratio in RATIOS:
        own = _share(figures, ratio)
        peers = [share for share in (_share(other.figures, ratio) for other in others) if share is not None]
        if own is None or len(peers) < PEERS:
            yield NotApplicable(FEW)
        else:
            yield _judge(figures, ratio, own, peers)


def _share(figures: Figures, ratio: Ratio) -> Decimal | None:
    part, whole = figures.total(ratio.part), figures.total(ratio.whole)
    if not part or not whole or part.value is None or whole.value is None or whole.value < CASES:
        return None
    return part.value * 100 / whole.value


def _judge(figures: Figures, ratio: Ratio, own: Decimal, peers: Sequence[Decimal]) -> Outcome:
    middle = median(peers)
    spread = median(abs(share - middle) for share in peers)
    if spread == 0:
        return Undecidable(Text("同地区各单位的占比几乎相同，无从比较", "the peers' shares hardly differ"))
    distance = SCALE * (own - middle) / spread
    if abs(distance) <= LIMIT:
        return Passed(ratio.part)
    cells: list[Fact] = [cell for cell in (figures.total(ratio.part), figures.total(ratio.whole)) if cell]
    return Hit(
        ratio.part,
        {
            "name": ratio.name,
            "own": shown(own, 1),
            "middle": shown(middle, 1),
            "peers": len(peers),
            "side": Text("高于", "above") if own > middle else Text("低于", "below"),
        },
        tuple(cells),
    )


def _unit(number: int, granted: int) -> dict[str, object]:
    return audit(
        2022, {"outcomes.granted": str(granted), "outcomes.total": "100"}, agency=f"青川市云溪区第{number}中心"
    )


AREA = tuple(_unit(number, 40 + number % 11) for number in range(30))

RULE = Rule(
    code="PLA-04",
    name="far-from-peers",
    family="plausibility",
    severity="notice",
    title=Text("占比明显偏离同地区其他单位", "A share lies far from that of the peers"),
    why=Text(
        "同一地区各单位的公开率、复议纠错率一般相差不大。明显偏离的，可能是填错了行，也可能是工作中有值得关注的情况。",
        "Within an area, shares of disclosure and of corrected decisions do not differ much. One that does may stand "
        "in the wrong row, or tell of something worth a look.",
    ),
    message=Text(
        "{name}的{own}%，明显{side}同地区{peers}个单位的中位数{middle}%。请核对填写的行是否正确，属实的可了解原因。",
        "{name}: {own}%, far {side} the median of {middle}% among {peers} units of the area. Check the rows; if the "
        "figures are right, it may be worth asking why.",
    ),
    basis=(Basis("practice"),),
    check=check,
    needs=("year", "agency"),
    tolerance=Text(
        f"至少{PEERS}个单位、每个至少{CASES}件，稳健 z 值大于{LIMIT}",
        f"at least {PEERS} peers with {CASES} cases each, robust z above {LIMIT}",
    ),
    examples=(
        Example(
            "ok",
            facts={"outcomes.granted": "52", "outcomes.total": "100"},
            year=2022,
            agency="青川市云溪区水务局",
            area=AREA,
        ),
        Example(
            "bad",
            facts={"outcomes.granted": "3", "outcomes.total": "100"},
            year=2022,
            agency="青川市云溪区水务局",
            area=AREA,
            hits=1,
            says="低于",
        ),
        Example(
            "skip",
            facts={"outcomes.granted": "3", "outcomes.total": "100"},
            year=2022,
            agency="青川市云溪区水务局",
            area=AREA[:9],
        ),
    ),
)
