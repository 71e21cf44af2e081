"""TIM-04: a date that cannot be: no such day, an event later than publication, a report published before its "
"year ended."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from gouji.model import Basis, Block, Case, Dated, Place, Report, Text
from gouji.rule import Argument, Example, Hit, Outcome, Passed, Rule
from gouji.views import folded

_S = r"\s{0,4}"  # bounded, so that a long run of blanks cannot make matching slow
_DATE = re.compile(rf"(?P<y>20\d\d){_S}年{_S}(?P<m>\d{{1,2}}){_S}月(?:{_S}(?P<d>\d{{1,2}}){_S}日)?")
_SENTENCE = re.compile(r"[^。;!?\n]+")
# What has happened, and what is only planned or ordered.
_DONE = re.compile(r"已[^要需将应]|截至|截止|召开了?|举办了?|开展了|印发了?|发布了|完成了|组织了|受理了|收到")
_PLANNED = re.compile(
    r"将|拟|计划|力争|确保|预计|下一步|前完成|底前|以前|之前|起施行|有效期|届满|到期|规划|目标|争取|延长"
)
_OWN_BEFORE = re.compile(r"(?:本报告|年度报告|年报)[^,。;]{0,8}$")
_OWN_AFTER = re.compile(r"(?:之?前)?(?:已|向)?[^,。;\d]{0,10}?(?:公布|发布|公开|报送|上报|编制完成)")
OWN = Text(
    "{year}年度的报告写明在{quote}公布或报送，那时年度还没有结束。请核对是否应为下一年。",
    "The report for {year} is said to be published or submitted in {quote}, before that year was over. Please check "
    "whether the next year is meant.",
)
NO_DAY = Text(
    "“{quote}”不是真实存在的日期。请核对改正。",
    "“{quote}” is not a day of the calendar. Please correct it.",
)
EARLY = Text(
    "报告的发布日期为{published}，早于{year}年年底：年度尚未结束，全年数据不可能已经统计完。请核对发布日期或报告年度。",
    "The report is dated {published}, before the end of {year}: figures for the whole year cannot have been ready. "
    "Please check the date or the year of the report.",
)


def check(case: Case) -> Iterator[Outcome]:
    report = case.report
    yield from _early(report)
    heads = {part.place.start for part in report.sections}
    plans = [(part.start, part.end) for part in report.sections if part.kind == "problems"]
    published = _day(report.published)
    for block in report.document.blocks:
        start = block.place.start or 0
        if block.table is not None or start in heads or "年" not in block.text:
            continue
        planned = any(first <= start < last for first, last in plans)
        yield from _events(block, None if planned else published, report.published, report.year)
    yield Passed()


def _early(report: Report) -> Iterator[Hit]:
    """Signatures of the spring are TIM-06's business: there the year was not moved on."""
    dated, year = report.published, report.year
    if dated is None or year is None or dated.month is None or dated.year > year:
        return
    written = dated.source in ("signature", "compiled")
    if written and (dated.year < year or dated.month <= 9):
        return
    if dated.year == year and dated.month == 12 and (dated.day is None or dated.day == 31):
        return
    args: dict[str, Argument] = {"published": dated.iso(), "year": year, "quote": ""}
    sure = dated.source in ("submission", "publication")
    yield Hit("early", args, places=(dated.place,), severity=None if sure else "notice", message=EARLY)


def _day(dated: Dated | None) -> date | None:
    """The day of publication; the last day of the month where only that is printed."""
    if dated is None or dated.month is None or dated.source == "metadata":
        return None
    return date(dated.year, dated.month, dated.day or monthrange(dated.year, dated.month)[1])


def _events(block: Block, published: date | None, dated: Dated | None, own: int | None) -> Iterator[Hit]:
    text = folded(block)
    for match in _DATE.finditer(text):
        at = (block.place.start or 0) + match.start()
        quote = block.text[match.start() : match.end()]
        place = Place(quote, at, at + len(quote), block.place.block, block.place.page, block.place.bbox)
        year, month, day = int(match["y"]), int(match["m"]), int(match["d"] or 1)
        args: dict[str, Argument] = {"quote": quote, "published": "", "year": year}
        if not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
            yield Hit(f"no-day:{year}-{month}-{day}", args, places=(place,), message=NO_DAY)
            continue
        sentence = _sentence(text, match.start())
        told = bool(_DONE.search(sentence)) and not _PLANNED.search(sentence)
        if published and dated and dated.place.start != at and date(year, month, day) > published and told:
            args["published"] = dated.iso()
            yield Hit(f"late:{year}-{month}-{day}", args, places=(place, dated.place))
        elif year == own and month <= 9 and _told_to_be_out(match) and str(year - 1) not in sentence:
            yield Hit(f"own:{year}-{month}-{day}", args, places=(place,), severity="notice", message=OWN)


def _told_to_be_out(match: re.Match[str]) -> bool:
    """本报告于2023年1月15日前公布: said of the report itself."""
    before = _OWN_BEFORE.search(match.string[max(0, match.start() - 24) : match.start()])
    return bool(before and _OWN_AFTER.match(match.string, match.end()))


def _sentence(text: str, position: int) -> str:
    return next((s[0] for s in _SENTENCE.finditer(text) if s.start() <= position < s.end()), "")


TITLE = "云溪区水务局2023年政府信息公开工作年度报告\n一、总体情况\n"
SIGNED = "\n云溪区水务局\n2024年1月18日"

RULE = Rule(
    code="TIM-04",
    name="impossible-date",
    family="timeliness",
    severity="warning",
    title=Text("日期不可能", "An impossible date"),
    why=Text(
        "报告不会在年度结束前编成，也不会写到发布以后已经发生的事，更不会有2月30日。这类日期多半是沿用旧稿或输错。"
        "写打算、期限、有效期的句子不判断。",
        "A report is not ready before its year is over, does not tell what happened after it was published, and no "
        "year has a 30 February. Such dates come from an old file or a slip. Plans, terms and periods of validity are "
        "not judged.",
    ),
    message=Text(
        "文中写到{quote}已经发生的事，而报告的日期是{published}。请核对两处日期。",
        "The text tells of something done by {quote}, but the report is dated {published}. Please check both dates.",
    ),
    basis=(Basis("practice"),),
    check=check,
    examples=(
        Example("ok", f"{TITLE}截至2023年12月31日，已公开信息12条，将于2024年6月30日前完成目录修订。{SIGNED}"),
        Example("bad", f"{TITLE}截至2024年3月31日，已公开信息12条。{SIGNED}", hits=1, says="2024-01-18"),
        Example("bad", f"{TITLE}2023年2月30日召开会议。{SIGNED}", hits=1, says="不是真实存在的日期"),
        Example("bad", f"{TITLE}本报告于2023年1月15日之前向社会公布。", hits=1, says="是否应为下一年"),
        Example("bad", f"{TITLE}平稳。", year=2023, published="2023-11-20", hits=1, says="早于2023年年底"),
    ),
)
