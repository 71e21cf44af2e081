"""Which time a clause speaks of: only figures of the whole report year are facts of the report.

A word of another year holds for the rest of its sentence (去年收到9件，办结8件) until a word of this year follows;
in a comparison (较上年的9件增加3件) it holds for its own clause only.
"""

from __future__ import annotations

import re

_PART_YEAR = re.compile(
    r"(?P<a>\d{1,2})月(?P<b>\d{1,2})?日?(?:起)?[,]?(?:至|到|-)(?:\d{4}年)?(?P<c>\d{1,2})月(?P<d>\d{1,2})?日?"
    r"|上半年|下半年|第?[一二三四1-4]季度|截[至止]\d{4}年(?P<e>\d{1,2})月(?P<f>\d{1,2})?日?"
)
_MARK = re.compile(
    r"(?P<compared>[较比同与和](?:于)?)?(?<!结转)(?:(?P<earlier>上一?年|去年|往年|历年|前年)(?!度?[^,。\d]{0,6}(?:结转|转入|转来|遗留))"
    r"|(?P<year>\d{4})年)"
    r"|(?P<now>今年(?!以来)|本年|当年)|(?P<planned>下一步|力争|预计|拟[于在将]|明年|(?<!规划)计划(?=[^类,。]{0,6}(?:公开|举办|召开|开展|培训|发布|组织|制定)))"
)
_SINCE = re.compile(r"(?<!今年)(?<!本年)(?<!年初)以来|累计至今")
_HINT = re.compile(r"[年季月来计拟力预步]")  # every word of time that is looked for holds one of these
_CLAUSE = re.compile(r"[,:]")


def elsewhere(before: str, year: int | None) -> bool:
    """Whether what stands before a figure in its sentence says that it is not of the whole report year."""
    if not _HINT.search(before):
        return False
    if _SINCE.search(before):
        return True
    periods = list(_PART_YEAR.finditer(before))
    if periods and not _whole_year(periods[-1]):
        return True
    away = False
    for mark in _MARK.finditer(before):
        other = bool(mark["earlier"] or mark["planned"])
        if mark["year"]:
            other = year is not None and int(mark["year"]) != year
        if not mark["compared"]:
            away = other
        elif other and not _CLAUSE.search(before, mark.end()):
            return True
    return away


def _whole_year(match: re.Match[str]) -> bool:
    if match["c"]:
        return (match["a"], match["b"] or "1", match["c"], match["d"] or "31") == ("1", "1", "12", "31")
    return match["e"] == "12"
