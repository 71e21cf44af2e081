"""Reports of any structure, as documents and as files: each audit keeps its promises."""

from __future__ import annotations

from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gouji import check, extract
from gouji.export import export
from gouji.model import Audit, Case, Document, Submission
from gouji.readers.builder import Builder, Draft
from tests.corpus.forms import Table
from tests.corpus.render import Block
from tests.fuzz import structures
from tests.fuzz.judge import check_audit, check_document, judge

QUICK = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
SOURCES = st.randoms(use_true_random=False)


def built(blocks: list[Block]) -> Document:
    """The document that a perfect reader would give."""
    builder = Builder("text/plain", "test")
    for block in blocks:
        if isinstance(block, Table):
            builder.table(
                [Draft(row, column, cell.text, cell.rowspan, cell.colspan) for row, column, cell in block.placed()]
            )
        else:
            builder.paragraph(block[1], level=1 if block[0] == "heading" else None)
    return builder.build()


@QUICK
@given(SOURCES)
def test_any_document(source: Random) -> None:
    document = built(structures.blocks(source))
    check_document(document)
    report = extract.report(document, Submission())
    found = check.run(Case(report))
    audit = Audit("", "0" * 64, 0, document, report, found.findings, found.checks, masks=found.masks)
    check_audit(audit, export(audit, {"version": "0", "catalogue": "0" * 16}))


@QUICK
@given(st.sampled_from([name for name in structures.FORMATS if name != "pdf"]), SOURCES)
def test_any_file(format_: str, source: Random) -> None:
    assert judge(structures.written(structures.blocks(source), format_))[0] == "audited"
