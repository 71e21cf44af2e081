"""The forms as data: the grids expand to the cells and relations that the reference spells out one by one."""

import json
from collections import Counter
from typing import Any

import pytest

from gouji.data import parse
from gouji.template import build, template, templates
from gouji.vocabulary import vocabulary
from tests.corpus.real import FORMS, needs_forms

NAMES = [form.id for form in templates()]


@needs_forms
@pytest.mark.parametrize("name", NAMES)
def test_the_grid_expands_to_the_cells_of_the_reference(name: str) -> None:
    reference = json.loads((FORMS / f"{name}.json").read_text("utf-8"))
    wanted = {(i["indicator"], i.get("applicant")) for i in reference["indicators"] if not i.get("header")}
    cells = [(cell.indicator, cell.applicant) for table in template(name).tables for cell in table.cells()]
    assert set(cells) == wanted
    assert not [cell for cell, times in Counter(cells).items() if times > 1]


Sides = tuple[frozenset[tuple[str, str | None]], frozenset[tuple[str, str | None]]]


def sides(relation: dict[str, Any]) -> Sides:
    left, right = (
        frozenset(
            (term["indicator"], term.get("applicant")) for term in relation["terms"][side] if "indicator" in term
        )
        for side in ("left", "right")
    )
    return left, right


@needs_forms
@pytest.mark.parametrize("name", NAMES)
def test_the_relations_expand_to_those_of_the_reference(name: str) -> None:
    """Every relation is one of the reference, and every sum of the reference is here. What spans years or is only
    plausible belongs to rules of its own."""
    reference = json.loads((FORMS / f"{name}.json").read_text("utf-8"))["relations"]
    mine: set[Sides] = {
        (
            frozenset((term.indicator, term.applicant) for term in relation.left),
            frozenset((term.indicator, term.applicant) for term in relation.right),
        )
        for relation in template(name).relations
    }
    assert mine - {sides(relation) for relation in reference} == set()
    sums = {sides(r) for r in reference if r["type"] == "sum" or r["source"] == "official note"}
    assert {each for each in sums if each not in mine} == set()


@pytest.mark.parametrize("form", templates(), ids=NAMES)
def test_every_form_names_its_law_and_labels_in_both_languages(form) -> None:  # type: ignore[no-untyped-def]
    assert form.title.zh
    assert form.title.en
    for table in form.tables:
        for line in (*table.rows, *table.columns):
            assert line.label.zh
            assert line.label.en
    assert all(section.heading.zh and section.heading.en for section in form.sections)


BROKEN = {
    "unknown key": ("title: {zh: 甲, en: A}\ncolour: red\n", "unknown keys"),
    "unknown indicator": ("tables: [{id: t, title: {zh: 甲, en: A}, layout: list, fact: row, unit: 件, columns: [{key: value, zh: 数, en: n}], rows: [{key: no.such, zh: 甲, en: A}]}]\n", "not in vocabulary"),
    "a cell twice": ("tables: [{id: t, title: {zh: 甲, en: A}, layout: list, fact: row, unit: 件, columns: [{key: value, zh: 数, en: n}], rows: [{key: review.total, zh: 甲, en: A}, {key: review.total, zh: 乙, en: B}]}]\n", "mapped twice"),
    "a relation over an unknown row": ("relations: [{code: ARI-04, id: x, left: [review.total], op: '=', right: [review.upheld]}]\n", "not in the form"),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_a_wrong_template_is_refused_with_the_reason(case: str) -> None:
    text, reason = BROKEN[case]
    base = {"id": "x", "title": {"zh": "甲", "en": "A"}, "years": [2030, None], "law": "form-2021", "recognise": []}
    data = {**base, "sections": [], "tables": [], "relations": [], **parse(text)}
    with pytest.raises(ValueError, match=reason):
        build(data, "templates/x.yaml")


def test_a_key_given_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="given twice"):
        parse("a: 1\na: 2\n")


def test_every_indicator_has_labels_a_unit_and_a_known_whole() -> None:
    for each in vocabulary().values():
        assert each.label.zh
        assert each.label.en
        assert each.unit
        assert each.part_of is None or each.part_of in vocabulary()
