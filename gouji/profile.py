"""A rule profile: the few things that an office may settle for itself, as a small YAML file.

    name: 云溪区2025年度审核口径
    select: [ARI, NVT, TIM]        # these rules or families only
    ignore: [FMT-06]               # or all but these
    severity: {WRD-07: warning}    # by code or family
    deadlines:
      submission: {department: 01-15, government: 03-10}   # or one day for all: submission: 01-21
    limits:
      overview_characters: 800

What the law or the form prescribes (the day of publication, a sum) is no matter of a profile. Everything that is wrong
with one is said at once, with the place and in both languages. Nothing is read from the disk here.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any, get_args

import yaml

from gouji.data import events, parse
from gouji.model import AgencyKind, MonthDay, Profile, Severity, Text
from gouji.rule import all_rules

MOST_BYTES = 65_536
DEEPEST = 4  # levels of a profile; deeper ones are refused before they are built
NAME = 100  # characters
KINDS: tuple[AgencyKind, ...] = get_args(AgencyKind)
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
KEYS = ("name", "select", "ignore", "severity", "deadlines", "limits")
_DAY = re.compile(r"(\d{1,2})-(\d{1,2})")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")

Plain = Mapping[str, Any]
Wrong = list[tuple[str, Text]]


class ProfileError(ValueError):
    """The profile cannot be used. ``wrong`` holds everything that is: a JSON pointer and what to do."""

    def __init__(self, wrong: Wrong) -> None:
        super().__init__("; ".join(f"{pointer or '/'}: {text.en}" for pointer, text in wrong))
        self.wrong = tuple(wrong)


def read(source: bytes | Plain) -> Profile:
    """The profile in a file's bytes (YAML or JSON) or in a mapping. Raises ProfileError."""
    entry = _loaded(source) if isinstance(source, bytes) else source
    wrong: Wrong = []
    _only(entry, KEYS, "", wrong)
    deadlines = _section(entry, "deadlines", ("submission",), wrong)
    limits = _section(entry, "limits", ("overview_characters",), wrong)
    found = Profile(
        name=_name(entry.get("name"), wrong),
        select=_codes(entry, "select", wrong),
        ignore=_codes(entry, "ignore", wrong),
        severity=_severities(_section(entry, "severity", None, wrong), wrong),
        submission=_days(deadlines.get("submission"), "/deadlines/submission", wrong),
        overview_characters=_count(limits.get("overview_characters"), "/limits/overview_characters", wrong),
    )
    if wrong:
        raise ProfileError(wrong)
    return replace(found, digest=_digest(found))


def plain(profile: Profile) -> dict[str, Any]:
    """The profile as a mapping that ``read`` takes back: what is stored and shown."""
    return {
        "name": profile.name,
        "select": list(profile.select),
        "ignore": list(profile.ignore),
        "severity": dict(profile.severity),
        "deadlines": {"submission": {kind: f"{m:02d}-{d:02d}" for kind, (m, d) in profile.submission.items()}},
        "limits": {"overview_characters": profile.overview_characters},
    }


def settled(profile: Profile) -> dict[str, Any]:
    """What a profile really settles: ``plain`` without what is left open."""
    return {key: _given(value) for key, value in plain(profile).items() if _given(value)}


def _given(value: Any) -> Any:
    return {key: given for key, each in value.items() if (given := _given(each))} if isinstance(value, dict) else value


def _digest(profile: Profile) -> str:
    text = json.dumps(plain(profile), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _loaded(data: bytes) -> Plain:
    if len(data) > MOST_BYTES:
        raise ProfileError([("", Text(f"文件超过{MOST_BYTES}字节。", f"The file has more than {MOST_BYTES} bytes."))])
    try:
        text = data.decode("utf-8-sig")
        entry = _json(text) or (parse(text) if _shallow(text) else None)
    except UnicodeDecodeError:
        raise ProfileError([("", Text("文件不是 UTF-8 编码。", "The file is not UTF-8 text."))]) from None
    except (yaml.YAMLError, ValueError, TypeError) as trouble:
        raise ProfileError([("", _unparsed(trouble))]) from None
    if not isinstance(entry, dict) or not entry:
        keys = ", ".join(KEYS)
        advice = Text(f"应为由以下键组成的 YAML：{keys}。", f"It must be YAML of these keys: {keys}.")
        raise ProfileError([("", advice)])
    return entry


def _json(text: str) -> Any:
    """What JSON says: YAML does not know that two halves of a pair (𠮷 is \\ud842\\udfb7) are one character. None for
    anything else, such as half a pair or a key given twice."""
    try:
        entry = json.loads(text, object_pairs_hook=_once)
        json.dumps(entry, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return None
    return entry


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(found := dict(pairs)) < len(pairs):
        raise ValueError("a key is given twice")
    return found


def _shallow(text: str) -> bool:
    """Whether the document is no deeper than a profile and repeats nothing by reference."""
    depth = 0
    for event in events(text):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST or isinstance(event, yaml.AliasEvent):
            return False
    return True


def _unparsed(trouble: Exception) -> Text:
    mark = getattr(trouble, "problem_mark", None)
    said = getattr(trouble, "problem", None) or str(trouble)
    line_zh, line_en = (f"（第{mark.line + 1}行）", f" (line {mark.line + 1})") if mark else ("", "")
    return Text(f"不是有效的 YAML{line_zh}：{_cut(said)}", f"It is not valid YAML{line_en}: {_cut(said)}")


def _only(entry: Plain, allowed: tuple[str, ...], pointer: str, wrong: Wrong) -> None:
    for key in entry:
        if key not in allowed:
            names = ", ".join(allowed)
            text = Text(f"没有这个键；可用的键：{names}。", f"There is no such key; the keys are: {names}.")
            wrong.append((f"{pointer}/{_step(key)}", text))


def _section(entry: Plain, key: str, allowed: tuple[str, ...] | None, wrong: Wrong) -> Plain:
    """A mapping inside the profile; empty when it is not given. ``allowed`` None: its keys are judged elsewhere."""
    found = entry.get(key)
    if found is None:
        return {}
    if not isinstance(found, Mapping):
        wrong.append((f"/{key}", Text("应为“键: 值”的形式。", "Give it as keys with values.")))
        return {}
    if allowed:
        _only(found, allowed, f"/{key}", wrong)
    return found


def _name(value: Any, wrong: Wrong) -> str:
    name = value.strip() if isinstance(value, str) else ""
    if not name or len(name) > NAME or _CONTROL.search(name):
        advice = Text(
            f"请给出名称（一行，不超过{NAME}字），审核结果会写明所用的口径。",
            f"Give a name (one line, at most {NAME} characters); every audit will say which profile was applied.",
        )
        wrong.append(("/name", advice))
    return name


@cache
def _known() -> frozenset[str]:
    """Every rule's code, and every family's."""
    codes = {rule.code for rule in all_rules()}
    return frozenset(codes | {code.partition("-")[0] for code in codes})


def _code(value: Any, pointer: str, wrong: Wrong) -> str:
    if isinstance(value, str) and value in _known():
        return value
    shown = _cut(value)
    advice = Text(
        f"没有规则“{shown}”。请写规则代码（如 ARI-01）或类别（如 ARI），全部规则见 gouji rules。",
        f"There is no rule {shown}. Give a code such as ARI-01 or a family such as ARI; `gouji rules` lists all.",
    )
    wrong.append((pointer, advice))
    return ""


def _codes(entry: Plain, key: str, wrong: Wrong) -> tuple[str, ...]:
    values = entry.get(key)
    if values is None:
        return ()
    if not isinstance(values, list):
        wrong.append((f"/{key}", Text("应为规则代码的列表，如 [ARI, FMT-06]。", "Give a list such as [ARI, FMT-06].")))
        return ()
    return tuple(sorted({_code(value, f"/{key}/{number}", wrong) for number, value in enumerate(values)}))


def _severities(entry: Plain, wrong: Wrong) -> dict[str, Severity]:
    found: dict[str, Severity] = {}
    for key, value in entry.items():
        pointer = f"/severity/{_step(key)}"
        code = _code(key, pointer, wrong)
        if value in SEVERITIES:
            found[code] = value
        else:
            names = ", ".join(SEVERITIES)
            wrong.append((pointer, Text(f"级别应为以下之一：{names}。", f"The severity is one of {names}.")))
    return found


def _days(value: Any, pointer: str, wrong: Wrong) -> dict[AgencyKind, MonthDay]:
    """The last day by kind of agency; one day stands for all kinds."""
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        day = _day(value, pointer, wrong)
        return dict.fromkeys(KINDS, day)
    _only(value, KINDS, pointer, wrong)
    return {kind: _day(value[kind], f"{pointer}/{kind}", wrong) for kind in KINDS if kind in value}


def _day(value: Any, pointer: str, wrong: Wrong) -> MonthDay:
    match = _DAY.fullmatch(value) if isinstance(value, str) else None
    try:
        day = date(2001, *map(int, match.groups())) if match else None  # no leap year: the day exists every year
    except ValueError:
        day = None
    if day is None:
        wrong.append((pointer, Text("应为“月-日”，如 01-21。", "Give month and day, such as 01-21.")))
        return (1, 1)
    return (day.month, day.day)


def _count(value: Any, pointer: str, wrong: Wrong) -> int | None:
    if value is None or (type(value) is int and 0 < value < 1_000_000):
        return value
    wrong.append((pointer, Text("应为正整数，如 800。", "Give a whole number above 0, such as 800.")))
    return None


def _step(key: Any) -> str:
    """A key as a step of a JSON pointer (RFC 6901)."""
    return _cut(key).replace("~", "~0").replace("/", "~1")


def _cut(value: Any) -> str:
    """What somebody wrote, short enough to be repeated to them."""
    return _CONTROL.sub(" ", value)[:60] if isinstance(value, str) else type(value).__name__
