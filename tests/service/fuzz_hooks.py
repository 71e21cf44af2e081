"""What a request may be refused for although its schema allows it, told to schemathesis.

Everything else that the contract allows must be accepted. An entry is an operation, the code of a problem and, where
that says more, the pointer of every field that may be wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import schemathesis
from hypothesis import strategies as st
from schemathesis import Case, HookContext
from schemathesis.core.failures import Failure
from schemathesis.core.parameters import ParameterLocation
from schemathesis.core.transport import Response
from schemathesis.openapi.checks import RejectedPositiveData

from gouji import errors

QUERY = ParameterLocation.QUERY
POSTS = r"POST .*"
REPORT = (Path(__file__).parents[1] / "corpus" / "samples" / "format-2021-faulty.txt").read_bytes()
UPLOADS = r"POST /v1/(reports|batches)"
REFUSALS: tuple[tuple[str, str, str], ...] = (
    # The key stands for the first request that came with it; a schema sees one request at a time.
    (POSTS, "idempotency-key-reused", ""),
    # Whether a digest is that of the body is arithmetic.
    (UPLOADS, "digest-mismatch", ""),
    # A document is judged by its content, whatever it is called: the schema can say no more than "bytes".
    *((UPLOADS, each.code, "") for each in errors.Unreadable.__subclasses__()),
    (r"POST /v1/batches", "invalid-input", r"/entries/\d+"),
    # A cursor is good for as long as events are kept.
    (r"GET /v1/events|POST /v1/webhooks/\{webhook_id\}/replay", "cursor-expired", ""),
    # Where nothing may be sent depends on the settings and on addresses.
    (r"(POST|PATCH) /v1/webhooks(/\{webhook_id\})?", "invalid-input", "/url"),
    (UPLOADS, "invalid-input", "/callback_url"),
    # An applicant is asked for together with something else.
    (r"GET /v1/facts", "invalid-input", "/applicant"),
    # The codes of rules are the engine's, which grow.
    (r"PUT /v1/profile", "invalid-input", r"/(select|ignore|severity)(/.*)?"),
)


# Every second file is a report that can be read.
schemathesis.openapi.format(
    "binary", st.binary(max_size=64) | st.integers(0, 1 << 40).map(lambda number: REPORT + str(number).encode())
)


@schemathesis.hook
def before_call(context: HookContext, case: Case, kwargs: dict[str, Any]) -> None:
    """A form that shall be accepted goes without particulars in the query. OpenAPI cannot tie a parameter to a media
    type."""
    if case.media_type == "multipart/form-data" and case.meta and not case.meta.is_negative_at(QUERY):
        case.query.clear()


@schemathesis.hook
def filter_failure(context: HookContext, failure: Failure, case: Case, response: Response) -> bool:
    """Keep a failure unless it is a refusal that is listed above."""
    if not isinstance(failure, RejectedPositiveData):
        return True
    problem = response.json()
    pointers = [each["pointer"] for each in problem.get("errors", [])]
    return not any(
        re.fullmatch(operation, case.operation.label) and code == problem["code"] and _only(pointer, pointers)
        for operation, code, pointer in REFUSALS
    )


def _only(pointer: str, found: Iterable[str]) -> bool:
    return all(re.fullmatch(pointer, each) for each in found)
