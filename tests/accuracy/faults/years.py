"""Faults that only last year's report brings to light."""

from __future__ import annotations

from tests.accuracy.faults.draft import Draft, problems
from tests.accuracy.faults.figures import APPLICANTS, cells
from tests.accuracy.faults.model import ANY, NEW, Fault, Injected
from tests.accuracy.model import Key
from tests.corpus.forms import Table


def _carried(draft: Draft) -> dict[Key, str]:
    """More carried in than last year's report carried out; this year's own sums hold."""
    who, by = draft.rng.choice(APPLICANTS), draft.rng.randint(1, 3)
    found: dict[Key, str] = {}
    for row in ("requests.carried_in", "requests.carried_out"):
        for column in (who, "total"):
            found[row, column, None] = str(draft.number(row, column) + by)
    return found


def _in_force(draft: Draft) -> dict[Key, str]:
    key = "normative_documents.in_force"
    return {(key, None, None): str(draft.number(key) + draft.rng.randint(1, 9))}


def _items(draft: Draft) -> dict[Key, str]:
    key = f"{draft.rng.choice(('licensing', 'penalties', 'charges'))}.items_previous"
    return {(key, None, None): str(draft.number(key) + draft.rng.randint(1, 20))}


def _pending(draft: Draft) -> Injected | None:
    """Cases that were pending last year and have left no trace."""
    if draft.earlier is None:
        return None
    left = draft.number("review.total") + draft.rng.randint(1, 3)
    draft.earlier.write({("review.pending", None, None): str(left), ("review.total", None, None): str(left)})
    return Injected(f"{left} reviews pending last year, {draft.number('review.total')} this year")


def _copied(draft: Draft) -> Injected | None:
    """Last year's prose with this year's tables: only the years were changed."""
    if draft.earlier is None:
        return None
    old, new = str(draft.report.year), str(draft.report.year - 1)
    tables = [block for block in draft.earlier.report.blocks if isinstance(block, Table)]
    blocks = []
    for block in draft.report.blocks:
        if isinstance(block, Table):
            blocks += [tables.pop(0)] if tables else []
        else:
            blocks.append((block[0], block[1].replace(str(int(old) + 1), "{z}").replace(old, new).replace("{z}", old)))
    draft.earlier.report.blocks[:] = blocks
    return Injected("the text of last year")


def _same_problems(draft: Draft) -> Injected | None:
    part = draft.earlier.part("存在的主要问题") if draft.earlier else None
    if part is None or draft.earlier is None:
        return None
    draft.earlier.report.blocks[part[0] + 1 : part[1]] = [("text", text) for text in problems(draft)]
    return Injected("the problems of last year")


FAULTS = (
    Fault("carried-over", ("XYR-01",), NEW, cells(_carried), earlier=True),
    Fault("documents-in-force", ("XYR-02",), NEW[1:], cells(_in_force), earlier=True),
    Fault("items-of-last-year", ("XYR-03",), NEW[:1], cells(_items), earlier=True),
    Fault("pending-lost", ("XYR-06",), NEW, _pending, earlier=True),
    Fault("copied", ("XYR-07",), ANY, _copied, earlier=True),
    Fault("same-problems", ("XYR-08",), NEW, _same_problems, earlier=True),
)
