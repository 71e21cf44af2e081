"""TIM-05: the report reached the reviewing office after the day that the rule profile sets.

No law knows this day. It is compared only where the profile gives it and the caller says when the report came in: the
day of an upload proves nothing, for old reports are uploaded as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gouji.model import Basis, Case, Profile, Text
from gouji.rule import Example, Hit, NotApplicable, Outcome, Passed, Rule

UNSET = Text(
    "审核口径没有规定报送期限（deadlines.submission）",
    "the rule profile sets no day of submission (deadlines.submission)",
)
UNDATED = Text("没有给出报送日期（submitted）", "the day of submission was not given (submitted)")
UNKNOWN_KIND = Text(
    "单位类别不明，而审核口径按类别规定报送期限",
    "the kind of agency is not known, and the rule profile sets the day by kind",
)
OTHER_KIND = Text(
    "审核口径没有规定这类单位的报送期限", "the rule profile sets no day of submission for this kind of agency"
)


def check(case: Case) -> Iterator[Outcome]:
    days, submitted, year = case.profile.submission, case.submission.submitted, case.report.year
    kind = case.submission.agency_kind or (case.report.agency.kind if case.report.agency else None)
    same_for_all = len(days) > 2 and len(set(days.values())) == 1
    day = days.get(kind) if kind else next(iter(days.values())) if same_for_all else None
    if day is None or submitted is None or year is None:
        yield NotApplicable(UNSET if not days else UNDATED if not submitted else OTHER_KIND if kind else UNKNOWN_KIND)
        return
    last = date(year + 1, *day)
    if date.fromisoformat(submitted) <= last:
        yield Passed()
        return
    yield Hit("late", {"year": year}, actual=submitted, expected=last.isoformat())


LOCAL = Profile(submission={"government": (3, 10), "department": (1, 21)})
ALIKE = Profile(submission={"government": (1, 21), "department": (1, 21), "township": (1, 21)})

RULE = Rule(
    code="TIM-05",
    name="late-submission",
    family="timeliness",
    severity="warning",
    title=Text("报送逾期", "The report was submitted late"),
    why=Text(
        "不少地方要求各单位在公布之前先报送审核，期限各地不同（多在1月10日至21日），未按时报送的会扣分。"
        "期限取自审核口径（deadlines.submission），报送日期由报送人或审核人给出；缺少其一就不作判断。",
        "Many places want reports handed in for review before they are published, by a day of their own (often 10 to "
        "21 January), and deduct points for lateness. The day comes from the rule profile (deadlines.submission), the "
        "day of submission from whoever hands the report in; without either nothing is judged.",
    ),
    message=Text(
        "{year}年度报告于{actual}报送，晚于本地规定的{expected}。请说明原因；如日期有误，请更正。",
        "The report for {year} was submitted on {actual}, after {expected}, the day set here. Please explain, and "
        "correct the date if it is wrong.",
    ),
    basis=(Basis("local-profile"), Basis("city-notice-2020"), Basis("licheng-2020")),
    check=check,
    needs=("year",),
    tolerance=Text("0天", "0 days"),
    examples=(
        Example("ok", year=2024, submitted="2025-01-21", agency_kind="department", profile=LOCAL),
        Example("ok", year=2024, submitted="2025-01-21", profile=ALIKE),
        Example("ok", year=2024, submitted="2025-01-22", agency_kind="government", profile=LOCAL),
        Example("bad", year=2024, submitted="2025-01-22", agency_kind="department", profile=LOCAL, says="2025-01-21"),
        Example("bad", year=2024, submitted="2025-01-22", profile=ALIKE, hits=1, says="晚于本地规定的2025-01-21"),
        Example("skip", year=2024, submitted="2025-01-22", profile=LOCAL),
        Example("skip", year=2024, submitted="2025-01-22", agency_kind="township", profile=LOCAL),
        Example("skip", year=2024, agency_kind="department", profile=LOCAL),
        Example("skip", year=2024, submitted="2025-01-22", agency_kind="department"),
    ),
)
