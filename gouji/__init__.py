"""Gouji (勾稽): annual reports on open government information in, facts and findings with evidence out.

The engine is pure: it knows nothing of the web, the queue, the clock, the network or the disk. The same bytes give
the same findings.
"""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Collection, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from gouji import check, errors, extract, profile, readers, steps
from gouji.catalogue import catalogue
from gouji.export import export
from gouji.model import Audit, Case, Profile, Submission
from gouji.prose.phrases import lexicon
from gouji.rule import all_rules

__version__ = "0.1.0"
__all__ = ["Audit", "Profile", "Submission", "audit", "catalogue", "engine", "read_profile", "to_dict", "warm"]

read_profile = profile.read

GARBAGE = 50_000  # objects that a document may make before the collector looks at them


def audit(
    data: bytes,
    submission: Submission = Submission(),
    *,
    previous: tuple[Mapping[str, Any], ...] = (),
    area: tuple[Mapping[str, Any], ...] = (),
    select: Collection[str] = (),
    ignore: Collection[str] = (),
    profile: Profile | None = None,
    progress: steps.Listener | None = None,
) -> Audit:
    """Audit one document: bytes -> Document -> Report -> Findings.

    ``previous`` are earlier years' audits and ``area`` the audits of the same area, as dictionaries of the audit
    contract; ``profile`` is what the office has settled for itself; ``progress`` is told how far the audit is. A file
    that cannot be read gives an Audit with ``problem``; nothing else is raised for bad input.
    """
    digest = hashlib.sha256(data).hexdigest()
    with steps.told_to(progress):
        try:
            document = readers.read(data, submission.filename)
        except errors.Unreadable as problem:
            return Audit(submission.filename, digest, len(data), None, None, problem=problem, profile=profile)
        steps.tell(steps.EXTRACTING)
        report = extract.report(document, submission)
        case = Case(report, submission, previous, area, profile or Profile())
        steps.tell(steps.CHECKING)
        found = check.run(case, select=select, ignore=ignore)
    return Audit(
        submission.filename,
        digest,
        len(data),
        document,
        report,
        found.findings,
        found.checks,
        attached_checks=found.attached_checks,
        profile=profile,
        masks=found.masks,
    )


def warm() -> None:
    """Load what the first document would have to wait for: rules, forms, phrases and every reader. For a process that
    does nothing but audit: what is loaded is taken to stay, so that the garbage collector need not look at it again,
    and the collector waits until a document has made far more than a report does, for between two documents nearly
    all goes without it. Worth 3 to 10 % of a report's time."""
    all_rules()
    lexicon()
    readers.load()
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE, 20, 50)


def to_dict(result: Audit) -> dict[str, Any]:
    """The audit in the shape of the audit contract (schema ``gouji.audit/1``)."""
    return export(result, engine())


@cache
def engine() -> dict[str, str]:
    """The engine's version and the digest of its catalogue: every rule, template, indicator and law value."""
    digest = hashlib.sha256()
    for path in sorted(_catalogue_files()):
        digest.update(path.encode())
        digest.update(files("gouji").joinpath(path).read_bytes().replace(b"\r\n", b"\n"))
    return {"version": __version__, "catalogue": digest.hexdigest()[:16]}


def _catalogue_files() -> list[str]:
    def walk(folder: str) -> list[str]:
        found = []
        for entry in files("gouji").joinpath(folder).iterdir():
            name = f"{folder}/{entry.name}"
            if entry.is_dir():
                found += walk(name)
            elif entry.name.endswith((".py", ".yaml")):
                found.append(name)
        return found

    return ["law.yaml", "vocabulary.yaml", *walk("rules"), *walk("templates")]
