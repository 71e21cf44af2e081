"""Settings: read from variables, refused by name, all documented."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from ledger.settings import BadSettingError, Settings, describe, load, variable

ROOT = Path(__file__).parents[2]


def test_defaults_work_without_any_variable() -> None:
    settings = load({})
    assert settings == Settings()
    assert settings.host == "127.0.0.1"
    assert settings.database.startswith("sqlite:////")


def test_values_come_from_variables_and_go_back_to_them() -> None:
    given = {
        "GOUJI_PORT": "9000",
        "REDIS_URL": "redis://example:6379/1",
        "GOUJI_STATE": "/x/y",
        "GOUJI_LEASE_SECONDS": "1.5",
    }
    settings = load(given)
    assert (settings.port, settings.state, settings.lease_seconds) == (9000, Path("/x/y"), 1.5)
    assert load(settings.environment()) == settings


def test_a_wrong_value_is_refused_by_the_name_of_its_variable() -> None:
    with pytest.raises(BadSettingError, match="GOUJI_PORT"):
        load({"GOUJI_PORT": "http"})


def test_every_setting_is_documented() -> None:
    assert (ROOT / "docs" / "settings.md").read_text() == describe(), (
        "run: python -m ledger.settings > docs/settings.md"
    )
    assert all(f"`{variable(each.name)}`" in describe() for each in fields(Settings))


@pytest.mark.parametrize("name", [each.name for each in fields(Settings)])
def test_every_setting_can_be_set_and_is_read(name: str) -> None:
    before = getattr(Settings(), name)
    other = f"{before}x" if isinstance(before, (str, Path)) else str(type(before)(before + 1))
    found = getattr(load({variable(name): other}), name)
    assert found == type(before)(other)
    assert found != before
    sources = [file for room in ("ledger", "service", "workers") for file in (ROOT / room).rglob("*.py")]
    assert any(re.search(rf"\.{name}\b", file.read_text("utf-8")) for file in sources), "nothing looks at it"
