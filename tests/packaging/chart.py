"""The Helm chart in its variants, rendered."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import helm_python as helm
import yaml

ROOT = Path(__file__).resolve().parents[2]
CHART = ROOT / "helm" / "gouji"
VALUES: dict[str, Any] = yaml.safe_load((CHART / "values.yaml").read_text())
SCHEMA: dict[str, Any] = json.loads((CHART / "values.schema.json").read_text())
SECRETS = {
    "api_keys": "apiKeys",
    "redis_url": "redisUrl",
    "database_url": "databaseUrl",
    "webhook_keys": "webhookKeys",
}
FIXED = {"host", "metrics_host", "port", "state"}  # by the image and the chart
ELSEWHERE = {"metrics_port", "worker_queues"}  # among the values
ONE_MACHINE = {"metrics_folder"}  # not for containers
OPERATORS = {"keda.sh", "monitoring.coreos.com"}  # whose kinds Kubernetes does not know
SERVER = {"secrets": {"databaseUrl": {"name": "db"}, "webhookKeys": {"name": "hooks"}}}
EVERYTHING: dict[str, Any] = {
    **SERVER,
    "image": {"digest": f"sha256:{'0' * 64}"},
    "imagePullSecrets": [{"name": "pull"}],
    "persistence": {"accessMode": "ReadWriteMany", "storageClass": "shared", "keep": False},
    "api": {"autoscaling": {"enabled": True}},
    "workers": {
        "fast": {"autoscaling": {"enabled": True}},
        "slow": {"autoscaling": {"enabled": True}},
        "hooks": None,
        "rest": {**VALUES["workers"]["fast"], "queues": ["slow", "hooks"], "replicas": 4},
    },
    "keda": {"prometheus": {"serverAddress": "http://prometheus:9090"}},
    "metrics": {"podMonitor": {"enabled": True, "labels": {"release": "prometheus"}}},
    "tracing": {"endpoint": "http://collector:4318"},
    "service": {"type": "LoadBalancer", "annotations": {"a": "b"}},
    "ingress": {
        "enabled": True,
        "className": "nginx",
        "annotations": {"a": "b"},
        "hosts": [{"host": "gouji.example", "path": "/"}, {"host": "other.example"}],
        "tls": [{"secretName": "tls", "hosts": ["gouji.example"]}],
    },
    "networkPolicy": {"enabled": True, "from": [{"namespaceSelector": {"matchLabels": {"a": "b"}}}]},
    "serviceAccount": {"annotations": {"a": "b"}},
    "podAnnotations": {"a": "b"},
    "podLabels": {"a": "b"},
    "nodeSelector": {"a": "b"},
    "tolerations": [{"key": "a", "operator": "Exists"}],
}
VARIANTS: dict[str, dict[str, Any]] = {
    "default": {},
    "server": SERVER,
    "everything": EVERYTHING,
    "nothing kept in pods": {
        "secrets": {"databaseUrl": {"name": "db"}, "s3": {"name": "store"}},
        "settings": {"blobs_url": "s3://reports?endpoint=https://s3.example"},
        "persistence": {"enabled": False},
        "workers": {"fast": {"autoscaling": {"enabled": True}}},
        "keda": {"trigger": "redis", "redis": {"address": "valkey:6379", "passwordSecret": {"name": "broker"}}},
        "metrics": {"port": 0},
        "networkPolicy": {"enabled": True},
    },
    "nothing optional": {
        "persistence": {"existingClaim": "there"},
        "podDisruptionBudget": {"enabled": False},
        "serviceAccount": {"create": False},
        "networkPolicy": {"enabled": True},
    },
}


@cache
def render(variant: str) -> tuple[dict[str, Any], ...]:
    """Every manifest of a variant."""
    with helm.Chart.load(CHART) as chart:
        rendered = chart.render(VARIANTS[variant], name="demo", namespace="prod")
    texts = [text for path, text in sorted(rendered.items()) if path.endswith(".yaml")]
    return tuple(manifest for text in texts for manifest in yaml.safe_load_all(text) if manifest)


def of_kind(variant: str, kind: str) -> dict[str, dict[str, Any]]:
    """Manifests of one kind by the last part of their name."""
    return {each["metadata"]["name"]: each for each in render(variant) if each["kind"] == kind}


def pods(variant: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Name and pod spec of everything that runs."""
    for each in render(variant):
        if each["kind"] in ("Deployment", "Job"):
            yield each["metadata"]["name"], each["spec"]["template"]["spec"]


def containers(variant: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for _, spec in pods(variant):
        for each in (*spec.get("initContainers", ()), *spec["containers"]):
            yield each["name"], each
