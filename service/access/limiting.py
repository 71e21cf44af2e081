"""How often and how much a caller may: requests per key, documents and bytes a day.

Requests are counted in fixed windows by the limits library, in this process's memory or, where one is named, in Redis.
In memory every process counts for itself: so many processes, so many times the limit. A Redis that is away limits
nobody: counting protects the service, it must not stop it.
"""

from __future__ import annotations

import math
import time
from datetime import UTC, datetime
from functools import cache

from flask import Flask, Response, g, request
from limits import RateLimitItem, parse
from limits.errors import StorageError
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter

from gouji.model import Text
from ledger.clock import now
from ledger.logs import log
from ledger.settings import BadSettingError, Settings
from ledger.store.credentials import Known
from ledger.store.usage import WHOLE_TENANT, Allowance, QuotaError
from service.access.counters import Counters
from service.problems import Problem, respond

PAUSE = 5.0  # seconds without counting after the store did not answer
REFUSALS = "120/minute"  # wrong keys from one address, after which it is told to wait
_AWAY = {"socket_timeout": 0.2, "socket_connect_timeout": 0.2, "wrap_exceptions": True}


class Limiter:
    """Counts requests. One a process."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        try:
            _parsed(settings.rate_limit)
            storage = storage_from_string(settings.rate_storage, **_AWAY) if settings.rate_storage else Counters()
        except Exception as wrong:  # whatever the library thinks of it
            raise BadSettingError(f"GOUJI_RATE_LIMIT, GOUJI_RATE_STORAGE: {type(wrong).__name__}") from None
        self._strategy = FixedWindowRateLimiter(storage)
        self._away_until = 0.0

    def admit(self, caller: Known, keyless: bool) -> None:
        """Count a request of the caller. Raises a Problem when it is one too many."""
        default = "" if keyless else self.settings.rate_limit
        item = _parsed(default if caller.rate_limit is None else caller.rate_limit)
        if item is not None:
            g.rate = self._counted(item, caller.credential_id)
            if g.rate and g.rate[1] < 0:
                raise _too_often(g.rate[2])

    def refuse(self) -> None:
        """Count a wrong key. Raises a Problem when this address has sent too many."""
        item = _parsed(REFUSALS)
        assert item is not None
        counted = self._counted(item, f"address {request.remote_addr}")
        if counted and counted[1] < 0:
            raise _too_often(counted[2])

    def _counted(self, item: RateLimitItem, who: str) -> tuple[RateLimitItem, int, int] | None:
        """The limit, how many are left (-1: this was too many) and the seconds until the window ends."""
        if time.monotonic() < self._away_until:
            return None
        try:
            granted = self._strategy.hit(item, who)
            window = self._strategy.get_window_stats(item, who)
        except StorageError as trouble:
            self._away_until = time.monotonic() + PAUSE
            log().warning("not_limited", kind=type(trouble.storage_error).__name__)
            return None
        return item, window.remaining if granted else -1, max(1, math.ceil(window.reset_time - time.time()))


@cache
def _parsed(text: str) -> RateLimitItem | None:
    return parse(text) if text else None


def register(app: Flask, settings: Settings) -> None:
    """Limit the callers of the app; auth asks for it."""
    app.config["LIMITER"] = Limiter(settings)
    app.register_error_handler(QuotaError, _over)
    app.after_request(_tell)


def allowances(caller: Known, settings: Settings) -> tuple[Allowance, ...]:
    """What the caller may hand in a day: its tenant as a whole, and this key alone."""
    documents, size = caller.tenant_quota
    whole = Allowance(
        WHOLE_TENANT,
        settings.documents_per_day if documents is None else documents,
        settings.bytes_per_day if size is None else size,
    )
    return whole, Allowance(caller.credential_id, *(each or 0 for each in caller.own_quota))


def _tell(response: Response) -> Response:
    """The fields of draft-ietf-httpapi-ratelimit-headers."""
    if rate := g.get("rate"):
        item, left, reset = rate
        response.headers["RateLimit-Policy"] = f'"requests";q={item.amount};w={item.get_expiry()}'
        response.headers["RateLimit"] = f'"requests";r={max(0, left)};t={reset}'
    return response


def _too_often(seconds: int) -> Problem:
    return Problem("rate-limited", headers={"Retry-After": str(seconds)})


def _over(over: QuotaError) -> Response:
    end = datetime.fromtimestamp(over.ends_at / 1000, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    seconds = max(1, math.ceil((over.ends_at - now()) / 1000))
    unit = Text("份文件", " documents") if over.what == "documents" else Text("字节", " bytes")
    detail = Text(
        f"今天的上传量已达 {over.most} {unit.zh}的上限，北京时间次日零时（{end}）起可继续上传，或请管理员调整限额。",
        f"Today's limit of {over.most}{unit.en} has been reached. It ends at midnight in China ({end}); or ask your "
        "administrator for more.",
    )
    return respond(Problem("quota-exceeded", detail, headers={"Retry-After": str(seconds)}, extra={"ends_at": end}))
