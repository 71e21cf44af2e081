"""What can go wrong, as RFC 9457 problem details in both languages.

Every answer that is not 2xx or 3xx is one of the types below; ``/v1/problems/{code}`` explains each. ``title`` and
``detail`` are in the language that the caller prefers, ``titles`` and ``details`` hold both. The text of an exception
never gets out.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from flask import Flask, Response, g, request
from sqlalchemy.exc import DatabaseError, DataError, IntegrityError, InterfaceError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from werkzeug.exceptions import HTTPException

from gouji import errors
from gouji.model import Text
from ledger.blobs import StorageError, TooMuchError
from ledger.logs import log
from service.negotiate import as_json, language
from service.problem_types import TYPES, ProblemType


class Problem(Exception):  # noqa: N818 - the word of RFC 9457
    """Answer with a problem of type ``code``. ``wrong`` lists fields: (pointer, text)."""

    def __init__(
        self,
        code: str,
        detail: Text | None = None,
        *,
        wrong: tuple[tuple[str, Text], ...] = (),
        headers: dict[str, str] | None = None,
        extra: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(code)
        self.kind = TYPES[code]
        self.detail = detail or self.kind.detail
        self.wrong = wrong
        self.headers = headers or {}
        self.extra = extra or {}


_PATH = "/:@!$&'()*+,;=~"  # what a path may hold as it is (RFC 3986)
_BY_STATUS = {401: "unauthorized", 403: "forbidden", 404: "not-found", 405: "method-not-allowed"}


def described(kind: ProblemType) -> dict[str, Any]:
    """A problem type for the catalogue."""
    return {
        "type": f"/v1/problems/{kind.code}",
        "code": kind.code,
        "status": kind.status,
        "title": both(kind.title),
        "detail": both(kind.detail),
    }


def of_job(stored: dict[str, Any] | None) -> dict[str, Any] | None:
    """A job's problem in full: the engine's own, or the ledger's code and reason with our words."""
    if stored is None or "title" in stored:
        return stored
    kind = TYPES[stored["code"]]
    whole = {"type": f"/v1/problems/{kind.code}", "title": both(kind.title), "detail": both(kind.detail)}
    return {**whole, **stored}


def both(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def respond(problem: Problem) -> Response:
    """The problem as a response."""
    kind, lang = problem.kind, language()
    g.problem = kind.code
    body: dict[str, Any] = {
        "type": f"/v1/problems/{kind.code}",
        "code": kind.code,
        "status": kind.status,
        "title": kind.title.of(lang),
        "detail": problem.detail.of(lang),
        "instance": quote(request.path, safe=_PATH),
        "trace_id": g.trace_id,
        "titles": both(kind.title),
        "details": both(problem.detail),
        **problem.extra,
    }
    if problem.wrong:
        body["errors"] = [
            {"pointer": pointer, "detail": text.of(lang), "details": both(text)} for pointer, text in problem.wrong
        ]
    headers = {"Content-Language": lang, "Vary": "Accept-Language", **problem.headers}
    response = as_json(body, kind.status or 500, headers)
    response.mimetype = "application/problem+json"
    return response


def register(app: Flask) -> None:
    """Make every failure of the app answer as a problem."""
    app.register_error_handler(Problem, respond)
    app.register_error_handler(errors.Unreadable, lambda each: respond(Problem(each.code, each.detail)))
    for much in (TooMuchError, HTTPStatus.REQUEST_ENTITY_TOO_LARGE):
        app.register_error_handler(much, lambda _: respond(Problem("too-large", _limit(app))))
    app.register_error_handler(HTTPException, _of_http)
    for outage in (DatabaseError, InterfaceError, PoolTimeoutError, StorageError):
        app.register_error_handler(outage, _outage)
    for defect in (DataError, IntegrityError, ProgrammingError, Exception):
        app.register_error_handler(defect, _unexpected)


def _limit(app: Flask) -> Text:
    largest = app.config["SETTINGS"].max_upload_bytes
    allowed = request.max_content_length or largest
    if allowed < largest:  # no upload but a body of some other kind
        return Text(f"请求体不得超过 {allowed} 字节。", f"The body may have {allowed} bytes at most.")
    size = f"{largest / 1_000_000:g}"
    return Text(
        f"文件超过 {size} MB 的上限。请删去与年度报告无关的附件或高清图片后重新上传。",
        f"The limit is {size} MB. Remove attachments or high-resolution pictures and upload the file again.",
    )


def _of_http(problem: HTTPException) -> Response:
    status = problem.code or 500
    if status < 400:
        return problem.get_response()  # type: ignore[return-value]
    if status >= 500:
        return respond(Problem("internal"))
    headers = {"Allow": ", ".join(sorted(getattr(problem, "valid_methods", None) or []))} if status == 405 else {}
    code = _BY_STATUS.get(status, "bad-request")
    return respond(Problem(code, headers=headers))


def _outage(problem: Exception) -> Response:
    log().error("outage", kind=type(problem).__name__, trace_id=g.trace_id)
    return respond(Problem("unavailable", headers={"Retry-After": "5"}))


def _unexpected(problem: Exception) -> Response:
    where = problem.__traceback__
    while where and where.tb_next:
        where = where.tb_next
    place = f"{where.tb_frame.f_code.co_filename}:{where.tb_lineno}" if where else ""
    log().error("unexpected", kind=type(problem).__name__, at=place, trace_id=g.trace_id)
    return respond(Problem("internal"))
