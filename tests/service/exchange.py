"""Talking to the service in tests: samples, uploads, and a client that holds every exchange against the contract."""

from __future__ import annotations

import io
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from flask import Flask, Response, request
from flask.testing import FlaskClient
from openapi_core import Config, OpenAPI
from openapi_core.contrib.flask import FlaskOpenAPIResponse
from openapi_core.testing import MockRequest
from openapi_core.validation.request.validators import V31RequestParametersValidator
from werkzeug.test import TestResponse

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "tests" / "corpus" / "samples"


@cache
def contract() -> OpenAPI:
    text = (ROOT / "openapi.yaml").read_text(encoding="utf-8")
    readers = {
        "application/problem+json": json.loads,
        "application/yaml": yaml.safe_load,
        "text/html": bytes.decode,
        "text/event-stream": _last_event,
        "text/plain": bytes.decode,
    }
    return OpenAPI.from_dict(yaml.safe_load(text), Config(extra_media_type_deserializers=readers))


def _last_event(stream: bytes) -> dict[str, str]:
    """The schema of a stream is that of one event. All have the same form, so the last one tells; there may be none."""
    found = [dict(re.findall(r"^(\w+): (.*)$", each, re.M)) for each in stream.decode().split("\n\n")]
    return [{"id": "", "event": "job", "data": "{}"}, *(event for event in found if "id" in event)][-1]


class CheckedClient(FlaskClient):
    """A client that fails the test when an exchange breaks the contract."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        answer = super().open(*args, **kwargs)
        broken = self.application.config["BROKEN"]
        assert not broken, broken
        return answer


def checked(app: Flask) -> Flask:
    """Hold every answer, and the parameters of every request that was accepted, against the contract."""
    app.config["BROKEN"] = []

    @app.after_request
    def _check(response: Response) -> Response:
        exchange = MockRequest(
            "http://localhost/", request.method.lower(), request.path, args=request.args, headers=dict(request.headers)
        )
        known = request.url_rule is not None and not request.path.startswith("/assets/")
        if known and request.method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
            try:
                response.direct_passthrough = False
                contract().validate_response(exchange, FlaskOpenAPIResponse(response))
                if response.status_code < 400:
                    V31RequestParametersValidator(contract().spec).validate(exchange)
            except Exception as broken:
                app.config["BROKEN"].append((request.path, response.status_code, repr(broken), repr(broken.__cause__)))
        return response

    app.test_client_class = CheckedClient
    return app


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


def upload(client: FlaskClient, data: bytes, name: str = "报告.txt", **more: Any) -> TestResponse:
    """Hand a file in as a form; ``headers`` apart, everything more is a field of the form."""
    headers = more.pop("headers", {})
    assert len(data) < 400_000, "the test client would leave its temporary file open: send a raw body"
    return client.post("/v1/reports", data={"file": (io.BytesIO(data), name), **more}, headers=headers)
