"""Nobody who was content with the last released contract is broken by this one."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from contract_changes import breaking

ROOT = Path(__file__).resolve().parents[2]
RELEASED = ROOT / "docs" / "contract"
NOW: dict[str, Any] = yaml.safe_load((ROOT / "openapi.yaml").read_text("utf-8"))
SCHEMAS = NOW["components"]["schemas"]
Spec = dict[str, Any]


def version(file: Path) -> tuple[int, ...]:
    return tuple(map(int, file.stem.split(".")))


def last_released() -> Spec:
    found: Spec = yaml.safe_load(max(RELEASED.glob("*.yaml"), key=version).read_text("utf-8"))
    return found


def test_nothing_breaks_callers_of_the_last_release() -> None:
    """A break on purpose takes a new major version: CONTRIBUTING.md, "Release"."""
    before = last_released()
    major = [spec["info"]["version"].split(".")[0] for spec in (before, NOW)]
    assert major[0] != major[1] or breaking(before, NOW) == []


@pytest.mark.parametrize("file", sorted(RELEASED.glob("*.yaml"), key=version), ids=lambda file: file.stem)
def test_a_released_contract_says_which_it_is(file: Path) -> None:
    assert yaml.safe_load(file.read_text("utf-8"))["info"]["version"] == file.stem


def operation(spec: Spec, name: str) -> Spec:
    found = [each for item in spec["paths"].values() for each in item.values() if isinstance(each, dict)]
    one: Spec = next(each for each in found if each.get("operationId") == name)
    return one


def parameter(spec: Spec, name: str, inside: str = "listReports") -> Spec:
    one: Spec = next(each for each in operation(spec, inside)["parameters"] if each.get("name") == name)
    return one


def schema(spec: Spec, name: str) -> Spec:
    one: Spec = spec["components"]["schemas"][name]
    return one


BREAKS: dict[str, tuple[Callable[[Spec], Any], str]] = {
    "a path is gone": (lambda s: s["paths"].pop("/v1/rules/{code}"), "GET /v1/rules/{code}: it is gone"),
    "a method is gone": (lambda s: s["paths"]["/v1/profile"].pop("delete"), "DELETE /v1/profile: it is gone"),
    "an operation is renamed": (
        lambda s: operation(s, "getJob").update(operationId="job"),
        "GET /v1/jobs/{job_id}: operationId",
    ),
    "a status is gone": (lambda s: operation(s, "handIn")["responses"].pop("202"), "POST /v1/reports: 202"),
    "a header is gone": (
        lambda s: operation(s, "handIn")["responses"]["202"]["headers"].pop("Location"),
        "Location is gone",
    ),
    "a type of answer is gone": (
        lambda s: operation(s, "metrics")["responses"]["200"].update(content={}),
        "text/plain is gone",
    ),
    "a field is gone": (lambda s: schema(s, "Report")["properties"].pop("title"), ".title: the field is gone"),
    "a deep field is gone": (lambda s: schema(s, "Place")["properties"].pop("page"), ".page: the field is gone"),
    "a field is not always there": (
        lambda s: schema(s, "Job")["required"].remove("state"),
        ".state: the field is not always",
    ),
    "a field may be null": (
        lambda s: schema(s, "Report")["properties"]["filename"].update(type=["string", "null"]),
        "null is new",
    ),
    "a field has another type": (
        lambda s: schema(s, "Report")["properties"]["bytes"].update(type="string"),
        ".bytes: string is new",
    ),
    "a value is gone": (lambda s: schema(s, "Severity")["enum"].remove("notice"), "'notice' is gone"),
    "a problem type is gone": (lambda s: schema(s, "ProblemCode")["enum"].remove("empty"), "'empty' is gone"),
    "a format is gone": (lambda s: schema(s, "Moment").pop("format"), "format was date-time"),
    "a parameter is gone": (
        lambda s: operation(s, "listReports")["parameters"].remove(parameter(s, "year")),
        "year: the parameter is gone",
    ),
    "a parameter is required": (
        lambda s: parameter(s, "year").update(required=True),
        "year: the parameter is now required",
    ),
    "a new parameter is required": (
        lambda s: operation(s, "listReports")["parameters"].append(
            {"name": "x", "in": "query", "required": True, "schema": {}}
        ),
        "query x: the parameter is now required",
    ),
    "a parameter takes less": (
        lambda s: parameter(s, "limit")["schema"].update(maximum=100),
        "limit: maximum was 200",
    ),
    "a parameter has another type": (lambda s: schema(s, "Year").update(type="string"), "integer is not taken"),
    "a parameter is written in another way": (
        lambda s: parameter(s, "type", "listEvents").update(explode=True),
        "in another way",
    ),
    "a field must be given": (
        lambda s: schema(s, "Profile")["required"].append("select"),
        ".select: the field is now required",
    ),
    "a field is not taken": (
        lambda s: schema(s, "WebhookInput")["properties"].pop("types"),
        ".types: the field is gone",
    ),
    "a field takes less": (
        lambda s: schema(s, "WebhookInput")["properties"]["url"].update(maxLength=99),
        "maxLength was 2000",
    ),
    "null is not taken": (
        lambda s: schema(s, "WebhookInput")["properties"]["types"].update(type="array"),
        "null is not taken",
    ),
    "a type of request is not taken": (
        lambda s: operation(s, "changeWebhook")["requestBody"]["content"].pop("application/merge-patch+json"),
        "application/merge-patch+json is gone",
    ),
    "a key is needed": (lambda s: operation(s, "alive").update(security=[{"bearer": []}]), "credentials none"),
    "a message is gone": (lambda s: s["webhooks"].pop("event"), "webhook event: it is gone"),
    "a message has lost a field": (
        lambda s: schema(s, "EventData")["properties"].pop("outcome"),
        "webhook event.data.outcome",
    ),
}

HARMLESS: dict[str, Callable[[Spec], Any]] = {
    "nothing": lambda s: None,
    "a new path": lambda s: s["paths"].update({"/v1/new": s["paths"]["/v1/rules"]}),
    "a new field in answers": lambda s: schema(s, "Report")["properties"].update(new={"type": "string"}),
    "a new value in answers": lambda s: schema(s, "JobState")["enum"].append("sleeping"),
    "a field that is always there": lambda s: schema(s, "EventData")["required"].append("report_id"),
    "a new parameter": lambda s: operation(s, "listReports")["parameters"].append({"name": "x", "in": "query", "schema": {}}),
    "a parameter takes more": lambda s: parameter(s, "limit")["schema"].update(maximum=500),
    "a new field in requests": lambda s: schema(s, "WebhookInput")["properties"].update(new={"type": "string"}),
    "other words": lambda s: schema(s, "Report").update(description="…"),
}  # fmt: skip


@pytest.mark.parametrize("name", BREAKS)
def test_what_breaks_callers_is_seen(name: str) -> None:
    change, said = BREAKS[name]
    changed = copy.deepcopy(NOW)
    change(changed)
    found = breaking(NOW, changed)
    assert any(said in each for each in found), found


@pytest.mark.parametrize("name", HARMLESS)
def test_what_adds_something_is_no_break(name: str) -> None:
    changed = copy.deepcopy(NOW)
    HARMLESS[name](changed)
    assert breaking(NOW, changed) == []
