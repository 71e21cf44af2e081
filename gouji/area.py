"""Compare the audits of one area with each other: the rules that need no document, over what was exported."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from gouji import check
from gouji.model import Audit, Case, Profile, Submission
from gouji.operators.history import Ready

CODES = ("HIE", "PLA-04")
Plain = Mapping[str, Any]


def compare(
    audits: Sequence[Plain],
    units: Sequence[str] = (),
    *,
    select: Collection[str] = (),
    ignore: Collection[str] = (),
    profile: Profile | None = None,
) -> Iterator[tuple[Plain, Audit]]:
    """Every audit of a report with what the others say about it. ``units`` is the list of who must report, if known.

    An audit without a report (the file could not be read) is left out; its unit then counts as missing.
    """
    ready = [Ready(audit) for audit in audits]
    listed: tuple[Plain, ...] = ({"units": list(units)},) if units else ()
    for audit in ready:
        other = audit.other
        if other is None:
            continue
        beside = tuple(each for each in ready if each is not audit)
        case = Case(other.report, Submission(other.filename), area=(*beside, *listed), profile=profile or Profile())
        found = check.run(case, select=select or CODES, ignore=ignore)
        known = (other.filename, other.sha256, 0, other.report.document, other.report)
        yield audit, Audit(*known, found.findings, found.checks, profile=profile)
