"""/v1/webhooks: where a tenant wants to be told of what happens, and the log of what was sent."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, current_app, g, request

from ledger import secrets
from ledger.book import Ledger
from ledger.cloudevents import cursor
from ledger.hooks import call_couriers
from ledger.store import deliveries, events, webhooks
from ledger.store.webhooks import Row, Wish
from service import hooks, idempotency
from service.negotiate import as_json, dumps
from service.problems import Problem
from service.schemas import loaded

blueprint = Blueprint("webhooks", __name__, url_prefix="/v1/webhooks")
DEFAULT_LIMIT, REPLAYED = 50, 1000
GRACE_SECONDS = 86_400.0


@blueprint.post("")
def create() -> Response:
    """Make a webhook. Its secret is shown now and never again."""
    wish = hooks.wished(_ledger().settings)
    if "url" not in wish:
        raise Problem("invalid-input", wrong=(("/url", hooks.WebhookInput.words["url"]),))
    given = Wish(**{"types": None, "description": "", "enabled": True, **wish})
    secret = secrets.new()
    kept = secrets.seal(secret, _ledger().settings.webhook_keys)
    try:
        row = webhooks.create(_ledger().database, g.tenant, idempotency.resource(), given, kept)
    except webhooks.TooManyError:
        raise Problem("too-many-webhooks") from None
    return _with_secret(row, secret, 201)


@blueprint.get("")
def listed() -> Response:
    """All webhooks, oldest first."""
    return as_json({"items": hooks.WEBHOOK.dump(webhooks.listed(_ledger().database, g.tenant), many=True)})


@blueprint.get("/<webhook_id>")
def one(webhook_id: str) -> Response:
    """One webhook."""
    return as_json(hooks.WEBHOOK.dump(_found(webhook_id)))


@blueprint.patch("/<webhook_id>")
def change(webhook_id: str) -> Response:
    """Change what is given, leave the rest."""
    wish = hooks.wished(_ledger().settings)
    row = _there(webhooks.change(_ledger().database, g.tenant, webhook_id, wish) if wish else _found(webhook_id))
    return as_json(hooks.WEBHOOK.dump(row))


@blueprint.delete("/<webhook_id>")
def drop(webhook_id: str) -> Response:
    """Delete it, with what was on its way to it and its log."""
    if not webhooks.drop(_ledger().database, g.tenant, webhook_id):
        raise Problem("not-found")
    return Response(status=204)


@blueprint.post("/<webhook_id>/rotate-secret")
def rotate(webhook_id: str) -> Response:
    """A new secret; for a day the old one signs along."""
    secret = secrets.new()
    kept = secrets.seal(secret, _ledger().settings.webhook_keys)
    row = _there(webhooks.rotate(_ledger().database, g.tenant, webhook_id, kept, GRACE_SECONDS))
    return _with_secret(row, secret, 200)


@blueprint.post("/<webhook_id>/test")
def test(webhook_id: str) -> Response:
    """Send a ping."""
    row = _enabled(webhook_id)
    webhooks.ping(_ledger().database, g.tenant, webhook_id)
    return _under_way(row)


@blueprint.get("/<webhook_id>/deliveries")
def log(webhook_id: str) -> Response:
    """What was sent, newest first, by pages."""
    query, row = loaded(hooks.DELIVERY_QUERY, request.args), _found(webhook_id)
    limit, before = query.pop("limit", DEFAULT_LIMIT), query.pop("cursor", None)
    rows = deliveries.listed(_ledger().database, row["id"], **query, before=before, limit=limit)
    following = rows[limit - 1]["id"] if len(rows) > limit else None
    headers = {}
    if following:
        again = urlencode({**request.args.to_dict(), "cursor": following})
        headers["Link"] = f'<{request.path}?{again}>; rel="next"'
    items = hooks.DELIVERY.dump(rows[:limit], many=True)
    return as_json({"items": items, "next_cursor": following}, headers=headers)


@blueprint.post("/<webhook_id>/deliveries/<delivery_id>/replay")
def replay_one(webhook_id: str, delivery_id: str) -> Response:
    """Send one again."""
    row = _enabled(webhook_id)
    if not deliveries.replay(_ledger().database, row["id"], delivery_id):
        raise Problem("not-found")
    return _under_way(row)


@blueprint.post("/<webhook_id>/replay")
def replay(webhook_id: str) -> Response:
    """Send again what happened behind a cursor, so many at a time."""
    after, row = hooks.replayed_from(), _enabled(webhook_id)
    try:
        count, reached = deliveries.replay_after(_ledger().database, row, after, REPLAYED)
    except events.CursorError:
        raise Problem("cursor-expired") from None
    return _under_way(row, {"replayed": count, "next_cursor": cursor(reached)})


def _ledger() -> Ledger:
    found: Ledger = current_app.config["LEDGER"]
    return found


def _there(row: Row | None) -> Row:
    if row is None:
        raise Problem("not-found")
    return row


def _found(webhook_id: str) -> Row:
    return _there(webhooks.find(_ledger().database, g.tenant, webhook_id))


def _enabled(webhook_id: str) -> Row:
    row = _found(webhook_id)
    if not row["enabled"]:
        raise Problem("webhook-disabled")
    return row


def _with_secret(row: Row, secret: str, status: int) -> Response:
    """The webhook and its secret; what is kept for a request that is sent again goes without."""
    shown = hooks.WEBHOOK.dump(row)
    idempotency.keep_instead(dumps({**shown, "secret": None}))
    return as_json(
        {**shown, "secret": secret}, status, {"Location": shown["links"]["self"], "Cache-Control": "no-store"}
    )


def _under_way(row: Row, more: dict[str, Any] | None = None) -> Response:
    """Call a courier at once; the log says how it went."""
    call_couriers(_ledger().database, _ledger().queue, 0.0, g.tenant)
    return as_json({**(more or {}), "links": hooks.WEBHOOK.dump(row)["links"]}, 202)
