"""The real reports and reference forms, read from where they lie beside a checkout and never copied: they name people."""

from __future__ import annotations

from pathlib import Path

import pytest

_SHARED = Path(__file__).resolve().parents[3] / "shared"
REPORTS = _SHARED / "reports"
FORMS = _SHARED / "reference" / "templates"

needs_reports = pytest.mark.skipif(not REPORTS.is_dir(), reason="the real reports are not here (../shared/reports)")
needs_forms = pytest.mark.skipif(not FORMS.is_dir(), reason="the reference forms are not here (../shared/reference)")


def report_text(number: str) -> Path:
    """The text of one real report: 000 to 004."""
    return next((REPORTS / "seeds").glob(f"{number}_*.txt"))
