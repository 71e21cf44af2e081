"""What an audit of any bytes has to keep, however broken they are."""

from __future__ import annotations

import json
import traceback
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import TracebackType
from typing import Any

import jsonschema

import gouji
from gouji import errors
from gouji.model import Audit, Document, Place, Report

ENGINE = Path(gouji.__file__).parent
OURS = (NameError, AttributeError, TypeError, LookupError, AssertionError, ArithmeticError, RecursionError)


class Broken(Exception):  # noqa: N818 - it says what happened
    """A promise that an audit did not keep; the text says which."""


def judge(data: bytes) -> tuple[str, str]:
    """Outcome (``audited`` or the code of the problem) and the audit as JSON. Raises Broken."""
    audit, written = _audit(data)
    if _audit(data)[1] != written:
        raise Broken("the same bytes gave another audit")
    if audit.problem is not None:
        return _problem(audit.problem), written
    assert audit.document is not None
    check_document(audit.document)
    return "audited", written


def _audit(data: bytes) -> tuple[Audit, str]:
    try:
        audit = gouji.audit(data)
        plain = gouji.to_dict(audit)
        written = json.dumps(plain, ensure_ascii=False, allow_nan=False, sort_keys=True)
        written.encode("utf-8")
    except MemoryError:
        raise
    except Exception as crash:
        raise Broken(f"raised {described(crash)}") from crash
    check_audit(audit, plain)
    return audit, written


def check_audit(audit: Audit, plain: dict[str, Any]) -> None:
    """Its shape is that of the contract, no rule crashed, every place is where it says."""
    for error in validator().iter_errors(plain):
        raise Broken(f"against the schema: {error.json_path} {error.message[:200]}")
    for check in plain["checks"]:
        if (check["reason"] or "").startswith("internal error"):
            raise Broken(f"rule {check['rule']} crashed: {check['reason']}")
    if audit.document and audit.report:
        for place in places(audit, audit.report):
            _check_place(place, audit.document)


@cache
def validator() -> jsonschema.Draft202012Validator:
    """The contract of an audit."""
    return jsonschema.Draft202012Validator(json.loads(files("gouji").joinpath("audit.schema.json").read_text("utf-8")))


def _problem(problem: Exception) -> str:
    """The code of a problem. A fault of our own comes out as Damaged, too, with the fault as its cause."""
    if type(problem) not in errors.Unreadable.__subclasses__():
        raise Broken(f"a problem of no kind: {described(problem)}")
    cause = problem.__cause__
    if isinstance(cause, OURS) and _raised_here(cause.__traceback__):
        raise Broken(f"a fault of our own under {type(problem).__name__}: {described(cause)}")
    assert isinstance(problem, errors.Unreadable)
    return problem.code


def _raised_here(trace: TracebackType | None) -> bool:
    frames = traceback.extract_tb(trace)
    return bool(frames) and ENGINE in Path(frames[-1].filename).parents


def described(crash: BaseException) -> str:
    """An exception with where it arose, in one line."""
    frames = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in traceback.extract_tb(crash.__traceback__)]
    return f"{type(crash).__name__}: {str(crash)[:120]} at {' > '.join(frames[-5:])}"


def check_document(document: Document) -> None:
    """Every block and cell stands where it says; the text is that of the blocks."""
    if document.text != "\n".join(block.text for block in document.blocks):
        raise Broken("the text is not that of the blocks")
    for index, block in enumerate(document.blocks):
        if block.place.block != index or block.place.quote != block.text:
            raise Broken(f"block {index} is not where it says")
        _check_place(block.place, document)
        for cell in block.table.cells if block.table else ():
            _check_place(cell.place, document)
            if (cell.place.row, cell.place.column) != (cell.row, cell.column):
                raise Broken(f"a cell of block {index} is not where it says")


def places(audit: Audit, report: Report) -> Iterator[Place]:
    """Every place that the audit names: of facts, claims, sections and findings."""
    yield from (fact.place for fact in report.facts)
    yield from (section.place for section in report.sections)
    yield from (each.place for each in (*report.parts, *report.changes, *report.overlap_notes, *report.tables))
    for share in report.shares:
        yield from (number.place for number in (share.percent, share.part, share.whole) if number)
    for parts in report.parts:
        yield from (number.place for number in (parts.total, *(number for _, number in parts.parts)))
    yield from (place for finding in audit.findings for place in finding.places)


def _check_place(place: Place, document: Document) -> None:
    if place.start is None or place.end is None:
        return
    if not 0 <= place.start <= place.end <= len(document.text):
        raise Broken(f"a place outside the document: {place.start} to {place.end} of {len(document.text)}")
    if document.text[place.start : place.end] != place.quote:
        raise Broken(f"a quote that does not stand at its place: {place.quote[:60]!r}")
