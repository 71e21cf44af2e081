"""/v1/rules, /v1/templates and /v1/vocabulary: what the engine knows, in both languages, cached by its digest."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app

from service.negotiate import dumps, versioned
from service.problems import Problem

rules = Blueprint("rules", __name__, url_prefix="/v1/rules")
templates = Blueprint("templates", __name__, url_prefix="/v1/templates")
vocabulary = Blueprint("vocabulary", __name__, url_prefix="/v1/vocabulary")


@rules.get("")
def all_rules() -> Response:
    """Every rule: what it checks, why, on which basis."""
    return _listed("rules")


@rules.get("/<code>")
def one_rule(code: str) -> Response:
    """One rule."""
    return _one("rules", "code", code)


@templates.get("")
def all_templates() -> Response:
    """Every form that the engine knows."""
    return _listed("templates")


@templates.get("/<name>")
def one_template(name: str) -> Response:
    """One form."""
    return _one("templates", "id", name)


@vocabulary.get("")
def all_indicators() -> Response:
    """Every indicator that a fact can be of."""
    return _listed("vocabulary")


def known() -> dict[str, Any]:
    """The engine's catalogue: asked for once, the same for all."""
    kept = current_app.extensions
    if "catalogue" not in kept:
        kept["catalogue"] = current_app.config["ENGINE"].catalogue()
    found: dict[str, Any] = kept["catalogue"]
    return found


def _listed(shelf: str) -> Response:
    kept = current_app.extensions
    if f"catalogue/{shelf}" not in kept:
        engine = current_app.config["ENGINE"].engine()
        kept[f"catalogue/{shelf}"] = dumps({"engine": engine, "items": known()[shelf]})
    return versioned(kept[f"catalogue/{shelf}"], _etag())


def _one(shelf: str, key: str, value: str) -> Response:
    for each in known()[shelf]:
        if each[key] == value:
            return versioned(dumps(each), _etag())
    raise Problem("not-found")


def _etag() -> str:
    engine = current_app.config["ENGINE"].engine()
    return f"{engine['version']}-{engine['catalogue']}"
