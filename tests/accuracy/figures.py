"""Figures of one office for one year that agree with each other in every relation of the form."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from tests.accuracy.model import Values
from tests.corpus.forms import form as shape_of

APPLICANTS = (
    "natural_person",
    "enterprise",
    "research",
    "public_welfare",
    "legal_service",
    "other_organization",
)
SCALES = {"government": (40, 60, 300, 1500), "department": (0, 2, 8, 30, 120), "township": (0, 0, 1, 4, 12)}
ITEMS = ("行政检查", "行政确认", "行政给付", "行政奖励", "行政裁决")


def draw(form: str, kind: str, year: int, rng: Random) -> Values:
    """All figures of the form for an office of the kind."""
    size = rng.choice(SCALES[kind])
    if form.startswith("statistics"):
        return _statistics(form, year, rng, size)
    values = _small_2019(kind, rng, size) if form == "format-2019" else _small_2021(kind, rng, size)
    values |= _requests(form, rng, size)
    for family in ("review", "litigation.direct", "litigation.after_review"):
        parts = _split(rng, rng.choice((0, 0, 0, 1, 2, size // 20)), 4)
        names = ("upheld", "corrected", "other", "pending")
        values |= {(f"{family}.{name}", None, None): str(n) for name, n in zip(names, parts, strict=True)}
        values[f"{family}.total", None, None] = str(sum(parts))
    return values


def fit(values: Values, name: str) -> None:
    """Some offices cannot have a year without a penalty or a licence; only cities and provinces make rules."""
    if not name.endswith("市人民政府"):
        values.update({key: "0" for key in values if key[0].startswith("regulations.")})
    for ending, key in (("市场监督管理局", "penalties"), ("行政审批服务局", "licensing")):
        if name.endswith(ending) and values.get((f"{key}.decisions", None, None)) == "0":
            values[f"{key}.decisions", None, None] = "612"
            if (f"{key}.items_previous", None, None) in values:
                values[f"{key}.items_previous", None, None] = "88"


def _split(rng: Random, total: int, parts: int, weights: Sequence[float] = ()) -> list[int]:
    """``total`` shared out at random."""
    found = [0] * parts
    for index in rng.choices(range(parts), weights=weights or None, k=min(total, 400)):
        found[index] += 1
    if total > 400:
        found = [count * total // 400 for count in found]
        found[0] += total - sum(found)
    return found


def _requests(form: str, rng: Random, size: int) -> Values:
    outcomes = [row[2] for row in shape_of(form)["requests"] if row[2].startswith("outcomes.")]
    outcomes.remove("outcomes.total")
    weights = [30.0 if o == "outcomes.granted" else 8.0 if o in ("outcomes.partial",) else 0.0 for o in outcomes]
    for index in rng.sample(range(2, len(outcomes)), k=rng.randint(3, 9)):
        weights[index] = rng.choice((1.0, 3.0, 8.0))
    new = _split(rng, max(0, size + rng.randint(-size // 4, size // 4 + 1)), 6, (70, 15, 1, 2, 6, 3))
    values: Values = {}
    for who, received in zip(APPLICANTS, new, strict=True):
        before = rng.choice((0, 0, 0, 1, received // 12)) if size else 0
        after = min(received + before, rng.choice((0, 0, 1, received // 10)))
        handled = received + before - after
        values["requests.received", who, None] = str(received)
        values["requests.carried_in", who, None] = str(before)
        for outcome, count in zip(outcomes, _split(rng, handled, len(outcomes), weights), strict=True):
            values[outcome, who, None] = str(count)
        values["outcomes.total", who, None] = str(handled)
        values["requests.carried_out", who, None] = str(after)
    for indicator in {key[0] for key in values}:
        values[indicator, "total", None] = str(sum(int(values[indicator, who, None]) for who in APPLICANTS))
    return values


def _small_2021(kind: str, rng: Random, size: int) -> Values:
    issued, repealed = rng.choice((0, 0, 1, 3, size // 6)), rng.choice((0, 0, 1, 2))
    rules = rng.choice((0, 0, 2)) if kind == "government" and size > 200 else 0
    plain = {
        "regulations.issued": rules,
        "regulations.repealed": 0,
        "regulations.in_force": rules * 7,
        "normative_documents.issued": issued,
        "normative_documents.repealed": repealed,
        "normative_documents.in_force": issued + rng.choice((0, 2, 9, 36)),
        "licensing.decisions": rng.choice((0, 17, 482, 1286, 23470)),
        "penalties.decisions": rng.choice((0, 3, 43, 1127)),
        "coercion.decisions": rng.choice((0, 0, 2, 15)),
    }
    values: Values = {(key, None, None): str(value) for key, value in plain.items()}
    values["charges.amount", None, None] = rng.choice(("0", "0", "12.5", "103.3879", "2517.06"))
    return values


def _small_2019(kind: str, rng: Random, size: int) -> Values:
    created = rng.choice((0, 0, 1, 4, size // 6))
    published = rng.randint(0, created)
    plain = {
        "regulations.created": 0,
        "regulations.published": 0,
        "regulations.available": rng.choice((0, 0, 5)) if kind == "government" else 0,
        "normative_documents.created": created,
        "normative_documents.published": published,
        "normative_documents.available": published + rng.choice((0, 3, 11)),
        "procurement.items": rng.choice((0, 2, 18)),
    }
    values: Values = {(key, None, None): str(value) for key, value in plain.items()}
    for family in ("licensing", "penalties", "coercion", "charges"):
        values |= _items(family, None, rng)
    for item in rng.sample(ITEMS, k=rng.choice((1, 2, 3))) if rng.random() < 0.5 else (None,):
        values |= _items("management", item, rng)
    bought = values["procurement.items", None, None] != "0"
    amount = rng.choice(("190.4896", "25.1000", "1203.5520", "7.3000")) if bought else rng.choice(("0", "0.0000"))
    values["procurement.amount", None, None] = amount
    return values


def _items(family: str, item: str | None, rng: Random) -> Values:
    before = rng.choice((0, 4, 27, 124, 253))
    change = rng.choice((0, 0, 2, -6, 13, -2))
    change = max(change, -before)
    found: Values = {(f"{family}.items_previous", None, item): str(before)}
    found[f"{family}.items_change", None, item] = str(change)
    if family != "charges":
        found[f"{family}.decisions", None, item] = str(rng.choice((0, 12, 482, 1436)) if before else 0)
    return found


# --- the list form of 2014 -----------------------------------------------------------------------------------------


def _statistics(form: str, year: int, rng: Random, size: int) -> Values:
    total = rng.choice((24, 161, 863, 1771, 6913)) + rng.randint(0, 9)
    issued = rng.choice((0, 2, 11, 40))
    plain = {
        "disclosure.total": total,
        "disclosure.normative_documents_issued": issued,
        "disclosure.normative_documents": rng.randint(0, min(issued, total)),
        **_channels(rng, total),
        **_responses(rng),
        **_asked(rng, size),
        **_capacity(rng),
    }
    if form.endswith("beijing"):
        plain |= _key_areas(rng, rng.randint(0, total))
    for family in ("review", "litigation"):
        parts = _split(rng, rng.choice((0, 0, 1, 3, size // 20)), 3)
        plain[f"{family}.total"] = sum(parts)
        plain |= {f"{family}.{n}": p for n, p in zip(("upheld", "corrected", "other"), parts, strict=True)}
    values: Values = {(key, None, None): str(value) for key, value in plain.items()}
    charged = rng.choice(("0", "0", "0.05", "0.32"))
    values["fees.collected", None, None] = charged if year < 2017 else "0"  # no fees from April 2017 to 2020
    values["capacity.budget", None, None] = rng.choice(("0", "0", "3.5", "20"))
    known = {row[2] for row in shape_of(form)["rows"] if row[2]}
    return {key: value for key, value in values.items() if key[0] in known}


def _channels(rng: Random, total: int) -> dict[str, int]:
    names = ("gazette", "weibo", "wechat", "other")
    found = {f"disclosure.channel.{n}": rng.choice((0, 0, rng.randint(0, total // 2))) for n in names}
    website = total if rng.random() < 0.6 else max(total - sum(found.values()), rng.randint(total // 2, total))
    return {"disclosure.channel.website": website, **found}


def _responses(rng: Random) -> dict[str, int]:
    press, interviews = rng.choice((0, 1, 4)), rng.choice((0, 2, 6))
    return {
        "response.hot_topics": rng.choice((0, 1, 12)),
        "response.press_conferences": press,
        "response.press_conferences.by_principal": rng.randint(0, press),
        "response.online_interviews": interviews,
        "response.online_interviews.by_principal": rng.randint(0, interviews),
        "response.policy_interpretations": rng.choice((0, 4, 37)),
        "response.social_media": rng.choice((0, 2, 88)),
        "response.other": rng.choice((0, 5)),
    }


def _asked(rng: Random, size: int) -> dict[str, int]:
    modes = _split(rng, size, 4, (2, 0.3, 5, 3))
    closed = size - rng.choice((0, 0, size // 15))
    late = rng.choice((0, closed // 12))
    kinds: tuple[str, ...] = ("already_public", "granted", "partial", "refused", "not_this_agency", "nonexistent")
    kinds += ("amendment_requested", "other_channel")
    grounds: tuple[str, ...] = (
        "state_secret",
        "trade_secret",
        "privacy",
        "public_security",
        "not_government_information",
    )
    grounds += ("other_statutory",)
    answers = dict(zip(kinds, _split(rng, closed, 8, (3, 9, 1, 2, 3, 4, 1, 1)), strict=True))
    refused = dict(zip(grounds, _split(rng, answers["refused"], 6), strict=True))
    return {
        "requests.received": size,
        **{f"requests.received.{m}": n for m, n in zip(("in_person", "fax", "online", "letter"), modes, strict=True)},
        "requests.closed": closed,
        "requests.closed.on_time": closed - late,
        "requests.closed.extended": late,
        "outcomes.total": closed,
        **{f"outcomes.{kind}": n for kind, n in answers.items()},
        **{f"outcomes.refused.{ground}": n for ground, n in refused.items()},
        "complaints.total": rng.choice((0, 0, 3)),
    }


def _capacity(rng: Random) -> dict[str, int]:
    full, part = rng.choice((0, 1, 3)), rng.choice((1, 2, 9))
    sessions = rng.choice((0, 1, 6))
    return {
        "capacity.dedicated_offices": rng.choice((0, 1)),
        "capacity.reading_points": rng.choice((0, 1, 7)),
        "capacity.staff": full + part,
        "capacity.staff.full_time": full,
        "capacity.staff.part_time": part,
        "training.meetings": rng.choice((0, 2, 5)),
        "training.sessions": sessions,
        "training.people": sessions * rng.randint(15, 60),
    }


def _key_areas(rng: Random, total: int) -> dict[str, int]:
    rows = [row[2] for row in shape_of("statistics-2014-beijing")["rows"]]
    names = [key for key in rows if key.startswith("disclosure.key_areas.")]
    parts = _split(rng, total, len(names), (9, 1, 1, 4, 2, 1, 1, 1, 1, 1, 1, 5))
    return {"disclosure.key_areas": total, **dict(zip(names, parts, strict=True))}
