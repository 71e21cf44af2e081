"""docs/security.md names tests that exist, for every point of the list that it walks through."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "security.md").read_text("utf-8")
_TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


@cache
def functions(file: str) -> set[str]:
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_every_named_test_exists() -> None:
    named = _TEST.findall(TEXT)
    assert len(named) >= 30
    missing = [f"{file}::{name}" for file, name in named if name not in functions(file)]
    assert not missing


def test_every_point_of_the_list_has_a_test() -> None:
    rows = {line.split("|")[1].split()[0]: line for line in TEXT.splitlines() if re.match(r"\| API\d", line)}
    assert list(rows) == [f"API{number}" for number in range(1, 11)]
    assert all(_TEST.search(row) for row in rows.values())
