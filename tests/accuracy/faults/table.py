"""What ``make accuracy`` prints of faults: which are found, and which sound reports are blamed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from tests.accuracy.faults.measure import Verdict


def lines(verdicts: Sequence[Verdict]) -> Iterator[str]:
    """Everything, as Markdown."""
    found = sum(bool(each.found) for each in verdicts)
    kinds = len({each.kind for each in verdicts})
    yield f"\n### Faults: {_share(found, len(verdicts))} of {len(verdicts)} found under the right code, {kinds} kinds\n"
    yield "| code | injected | found | kinds | missed, e.g. |"
    yield "| --- | --: | --: | --- | --- |"
    by_code: defaultdict[str, list[Verdict]] = defaultdict(list)
    for each in verdicts:
        by_code[" ".join(each.codes)].append(each)
    for codes, some in sorted(by_code.items()):
        missed = [each for each in some if not each.found]
        names = ", ".join(sorted({each.kind for each in some}))
        example = f"{missed[0].name} ({missed[0].format}): {missed[0].what[:70]}" if missed else ""
        yield f"| {codes} | {len(some)} | {len(some) - len(missed)} | {names} | {example} |"
    yield from _cells(verdicts)
    yield from _alarms(verdicts)


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.2f} %" if whole else "-"


def _cells(verdicts: Sequence[Verdict]) -> Iterator[str]:
    cells = [each for each in verdicts if each.cell is not None]
    named = sum(bool(each.cell) for each in cells)
    more = sum(len(each.others) for each in cells)
    yield f"\nOf {len(cells)} cells that break several sums {named} are named with the value that is right;"
    yield f"beside the finding that is due there are {more / max(1, len(cells)):.2f} others of error or warning."


def _alarms(verdicts: Sequence[Verdict]) -> Iterator[str]:
    alarmed = [each for each in verdicts if each.alarms]
    yield f"\n### Sound twins with a finding of error or warning: {len(alarmed)} of {len(verdicts)}\n"
    by_code: defaultdict[str, list[tuple[Verdict, str]]] = defaultdict(list)
    for each in alarmed:
        for code, message in each.alarms:
            by_code[code].append((each, message))
    for code, some in sorted(by_code.items(), key=lambda entry: -len(entry[1])):
        first, message = some[0]
        reports = len({each.name for each, _ in some})
        yield f"- {code}: {len(some)} in {reports} reports, e.g. {first.name} ({first.form}, {first.format}): {message[:140]}"
