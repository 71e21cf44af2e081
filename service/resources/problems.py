"""/v1/problems: every type of problem, explained; where the ``type`` of a problem leads."""

from __future__ import annotations

from flask import Blueprint, Response

from service.negotiate import as_json
from service.problem_types import TYPES
from service.problems import Problem, described

blueprint = Blueprint("problems", __name__, url_prefix="/v1/problems")


@blueprint.get("")
def all_types() -> Response:
    """Every type."""
    return as_json({"items": [described(TYPES[code]) for code in sorted(TYPES)]})


@blueprint.get("/<code>")
def one_type(code: str) -> Response:
    """One type."""
    if code not in TYPES:
        raise Problem("not-found")
    return as_json(described(TYPES[code]))
