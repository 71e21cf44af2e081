"""Run every rule over a Case, in a fixed order, and say of each what it did.

A rule that crashes becomes an internal finding (``GJI-00``) and the others still run. Nothing here knows what any
rule is about.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from gouji import cause
from gouji.model import (
    LEGIBLE,
    Case,
    Check,
    Document,
    Finding,
    Lang,
    OutcomeName,
    Place,
    Profile,
    Report,
    Severity,
    Text,
)
from gouji.once import once
from gouji.rule import NEEDED, NUMERIC, Argument, Hit, NotApplicable, Outcome, Passed, Rule, Undecidable, all_rules

SEVERITIES = ("error", "warning", "notice")
NATURE_RULE = "STR-14"  # the one rule that also runs on what is not an annual report
TRUSTED = 0.98  # below this a figure read from a picture may be misread; right ones are above 0.99 in good scans
GARBLED = Text(
    "文字层质量过低，数字不可信，未作判断；请上传可正常复制文字的版本",
    "the text layer is too poor for its figures to be trusted; upload a version whose text can be copied",
)
NO_REPORT = Text("文件不是年度报告", "the document is not an annual report")
ABSENT = Text("报告中没有此类内容", "nothing of this kind is stated in the report")


class Results:
    """What a run produced: ``findings`` sorted by severity and place, ``checks`` by code, ``masks`` to apply."""

    def __init__(self) -> None:
        self.findings: tuple[Finding, ...] = ()
        self.checks: tuple[Check, ...] = ()
        self.attached_checks: tuple[tuple[Check, ...], ...] = ()
        self.masks: dict[str, str] = {}


def run(
    case: Case, *, select: Collection[str] = (), ignore: Collection[str] = (), rules: Iterable[Rule] | None = None
) -> Results:
    """Run the rules. ``select`` and ``ignore`` take codes or families' prefixes (``PRV``); privacy rules always run,
    because their masks protect every output, but their findings are dropped when they are not wanted. What the case's
    profile leaves out stays out.

    Attached reports are judged one by one, without the history and the area of the first; their findings join the
    list and say which report they speak of."""
    chosen = tuple(all_rules() if rules is None else rules)
    results = _judge(case, select, ignore, chosen)
    for number, report in enumerate(case.report.attached, 1):
        theirs = replace(case.submission, agency=None, agency_kind=None)
        more = _judge(Case(report, theirs, profile=case.profile), select, ignore, chosen)
        results.findings += tuple(_about(report, number, finding) for finding in more.findings)
        results.attached_checks += (more.checks,)
        results.masks |= more.masks
    if case.report.attached:
        results.findings = _numbered(list(results.findings))
    return results


def _about(report: Report, number: int, finding: Finding) -> Finding:
    """A finding that names the attached report which it speaks of."""
    title = report.title or ""
    message = Text(f"所附《{title}》：{finding.message.zh}", f"In the attached report “{title}”: {finding.message.en}")
    own = cause.fingerprint(finding.rule, f"attached {number}: {finding.fingerprint}")
    return replace(finding, message=message, fingerprint=own)


def _judge(case: Case, select: Collection[str], ignore: Collection[str], rules: tuple[Rule, ...]) -> Results:
    results = Results()
    findings: list[Finding] = []
    checks: list[Check] = []
    for rule in rules:
        wanted = _wanted(rule.code, select, ignore) and wants(case.profile, rule.code)
        if not wanted and rule.family != "privacy":
            continue
        hits, check = _run_one(rule, case)
        for hit in hits:
            results.masks.update(hit.masks)
            if wanted:
                findings.append(_finding(rule, hit, case))
        if wanted:
            checks.append(check)
    results.findings = _numbered(cause.together(findings, case.report))
    results.checks = tuple(checks)
    return results


def wants(profile: Profile, code: str) -> bool:
    """Whether a profile lets a rule speak."""
    return _wanted(code, profile.select, profile.ignore)


def severity(profile: Profile, rule: Rule) -> Severity:
    """How grave a rule is: as the profile says of its code, else of its family, else as it says itself."""
    family = rule.code.partition("-")[0]
    return profile.severity.get(rule.code) or profile.severity.get(family) or rule.severity


def _wanted(code: str, select: Collection[str], ignore: Collection[str]) -> bool:
    if not select and not ignore:
        return True

    def named(codes: Collection[str]) -> bool:
        return any(code == each or code.startswith(f"{each}-") for each in codes)

    return (not select or named(select)) and not named(ignore)


def _run_one(rule: Rule, case: Case) -> tuple[list[Hit], Check]:
    reason = _inapplicable(rule, case)
    if reason:
        return [], Check(rule.code, "skipped", 0, reason)
    try:
        outcomes = list(rule.check(case))
    except Exception as crash:  # a broken rule must not take the others with it
        return [_crash(rule, crash)], Check(
            rule.code, "undecidable", 0, Text("规则运行出错", f"internal error: {type(crash).__name__}")
        )
    return _summary(rule, outcomes)


def _summary(rule: Rule, outcomes: list[Outcome]) -> tuple[list[Hit], Check]:
    hits: list[Hit] = []
    open_: list[Text] = []
    skips: list[Text] = []
    for outcome in outcomes:
        if isinstance(outcome, Passed):
            continue  # most are
        if isinstance(outcome, Hit):
            hits.append(outcome)
        elif isinstance(outcome, Undecidable):
            open_.append(outcome.reason)
        elif isinstance(outcome, NotApplicable):
            skips.append(outcome.reason)
    instances = len(outcomes) - len(skips)
    passed = instances - len(hits) - len(open_)
    name: OutcomeName = "failed" if hits else "undecidable" if open_ else "passed" if passed else "skipped"
    reason = _joined(skips) or ABSENT if name == "skipped" else _joined(open_)
    return hits, Check(rule.code, name, instances, reason)


def _joined(reasons: list[Text]) -> Text | None:
    """Several reasons as one, each once."""
    if len(reasons) < 2:
        return reasons[0] if reasons else None
    distinct = list(dict.fromkeys(reasons))
    return Text("；".join(each.zh for each in distinct), "; ".join(each.en for each in distinct))


def _inapplicable(rule: Rule, case: Case) -> Text | None:
    report = case.report
    if report.nature != "annual_report" and rule.code != NATURE_RULE and rule.family != "privacy":
        return NO_REPORT
    if report.document.quality.text < LEGIBLE and rule.family in NUMERIC:
        return GARBLED
    if rule.eras and not report.template.startswith(rule.eras):
        return Text(f"不适用于格式 {report.template}", f"does not apply to the form {report.template}")
    missing = [NEEDED[need] for need in rule.needs if not _has(case, need)] if rule.needs else []
    if not missing:
        return None
    zh, en = "、".join(need.zh for need in missing), ", ".join(need.en for need in missing)
    return Text(f"报告没有写明：{zh}", f"not stated: {en}")


def _has(case: Case, need: str) -> bool:
    report = case.report
    match need:
        case "agency_kind":
            return bool(case.submission.agency_kind or (report.agency and report.agency.kind))
        case "prose":
            return any(block.table is None for block in report.document.blocks)
        case _:
            return bool(getattr(report, need))


def _crash(rule: Rule, crash: Exception) -> Hit:
    return Hit(
        key=f"internal:{rule.code}",
        args={"rule": rule.code, "kind": type(crash).__name__},
        severity="notice",
        cause="extraction",
        message=Text(
            "规则 {rule} 运行出错（{kind}），其结果缺失；其他规则不受影响。请把报告编号告知维护人员。",
            "Rule {rule} failed internally ({kind}); its result is missing, all other rules ran. "
            "Please tell the maintainers the report's number.",
        ),
    )


def _finding(rule: Rule, hit: Hit, case: Case) -> Finding:
    message = hit.message or rule.message
    difference = _difference(hit.actual, hit.expected)
    args: dict[str, Argument] = {"actual": _show(hit.actual), "expected": _show(hit.expected)}
    args["difference"] = (difference or "").removeprefix("-")
    args.update(hit.args)
    grave = severity(case.profile, rule)
    if hit.severity and SEVERITIES.index(hit.severity) > SEVERITIES.index(grave):
        grave = hit.severity
    return Finding(
        id="",
        rule=rule.code,
        name=rule.name,
        severity=grave,
        message=Text(_fill(message.zh, args, "zh"), _fill(message.en, args, "en")),
        facts=tuple(fact.id for fact in hit.facts) or tuple(_stated_at(hit.places, case)),
        places=(*hit.places, *(fact.place for fact in hit.facts)),
        basis=hit.basis or rule.basis,
        fingerprint=cause.fingerprint(rule.code, hit.key),
        actual=_text(hit.actual),
        expected=_text(hit.expected),
        difference=difference,
        interval=hit.interval,
        suggestion=hit.suggestion,
        cause="extraction" if _may_be_misread(rule, hit, case) else hit.cause,
    )


def _may_be_misread(rule: Rule, hit: Hit, case: Case) -> bool:
    """Whether the finding rests on what OCR is not sure of, or misses what may stand where it was not read, or read
    wrongly."""
    document = case.report.document
    if rule.family == "structure" and (document.quality.unread or (document.quality.ocr and not hit.facts)):
        return True
    if not document.quality.ocr:
        return False
    told = [fact.place for fact in hit.facts if fact.origin == "narrative"]
    sure = [fact.confidence for fact in hit.facts if fact.origin != "narrative"]
    sure += [_confidence(place, document) for place in (*hit.places, *told)]
    return any(confidence < TRUSTED for confidence in sure)


def _confidence(place: Place, document: Document) -> float:
    """How sure the text at a place is: that of its cell, else of its block."""
    if place.block is None:
        return 1.0
    block = document.blocks[place.block]
    cells = block.table.cells if block.table and place.row is not None else ()
    at = [cell for cell in cells if (cell.row, cell.column) == (place.row, place.column)]
    return at[0].confidence if at else block.confidence


def _stated_at(places: tuple[Place, ...], case: Case) -> list[str]:
    """The facts of the prose that stand at the places of a hit which names none itself."""
    spans = [(place.start, place.end) for place in places if place.start is not None and place.end is not None]
    if not spans:
        return []
    latest, earliest = max(first for first, _ in spans), min(last for _, last in spans)
    return [
        name
        for start, end, name in _told(case.report)
        if start <= latest and earliest <= end and any(start <= first and last <= end for first, last in spans)
    ]


@once
def _told(report: Report) -> tuple[tuple[int, int, str], ...]:
    """The facts of the prose with where they stand."""
    return tuple(
        (fact.place.start, fact.place.end, fact.id)
        for fact in report.facts
        if fact.origin == "narrative" and fact.place.start is not None and fact.place.end is not None
    )


def _fill(template: str, args: Mapping[str, Argument], lang: Lang) -> str:
    filled = template.format_map({k: v.of(lang) if isinstance(v, Text) else v for k, v in args.items()})
    return f"{filled[:1].upper()}{filled[1:]}"


def _show(value: Decimal | str | None) -> str:
    return "" if value is None else str(_text(value))


def _text(value: Decimal | str | None) -> str | None:
    return format(value, "f") if isinstance(value, Decimal) else value


def _difference(actual: Decimal | str | None, expected: Decimal | str | None) -> str | None:
    if isinstance(actual, Decimal) and isinstance(expected, Decimal):
        return format(actual - expected, "f")
    return None


def _numbered(findings: list[Finding]) -> tuple[Finding, ...]:
    """Sort by severity, then place, then code; number them; tell twins of one fingerprint apart."""

    def order(finding: Finding) -> tuple[int, int, str, str]:
        return (SEVERITIES.index(finding.severity), _first(finding.places), finding.rule, finding.fingerprint)

    seen: Counter[str] = Counter()
    numbered = []
    for index, finding in enumerate(sorted(findings, key=order), 1):
        seen[finding.fingerprint] += 1
        twin = seen[finding.fingerprint]
        fingerprint = finding.fingerprint if twin == 1 else f"{finding.fingerprint}-{twin}"
        numbered.append(replace(finding, id=f"n{index}", fingerprint=fingerprint))
    return tuple(numbered)


def _first(places: tuple[Place, ...]) -> int:
    return min((place.start for place in places if place.start is not None), default=0)
