"""/v1/events: what happened, in order, for those who would rather ask than be called."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, Response, current_app, g, request

from ledger.book import Ledger
from ledger.cloudevents import PREFIX, cursor, envelope
from ledger.store import events
from service.negotiate import as_json, preferred_wait
from service.problems import Problem
from service.schemas import EVENT_QUERY, loaded
from service.waiting import until_found

blueprint = Blueprint("events", __name__, url_prefix="/v1/events")
DEFAULT_LIMIT = 100


@blueprint.get("")
def listed() -> Response:
    """Events behind a cursor, oldest first; with ``Prefer: wait=n`` as soon as there is one."""
    query = loaded(EVENT_QUERY, request.args)
    page, headers = _page(query), {"Vary": "Prefer"}
    if not page.events and (seconds := preferred_wait()):
        page = until_found(lambda: _page(query), lambda found: bool(found.events), seconds) or page
        headers["Preference-Applied"] = f"wait={seconds}"
    following = cursor(page.reached)
    again = urlencode({**request.args.to_dict(), "after": following})
    headers["Link"] = f'</v1/events?{again}>; rel="next"'
    public_url = ledger().settings.public_url
    items = [envelope(each, public_url) for each in page.events]
    return as_json({"items": items, "next_cursor": following}, headers=headers)


def ledger() -> Ledger:
    found: Ledger = current_app.config["LEDGER"]
    return found


def _page(query: dict[str, str]) -> events.Page:
    after = int(query["after"]) if "after" in query else None
    kinds = tuple(kind.removeprefix(PREFIX) for kind in query.get("type", "").split(",") if kind)
    try:
        return events.after(ledger().database, g.tenant, after, kinds, int(query.get("limit", DEFAULT_LIMIT)))
    except events.CursorError:
        raise Problem("cursor-expired") from None
