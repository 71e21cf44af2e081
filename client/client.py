"""The client: one method for each thing that can be asked."""

from __future__ import annotations

import base64
import hashlib
import time
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypedDict, Unpack, cast
from urllib.parse import quote

import httpx

from client.errors import NotAuditedError, ProblemError
from client.types import (
    AgencyKind,
    Audit,
    Check,
    Event,
    Fact,
    FactAcross,
    Finding,
    FindingAcross,
    Job,
    Receipt,
    Report,
)
from client.wire import Wire

ENDED = ("succeeded", "failed", "cancelled")
LONGEST_WAIT = 25  # seconds that one request asks the service to wait for


class Particulars(TypedDict, total=False):
    """What the caller knows about a document; it wins over what the document says. Days are YYYY-MM-DD."""

    agency: str
    agency_kind: AgencyKind
    year: int
    published: str
    submitted: str
    external_id: str


class Client:
    """A service at an address, for one key. Safe to share between threads; close it, or use it in a ``with`` block.

    ``timeout`` is for one request, ``patience`` for a request with all its repetitions, both in seconds.
    """

    def __init__(
        self,
        address: str = "http://127.0.0.1:8000",
        key: str | None = None,
        *,
        timeout: float = 60.0,
        patience: float = 120.0,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._http = httpx.Client(base_url=address, headers=headers, timeout=timeout, transport=transport)
        self._wire = Wire(self._http, patience)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Give the connections back."""
        self._http.close()

    def check(
        self, document: bytes | str | Path, filename: str = "", *, seconds: float = 600.0, **known: Unpack[Particulars]
    ) -> Audit:
        """The audit of a document (its bytes or its path): handed in, waited for, read. Raises NotAuditedError when
        there is none after so many seconds, ProblemError when the document is refused."""
        receipt = self.hand_in(document, filename, **known)
        job = receipt["job"] if receipt["job"]["state"] in ENDED else self.wait(receipt["job"]["id"], seconds)
        if job["state"] != "succeeded" and not (job["state"] == "failed" and self._has_audit(job)):
            raise NotAuditedError(job)
        return self.audit(receipt["report"]["id"])

    def hand_in(self, document: bytes | str | Path, filename: str = "", **known: Unpack[Particulars]) -> Receipt:
        """Hand a document in. The receipt names report and job; ``duplicate_of`` when it was there before."""
        if not isinstance(document, bytes):
            filename, document = filename or Path(document).name, Path(document).read_bytes()
        digest = hashlib.sha256(document).digest()
        headers = {
            "Content-Type": "application/octet-stream",
            "Content-Digest": f"sha-256=:{base64.b64encode(digest).decode()}:",
            "Idempotency-Key": f'"{uuid.uuid4()}"',
            "X-Filename": quote(filename),
        }
        answer = self._wire.send("POST", "/v1/reports", headers=headers, params=_given(known), content=document)
        return cast(Receipt, answer.json())

    def job(self, job_id: str, wait: int = 0) -> Job:
        """How a job stands; with ``wait`` as soon as it has ended, at most so many seconds from now."""
        headers = {"Prefer": f"wait={min(wait, LONGEST_WAIT)}"} if wait > 0 else None
        return cast(Job, self._get(f"/v1/jobs/{quote(job_id)}", headers=headers))

    def wait(self, job_id: str, seconds: float = 600.0) -> Job:
        """The job when it has ended. Raises NotAuditedError when it has not after so many seconds."""
        end = time.monotonic() + seconds
        while True:
            left = end - time.monotonic()
            job = self.job(job_id, wait=max(1, int(left)))
            if job["state"] in ENDED:
                return job
            if left <= 0:
                raise NotAuditedError(job)
            time.sleep(min(0.2, left))  # a service with too many waiting answers at once

    def cancel(self, job_id: str) -> Job:
        """Cancel a job that waits or runs. Raises ProblemError (job-ended) for one that has ended."""
        return cast(Job, self._wire.send("DELETE", f"/v1/jobs/{quote(job_id)}").json())

    def report(self, report_id: str) -> Report:
        return cast(Report, self._get(f"/v1/reports/{quote(report_id)}"))

    def reports(self, **wanted: str | int) -> Iterator[Report]:
        """All reports, newest first, page by page as they are asked for. ``wanted``: agency, year, outcome, …"""
        return cast(Iterator[Report], self._pages("/v1/reports", wanted))

    def erase(self, report_id: str) -> None:
        """Erase a report, its bytes and everything that came out of it."""
        self._wire.send("DELETE", f"/v1/reports/{quote(report_id)}")

    def audit(self, report_id: str) -> Audit:
        """The whole audit. Raises ProblemError (no-audit) while there is none."""
        return cast(Audit, self._get(f"/v1/reports/{quote(report_id)}/audit"))

    def findings(self, report_id: str, **wanted: str) -> list[Finding]:
        return cast(list[Finding], self._get(f"/v1/reports/{quote(report_id)}/findings", wanted)["items"])

    def facts(self, report_id: str, **wanted: str) -> list[Fact]:
        return cast(list[Fact], self._get(f"/v1/reports/{quote(report_id)}/facts", wanted)["items"])

    def checks(self, report_id: str, **wanted: str) -> list[Check]:
        return cast(list[Check], self._get(f"/v1/reports/{quote(report_id)}/checks", wanted)["items"])

    def all_findings(self, **wanted: str | int) -> Iterator[FindingAcross]:
        """Findings across reports: by rule, severity, agency, year, …"""
        return cast(Iterator[FindingAcross], self._pages("/v1/findings", wanted))

    def all_facts(self, **wanted: str | int) -> Iterator[FactAcross]:
        """Figures across reports: by indicator, agency, year, …"""
        return cast(Iterator[FactAcross], self._pages("/v1/facts", wanted))

    def events(self, after: str = "", wait: int = 0, **wanted: str | int) -> tuple[list[Event], str]:
        """What has happened since the cursor, oldest first, and the cursor for the next call. With ``wait`` the
        service answers as soon as there is something, at most so many seconds from now."""
        headers = {"Prefer": f"wait={min(wait, LONGEST_WAIT)}"} if wait > 0 else None
        page = self._get("/v1/events", {**wanted, **({"after": after} if after else {})}, headers)
        return cast(list[Event], page["items"]), page["next_cursor"] or after

    def _has_audit(self, job: Job) -> bool:
        """A file that cannot be read fails its job, and its audit says why."""
        try:
            return "audit" in self.report(job["report_id"])["links"]
        except ProblemError:
            return False

    def _get(
        self, path: str, wanted: Mapping[str, Any] | None = None, headers: Mapping[str, str] | None = None
    ) -> Any:
        return self._wire.send("GET", path, params=wanted, headers=headers).json()

    def _pages(self, path: str, wanted: Mapping[str, Any]) -> Iterator[Any]:
        cursor: str | None = None
        while True:
            page = self._get(path, {**wanted, **({"cursor": cursor} if cursor else {})})
            yield from page["items"]
            cursor = page["next_cursor"]
            if not cursor:
                return


def _given(known: Particulars) -> dict[str, str]:
    return {name: str(value) for name, value in known.items() if value is not None}
