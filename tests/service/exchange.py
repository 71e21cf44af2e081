"""Talking to the service in tests: samples, uploads, and a client that holds every exchange against the contract."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from functools import cache
from http.client import HTTPResponse
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import yaml
from flask import Flask, Response, request
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from jsonschema.validators import extend
from openapi_core import Config, OpenAPI
from openapi_core.contrib.flask import FlaskOpenAPIResponse
from openapi_core.templating.paths.exceptions import OperationNotFound, PathNotFound
from openapi_core.testing import MockRequest, MockResponse
from openapi_core.validation.request.validators import V31RequestBodyValidator, V31RequestParametersValidator
from werkzeug.formparser import MultiPartParser
from werkzeug.test import TestResponse

ROOT = Path(__file__).parents[2]
# Fields of a form are text; a whole number is written in digits.
Fields = extend(
    Draft202012Validator,
    type_checker=Draft202012Validator.TYPE_CHECKER.redefine(
        "integer", lambda _, value: isinstance(value, str) and value.isdecimal()
    ),
)
SAMPLES = ROOT / "tests" / "corpus" / "samples"


@cache
def document() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "openapi.yaml").read_text(encoding="utf-8"))
    return found


@cache
def contract() -> OpenAPI:
    return OpenAPI.from_dict(document(), Config(extra_media_type_deserializers=READERS))


def _last_event(stream: bytes) -> dict[str, str]:
    """The schema of a stream is that of one event. All have the same form, so the last one tells; there may be none."""
    found = [dict(re.findall(r"^(\w+): (.*)$", each, re.M)) for each in stream.decode().split("\n\n")]
    return [{"id": "", "event": "job", "data": "{}"}, *(event for event in found if "id" in event)][-1]


READERS = {
    "application/merge-patch+json": json.loads,
    "application/problem+json": json.loads,
    "application/yaml": yaml.safe_load,
    "text/html": bytes.decode,
    "text/event-stream": _last_event,
    "text/plain": bytes.decode,
}


class CheckedClient(FlaskClient):
    """A client that fails the test when an exchange breaks the contract."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        answer = super().open(*args, **kwargs)
        broken = self.application.config["BROKEN"]
        assert not broken, broken
        return answer


def checked(app: Flask) -> Flask:
    """Hold every answer, and the parameters and the body of every request that was accepted, against the contract."""
    app.config["BROKEN"] = []

    @app.after_request
    def _check(response: Response) -> Response:
        known = request.url_rule is not None and not request.path.startswith("/assets/")
        if known and request.method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
            try:
                response.direct_passthrough = False
                asked = _request()
                contract().validate_response(asked, FlaskOpenAPIResponse(response))
                if response.status_code < 400:
                    V31RequestParametersValidator(contract().spec).validate(asked)
                    _check_body(asked)
            except Exception as broken:
                app.config["BROKEN"].append((request.path, response.status_code, repr(broken), repr(broken.__cause__)))
        return response

    app.test_client_class = CheckedClient
    return app


def hold(
    method: str, path: str, body: bytes | None, headers: Mapping[str, str], answer: HTTPResponse, text: bytes
) -> None:
    """Hold an exchange with a service in another process against the contract. What the contract does not know must
    have been refused."""
    address = urlsplit(path)
    asked = MockRequest(
        "http://localhost/",
        method.lower(),
        address.path,
        args=dict(parse_qsl(address.query)),
        headers=dict(headers),
        data=body,
        content_type=_content_type(headers.get("Content-Type", "")),
    )
    said = MockResponse(text, answer.status, dict(answer.getheaders()), answer.getheader("Content-Type", ""))
    try:
        contract().validate_response(asked, said)
    except (PathNotFound, OperationNotFound):
        assert answer.status in (404, 405, 501)
        return
    if answer.status < 400:
        V31RequestParametersValidator(contract().spec).validate(asked)
        if "multipart" not in asked.content_type:
            V31RequestBodyValidator(contract().spec, extra_media_type_deserializers=READERS).validate(asked)


def _content_type(declared: str) -> str:
    return declared if "/" in declared else "application/octet-stream"


def _check_body(asked: MockRequest) -> None:
    if request.mimetype != "multipart/form-data":
        V31RequestBodyValidator(contract().spec, extra_media_type_deserializers=READERS).validate(asked)
        return
    assert request.url_rule
    parser = MultiPartParser(stream_factory=lambda *_, **__: io.BytesIO())
    fields, files = parser.parse(io.BytesIO(asked.body or b""), request.mimetype_params["boundary"].encode(), None)
    schema = document()["paths"][request.url_rule.rule]["post"]["requestBody"]["content"][request.mimetype]["schema"]
    given = {name: value for name, value in fields.items() if value.strip()}  # what is left blank is not given
    many = schema["properties"]["file"]["type"] == "array"
    whole = {**given, "file": [""] * len(files.getlist("file")) if many else ""}
    Fields({**schema, "components": document()["components"]}).validate(whole)


def _request() -> MockRequest:
    """The request as it came, with its body where that is still at hand: a client in this process has it in memory."""
    body = request.environ.get("wsgi.input")
    whole = body.getvalue() if isinstance(body, io.BytesIO) and not body.closed else request.get_data()
    return MockRequest(
        "http://localhost/",
        request.method.lower(),
        request.path,
        args=request.args,
        headers=dict(request.headers),
        data=whole or None,
        content_type=_content_type(request.content_type or ""),
    )


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


def upload(client: FlaskClient, data: bytes, name: str = "报告.txt", **more: Any) -> TestResponse:
    """Hand a file in as a form; ``headers`` apart, everything more is a field of the form."""
    headers = more.pop("headers", {})
    assert len(data) < 400_000, "the test client would leave its temporary file open: send a raw body"
    return client.post("/v1/reports", data={"file": (io.BytesIO(data), name), **more}, headers=headers)
