"""Document -> Report: who reports, on which form, with which figures."""

from __future__ import annotations

from gouji.model import Document, Report, Submission


def report(document: Document, submission: Submission) -> Report:
    """Everything the engine understands of a document, nothing repaired."""
    return Report(document=document, template="narrative", year=submission.year)
