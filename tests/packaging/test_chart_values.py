"""What the values of the chart may be: the schema refuses the rest and explains every one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import helm_python as helm
import pytest
from chart import CHART, SCHEMA, VALUES

WRONG: tuple[dict[str, Any], ...] = (
    {"unknown": 1},
    {"settings": {"unknown": 1}},
    {"settings": {"web_threads": "8"}},
    {"settings": {"web_threads": 0}},
    {"settings": {"max_upload_bytes": 0.5}},
    {"settings": {"log_level": "loud"}},
    {"settings": {"queue": ""}},
    {"settings": {"engine": "os; rm"}},
    {"settings": {"lease_seconds": 0}},
    {"settings": {"max_lost": None}},
    {"api": {"replicas": "three"}},
    {"api": {"replicas": -1}},
    {"api": {"resources": {"limits": {"memory": "much"}}}},
    {"api": {"resources": {"limit": {}}}},
    {"image": {"pullPolicy": "Sometimes"}},
    {"image": {"repository": ""}},
    {"image": {"digest": "sha256:abc"}},
    {"secrets": {"apiKeys": {"name": ""}}},
    {"secrets": {"redisUrl": {"name": ""}}},
    {"secrets": {"redisUrl": {"value": "redis://secret"}}},
    {"secrets": {"redisUrl": "redis://secret"}},
    {"persistence": {"accessMode": "ReadOnlyMany"}},
    {"persistence": {"size": "ten"}},
    {"service": {"type": "External"}},
    {"service": {"port": 70000}},
    {"ingress": {"enabled": "yes"}},
    {"ingress": {"hosts": ["gouji.example"]}},
    {"networkPolicy": {"egress": {"broker": {"ports": []}}}},
    {"networkPolicy": {"egress": {"elsewhere": {"ports": [1], "to": []}}}},
    {"workers": {"fast": {"queues": []}}},
    {"workers": {"fast": {"queues": ["quick"]}}},
    {"workers": {"Fast": {"queues": ["fast"]}}},
    {"workers": {"other": {"queues": ["fast"]}}},
    {"keda": {"trigger": "guess"}},
    {"keda": {"redis": {"address": "valkey"}}},
    {"api": {"autoscaling": {"cpuUtilization": 0}}},
    {"metrics": {"port": 8000}},
    {"tracing": {"endpoint": "collector"}},
    {"secrets": {"s3": {"secretAccessKey": ""}}},
    {"topologySpread": "yes"},
    {"podDisruptionBudget": {"maxUnavailable": 0}},
    {"podLabels": {"a": 1}},
)


@pytest.mark.parametrize("values", WRONG, ids=[json.dumps(each) for each in WRONG])
def test_wrong_values_are_refused(values: dict[str, Any]) -> None:
    with helm.Chart.load(CHART) as chart, pytest.raises(helm.HelmValuesError):
        chart.render(values, name="demo")


def objects(schema: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(schema, dict):
        if schema.get("type") == "object":
            yield path, schema
        for key, value in schema.items():
            yield from objects(value, f"{path}/{key}")
    elif isinstance(schema, list):
        for number, value in enumerate(schema):
            yield from objects(value, f"{path}/{number}")


def is_peer(path: str) -> bool:
    """NetworkPolicyPeers are Kubernetes' own, and validated with the manifests."""
    return path.startswith("/properties/networkPolicy/") and path.endswith(("/to/items", "rom/items"))


def test_the_schema_is_strict_and_explains_every_value() -> None:
    free = {"/properties/global", "/properties/tolerations/items"}
    for path, schema in objects(SCHEMA):
        strings = schema.get("additionalProperties") == {"type": "string"}
        assert schema.get("additionalProperties") is False or strings or path in free or is_peer(path), path
        for name, value in schema.get("properties", {}).items():
            assert "description" in value or "$ref" in value, f"{path}/{name}"


def keys(values: Any, schema: dict[str, Any], path: str) -> None:
    """Both know the same keys, as deep as the values are spelt out."""
    properties = schema.get("properties")
    if properties and isinstance(values, dict):
        assert set(values) == set(properties) - {"global"}, path
        for name, value in values.items():
            keys(value, properties[name], f"{path}/{name}")


def test_values_and_schema_know_the_same_keys() -> None:
    keys(VALUES, SCHEMA, "")
