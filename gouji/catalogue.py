"""The engine's knowledge as plain dictionaries: what the command line, the service and the documents show."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from gouji import explain, profile
from gouji.law import instruments
from gouji.model import Basis, Lang, Text
from gouji.numbers import chinese
from gouji.rule import Example, Rule, all_rules
from gouji.template import Relation, TableSpec, Template, Term, templates
from gouji.vocabulary import Indicator, vocabulary

Plain = dict[str, Any]


def catalogue() -> dict[str, list[Plain]]:
    """``rules`` by code, ``templates`` by id, ``vocabulary`` by key, ``law`` in the order of law.yaml."""
    return {
        "rules": [rule(each) for each in all_rules()],
        "templates": [form(each) for each in templates()],
        "vocabulary": [indicator(each) for each in vocabulary().values()],
        "law": [
            {
                "key": each.key,
                "title": text(each.title),
                "number": each.number,
                "in_force": each.in_force.isoformat() if each.in_force else None,
                "until": each.until.isoformat() if each.until else None,
            }
            for each in instruments().values()
        ],
    }


def text(value: Text) -> Plain:
    return {"zh": value.zh, "en": value.en}


def rule(each: Rule) -> Plain:
    """One rule with everything that explains it."""
    return {
        "code": each.code,
        "name": each.name,
        "family": each.family,
        "severity": each.severity,
        "title": text(each.title),
        "why": text(each.why),
        "message": text(each.message),
        "how": text(explain.how(each)),
        "tolerance": text(each.tolerance),
        "quiet": text(explain.quiet(each)),
        "basis": [basis(one) for one in each.basis],
        "needs": list(each.needs),
        "eras": list(each.eras),
        "examples": [example(one) for one in each.examples],
    }


def basis(each: Basis) -> Plain:
    instrument = instruments()[each.instrument]
    article = instrument.articles.get(each.article)
    return {
        "instrument": each.instrument,
        "article": each.article,
        "title": text(instrument.title),
        "number": instrument.number,
        "in_force": instrument.in_force.isoformat() if instrument.in_force else None,
        "until": instrument.until.isoformat() if instrument.until else None,
        "text": text(article) if article else None,
    }


def cited(each: Plain, lang: Lang) -> str:
    """A title with its number, its article (第十五条 is Art. 15 in English) and the days between which it holds."""
    article: str = each["article"]
    number, since, until = (each.get(key) for key in ("number", "in_force", "until"))
    if lang == "en":
        article = re.sub(r"第(.+?)条", lambda match: f", Art. {chinese(match[1])}", article)
        dated = f"in force {since} to {until}" if until else f"in force from {since}" if since else ""
        beside = ", ".join(filter(None, (number, dated)))
        return f"{each['title']['en']}{article}{f' ({beside})' if beside else ''}"
    dated = f"{since}至{until}施行" if until else f"{since}起施行" if since else ""
    beside = "，".join(filter(None, (number, dated)))
    return f"{each['title']['zh']}{article}{f'（{beside}）' if beside else ''}"


MOST = 3  # other audits that are shown for one example
# What an example takes as told by the caller.
KNOWN = ("template", "year", "published", "submitted", "agency", "agency_kind")


def example(each: Example) -> Plain:
    """One worked example with all that it takes as given."""
    known: Plain = {"template": each.template, "year": each.year, "published": each.published}
    known |= {"submitted": each.submitted, "agency": each.agency, "agency_kind": each.agency_kind}
    known |= {"previous": [_beside(one) for one in each.previous], "area": [_beside(one) for one in each.area]}
    known["profile"] = profile.settled(each.profile)
    return {"outcome": each.outcome, "text": each.text, "facts": dict(each.facts), **known}


def told(known: Plain) -> list[str]:
    """What an example takes as told by the caller, in words for a line."""
    lines = [f"{name}: {known[name]}" for name in KNOWN if known[name]]
    return lines + ([f"profile: {json.dumps(known['profile'], ensure_ascii=False)}"] if known["profile"] else [])


def _beside(audit: Mapping[str, Any]) -> Plain:
    """An audit that an example takes as given: whose it is, of which year, with which figures; or a list of units."""
    if "units" in audit:
        return {"units": list(audit["units"])}
    report = audit["report"]
    return {"agency": report["agency"]["name"], "year": report["year"], "facts": dict(map(_figure, audit["facts"]))}


def shown(audits: Iterable[Plain]) -> list[str]:
    """The audits that an example takes as given, a line each; only the first few of many."""
    lines = []
    for audit in audits:
        if "units" in audit:
            lines.append(f"units: {'、'.join(audit['units'])}")
            continue
        figures = ", ".join(f"{key} = {value or '∅'}" for key, value in audit["facts"].items())
        lines.append(f"{audit['agency']} {audit['year']}{f': {figures}' if figures else ''}")
    return lines if len(lines) <= MOST else [*lines[:MOST], f"… ({len(lines)})"]


def _figure(fact: Mapping[str, Any]) -> tuple[str, str]:
    applicant, item = fact["applicant"], fact["item"]
    key = f"{fact['indicator']}{f'@{applicant}' if applicant else ''}{f'#{item}' if item else ''}"
    return key, fact["value"] or ""


def form(each: Template) -> Plain:
    """One form: its sections, its tables as rows and columns, the relations that it prints."""
    return {
        "id": each.id,
        "title": text(each.title),
        "years": list(each.years),
        "law": each.law,
        "sections": [
            {"key": s.key, "number": s.number, "heading": text(s.heading), "required": s.required}
            for s in each.sections
        ],
        "tables": [_table(table) for table in each.tables],
        "relations": [_relation(relation) for relation in each.relations],
    }


def _table(table: TableSpec) -> Plain:
    return {
        "id": table.id,
        "title": text(table.title),
        "rows": [{"key": row.key or None, "label": text(row.label), "heading": row.heading} for row in table.rows],
        "columns": [
            {"key": column.key, "label": text(column.label), "group": column.group or None} for column in table.columns
        ],
        "cells": [_term(term) for term in table.cells()],
    }


def _relation(relation: Relation) -> Plain:
    left, right = ([_term(term) for term in side] for side in (relation.left, relation.right))
    return {"rule": relation.code, "id": relation.id, "left": left, "op": relation.op, "right": right}


def _term(term: Term) -> Plain:
    return {"indicator": term.indicator, "applicant": term.applicant}


def indicator(each: Indicator) -> Plain:
    return {
        "key": each.key,
        "label": text(each.label),
        "unit": each.unit,
        "kind": each.kind,
        "part_of": each.part_of,
        "templates": list(_forms(each.key, templates())) or ["narrative"],
    }


def _forms(key: str, forms: Iterable[Template]) -> Iterable[str]:
    return (f.id for f in forms if any(cell.indicator == key for table in f.tables for cell in table.cells()))
