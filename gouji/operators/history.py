"""Other audits beside the one at hand: earlier years of the same agency, and the reports of the same area.

They arrive as dictionaries of the audit contract. An area may also hold the list of the units that must report:
``{"units": ["…局", …]}``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from gouji.model import Case, Report, Text
from gouji.operators.exported import entries, mapping, report_of
from gouji.operators.figures import Figures
from gouji.rule import NotApplicable
from gouji.text import squash

Plain = Mapping[str, Any]
SHORTEST = 3  # characters of a name that may end another's
# Report years in which bodies were merged, split or renamed: what they carry over may have moved with their duties.
REFORMS = frozenset({2018, 2019, 2023, 2024})
NONE_GIVEN = Text("没有提供往年的审核结果", "no earlier audit was given")
NO_AREA = Text("没有提供同一地区其他单位的审核结果", "no audits of the same area were given")
MOVED = Text(
    "如因机构改革划转职能，请在报告中说明。",
    " If duties moved in the institutional reform, the report should say so.",
)
NOTHING = Text("", "")


@dataclass(frozen=True, slots=True)
class Other:
    """Another audit: its report as far as it can be known without the document."""

    report: Report
    figures: Figures
    sha256: str
    filename: str

    @property
    def name(self) -> str:
        return self.report.agency.name if self.report.agency else self.filename

    @property
    def kind(self) -> str | None:
        return self.report.agency.kind if self.report.agency else None


class Ready(dict[str, Any]):
    """An audit that is looked at many times: what is read from it is kept."""

    @cached_property
    def other(self) -> Other | None:
        return _read(self)


def read(audit: Plain) -> Other | None:
    """An audit made usable; None for what is no audit of a report."""
    return audit.other if isinstance(audit, Ready) else _read(audit)


def _read(audit: Plain) -> Other | None:
    report = report_of(audit)
    if report is None:
        return None
    about = mapping(audit.get("document"))
    return Other(report, Figures.of(report), str(about.get("sha256", "")), str(about.get("filename", "")))


# --- earlier years ---------------------------------------------------------------------------------


def last_year(case: Case) -> Other | NotApplicable:
    """The audit of the year before the report's own, or why there is none. Of several the last one given counts."""
    year = case.report.year
    if year is None:
        return NotApplicable(Text("报告没有写明年度", "the report year is not stated"))
    return of_year(case, year - 1)


def of_year(case: Case, year: int) -> Other | NotApplicable:
    """The audit of some year of the same agency."""
    if not case.previous:
        return NotApplicable(NONE_GIVEN)
    dated = [audit for audit in map(mapping, case.previous) if mapping(audit.get("report")).get("year") == year]
    if not dated:
        return NotApplicable(
            Text(
                f"所提供的往年审核结果中没有{year}年度的，无法跨年核对",
                f"none of the earlier audits given is of {year}, so the years cannot be compared",
            )
        )
    own = _own_name(case)
    found = [
        other for other in map(read, dated) if other and (not own or not other.report.agency or _same(other, own))
    ]
    if not found:
        return NotApplicable(
            Text(
                f"所提供的{year}年度审核结果属于其他单位；如单位更名，请用 --agency 指明",
                f"the audit of {year} that was given is another agency's; if the agency was renamed, name it",
            )
        )
    return found[-1]


def _same(other: Other, own: str) -> bool:
    return same_agency(other.name, own)


def reform(case: Case) -> bool:
    """Whether duties may have moved between this year and the last: departments in the years of a reform."""
    agency = case.report.agency
    kind = case.submission.agency_kind or (agency.kind if agency else None)
    return case.report.year in REFORMS and kind not in ("government", "township")


def _own_name(case: Case) -> str:
    return case.submission.agency or (case.report.agency.name if case.report.agency else "")


def same_agency(a: str, b: str) -> bool:
    """Whether two names are one body's: 云溪区水务局 and 青川市云溪区水务局."""
    short, long = sorted((squash(a), squash(b)), key=len)
    return short == long or (len(short) >= SHORTEST and long.endswith(short))


# --- the area --------------------------------------------------------------------------------------


def units_listed(case: Case) -> tuple[str, ...]:
    """The units that must report, when the caller gave a list."""
    names = [
        name for entry in map(mapping, case.area) for name in entries(entry.get("units")) if isinstance(name, str)
    ]
    return tuple(dict.fromkeys(names))


def neighbours(case: Case) -> list[Other]:
    """The other bodies of the area in the same report year; one of each, the last that was given."""
    own, year = _own_name(case), case.report.year
    found: dict[str, Other] = {}
    for audit in map(mapping, case.area):
        if mapping(audit.get("report")).get("year") == year:
            other = read(audit)
            if other and other.report.agency and squash(other.name) != squash(own):
                found[squash(other.name)] = other
    return list(found.values())


def subordinates(case: Case) -> list[Other]:
    """The bodies below the government that reports: all others of the area, or, where the area has several
    governments, those whose names begin with its place."""
    others = neighbours(case)
    if not any(other.kind == "government" for other in others):
        return others
    place = squash(_own_name(case)).removesuffix("人民政府").removesuffix("政府")
    return [other for other in others if place and squash(other.name).startswith(place)]
