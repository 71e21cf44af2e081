"""What can go wrong, as RFC 9457 problem details in both languages.

Every answer that is not 2xx or 3xx is one of the types below; ``/v1/problems/{code}`` explains each. ``title`` and
``detail`` are in the language that the caller prefers, ``titles`` and ``details`` hold both. The text of an exception
never gets out.
"""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class ProblemType:
    """One way of going wrong. ``status`` is None for what only a job can report."""

    code: str
    status: int | None
    title: Text
    detail: Text


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


def _own() -> list[ProblemType]:
    def kind(code: str, status: int | None, titles: tuple[str, str], details: tuple[str, str]) -> ProblemType:
        return ProblemType(code, status, Text(*titles), Text(*details))

    return [
        kind("bad-request", 400, ("请求格式有误", "The request is malformed"),
             ("服务器无法理解该请求。请对照接口文档（/docs）检查后重试。",
              "The server cannot understand the request. Compare it with the documentation (/docs) and try again.")),
        kind("incomplete-body", 400, ("请求体不完整", "The body is incomplete"),
             ("请求体与声明的长度不符，或分块格式有误，未予接收。请重新发送。",
              "The body is shorter than announced or badly chunked; nothing was accepted. Send it again.")),
        kind("digest-mismatch", 400, ("内容与摘要不符", "The content does not match its digest"),
             ("收到的内容与 Content-Digest 或 Repr-Digest 不符，可能在传输中改变。digests 中列出了两者，请重新上传。",
              "The content does not match its Content-Digest or Repr-Digest and was perhaps altered on the way. Both "
              "are listed under digests. Send it again.")),
        kind("unauthorized", 401, ("需要有效的密钥", "A valid key is needed"),
             ("请在 Authorization 头中以 Bearer 方式提供密钥。",
              "Give your key in the Authorization header, as a Bearer token.")),
        kind("forbidden", 403, ("不允许该操作", "This is not allowed"),
             ("未设密钥时，本服务只接受来自本机、非其他网站发起的请求。",
              "Without keys this service takes requests from this machine only, none that another website starts.")),
        kind("insufficient-scope", 403, ("密钥权限不足", "The key's scope does not cover this"),
             ("请使用权限（read、write 或 admin）足够的密钥；scope 写明了所需的权限。",
              "Use a key of a scope (read, write or admin) that covers it; the member scope says which.")),
        kind("not-found", 404, ("没有找到", "Not found"),
             ("该地址没有对应的内容，或内容已被删除。请检查编号与路径。",
              "There is nothing at this address, or it has been deleted. Check the id and the path.")),
        kind("method-not-allowed", 405, ("该地址不支持此方法", "The method is not allowed here"),
             ("请使用 Allow 头中列出的方法。", "Use one of the methods in the Allow header.")),
        kind("too-slow", 408, ("上传过慢", "The upload is too slow"),
             ("数据来得过慢或中途停止，未予接收。请换用更快的网络，或稍后重试。",
              "Data came too slowly or stopped; nothing was accepted. Use a faster connection or try again later.")),
        kind("no-audit", 409, ("尚无审核结果", "There is no audit yet"),
             ("审核尚未完成，或未能完成。请查看 job 链接中的任务状态。",
              "The audit has not ended, or has failed. The job behind the link says which.")),
        kind("idempotency-key-in-use", 409, ("相同请求正在处理", "The same request is being answered"),
             ("使用同一 Idempotency-Key 的请求尚未答复。请按 Retry-After 稍后以同样内容重试。",
              "A request with this Idempotency-Key has not been answered yet. Send the same again after Retry-After "
              "seconds.")),
        kind("uri-too-long", 414, ("地址过长", "The address is too long"),
             ("请缩短路径或查询参数。", "Shorten the path or the query.")),
        kind("headers-too-large", 431, ("请求头过多或过大", "Too many or too large headers"),
             ("请减少请求头的数量或长度。", "Send fewer or shorter headers.")),
        kind("expectation-failed", 417, ("不支持该 Expect", "The expectation is not known"),
             ("Expect 头只能是 100-continue。", "The Expect header may only say 100-continue.")),
        kind("unsupported-transfer", 501, ("不支持该传输编码", "The transfer coding is not known"),
             ("Transfer-Encoding 只能是 chunked。", "Transfer-Encoding may only say chunked.")),
        kind("unsupported-encoding", 415, ("不支持压缩的请求体", "A coded body is not taken"),
             ("请去掉 Content-Encoding，直接发送文件；DOCX、PDF 本身已经压缩。",
              "Send the file as it is, without Content-Encoding; DOCX and PDF are compressed already.")),
        kind("idempotency-key-reused", 422, ("该键已用于其他内容", "The key stands for other content"),
             ("此 Idempotency-Key 在 24 小时内已用于内容不同的请求。新的请求请使用新的键。",
              "This Idempotency-Key was used for a request with other content within the last 24 hours. Use a new key "
              "for a new request.")),
        kind("job-ended", 409, ("任务已经结束", "The job has ended"),
             ("任务已经成功或失败，无法取消。如不需要其报告与结果，请删除该报告。",
              "It has succeeded or failed already and cannot be cancelled. To be rid of its report and results delete "
              "the report.")),
        kind("cursor-expired", 410, ("游标已失效", "The cursor is not valid any more"),
             ("该游标之后的事件已因超过保留期而删除，或该游标不属于本服务。"
              "请去掉 after 从现存最早的事件读起，并以报告列表核对其间的变化。",
              "Events behind this cursor have been deleted for their age, or it is not of this service. Leave out "
              "after to begin with the oldest event that is kept, and compare the list of reports for the time "
              "between.")),
        kind("webhook-disabled", 409, ("该 Webhook 已停用", "The webhook is disabled"),
             ("请先以 PATCH 将 enabled 设为 true。", "Set enabled to true first, with PATCH.")),
        kind("too-many-webhooks", 409, ("Webhook 过多", "There are too many webhooks"),
             ("已达到每个租户的 Webhook 数量上限。请先删除不再使用的。",
              "The tenant has as many webhooks as it may have. Delete one that is not needed any more.")),
        kind("invalid-input", 422, ("参数有误", "Some input is invalid"),
             ("errors 中逐项列出了需要更正的内容。", "What to correct is listed under errors.")),
        kind("queue-full", 429, ("排队任务过多", "Too much is waiting"),
             ("等待审核的文件过多，新的文件暂不接收，本次上传没有保存。请在 Retry-After 所示秒数后重试。",
              "Too many documents wait to be audited; new ones are not accepted for the moment and nothing was kept. "
              "Try again after the seconds in Retry-After.")),
        kind("too-many-streams", 429, ("事件流连接已满", "Too many streams are open"),
             ("同时打开的事件流已达上限。请稍后重连，或用 Prefer: wait=n 查询任务。",
              "No more event streams can be opened at the moment. Come back later, or ask for the job with "
              "Prefer: wait=n.")),
        kind("rate-limited", 429, ("请求过于频繁", "Too many requests"),
             ("请在 Retry-After 所示的秒数之后重试；RateLimit 头写明了限额与余量。",
              "Try again after the seconds in Retry-After; the RateLimit fields tell the limit and what is left.")),
        kind("quota-exceeded", 429, ("已达当日上传限额", "The day's quota is used up"),
             ("ends_at 写明了何时可继续上传。", "The member ends_at says when documents can be handed in again.")),
        kind("internal", 500, ("服务内部错误", "Internal error"),
             ("这是我们的错误，已记入日志。请稍后重试；若仍然出错，请把 trace_id 告知维护人员。",
              "This is our fault and has been logged. Try again later; if it persists tell the maintainers the "
              "trace_id.")),
        kind("unavailable", 503, ("服务暂时不可用", "Temporarily unavailable"),
             ("数据库或存储暂时无法使用，文件未被接收。请稍后重试。",
              "The database or the storage does not answer; nothing was accepted. Try again later.")),
        kind("worker_lost", None, ("审核进程多次中断", "The audit was lost repeatedly"),
             ("审核该文件的进程多次中断（超时、内存超限或崩溃），文件已隔离，不再重试。文件可能已损坏或过于复杂；请另存后重新上传。",
              "The process that read this file ended several times (time, memory or a crash); the file is set aside "
              "and not tried again. It may be damaged or too complex: save it anew and upload that.")),
        kind("bytes-lost", None, ("已上传的文件缺失或损坏", "The uploaded file is missing or damaged"),
             ("存储中找不到该文件，或其内容与上传时不符，因此无法审核。请重新上传；并请维护人员检查存储与备份。",
              "The file is no longer in the store, or is not what was uploaded, and cannot be read. Upload it again, "
              "and ask the maintainers to check the store and its backups.")),
        kind("engine-failed", None, ("审核引擎出错", "The engine failed"),
             ("审核引擎在处理该文件时出错，这是程序缺陷。请把任务编号告知维护人员。",
              "The engine failed on this file, which is a defect of the program. Tell the maintainers the job's id.")),
    ]  # fmt: skip


def _of_files() -> list[ProblemType]:
    """The engine's ways in which a file cannot be read, with the status for refusing it at once."""
    status = {"too-large": 413, "unsupported-type": 415}
    kinds = sorted(errors.Unreadable.__subclasses__(), key=lambda each: each.code)
    return [ProblemType(each.code, status.get(each.code, 422), each.title, each.advice) for each in kinds]


TYPES = {kind.code: kind for kind in [*_own(), *_of_files()]}
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
