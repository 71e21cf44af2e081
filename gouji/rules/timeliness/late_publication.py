"""TIM-01, TIM-02: the report was published after the last day that the Regulations allow.

The deadline of the report's year comes from law.yaml. A signature or 填报时间 tells only when the report was written:
it proves lateness when it lies past the deadline, and proves nothing when it does not.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date

from gouji.law import Deadline, deadline
from gouji.model import Basis, Case, Dated, Text
from gouji.rule import Argument, Example, Hit, NotApplicable, Outcome, Passed, Rule, Undecidable

REFORM = 2019  # the first report year under the Regulations of 2019, which divide the deadlines
WRITTEN = ("signature", "compiled")
MOVED = Text(
    "页面显示的发布日期为{published}，比{year}年度报告的期限{deadline}（{law}）晚了一年以上，可能是网站迁移后的日期。"
    "请核对首次公布的日期。",
    "The page gives {published} as its date, over a year after the deadline {deadline} for {year} ({law}); it may be "
    "the date of a move between websites. Please check when the report was first published.",
)
SIGNED = Text(
    "报告的落款或填报时间为{published}，已晚于{year}年度报告的公布期限{deadline}（{law}），公布只会更晚。请说明原因。",
    "The report is dated {published}, after the deadline {deadline} for {year} ({law}); it can only have been "
    "published later. Please explain.",
)
TOWNSHIP = Text(
    "报告于{published}公布，晚于各地对乡镇、街道通行的期限{deadline}（《条例》没有直接规定，参照{law}）。"
    "请按县级主管部门的要求核对。",
    "The report was published on {published}, after {deadline}, the day that counties usually set for townships (not "
    "laid down in the Regulations; compare {law}). Please check with the county office.",
)
OFFICE = Text(
    "报告于{published}公布。办公室自身的报告应在{deadline}前公布（{law}）；如为代编的本级政府报告，期限是3月31日。"
    "请核对报告主体。",
    "The report was published on {published}. The office's own report is due by {deadline} ({law}); a report compiled "
    "for the government is due by 31 March. Please check whose report this is.",
)

NEITHER = Text("不是部门或乡镇、街道", "not a department or township")
UNKNOWN_KIND = Text("单位类别不明（见 TIM-02）", "the kind of agency is not known (see TIM-02)")


def _departments(case: Case) -> Iterator[Outcome]:
    report = case.report
    if (report.year or 0) < REFORM:
        yield NotApplicable(
            Text(
                "2019年度以前各单位期限相同（见 TIM-02）",
                "for report years before 2019 one deadline held for all (see TIM-02)",
            )
        )
        return
    kind = _kind(case)
    if kind is None or kind == "government":
        yield NotApplicable(NEITHER if kind else UNKNOWN_KIND)
        return
    yield from _judged(case, kind)


def _governments(case: Case) -> Iterator[Outcome]:
    report = case.report
    kind = _kind(case)
    if (report.year or 0) >= REFORM and kind in ("department", "township"):
        yield NotApplicable(Text("部门和乡镇、街道由 TIM-01 审核", "departments and townships are judged by TIM-01"))
        return
    if (
        (report.year or 0) >= REFORM
        and kind is None
        and report.published
        and _latest(report.published) > _january(case)
    ):
        yield Undecidable(
            Text(
                "单位类别不明：部门的期限是1月31日，政府的期限是3月31日",
                "the kind of agency is not known: 31 January holds for departments, 31 March for governments",
            )
        )
        return
    yield from _judged(case, "government")


def _january(case: Case) -> date:
    """Until this day nobody is late; after 31 March everybody is."""
    year = (case.report.year or 0) + 1
    published = case.report.published
    return date(year, 1, 31) if published and _earliest(published) <= date(year, 3, 31) else date.max


def _kind(case: Case) -> str | None:
    return case.submission.agency_kind or (case.report.agency.kind if case.report.agency else None)


def _judged(case: Case, kind: str) -> Iterator[Outcome]:
    year, published = case.report.year, case.report.published
    if year is None or published is None or year < 2008:
        yield NotApplicable(Text("没有可用的期限规定", "no deadline is known"))
        return
    due = deadline(year, kind)
    last = date(year + 1, due.month, due.day)
    if _earliest(published) > last:
        yield _late(case, published, kind, due, last)
    elif published.source in WRITTEN:
        yield Undecidable(
            Text(
                f"只知道成文日期（{published.iso()}），不知道公布日期",
                f"only the date of writing is known ({published.iso()}), not that of publication",
            )
        )
    elif _latest(published) > last:
        yield Undecidable(
            Text(
                f"公布日期只到{published.iso()}，不够具体",
                f"the publication date {published.iso()} is not exact enough",
            )
        )
    else:
        yield Passed()


def _earliest(dated: Dated) -> date:
    return date(dated.year, dated.month or 1, dated.day or 1)


def _latest(dated: Dated) -> date:
    month = dated.month or 12
    return date(dated.year, month, dated.day or monthrange(dated.year, month)[1])


def _late(case: Case, published: Dated, kind: str, due: Deadline, last: date) -> Hit:
    year = case.report.year or 0
    law = (
        Text("《政府信息公开条例》第四十九条", "Article 49 of the Regulations")
        if year >= REFORM
        else Text("2007年《政府信息公开条例》第三十一条", "Article 31 of the 2007 Regulations")
    )
    args: dict[str, Argument] = {
        "published": published.iso(),
        "deadline": last.isoformat(),
        "year": year,
        "law": law,
    }
    name = case.report.agency.name if case.report.agency else ""
    message: Text | None = None
    if published.source in WRITTEN:
        message = SIGNED
    elif published.year > year + 1 and published.source != "submission":
        message = MOVED
    elif kind == "township" and year >= REFORM:
        message = TOWNSHIP
    elif kind == "department" and name.endswith(("政府办公室", "政府办公厅")) and _earliest(published) <= _march(year):
        message = OFFICE
    return Hit(
        key="late",
        args=args,
        places=(published.place,) if published.place.quote else (),
        actual=published.iso(),
        expected=last.isoformat(),
        severity="warning" if message in (MOVED, TOWNSHIP, OFFICE) else None,
        message=message,
        basis=(Basis(due.instrument, due.article),),
    )


def _march(year: int) -> date:
    return date(year + 1, 3, 31)


MESSAGE = Text(
    "{year}年度报告于{published}公布，晚于{law}规定的期限{deadline}。请说明原因，今后按期公布；如日期有误，请更正。",
    "The report for {year} was published on {published}, after the deadline {deadline} in {law}. Please explain, and "
    "correct the date if it is wrong.",
)


def _rule(
    code: str,
    name: str,
    title: Text,
    why: Text,
    check: Callable[[Case], Iterator[Outcome]],
    examples: tuple[Example, ...],
) -> Rule:
    return Rule(
        code=code,
        name=name,
        family="timeliness",
        severity="error",
        title=title,
        why=why,
        message=MESSAGE,
        basis=(Basis("regulations-2019", "第四十九条"), Basis("regulations-2007", "第三十一条")),
        check=check,
        needs=("year", "published"),
        tolerance=Text("0天", "0 days"),
        examples=examples,
    )


SIGNED_MARCH = "一、概述\n平稳。\n\n云溪街道办事处\n二〇一九年三月"

RULES = (
    _rule(
        "TIM-01",
        "late-department-report",
        Text("部门报告公布逾期", "A department's report is late"),
        Text(
            "2019年度起，县级以上人民政府部门应在次年1月31日前公布年度报告（《条例》第四十九条）。乡镇、"
            "街道不是“部门”，"
            "各地通常要求同日完成，逾期只作提醒。",
            "From the report year 2019 on departments publish by 31 January (Article 49). Townships are no "
            "departments; counties usually set them the same day, so that lateness is only a warning.",
        ),
        _departments,
        (
            Example("ok", year=2022, published="2023-01-31", agency="云溪区水务局", agency_kind="department"),
            Example("bad", year=2022, published="2023-02-01", agency="云溪区水务局", agency_kind="department", hits=1),
            Example(
                "bad", year=2022, published="2023-02-01", agency="云溪镇政府", agency_kind="township", says="乡镇"
            ),
            Example(
                "bad",
                year=2022,
                published="2023-03-01",
                agency="云溪区人民政府办公室",
                agency_kind="department",
                says="报告主体",
            ),
            Example("bad", "一、总体情况\n平稳。\n\n云溪区水务局\n2023年3月5日", year=2022, says="公布只会更晚"),
            Example("undecidable", "一、总体情况\n平稳。\n\n云溪区水务局\n2023年1月", year=2022),
            Example("skip", year=2022, published="2023-02-01", agency="云溪区人民政府", agency_kind="government"),
            Example("skip", year=2017, published="2018-03-02", agency="云溪区水务局", agency_kind="department"),
            Example("skip", year=2022, agency="云溪区水务局", agency_kind="department"),
        ),
    ),
    _rule(
        "TIM-02",
        "late-report",
        Text("政府报告或旧条例下的报告公布逾期", "A government's report, or one under the old Regulations, is late"),
        Text(
            "2019年度起，本级政府的年度报告应在次年3月31日前公布（《条例》第四十九条）；2008—2018年度，"
            "所有行政机关都应在"
            "次年3月31日前公布（2007年《条例》第三十一条）。",
            "From 2019 on the report of a government is published by 31 March (Article 49); for 2008 to 2018 that day "
            "held for all bodies (Article 31 of the 2007 Regulations).",
        ),
        _governments,
        (
            Example("ok", year=2017, published="2018-03-22", agency="云溪区人民政府", agency_kind="government"),
            Example("ok", year=2017, published="2018-03-31", agency="云溪区水务局", agency_kind="department"),
            Example("bad", year=2017, published="2018-04-01", agency="云溪区水务局", hits=1, says="第三十一条"),
            Example("bad", year=2023, published="2024-04-02", agency="云溪区人民政府", agency_kind="government"),
            Example("bad", "日期：2019-12-31\n一、概述\n平稳。", year=2013, says="网站迁移"),
            Example("undecidable", SIGNED_MARCH, year=2018),
            Example("skip", year=2022, published="2023-02-01", agency="云溪区水务局", agency_kind="department"),
            Example("skip", year=2017, agency="云溪区水务局"),
            Example("undecidable", year=2023, published="2024-02-10"),
            Example("bad", year=2023, published="2024-04-10", hits=1),
        ),
    ),
)
