"""The operations handbook: the same in both languages, and every name in it is one that exists."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry

from ledger.metrics import GAUGES
from ledger.settings import Settings, variable
from service.metrics import Meters as OfRequests
from workers.meters import Meters as OfWork
from workers.meters import Sweeps

ROOT = Path(__file__).resolve().parents[2]
ENGLISH, CHINESE = (
    (ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("operations.md", "operations.zh-CN.md")
)


def blocks(text: str) -> list[str]:
    return re.findall(r"^(?:<!-- [^\n]*\n)?```.*?^```", text, re.M | re.S)


def expressions(text: str) -> list[str]:
    """The alerts' expressions."""
    return re.findall(r"^\| [^|]+ \| `(.+)` \| \S.*\|$", text, re.M)


def test_both_languages_have_the_same_commands_alerts_and_chapters() -> None:
    assert blocks(ENGLISH) == blocks(CHINESE)
    assert expressions(ENGLISH) == expressions(CHINESE)
    assert len(expressions(ENGLISH)) > 8
    for pattern in (r"^## ", r"^\*\*", r"^\d\. "):
        assert len(re.findall(pattern, ENGLISH, re.M)) == len(re.findall(pattern, CHINESE, re.M)), pattern


@pytest.mark.parametrize("text", [ENGLISH, CHINESE], ids=["en", "zh"])
def test_every_setting_module_and_figure_that_is_named_exists(text: str) -> None:
    known = {variable(name) for name in Settings.__dataclass_fields__}
    assert set(re.findall(r"\bGOUJI_[A-Z_]+\b", text)) <= known
    for module in re.findall(r"python -m ((?:service|workers|ledger)[\w.]*)", text):
        assert find_spec(module) is not None, module
    for link in re.findall(r"\]\(([^)]+)\)", text):
        assert (ROOT / "docs" / link).exists(), link
    assert set(re.findall(r"\bgouji_[a-z_]+", text)) <= figures()


def figures() -> set[str]:
    """The names of everything that is measured."""
    names = set(GAUGES)
    for registry in (OfRequests().registry, OfWork().registry, Sweeps().registry):
        assert isinstance(registry, CollectorRegistry)
        names |= set(registry._names_to_collectors)
    return names
