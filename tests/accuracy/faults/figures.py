"""Faults of figures in tables: sums, bounds, one table against another, plausibility."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from random import Random

from tests.accuracy.faults.draft import Draft
from tests.accuracy.faults.model import ANY, NEW, OLD, Apply, Fault, Injected
from tests.accuracy.figures import APPLICANTS
from tests.accuracy.model import Key
from tests.corpus.forms import form as shape_of


def slip(value: int, rng: Random) -> int:
    """A slip of the pen: a digit more or less, two exchanged, one or two off."""
    digits = str(value)
    tries = [value + rng.randint(1, 3), value + rng.choice((1, 2, 10))]
    if len(digits) > 1:
        tries += [int(digits[::-1]), int(digits[:-1])]
    tries += [max(0, value - rng.randint(1, 2)), int(f"{digits}{rng.randint(0, 9)}")]
    found = rng.choice(tries)
    return found if found != value else value + rng.randint(1, 9)


def wrong_cell(choose: Callable[[Draft], Iterable[Key]]) -> Apply:
    """One of these cells is wrong."""

    def apply(draft: Draft) -> Injected | None:
        keys = [key for key in choose(draft) if key in draft.values]
        if not keys:
            return None
        key = draft.rng.choice(keys)
        right = draft.values[key]
        wrong = str(slip(int(right), draft.rng))
        draft.write({key: wrong})
        return Injected(f"{key[0]}@{key[1]}: {wrong} for {right}", key, wrong, right)

    return apply


def cells(choose: Callable[[Draft], dict[Key, str] | None]) -> Apply:
    """Several cells say what they should not."""

    def apply(draft: Draft) -> Injected | None:
        figures = choose(draft)
        if not figures or any(key not in draft.values for key in figures):
            return None
        draft.write(figures)
        return Injected(", ".join(f"{key[0]}@{key[1]} {value}" for key, value in list(figures.items())[:4]))

    return apply


def rows(*indicators: str) -> Callable[[Draft], list[Key]]:
    """The cells of single rows."""
    return lambda draft: [(each, None, None) for each in indicators]


def outcomes(draft: Draft) -> list[str]:
    named = [row[2] for row in shape_of(draft.report.form)["requests"]]
    return [each for each in named if each.startswith("outcomes.") and each != "outcomes.total"]


def _inner(draft: Draft) -> list[Key]:
    return [(row, who, None) for row in outcomes(draft) for who in APPLICANTS]


def _row_total(draft: Draft) -> list[Key]:
    return [(row, "total", None) for row in outcomes(draft)]


def _applicant(draft: Draft, least: int = 1) -> str | None:
    """An applicant with requests that were granted."""
    some = [who for who in APPLICANTS if draft.number("outcomes.granted", who) >= least]
    return draft.rng.choice(some) if some else None


def _shift(*moves: tuple[str, int]) -> Apply:
    """Rows changed for one applicant and in total alike, so that every row still adds up."""

    def choose(draft: Draft) -> dict[Key, str] | None:
        who, by = _applicant(draft), draft.rng.randint(1, 4)
        if who is None:
            return None
        found: dict[Key, str] = {}
        for row, sign in moves:
            for column in (who, "total"):
                found[row, column, None] = str(draft.number(row, column) + sign * by)
        return None if any(value.startswith("-") for value in found.values()) else found

    return cells(choose)


def _column(draft: Draft) -> dict[Key, str] | None:
    who, row = _applicant(draft), draft.rng.choice(outcomes(draft))
    by = draft.rng.randint(1, 5)
    return (who and {(row, w, None): str(draft.number(row, w) + by) for w in (who, "total")}) or None


def _part_above_whole(draft: Draft) -> dict[Key, str]:
    whole = draft.rng.choice(("response.press_conferences", "response.online_interviews"))
    return {(f"{whole}.by_principal", None, None): str(draft.number(whole) + draft.rng.randint(1, 3))}


def _channel_above_total(draft: Draft) -> dict[Key, str]:
    channel = draft.rng.choice(("weibo", "wechat", "gazette", "other"))
    return {
        (f"disclosure.channel.{channel}", None, None): str(
            draft.number("disclosure.total") + draft.rng.randint(5, 900)
        )
    }


def _channels_below_total(draft: Draft) -> dict[Key, str]:
    names = ("gazette", "weibo", "wechat", "other")
    found: dict[Key, str] = {(f"disclosure.channel.{name}", None, None): "0" for name in names}
    found["disclosure.channel.website", None, None] = str(draft.number("disclosure.total") - draft.rng.randint(2, 20))
    return found


def _negative_items(draft: Draft) -> dict[Key, str]:
    family = draft.rng.choice(("licensing", "penalties", "coercion"))
    by = draft.number(f"{family}.items_previous") + draft.rng.randint(1, 9)
    return {(f"{family}.items_change", None, None): f"-{by}"}


def _above_stock(draft: Draft) -> dict[Key, str]:
    stock = draft.number("normative_documents.available")
    new = str(stock + draft.rng.randint(1, 5))
    return {
        ("normative_documents.published", None, None): new,
        ("normative_documents.created", None, None): new,
    }


def _documents(draft: Draft) -> dict[Key, str]:
    issued = draft.number("disclosure.normative_documents_issued")
    return {("disclosure.normative_documents", None, None): str(issued + draft.rng.randint(1, 6))}


def _no_items(draft: Draft) -> dict[Key, str]:
    family = draft.rng.choice(("licensing", "penalties", "coercion"))
    return {
        (f"{family}.items_previous", None, None): "0",
        (f"{family}.items_change", None, None): "0",
        (f"{family}.decisions", None, None): str(draft.rng.randint(3, 400)),
    }


def _course(draft: Draft) -> dict[Key, str]:
    return {("training.sessions", None, None): str(draft.rng.randint(1, 8)), ("training.people", None, None): "0"}


def _rules(draft: Draft) -> dict[Key, str] | None:
    if draft.report.agency.name.endswith(("市人民政府", "省人民政府")) or draft.report.agency.kind == "government":
        return None
    last = "in_force" if draft.report.form == "format-2021" else "available"
    return {(f"regulations.{last}", None, None): str(draft.rng.randint(1, 9))}


def _cases(family: str, more: int) -> dict[Key, str]:
    return {(f"{family}.upheld", None, None): str(more), (f"{family}.total", None, None): str(more)}


def _cleared(family: str) -> dict[Key, str]:
    return {(f"{family}.{name}", None, None): "0" for name in ("upheld", "corrected", "other", "pending", "total")}


def _suits_after_review(draft: Draft) -> dict[Key, str]:
    found = {**_cleared("review"), **_cleared("litigation.after_review")}
    if draft.earlier:
        draft.earlier.write(_cleared("review"))
    return {**found, **_cases("litigation.after_review", draft.rng.randint(1, 4))}


def _cases_without_requests(draft: Draft) -> dict[Key, str] | None:
    if draft.number("requests.received", "total") or draft.number("requests.carried_in", "total"):
        return None
    if draft.earlier:
        draft.earlier.write({key: "0" for key in draft.values if key[0].startswith("requests.")})
    return {**_cleared("review"), **_cases("review", draft.rng.randint(1, 3))}


def _many_reviews(draft: Draft) -> dict[Key, str]:
    years = (draft, draft.earlier or draft)
    rows_ = ("requests.received", "requests.carried_in")
    both = sum(each.number(row, "total") for each in years for row in rows_)
    return {**_cleared("review"), **_cases("review", both + draft.rng.randint(8, 40))}


def _suits_against_refusals(draft: Draft) -> dict[Key, str] | None:
    refused = [row for row in outcomes(draft) if row.startswith("outcomes.refused")]
    if not any(draft.number(row, "total") for row in refused) or draft.number("litigation.direct.total"):
        return None
    return {**_cleared("litigation.direct"), **_cases("litigation.direct", draft.rng.randint(1, 4))}


def _unpaid(draft: Draft) -> dict[Key, str] | None:
    who = _applicant(draft)
    paid = any(claim.indicator == "fees.processing" and claim.value != "0" for claim in draft.report.claims)
    if who is None or paid or draft.number("outcomes.other.overdue_fee", "total"):
        return None
    return {
        (row, column, None): str(draft.number(row, column) + by)
        for row, by in (("outcomes.granted", -1), ("outcomes.other.overdue_fee", 1))
        for column in (who, "total")
    }


def _charge(draft: Draft) -> Injected | None:
    draft.say(draft.rng.choice(("本单位没有行政事业性收费项目。", "我单位无行政事业性收费事项。")), "其他需要报告")
    draft.write({("charges.amount", None, None): "12.5"})
    return Injected("charges in spite of no item")


def _jump(draft: Draft) -> dict[Key, str] | None:
    rows_ = [k for k in draft.values if k[0].endswith(".decisions") and k[2] is None and draft.number(k[0]) >= 20]
    if not rows_:
        return None
    key = draft.rng.choice(rows_)
    value = draft.number(key[0])
    return {key: str(value * draft.rng.randint(11, 40) if draft.rng.random() < 0.6 else value // 11)}


def _penalties(draft: Draft) -> dict[Key, str] | None:
    if not draft.report.agency.name.endswith(("市场监督管理局", "行政审批服务局")):
        return None
    which = "licensing" if draft.report.agency.name.endswith("行政审批服务局") else "penalties"
    return {(f"{which}.decisions", None, None): "0"}


def _all_zero(draft: Draft) -> dict[Key, str] | None:
    told = {
        claim.indicator for claim in draft.report.claims if int(float(claim.value)) and draft.prints(claim.indicator)
    }
    return dict.fromkeys(draft.values, "0") if len(told) >= 3 else None


def _round(draft: Draft) -> dict[Key, str] | None:
    some = [key for key, value in draft.values.items() if value.isdigit() and int(value) and key[1] in (None, "total")]
    counted = [key for key in some if not key[0].endswith(".total")]
    if len({key[0] for key in counted}) < 8 or any("-" in value for value in draft.values.values()):
        return None
    return {key: f"{value}0" for key, value in draft.values.items() if value.isdigit() and int(value)}


def _free_year(draft: Draft) -> dict[Key, str]:
    return {("fees.collected", None, None): draft.rng.choice(("0.05", "0.32", "1.2"))}


_BOTH = ("ARI-02", "ARI-03")
_BALANCE = ("ARI-01", "ARI-02", "ARI-03")
_NEXT = ("ARI-01", "ARI-03")
_WAYS = ("in_person", "fax", "online", "letter")
_KINDS = (
    "already_public",
    "granted",
    "partial",
    "refused",
    "not_this_agency",
    "nonexistent",
    "amendment_requested",
    "other_channel",
)
_GROUNDS = [
    "state_secret",
    "trade_secret",
    "privacy",
    "public_security",
    "not_government_information",
    "other_statutory",
]
_RESULTS = ("upheld", "corrected", "other", "pending")


def _many(prefix: str, names: Iterable[str]) -> Callable[[Draft], list[Key]]:
    return rows(*(f"{prefix}.{name}" for name in names))


def _areas(draft: Draft) -> list[Key]:
    return [key for key in draft.values if key[0].startswith("disclosure.key_areas")]


FAULTS = (
    Fault("outcome-cell", _BOTH, NEW, wrong_cell(_inner)),
    Fault("outcome-row-total", _BOTH, NEW, wrong_cell(_row_total)),
    Fault(
        "outcomes-total-of-column",
        _BALANCE,
        NEW,
        wrong_cell(lambda d: [("outcomes.total", who, None) for who in (*APPLICANTS, "total")]),
    ),
    Fault(
        "received-cell",
        _NEXT,
        NEW,
        wrong_cell(lambda d: [("requests.received", who, None) for who in (*APPLICANTS, "total")]),
    ),
    Fault(
        "carried-in-cell",
        _NEXT,
        NEW,
        wrong_cell(lambda d: [("requests.carried_in", who, None) for who in (*APPLICANTS, "total")]),
    ),
    Fault(
        "carried-out-cell",
        _NEXT,
        NEW,
        wrong_cell(lambda d: [("requests.carried_out", who, None) for who in (*APPLICANTS, "total")]),
    ),
    Fault("outcome-row-off", ("ARI-02",), NEW, cells(_column)),
    Fault("balance-received", ("ARI-01",), NEW, _shift(("requests.received", 1))),
    Fault("balance-carried-out", ("ARI-01",), NEW, _shift(("requests.carried_out", 1))),
    Fault("balance-outcomes", ("ARI-01",), NEW, _shift(("outcomes.granted", 1), ("outcomes.total", 1))),
    Fault("review-total", ("ARI-04",), NEW, wrong_cell(rows("review.total"))),
    Fault("review-part", ("ARI-04",), NEW, wrong_cell(_many("review", _RESULTS))),
    Fault(
        "litigation-total",
        ("ARI-05",),
        NEW,
        wrong_cell(rows("litigation.direct.total", "litigation.after_review.total")),
    ),
    Fault("litigation-part", ("ARI-05",), NEW, wrong_cell(_many("litigation.direct", _RESULTS))),
    Fault("request-channels", ("ARI-06",), OLD, wrong_cell(_many("requests.received", _WAYS))),
    Fault("answers", ("ARI-07",), OLD, wrong_cell(_many("outcomes", [k for k in _KINDS if k != "refused"]))),
    Fault("refusals", ("ARI-08",), OLD, wrong_cell(_many("outcomes.refused", _GROUNDS))),
    Fault("closed", ("ARI-09",), OLD, wrong_cell(_many("requests.closed", ("on_time", "extended")))),
    Fault("case-results", ("ARI-10",), OLD, wrong_cell(_many("review", ("total", "upheld", "corrected", "other")))),
    Fault(
        "suit-results", ("ARI-10",), OLD, wrong_cell(_many("litigation", ("total", "upheld", "corrected", "other")))
    ),
    Fault("staff", ("ARI-11",), OLD, wrong_cell(rows("capacity.staff", "capacity.staff.part_time"))),
    Fault("key-areas", ("ARI-12",), OLD[1:], wrong_cell(_areas)),
    Fault("part-above-whole", ("ARI-13",), OLD, cells(_part_above_whole)),
    Fault("channel-above-total", ("ARI-14",), OLD, cells(_channel_above_total)),
    Fault("channels-below-total", ("ARI-14",), OLD, cells(_channels_below_total)),
    Fault("negative-items", ("ARI-18",), NEW[:1], cells(_negative_items)),
    Fault("published-above-stock", ("ARI-19",), NEW[:1], cells(_above_stock)),
    Fault("cases-without-requests", ("XTB-01",), NEW, cells(_cases_without_requests), earlier=True),
    Fault("unpaid-fee", ("XTB-02",), NEW[1:], cells(_unpaid)),
    Fault("suits-after-no-review", ("XTB-03",), NEW, cells(_suits_after_review), earlier=True),
    Fault("charge-without-item", ("XTB-04",), NEW[1:], _charge),
    Fault("rules-without-power", ("XTB-05",), NEW, cells(_rules), agencies=("town", "street", "bureau")),
    Fault("more-documents-than-issued", ("XTB-06",), OLD, cells(_documents)),
    Fault("decisions-without-items", ("XTB-07",), NEW[:1], cells(_no_items)),
    Fault("course-without-people", ("XTB-08",), OLD, cells(_course)),
    Fault("jump", ("PLA-01",), NEW, cells(_jump), earlier=True),
    Fault("zero-where-work-is-due", ("PLA-02",), NEW, cells(_penalties), agencies=("bureau",)),
    Fault("tables-all-zero", ("PLA-03",), ANY, cells(_all_zero)),
    Fault("more-reviews-than-requests", ("PLA-05",), NEW, cells(_many_reviews), earlier=True),
    Fault("round-figures", ("PLA-06",), ANY, cells(_round)),
    Fault("suits-against-refusals", ("PLA-07",), NEW[1:], cells(_suits_against_refusals), years=(2024, 2025)),
    Fault("fee-in-free-years", ("PLA-08",), OLD, cells(_free_year), years=(2018, 2018)),
)
