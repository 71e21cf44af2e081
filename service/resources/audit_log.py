"""/v1/audit-log: who did what in the caller's office. Made by service/access/journal.py; never changed."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, Response, current_app, g, request

from ledger.store import auditlog
from ledger.store.auditlog import Wanted
from service.negotiate import as_json
from service.schemas import LOG_ENTRY, LOG_QUERY, loaded

blueprint = Blueprint("audit_log", __name__, url_prefix="/v1/audit-log")
DEFAULT_LIMIT = 50


@blueprint.get("")
def listed() -> Response:
    """Entries of the caller's tenant, newest first, by pages."""
    query = loaded(LOG_QUERY, request.args)
    before, limit = query.pop("cursor", None), query.pop("limit", DEFAULT_LIMIT)
    wanted = Wanted(**query, tenant=g.tenant, before=before, limit=limit)
    rows = auditlog.listed(current_app.config["LEDGER"].database, wanted)
    following = rows[limit - 1]["id"] if len(rows) > limit else None
    headers = {}
    if following:
        again = urlencode({**request.args.to_dict(), "cursor": following})
        headers["Link"] = f'</v1/audit-log?{again}>; rel="next"'
    return as_json({"items": LOG_ENTRY.dump(rows[:limit], many=True), "next_cursor": following}, headers=headers)
