"""openapi.yaml and the application agree on what there is; the contract agrees with the engine on the audit."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from exchange import ROOT, SAMPLES, sample
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

import gouji

SPEC: dict[str, Any] = yaml.safe_load((ROOT / "openapi.yaml").read_text(encoding="utf-8"))
METHODS = {"get", "post", "put", "patch", "delete"}


def test_the_contract_is_valid_openapi() -> None:
    validate(SPEC)


def test_routes_are_exactly_the_paths_of_the_contract(app: Flask) -> None:
    routes = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static"
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    promised = {(path, method) for path, item in SPEC["paths"].items() for method in item if method in METHODS}
    assert routes == promised


def test_every_operation_says_what_a_problem_looks_like() -> None:
    for path, item in SPEC["paths"].items():
        for method in METHODS & set(item):
            assert item[method]["responses"]["default"] == {"$ref": "#/components/responses/Problem"}, (path, method)
            assert item[method]["summary"], (path, method)


def test_the_contract_is_served_as_it_is(client: FlaskClient) -> None:
    assert client.get("/openapi.yaml").data == (ROOT / "openapi.yaml").read_bytes()
    assert client.get("/openapi.json").json == SPEC


@pytest.mark.parametrize("file", sorted(SAMPLES.glob("*.txt")), ids=lambda each: each.stem)
def test_audits_have_the_shape_that_the_contract_promises(file: Any) -> None:
    schema = {"$ref": "#/components/schemas/Audit", "components": SPEC["components"]}
    Draft202012Validator(schema).validate(gouji.to_dict(gouji.audit(file.read_bytes())))


def test_an_unreadable_file_has_the_promised_shape_too() -> None:
    schema = {"$ref": "#/components/schemas/Audit", "components": SPEC["components"]}
    Draft202012Validator(schema).validate(gouji.to_dict(gouji.audit(sample("format-2019-clean.docx")[:500])))
