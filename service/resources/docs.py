"""The contract as a file and as a page, and a first page for people. Nothing is loaded from anywhere else."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml
from flask import Blueprint, Response, render_template

from service.negotiate import dumps

blueprint = Blueprint("docs", __name__)
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


@cache
def contract() -> bytes:
    """openapi.yaml: at the root of the checkout, or beside the package where it is installed."""
    here = Path(__file__).resolve().parent.parent
    for place in (here / "openapi.yaml", here.parent / "openapi.yaml"):
        if place.exists():
            return place.read_bytes()
    raise FileNotFoundError("openapi.yaml")


@cache
def _contract_as_json() -> bytes:
    return dumps(yaml.safe_load(contract()))


@blueprint.get("/openapi.yaml")
def as_yaml() -> Response:
    """The contract."""
    return Response(contract(), mimetype="application/yaml")


@blueprint.get("/openapi.json")
def as_json() -> Response:
    """The contract, for tools that want JSON."""
    return Response(_contract_as_json(), mimetype="application/json")


@blueprint.get("/docs")
def page() -> Response:
    """The contract as a page to read and to try."""
    return _html("docs.html")


@blueprint.get("/")
def start() -> Response:
    """Where to begin."""
    return _html("start.html")


def _html(name: str) -> Response:
    return Response(render_template(name), mimetype="text/html", headers={"Content-Security-Policy": CSP})
