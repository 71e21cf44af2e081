"""The Helm chart: linted, rendered, held to the schemas of Kubernetes, and in step with the settings."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import tomllib
from dataclasses import fields
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

import helm_python as helm
import kubernetes_validate  # type: ignore[import-untyped]
import pytest
import yaml
from chart import (
    CHART,
    ELSEWHERE,
    FIXED,
    ONE_MACHINE,
    OPERATORS,
    ROOT,
    SCHEMA,
    SECRETS,
    SERVER,
    VALUES,
    VARIANTS,
    containers,
    of_kind,
    pods,
    render,
)

from ledger.database import Database
from ledger.metrics import GAUGES
from ledger.migrate import migrate
from ledger.queue import application, broker_queue
from ledger.settings import Settings, load, variable
from ledger.store import workers
from workers.lanes import Lanes
from workers.sweeper import ALIVE

PROBE = CHART / "files" / "worker_alive.py"
SWEEPER_PROBE = CHART / "files" / "sweeper_alive.py"


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
        if manifest["apiVersion"].split("/")[0] not in OPERATORS:
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
    assert {*SECRETS.values(), "s3"} == set(VALUES["secrets"])


def test_the_chart_sets_what_the_code_reads() -> None:
    data = of_kind("default", "ConfigMap")["demo-gouji"]["data"]
    settings = load(data)
    assert set(data) == {
        variable(each.name) for each in fields(Settings) if each.name not in {*SECRETS, *ONE_MACHINE, "worker_queues"}
    }
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
    return {each["name"] for each in container.get("env", ()) if "secretKeyRef" in each.get("valueFrom", {})}


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


IMPOSSIBLE: tuple[tuple[dict[str, Any], str], ...] = (
    ({"api": {"autoscaling": {"enabled": True}}}, "needs a database server"),
    ({"persistence": {"enabled": False}}, "nothing would be kept"),
    ({**SERVER, "persistence": {"enabled": False}}, "nothing would be kept"),
    ({"workers": {"slow": None}}, "serves the queue slow"),
    ({"workers": {"fast": {"autoscaling": {"enabled": True}}}}, r"the address in keda\.prometheus"),
)


@pytest.mark.parametrize(("values", "why"), IMPOSSIBLE, ids=[why for _, why in IMPOSSIBLE])
def test_what_cannot_work_is_refused_with_the_reason(values: dict[str, Any], why: str) -> None:
    with helm.Chart.load(CHART) as chart, pytest.raises(helm.HelmError, match=why):
        chart.render(values, name="demo")


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_queue_has_its_workers_and_each_knows_its_queues(variant: str) -> None:
    served = {
        name: next(each["value"] for each in spec["containers"][0]["env"] if each["name"] == "GOUJI_WORKER_QUEUES")
        for name, spec in pods(variant)
        if "-worker-" in name
    }
    assert set(",".join(served.values()).split(",")) == {"fast", "slow", "hooks"}
    for queues in served.values():
        Lanes(Settings(worker_queues=queues))
    if variant == "everything":
        assert served["demo-gouji-worker-rest"] == "slow,hooks"
        assert "demo-gouji-worker-hooks" not in served


def test_pods_that_are_scaled_have_no_fixed_number() -> None:
    deployments = of_kind("everything", "Deployment")
    scaled = {
        each["spec"]["scaleTargetRef"]["name"]
        for each in render("everything")
        if "scaleTargetRef" in each.get("spec", {})
    }
    assert scaled == {"demo-gouji-api", "demo-gouji-worker-fast", "demo-gouji-worker-slow"}
    assert {name for name, each in deployments.items() if "replicas" not in each["spec"]} == scaled
    cpu = of_kind("everything", "HorizontalPodAutoscaler")["demo-gouji-api"]["spec"]["metrics"][0]["resource"]
    assert (cpu["name"], cpu["target"]["averageUtilization"]) == ("cpu", 70)
    assert dict(pods("everything"))["demo-gouji-api"]["containers"][0]["resources"]["requests"]["cpu"]


def test_workers_are_scaled_by_figures_and_lists_that_exist() -> None:
    by_figures = of_kind("everything", "ScaledObject")["demo-gouji-worker-slow"]["spec"]["triggers"]
    assert [each["type"] for each in by_figures] == ["prometheus"]
    assert set(re.findall(r"gouji_\w+", by_figures[0]["metadata"]["query"])) <= set(GAUGES)
    variant = "nothing kept in pods"
    (by_list,) = of_kind(variant, "ScaledObject")["demo-gouji-worker-fast"]["spec"]["triggers"]
    settings = Settings()
    prefix = application(settings).conf.broker_transport_options["global_keyprefix"]
    assert by_list["metadata"]["listName"] == prefix + broker_queue(settings, "fast")
    assert all(isinstance(value, str) for value in by_list["metadata"].values())
    assert by_list["authenticationRef"]["name"] in of_kind(variant, "TriggerAuthentication")


def test_nothing_is_reached_but_the_api_and_only_hooks_go_outside() -> None:
    policies = of_kind("nothing kept in pods", "NetworkPolicy")
    base, api, hooks = (policies[f"demo-gouji{part}"]["spec"] for part in ("", "-api", "-worker-hooks"))
    assert base["policyTypes"] == ["Ingress", "Egress"]
    assert "ingress" not in base
    assert [port["port"] for rule in base["egress"] for port in rule["ports"]] == [53, 53, 5432, 6379, 443]
    assert [port["port"] for rule in api["ingress"] for port in rule["ports"]] == ["http"]
    (rule,) = hooks["egress"]
    assert [port["port"] for port in rule["ports"]] == [443]
    refused = [ip_network(each) for each in rule["to"][0]["ipBlock"]["except"]]
    for private in ("10.1.2.3", "172.20.0.1", "192.168.1.1", "169.254.169.254", "127.0.0.1", "100.64.0.1"):
        assert any(ip_address(private) in network for network in refused), private
    default = of_kind("nothing optional", "NetworkPolicy")["demo-gouji"]["spec"]
    assert [port["port"] for rule in default["egress"] for port in rule["ports"]] == [53, 53, 6379], (
        "SQLite, local disk"
    )
    assert [port["port"] for rule in default["ingress"] for port in rule["ports"]] == [9464]
    assert [rule["from"] for rule in default["ingress"]] == [[{"podSelector": {}}]]


def test_with_server_and_store_no_volume_is_made_and_pods_spread() -> None:
    variant = "nothing kept in pods"
    assert not of_kind(variant, "PersistentVolumeClaim")
    for name, spec in pods(variant):
        assert all("persistentVolumeClaim" not in volume for volume in spec["volumes"]), name
        assert "affinity" not in spec, name
        if "api" in name or "-worker-" in name:
            assert spec["topologySpreadConstraints"][0]["topologyKey"] == "kubernetes.io/hostname", name
    needed = {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"}
    for name, container in containers(variant):
        assert needed <= secrets_of(container) or name == "migrate", name


def test_everything_that_runs_on_is_probed() -> None:
    for name, container in containers("everything"):
        if name != "migrate":
            assert {"startupProbe", "livenessProbe"} <= set(container), name
    sweeper = dict(containers("default"))["sweeper"]
    assert sweeper["livenessProbe"]["exec"]["command"] == ["python", "-c", SWEEPER_PROBE.read_text()]


def test_the_sweeper_probe_believes_the_rounds_of_the_sweeper(tmp_path: Path) -> None:
    def probe(age: str = "120") -> int:
        environment = {"GOUJI_STATE": str(tmp_path), "MAX_AGE": age, "PYTHONPATH": str(ROOT)}
        return subprocess.run([sys.executable, SWEEPER_PROBE], env=environment, stdout=subprocess.DEVNULL).returncode

    assert probe() == 1, "no round yet"
    (tmp_path / ALIVE).touch()
    assert (probe(), probe(age="0")) == (0, 1)


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
