"""An event as CloudEvents 1.0 in structured JSON: what the feed shows and what a webhook carries, byte for byte."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from ledger.store.events import Told

MEDIA_TYPE = "application/cloudevents+json"
PREFIX = "cn.gouji."
_PLACES = {"report_id": "reports", "job_id": "jobs", "webhook_id": "webhooks"}
_GONE = ("report.deleted", "report.expired")


def envelope(told: Told, public_url: str) -> dict[str, Any]:
    """The event. ``sequence`` (an extension of CloudEvents) is its cursor in the feed."""
    base = public_url.rstrip("/")
    return {
        "specversion": "1.0",
        "id": told.id,
        "source": f"{base}/v1",
        "type": PREFIX + told.type,
        "subject": told.subject,
        "time": datetime.fromtimestamp(told.at / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "datacontenttype": "application/json",
        "sequence": cursor(told.number),
        "data": {**told.data, "links": _links(told, base)},
    }


def body(told: Told, public_url: str) -> bytes:
    """The bytes that are signed and sent; the same however often they are sent."""
    return json.dumps(envelope(told, public_url), ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def cursor(number: int) -> str:
    """A place in the stream as text that sorts like the number."""
    return f"{number:019d}"


def _links(told: Told, base: str) -> dict[str, str]:
    """Where to read more, as far as it still exists."""
    if told.type in _GONE:
        return {}
    known = {name: told.data.get(name) for name in _PLACES}
    links = {name.removesuffix("_id"): f"{base}/v1/{_PLACES[name]}/{value}" for name, value in known.items() if value}
    if told.data.get("audit_id"):
        links["audit"] = f"{links['report']}/audit"
    return links
