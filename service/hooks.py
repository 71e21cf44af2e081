"""Webhooks as they come in and go out, and the words for an address that nothing is sent to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from flask import request
from marshmallow import EXCLUDE, RAISE, Schema, fields, validate

from gouji.model import Text
from ledger.book import Ledger
from ledger.cloudevents import PREFIX, cursor
from ledger.settings import Settings
from ledger.store import events, webhooks
from ledger.targets import BadTargetError, Target, parse
from service.problems import Problem
from service.schemas import EVENTS, Moment, loaded

LONGEST_BODY = 1 << 16
SUBSCRIBABLE = tuple(each for each in EVENTS if each != PREFIX + events.PING)
STATES = ("pending", "delivered", "failed")
_TARGET = {
    "syntax": Text(
        "应为完整的 URL（仅 ASCII 字符，含主机名，不含用户名和片段），例如 https://example.org/hooks/gouji。",
        "Give a whole URL in ASCII, with a host and without user or fragment, such as https://example.org/hooks/gouji.",
    ),
    "scheme": Text(
        "该协议未获允许，请使用 https（管理员可用 GOUJI_WEBHOOK_SCHEMES 放开）。",
        "This scheme is not allowed here: use https (GOUJI_WEBHOOK_SCHEMES allows others).",
    ),
    "address": Text(
        "不向内网或本机地址发送。确需时请管理员在 GOUJI_WEBHOOK_NETWORKS 中列出该网段。",
        "Nothing is sent to private or local addresses. If it is meant, have the administrator list the network in "
        "GOUJI_WEBHOOK_NETWORKS.",
    ),
}
_STRANGER = Text(
    "请先为同一主机（协议、主机名、端口相同）登记并启用一个 Webhook，回调以其密钥签名；"
    "types 为空数组的 Webhook 只用于回调。",
    "First have an enabled webhook at the same scheme, host and port: its secret signs the message. One with an empty "
    "list of types serves callbacks alone.",
)
_OBJECT = Text("请求正文应为 JSON 对象，不超过 64 KiB。", "The body must be a JSON object of at most 64 KiB.")


class Switch(fields.Boolean):
    """true or false and nothing that Python takes for one of them: 0 == False."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


class WebhookInput(Schema):
    """What an owner says of a webhook."""

    class Meta:
        unknown = RAISE

    words = {  # noqa: RUF012 - marshmallow's classes are declarations
        "url": Text(
            "请给出接收地址，例如 https://example.org/hooks/gouji。",
            "Give the address to send to, such as https://example.org/hooks/gouji.",
        ),
        "types": Text(
            f"应为由下列类型组成的数组，或 null（全部）：{'、'.join(SUBSCRIBABLE)}。",
            f"Give a list of these, or null for all: {', '.join(SUBSCRIBABLE)}.",
        ),
        "description": Text("应为不超过 255 个字符的一行文字。", "Give one line of at most 255 characters."),
        "enabled": Text("应为 true 或 false。", "Give true or false."),
    }

    url = fields.String(validate=validate.Length(1, 2000))
    types = fields.List(
        fields.String(validate=validate.OneOf(SUBSCRIBABLE)), allow_none=True, validate=validate.Length(max=20)
    )
    description = fields.String(validate=validate.Regexp(r"[^\x00-\x1f\x7f\ud800-\udfff]{0,255}\Z"))
    enabled = Switch()


class ReplayQuery(Schema):
    """From where on events are sent again."""

    class Meta:
        unknown = RAISE

    after = fields.String(required=True, validate=validate.Regexp(r"[0-9]{1,18}\Z|0[0-9]{18}\Z"))


class DeliveryQuery(Schema):
    """What the log of deliveries can be narrowed by."""

    class Meta:
        unknown = RAISE

    words = {  # noqa: RUF012
        "state": Text(f"应为以下之一：{'、'.join(STATES)}。", f"Give one of {', '.join(STATES)}."),
    }

    state = fields.String(validate=validate.OneOf(STATES))
    cursor = fields.String(validate=validate.Regexp(r"[0-9a-f-]{36}\Z"))
    limit = fields.Integer(validate=validate.Range(1, 200))


class Webhook(Schema):
    """A webhook as it is shown; never its secret."""

    class Meta:
        unknown = EXCLUDE

    id = fields.String()
    url = fields.String()
    types = fields.Function(lambda row: None if row["types"] is None else [PREFIX + kind for kind in row["types"]])
    description = fields.String()
    enabled = fields.Boolean()
    disabled = fields.String()
    created_at = Moment()
    failing_since = Moment()
    links = fields.Function(lambda row: _links(row["id"]))


class Attempt(Schema):
    """One try as it is shown."""

    at = Moment()
    status = fields.Integer()
    ms = fields.Integer()
    error = fields.String()


class Delivery(Schema):
    """One delivery as it is shown, with every try."""

    class Meta:
        unknown = EXCLUDE

    id = fields.String()
    event_id = fields.String()
    type = fields.Function(lambda row: PREFIX + row["type"])
    sequence = fields.Function(lambda row: cursor(row["number"]))
    callback_url = fields.String(attribute="url")
    state = fields.String()
    attempts = fields.List(fields.Nested(Attempt), attribute="log")
    next_attempt_at = Moment(attribute="next_at")
    created_at = Moment()


WEBHOOK, DELIVERY = Webhook(), Delivery()
_INPUT, _REPLAY, DELIVERY_QUERY = WebhookInput(), ReplayQuery(), DeliveryQuery()


def wished(settings: Settings) -> dict[str, Any]:
    """The fields in the body of this request, judged. Raises a Problem that names each that is wrong."""
    values = loaded(_INPUT, _object())
    if "url" in values:
        target(values["url"], settings, "/url")
    if values.get("types") is not None:
        values["types"] = sorted({kind.removeprefix(PREFIX) for kind in values["types"]})
    return values


def _object() -> dict[str, Any]:
    data = request.stream.read(LONGEST_BODY + 1) if request.method != "POST" else request.get_data()
    try:
        body = json.loads(data) if len(data) <= LONGEST_BODY else None
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict):
        raise Problem("invalid-input", wrong=(("", _OBJECT),))
    return body


def replayed_from() -> int:
    """The cursor in this request's query."""
    return int(loaded(_REPLAY, request.args)["after"])


def target(url: str, settings: Settings, pointer: str) -> Target:
    """The address taken apart. Raises a Problem when nothing may be sent there."""
    try:
        return parse(url, settings)
    except BadTargetError as bad:
        raise Problem("invalid-input", wrong=((pointer, _TARGET[bad.reason]),)) from None


def callback(url: str | None, ledger: Ledger, tenant: str) -> tuple[str, str] | None:
    """The webhook that signs for this address, and the address. Raises a Problem when nobody does: only where an
    administrator has a webhook may others have messages sent."""
    if url is None:
        return None
    origin = target(url, ledger.settings, "/callback_url").origin
    for row in webhooks.listed(ledger.database, tenant):
        with suppress(BadTargetError):
            if row["enabled"] and parse(row["url"], ledger.settings).origin == origin:
                return row["id"], url
    raise Problem("invalid-input", wrong=(("/callback_url", _STRANGER),))


def _links(webhook_id: str) -> Mapping[str, str]:
    base = f"/v1/webhooks/{webhook_id}"
    return {"self": base, "deliveries": f"{base}/deliveries"}
