"""What a rule is: a declaration for people and one pure function over the facts it needs.

A rule module under ``gouji/rules/<family>/`` declares ``RULE`` (or ``RULES``, where codes differ only in their
operands). Its function takes the Case and yields ``Hit`` or ``Passed`` values; it never tests for what ``needs``
already promises, never repairs a figure and never raises on purpose.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Literal

from gouji.model import Basis, Case, Fact, Interval, Place, Profile, Severity, Text

Need = Literal["year", "agency", "agency_kind", "published", "title", "sections", "period", "prose"]
Argument = str | int | Decimal | Text

NEEDED: Mapping[Need, Text] = {
    "year": Text("报告年度", "the report year"),
    "agency": Text("报告单位", "the reporting agency"),
    "agency_kind": Text("单位类别", "the kind of agency"),
    "published": Text("发布日期", "the publication date"),
    "title": Text("标题", "the title"),
    "sections": Text("分节标题", "section headings"),
    "period": Text("统计期限", "the statistical period"),
    "prose": Text("正文", "prose"),
}
# Families that judge figures: silent where the text layer cannot be trusted.
NUMERIC = frozenset(
    {"arithmetic", "percentage", "unit", "narrative-vs-table", "cross-table", "cross-year", "plausibility"}
)


@dataclass(frozen=True, slots=True)
class Hit:
    """One contradiction. ``key`` names the instance in words that stay the same across formats and versions
    (indicator keys, a normalised label): it makes the fingerprint. ``args`` fill the rule's message; a ``Text``
    argument is put in by language."""

    key: str
    args: Mapping[str, Argument] = field(default_factory=dict)
    facts: tuple[Fact, ...] = ()
    places: tuple[Place, ...] = ()  # where no fact stands; facts' places are added by the machine
    actual: Decimal | str | None = None
    expected: Decimal | str | None = None
    interval: Mapping[str, Interval] | None = None
    severity: Severity | None = None  # lower than the rule's own, never higher
    message: Text | None = None  # instead of the rule's own message, same args
    suggestion: Text | None = None
    cause: Literal["report", "extraction"] = "report"
    masks: Mapping[str, str] = field(default_factory=dict)  # personal data as printed -> what may be shown
    basis: tuple[Basis, ...] = ()  # instead of the rule's own: what held in the report's year


@dataclass(frozen=True, slots=True)
class Passed:
    """One instance that was looked at and holds."""

    key: str = ""


@dataclass(frozen=True, slots=True)
class Undecidable:
    """One instance that was looked at and can be neither confirmed nor refuted."""

    reason: Text


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """The rule found nothing to look at; ``reason`` becomes the check's reason."""

    reason: Text


Outcome = Hit | Passed | Undecidable | NotApplicable
Function = Callable[[Case], Iterator[Outcome]]


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example that is also a test. ``text`` is a small document (as a .txt export; tables as tab cells or
    ``|`` rows), ``facts`` are table figures added to it: ``{"requests.received@total": "7"}`` or
    ``{"management.decisions#行政检查": "3"}``; a value may carry its unit (``"0.5 元"``) or be a printed blank."""

    outcome: Literal["ok", "bad", "skip", "undecidable"]
    text: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    template: str | None = None
    year: int | None = None
    published: str | None = None
    submitted: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)  # of the file, such as its author
    agency: str | None = None
    agency_kind: Literal["government", "department", "township"] | None = None
    previous: tuple[Mapping[str, object], ...] = ()
    area: tuple[Mapping[str, object], ...] = ()
    profile: Profile = field(default_factory=Profile)
    hits: int | None = None  # how many findings a bad example gives; None: at least one
    says: str = ""  # a piece of the Chinese message that must appear


EXACT = Text("无", "none")


@dataclass(frozen=True, slots=True)
class Rule:
    """The declaration. ``eras`` are template families (empty: all): ``statistics-2014`` (with its Beijing variant),
    ``format-2019``, ``format-2021``, ``narrative``. ``needs`` are promised to the function; a missing one gives a
    skip that names it. ``tolerance``, ``how`` and ``quiet`` are shown to reviewers."""

    code: str
    name: str
    family: str
    severity: Severity
    title: Text
    why: Text
    message: Text
    basis: tuple[Basis, ...]
    check: Function
    examples: tuple[Example, ...]
    needs: tuple[Need, ...] = ()
    eras: tuple[str, ...] = ()
    tolerance: Text = EXACT
    how: Text | None = None  # a sentence on how it decides, besides what gouji.explain can tell by itself
    quiet: Text | None = None  # what a report may say that ends the finding, likewise


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every declared rule, sorted by code. Walks ``gouji.rules``; a code declared twice is an error."""
    package = importlib.import_module("gouji.rules")
    found: dict[str, Rule] = {}
    for info in pkgutil.walk_packages(package.__path__, "gouji.rules."):
        module = importlib.import_module(info.name)
        declared = (*getattr(module, "RULES", ()), *((module.RULE,) if hasattr(module, "RULE") else ()))
        for rule in declared:
            if rule.code in found:
                raise ValueError(f"{info.name} declares {rule.code}, which another rule module declares already")
            found[rule.code] = rule
    return tuple(found[code] for code in sorted(found))
