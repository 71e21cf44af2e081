"""The Helm chart: linted, rendered, held to the schemas of Kubernetes, and in step with the settings."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

import helm_python as helm
import kubernetes_validate  # type: ignore[import-untyped]
import pytest
import yaml

from ledger.database import Database
from ledger.migrate import migrate
from ledger.settings import Settings, load, variable
from ledger.store import workers

ROOT = Path(__file__).resolve().parents[2]
CHART = ROOT / "helm" / "gouji"
PROBE = CHART / "files" / "worker_alive.py"
VALUES: dict[str, Any] = yaml.safe_load((CHART / "values.yaml").read_text())
SCHEMA: dict[str, Any] = json.loads((CHART / "values.schema.json").read_text())
SECRETS = {
    "api_keys": "apiKeys",
    "redis_url": "redisUrl",
    "database_url": "databaseUrl",
    "webhook_keys": "webhookKeys",
}
FIXED = {"host", "metrics_host", "port", "state"}  # by the image and the chart
ELSEWHERE = {"metrics_port"}  # among the values
ONE_MACHINE = {"metrics_folder"}  # not for containers
SERVER = {"secrets": {"databaseUrl": {"name": "db"}, "webhookKeys": {"name": "hooks"}}}
EVERYTHING: dict[str, Any] = {
    **SERVER,
    "image": {"digest": f"sha256:{'0' * 64}"},
    "imagePullSecrets": [{"name": "pull"}],
    "persistence": {"accessMode": "ReadWriteMany", "storageClass": "shared", "keep": False},
    "api": {"replicas": 3},
    "worker": {"replicas": 4},
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


@pytest.mark.parametrize("variant", VARIANTS)
def test_lint(variant: str) -> None:
    report = helm.lint(CHART, VARIANTS[variant], strict=True)
    worse_than_information = [message for message in report["messages"] if message["severity"] != 1]
    assert not worse_than_information
    assert not report["errors"]


@pytest.mark.parametrize("version", ["1.25", "1.37"])
@pytest.mark.parametrize("variant", VARIANTS)
def test_manifests_are_valid(variant: str, version: str) -> None:
    assert render(variant)
    for manifest in render(variant):
        kubernetes_validate.validate(manifest, version, strict=True)


@pytest.mark.parametrize("variant", VARIANTS)
def test_names_are_unique_and_references_lead_somewhere(variant: str) -> None:
    manifests = render(variant)
    names = [(each["kind"], each["metadata"]["name"]) for each in manifests]
    assert len(set(names)) == len(names)
    maps, accounts = set(of_kind(variant, "ConfigMap")), set(of_kind(variant, "ServiceAccount"))
    claims = set(of_kind(variant, "PersistentVolumeClaim")) | {"there"}
    for _, spec in pods(variant):
        assert spec.get("serviceAccountName", "default") in accounts | {"default"}
        for volume in spec["volumes"]:
            claim = volume.get("persistentVolumeClaim")
            assert not claim or claim["claimName"] in claims
    for _, container in containers(variant):
        for source in container.get("envFrom", ()):
            assert source["configMapRef"]["name"] in maps


@pytest.mark.parametrize("variant", VARIANTS)
def test_selectors_meet_their_pods(variant: str) -> None:
    labels = {}
    for name, deployment in of_kind(variant, "Deployment").items():
        labels[name] = deployment["spec"]["template"]["metadata"]["labels"]
        assert deployment["spec"]["selector"]["matchLabels"].items() <= labels[name].items()
    service = of_kind(variant, "Service")["demo-gouji"]["spec"]
    assert [name for name in labels if service["selector"].items() <= labels[name].items()] == ["demo-gouji-api"]
    for name, budget in of_kind(variant, "PodDisruptionBudget").items():
        chosen = budget["spec"]["selector"]["matchLabels"].items()
        assert [each for each in labels if chosen <= labels[each].items()] == [name]


@pytest.mark.parametrize("variant", VARIANTS)
def test_everything_that_runs_is_confined(variant: str) -> None:
    for name, spec in pods(variant):
        assert spec["automountServiceAccountToken"] is False, name
        assert spec["enableServiceLinks"] is False, name  # a Service named gouji would set GOUJI_PORT
        security = spec["securityContext"]
        assert security["runAsNonRoot"] is True
        assert security["runAsUser"] == 10001
        assert security["seccompProfile"] == {"type": "RuntimeDefault"}
    for name, container in containers(variant):
        security = container["securityContext"]
        assert security["readOnlyRootFilesystem"] is True, name
        assert security["allowPrivilegeEscalation"] is False, name
        assert security["capabilities"] == {"drop": ["ALL"]}, name
        assert container["resources"]["limits"]["memory"], name
        assert container["resources"]["requests"], name


def test_the_user_is_that_of_the_image() -> None:
    assert "USER 10001:10001" in (ROOT / "Dockerfile").read_text()


def test_every_setting_has_its_value() -> None:
    chosen = {each.name for each in fields(Settings)} - set(SECRETS) - FIXED - ELSEWHERE - ONE_MACHINE
    assert set(VALUES["settings"]) == chosen
    assert set(SCHEMA["properties"]["settings"]["properties"]) == chosen
    assert set(SECRETS.values()) == set(VALUES["secrets"])


def test_the_chart_sets_what_the_code_reads() -> None:
    data = of_kind("default", "ConfigMap")["demo-gouji"]["data"]
    settings = load(data)
    assert set(data) == {variable(each.name) for each in fields(Settings) if each.name not in {*SECRETS, *ONE_MACHINE}}
    for name in VALUES["settings"]:
        assert getattr(settings, name) == getattr(Settings(), name), f"the chart's default of {name} differs"
    image = (ROOT / "Dockerfile").read_text()
    for name in FIXED:
        assert f"{variable(name)}={data[variable(name)]}" in image, name


def test_large_numbers_are_printed_in_full() -> None:
    with helm.Chart.load(CHART) as chart:
        text = chart.render({"settings": {"max_upload_bytes": 123456789, "sweep_seconds": 0.5}}, name="demo")
    data = yaml.safe_load(text["gouji/templates/configmap.yaml"])["data"]
    assert data["GOUJI_MAX_UPLOAD_BYTES"] == "123456789"
    assert data["GOUJI_SWEEP_SECONDS"] == "0.5"


def secrets_of(container: dict[str, Any]) -> set[str]:
    return {each["name"] for each in container.get("env", ())}


def test_each_part_gets_only_the_secrets_that_it_needs() -> None:
    found = {name: secrets_of(container) for name, container in containers("server")}
    assert found == {
        "api": {"GOUJI_API_KEYS", "REDIS_URL", "GOUJI_DATABASE_URL", "GOUJI_WEBHOOK_KEYS"},
        "worker": {"REDIS_URL", "GOUJI_DATABASE_URL", "GOUJI_WEBHOOK_KEYS"},
        "sweeper": {"REDIS_URL", "GOUJI_DATABASE_URL"},
        "migrate": {"GOUJI_DATABASE_URL"},
    }
    assert not of_kind("everything", "Secret")


def test_with_sqlite_the_api_migrates_and_all_pods_share_a_node() -> None:
    assert not of_kind("default", "Job")
    specs = dict(pods("default"))
    assert [each["name"] for each in specs["demo-gouji-api"]["initContainers"]] == ["migrate"]
    assert all("podAffinity" in spec["affinity"] for spec in specs.values())
    with helm.Chart.load(CHART) as chart, pytest.raises(helm.HelmError, match="needs a database server"):
        chart.render({"api": {"replicas": 2}}, name="demo")


def test_with_a_server_a_hook_migrates_before_anything_else() -> None:
    job = of_kind("everything", "Job")["demo-gouji-migrate"]
    assert job["metadata"]["annotations"]["helm.sh/hook"] == "pre-install,pre-upgrade"
    spec = job["spec"]["template"]["spec"]
    assert "serviceAccountName" not in spec, "the account does not exist yet when the hook runs"
    assert "envFrom" not in spec["containers"][0], "nor does the ConfigMap"
    assert all("affinity" not in each for _, each in pods("everything"))


def test_probes_of_the_api_are_its_health_routes() -> None:
    api = dict(containers("default"))["api"]
    assert api["livenessProbe"]["httpGet"]["path"] == "/healthz"
    assert api["readinessProbe"]["httpGet"]["path"] == "/readyz"


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
    {"networkPolicy": {"egressPorts": []}},
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


def test_the_schema_is_strict_and_explains_every_value() -> None:
    free = {"/properties/global", "/properties/tolerations/items", "/properties/networkPolicy/properties/from/items"}
    for path, schema in objects(SCHEMA):
        strings = schema.get("additionalProperties") == {"type": "string"}
        assert schema.get("additionalProperties") is False or strings or path in free, path
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


def test_versions_agree() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    chart = yaml.safe_load((CHART / "Chart.yaml").read_text())
    assert chart["appVersion"] == version
    assert f"ARG VERSION={version}\n" in (ROOT / "Dockerfile").read_text()


def probe(state: Path, url: str = "", age: str = "60") -> tuple[int, str]:
    environment = {"GOUJI_STATE": str(state), "GOUJI_DATABASE_URL": url, "MAX_AGE": age, "PYTHONPATH": str(ROOT)}
    run = subprocess.run([sys.executable, "-c", PROBE.read_text()], env=environment, capture_output=True, text=True)
    return run.returncode, run.stdout + run.stderr


def test_the_worker_probe_believes_the_ledger_and_nothing_else(tmp_path: Path) -> None:
    status, said = probe(tmp_path, "sqlite:////nowhere/at/all.sqlite")
    assert status == 0, "a database that is away is no reason to restart workers"
    assert "does not answer" in said

    url = f"sqlite:///{tmp_path / 'gouji.sqlite'}"
    migrate(url)
    database = Database(url)
    workers.seen(database, "another-worker")
    assert probe(tmp_path)[0] == 1, "never seen"
    workers.seen(database, f"{socket.gethostname()}-0123456789ab")
    assert probe(tmp_path)[0] == 0
    assert probe(tmp_path, age="0")[0] == 1, "seen too long ago"
    database.close()


def test_the_worker_probe_is_the_one_that_is_tested() -> None:
    worker = dict(containers("default"))["worker"]
    for name in ("startupProbe", "livenessProbe"):
        assert worker[name]["exec"]["command"] == ["python", "-c", PROBE.read_text()]
