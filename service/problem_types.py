"""Every way in which a request or a job can go wrong: its code, its status, and what a caller reads."""

from __future__ import annotations

from dataclasses import dataclass

from gouji import errors
from gouji.model import Text


@dataclass(frozen=True, slots=True)
class ProblemType:
    """One way of going wrong. ``status`` is None for what only a job can report."""

    code: str
    status: int | None
    title: Text
    detail: Text


def _kind(code: str, status: int | None, titles: tuple[str, str], details: tuple[str, str]) -> ProblemType:
    return ProblemType(code, status, Text(*titles), Text(*details))


def _of_files() -> list[ProblemType]:
    """The engine's ways in which a file cannot be read, with the status for refusing it at once."""
    status = {"too-large": 413, "unsupported-type": 415}
    kinds = sorted(errors.Unreadable.__subclasses__(), key=lambda each: each.code)
    return [ProblemType(each.code, status.get(each.code, 422), each.title, each.advice) for each in kinds]


_OWN = (
    _kind("bad-request", 400, ("请求格式有误", "The request is malformed"),
         ("服务器无法理解该请求。请对照接口文档（/docs）检查后重试。",
          "The server cannot understand the request. Compare it with the documentation (/docs) and try again.")),
    _kind("incomplete-body", 400, ("请求体不完整", "The body is incomplete"),
         ("请求体与声明的长度不符，或分块格式有误，未予接收。请重新发送。",
          "The body is shorter than announced or badly chunked; nothing was accepted. Send it again.")),
    _kind("digest-mismatch", 400, ("内容与摘要不符", "The content does not match its digest"),
         ("收到的内容与 Content-Digest 或 Repr-Digest 不符，可能在传输中改变。digests 中列出了两者，请重新上传。",
          "The content does not match its Content-Digest or Repr-Digest and was perhaps altered on the way. Both "
          "are listed under digests. Send it again.")),
    _kind("unauthorized", 401, ("需要有效的密钥", "A valid key is needed"),
         ("请在 Authorization 头中以 Bearer 方式提供密钥。",
          "Give your key in the Authorization header, as a Bearer token.")),
    _kind("forbidden", 403, ("不允许该操作", "This is not allowed"),
         ("未设密钥时，本服务只接受来自本机、非其他网站发起的请求。",
          "Without keys this service takes requests from this machine only, none that another website starts.")),
    _kind("insufficient-scope", 403, ("密钥权限不足", "The key's scope does not cover this"),
         ("请使用权限（read、write 或 admin）足够的密钥；scope 写明了所需的权限。",
          "Use a key of a scope (read, write or admin) that covers it; the member scope says which.")),
    _kind("not-found", 404, ("没有找到", "Not found"),
         ("该地址没有对应的内容，或内容已被删除。请检查编号与路径。",
          "There is nothing at this address, or it has been deleted. Check the id and the path.")),
    _kind("method-not-allowed", 405, ("该地址不支持此方法", "The method is not allowed here"),
         ("请使用 Allow 头中列出的方法。", "Use one of the methods in the Allow header.")),
    _kind("too-slow", 408, ("上传过慢", "The upload is too slow"),
         ("数据来得过慢或中途停止，未予接收。请换用更快的网络，或稍后重试。",
          "Data came too slowly or stopped; nothing was accepted. Use a faster connection or try again later.")),
    _kind("no-audit", 409, ("尚无审核结果", "There is no audit yet"),
         ("审核尚未完成，或未能完成。请查看 job 链接中的任务状态。",
          "The audit has not ended, or has failed. The job behind the link says which.")),
    _kind("idempotency-key-in-use", 409, ("相同请求正在处理", "The same request is being answered"),
         ("使用同一 Idempotency-Key 的请求尚未答复。请按 Retry-After 稍后以同样内容重试。",
          "A request with this Idempotency-Key has not been answered yet. Send the same again after Retry-After "
          "seconds.")),
    _kind("uri-too-long", 414, ("地址过长", "The address is too long"),
         ("请缩短路径或查询参数。", "Shorten the path or the query.")),
    _kind("headers-too-large", 431, ("请求头过多或过大", "Too many or too large headers"),
         ("请减少请求头的数量或长度。", "Send fewer or shorter headers.")),
    _kind("expectation-failed", 417, ("不支持该 Expect", "The expectation is not known"),
         ("Expect 头只能是 100-continue。", "The Expect header may only say 100-continue.")),
    _kind("unsupported-transfer", 501, ("不支持该传输编码", "The transfer coding is not known"),
         ("Transfer-Encoding 只能是 chunked。", "Transfer-Encoding may only say chunked.")),
    _kind("unsupported-encoding", 415, ("不支持压缩的请求体", "A coded body is not taken"),
         ("请去掉 Content-Encoding，直接发送文件；DOCX、PDF 本身已经压缩。",
          "Send the file as it is, without Content-Encoding; DOCX and PDF are compressed already.")),
    _kind("idempotency-key-reused", 422, ("该键已用于其他内容", "The key stands for other content"),
         ("此 Idempotency-Key 在 24 小时内已用于内容不同的请求。新的请求请使用新的键。",
          "This Idempotency-Key was used for a request with other content within the last 24 hours. Use a new key "
          "for a new request.")),
    _kind("job-ended", 409, ("任务已经结束", "The job has ended"),
         ("任务已经成功或失败，无法取消。如不需要其报告与结果，请删除该报告。",
          "It has succeeded or failed already and cannot be cancelled. To be rid of its report and results delete "
          "the report.")),
    _kind("cursor-expired", 410, ("游标已失效", "The cursor is not valid any more"),
         ("该游标之后的事件已因超过保留期而删除，或该游标不属于本服务。"
          "请去掉 after 从现存最早的事件读起，并以报告列表核对其间的变化。",
          "Events behind this cursor have been deleted for their age, or it is not of this service. Leave out "
          "after to begin with the oldest event that is kept, and compare the list of reports for the time "
          "between.")),
    _kind("webhook-disabled", 409, ("该 Webhook 已停用", "The webhook is disabled"),
         ("请先以 PATCH 将 enabled 设为 true。", "Set enabled to true first, with PATCH.")),
    _kind("too-many-webhooks", 409, ("Webhook 过多", "There are too many webhooks"),
         ("已达到每个租户的 Webhook 数量上限。请先删除不再使用的。",
          "The tenant has as many webhooks as it may have. Delete one that is not needed any more.")),
    _kind("invalid-input", 422, ("参数有误", "Some input is invalid"),
         ("errors 中逐项列出了需要更正的内容。", "What to correct is listed under errors.")),
    _kind("queue-full", 429, ("排队任务过多", "Too much is waiting"),
         ("等待审核的文件过多，新的文件暂不接收，本次上传没有保存。请在 Retry-After 所示秒数后重试。",
          "Too many documents wait to be audited; new ones are not accepted for the moment and nothing was kept. "
          "Try again after the seconds in Retry-After.")),
    _kind("too-many-streams", 429, ("事件流连接已满", "Too many streams are open"),
         ("同时打开的事件流已达上限。请稍后重连，或用 Prefer: wait=n 查询任务。",
          "No more event streams can be opened at the moment. Come back later, or ask for the job with "
          "Prefer: wait=n.")),
    _kind("rate-limited", 429, ("请求过于频繁", "Too many requests"),
         ("请在 Retry-After 所示的秒数之后重试；RateLimit 头写明了限额与余量。",
          "Try again after the seconds in Retry-After; the RateLimit fields tell the limit and what is left.")),
    _kind("quota-exceeded", 429, ("已达当日上传限额", "The day's quota is used up"),
         ("ends_at 写明了何时可继续上传。", "The member ends_at says when documents can be handed in again.")),
    _kind("internal", 500, ("服务内部错误", "Internal error"),
         ("这是我们的错误，已记入日志。请稍后重试；若仍然出错，请把 trace_id 告知维护人员。",
          "This is our fault and has been logged. Try again later; if it persists tell the maintainers the "
          "trace_id.")),
    _kind("unavailable", 503, ("服务暂时不可用", "Temporarily unavailable"),
         ("数据库或存储暂时无法使用，文件未被接收。请稍后重试。",
          "The database or the storage does not answer; nothing was accepted. Try again later.")),
    _kind("worker_lost", None, ("审核进程多次中断", "The audit was lost repeatedly"),
         ("审核该文件的进程多次中断（超时、内存超限或崩溃），文件已隔离，不再重试。文件可能已损坏或过于复杂；请另存后重新上传。",
          "The process that read this file ended several times (time, memory or a crash); the file is set aside "
          "and not tried again. It may be damaged or too complex: save it anew and upload that.")),
    _kind("bytes-lost", None, ("已上传的文件缺失或损坏", "The uploaded file is missing or damaged"),
         ("存储中找不到该文件，或其内容与上传时不符，因此无法审核。请重新上传；并请维护人员检查存储与备份。",
          "The file is no longer in the store, or is not what was uploaded, and cannot be read. Upload it again, "
          "and ask the maintainers to check the store and its backups.")),
    _kind("engine-failed", None, ("审核引擎出错", "The engine failed"),
         ("审核引擎在处理该文件时出错，这是程序缺陷。请把任务编号告知维护人员。",
          "The engine failed on this file, which is a defect of the program. Tell the maintainers the job's id.")),
)  # fmt: skip
TYPES = {kind.code: kind for kind in (*_OWN, *_of_files())}
