"""Load the engine's YAML data, refusing duplicate and unknown keys."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """A safe loader that refuses a key given twice."""


def _mapping(loader: Any, node: yaml.MappingNode) -> dict[Hashable, Any]:
    loader.flatten_mapping(node)
    found: dict[Hashable, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in found:
            raise ValueError(f"line {key_node.start_mark.line + 1}: the key {key!r} is given twice")
        found[key] = loader.construct_object(value_node, deep=True)
    return found


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


@cache
def load(name: str) -> dict[str, Any]:
    """One YAML file of the package, e.g. ``law.yaml`` or ``templates/format-2021.yaml``."""
    text = files("gouji").joinpath(name).read_text("utf-8")
    return parse(text)


def parse(text: str) -> dict[str, Any]:
    """YAML text to a dictionary; ValueError for a duplicate key."""
    loaded: dict[str, Any] = yaml.load(text, _Loader)
    return loaded


def events(text: str) -> Iterator[yaml.Event]:
    """The YAML text piece by piece, before anything is built of it: for looking at what a stranger wrote."""
    return yaml.parse(text, _Loader)


def strict(entry: dict[str, Any], required: set[str], optional: set[str], where: str) -> None:
    """Refuse unknown and missing keys, naming the allowed ones."""
    unknown = sorted(set(entry) - required - optional)
    missing = sorted(required - set(entry))
    if unknown or missing:
        allowed = ", ".join(sorted(required | optional))
        raise ValueError(f"{where}: unknown keys {unknown}, missing keys {missing}; allowed: {allowed}")
