"""The tables that ``make accuracy`` prints."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from statistics import median

from tests.accuracy.model import FORMATS, FORMS
from tests.accuracy.score import LAYOUT, Score


def lines(scores: Sequence[Score]) -> Iterator[str]:
    """Everything, as Markdown."""
    yield from _by_form(scores)
    yield from _pages(scores)
    yield from _causes(scores)
    yield from _metadata(scores)
    yield from _alarms(scores)
    yield from _prose(scores)


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.2f} %" if whole else "-"


def _by_form(scores: Sequence[Score]) -> Iterator[str]:
    yield "| form | format | documents | precision | recall | agency | year | template | median s | p95 s |"
    yield "| --- | --- | --: | --: | --: | --: | --: | --: | --: | --: |"
    groups = [(form, format_) for form in FORMS for format_ in FORMATS]
    for form, format_ in [*groups, *[("all", f) for f in FORMATS], ("all", "all")]:
        some = [s for s in scores if form in (s.form, "all") and format_ in (s.format, "all")]
        if some:
            yield _row(form, format_, some)


def _row(form: str, format_: str, some: Sequence[Score]) -> str:
    due, right = sum(s.due for s in some), sum(s.right for s in some)
    found = sum(s.found for s in some)
    seconds = sorted(s.seconds for s in some)
    late = seconds[min(len(seconds) - 1, int(0.95 * len(seconds)))]
    known = [_share(sum(getattr(s, what) for s in some), len(some)) for what in ("agency", "year", "template")]
    cells = [form, format_, str(len(some)), _share(right, found), _share(right, due), *known]
    return f"| {' | '.join(cells)} | {median(seconds):.3f} | {late:.3f} |"


def _pages(scores: Sequence[Score]) -> Iterator[str]:
    each = sorted(s.seconds / s.pages for s in scores if s.format == "scan" and s.pages)
    if each:
        yield f"\nScans: {median(each):.1f} s a page, {each[-1]:.1f} s in the slowest document."


def _causes(scores: Sequence[Score]) -> Iterator[str]:
    """Misses laid to the noise that explains most of them, then to the next: each miss counts once."""
    yield "\n### Missed table figures by cause\n"
    yield "| cause | figures with it | missed | documents | also in | examples |"
    yield "| --- | --: | --: | --: | --- | --- |"
    due: Counter[str] = Counter()
    for s in scores:
        due.update(s.marked)
    left = [(s, figure, s.causes(figure)) for s in scores for figure in s.missed]
    while left:
        counted = Counter(tag for _, _, tags in left for tag in tags)
        cause = max(counted, key=lambda tag: (counted[tag] ** 2 / due[tag], tag), default="")
        mine = [entry for entry in left if cause in entry[2]] or left
        numbers = Counter(s.number for s, _, _ in mine)
        layouts = Counter(t.split(":")[0] for s, _, _ in mine for t in s.tags if t.startswith(LAYOUT[: len(FORMATS)]))
        kinds = ", ".join(f"{name} {count}" for name, count in layouts.most_common())
        examples = " ".join(str(n) for n, _ in numbers.most_common(6))
        yield f"| {cause} | {due[cause]} | {len(mine)} | {len(numbers)} | {kinds} | {examples} |"
        left = [entry for entry in left if entry not in mine]
    yield from _wrong(scores)


def _wrong(scores: Sequence[Score]) -> Iterator[str]:
    bad = [s for s in scores if s.wrong]
    if bad:
        yield f"\n### Table figures that are not printed so: {sum(len(s.wrong) for s in bad)} in {len(bad)} documents\n"
    for s in sorted(bad, key=lambda s: -len(s.wrong))[:40]:
        tags = " ".join(tag for tag in s.tags if not tag.startswith("kind:"))
        yield f"- {s.number} ({tags}): {len(s.wrong)}, e.g. {s.wrong[0]}"


def _metadata(scores: Sequence[Score]) -> Iterator[str]:
    failed = [s for s in scores if not (s.agency and s.year and s.template)]
    if failed:
        yield "\n### Agency, year or template not as they are\n"
    for s in failed[:60]:
        what = ", ".join(name for name in ("agency", "year", "template") if not getattr(s, name))
        yield f"- {s.number} ({s.format}): {what}: {'; '.join(s.notes)}"


def _alarms(scores: Sequence[Score]) -> Iterator[str]:
    """False alarms: those where everything was read right are the rules' own, the others may follow from a misreading."""
    read = [s for s in scores if not (s.missed or s.wrong) and s.agency and s.year and s.template]
    numbers = {s.number for s in read}
    rest = [s for s in scores if s.number not in numbers]
    for what, some in (("read without a mistake", read), ("not read right", rest)):
        alarmed = sum(bool(s.alarms) for s in some)
        yield f"\n### Findings of error or warning on sound reports that were {what}: {alarmed} of {len(some)} reports\n"
        found: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
        for s in some:
            for alarm in s.alarms:
                found[alarm.rule].append((s.number, alarm.message))
        for rule, hits in sorted(found.items(), key=lambda entry: -len(entry[1])):
            ours = sum(alarm.ours for s in some for alarm in s.alarms if alarm.rule == rule)
            doubt = f", {ours} of class extraction" if ours else ""
            yield f"- {rule}: {len(hits)}{doubt} in {len({n for n, _ in hits})} reports, e.g. {hits[0][0]}: {hits[0][1][:180]}"


def _prose(scores: Sequence[Score]) -> Iterator[str]:
    told, heard = sum(s.told for s in scores), sum(s.heard for s in scores)
    invented = sum(len(s.invented) for s in scores)
    yield f"\n### Prose: recall {_share(heard, told)} of {told} claims, precision {_share(heard, heard + invented)}\n"
    yield from _most("not heard", (x for s in scores for x in s.unheard))
    yield from _most("not said", (x for s in scores for x in s.invented))


def _most(what: str, entries: Iterable[str], limit: int = 25) -> Iterator[str]:
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for entry in entries:
        groups[entry.split(" ")[0]].append(entry)
    for indicator, some in sorted(groups.items(), key=lambda entry: -len(entry[1]))[:limit]:
        yield f"- {what}: {indicator}: {len(some)}, e.g. {some[0]}"
