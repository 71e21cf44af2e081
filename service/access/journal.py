"""What goes from requests into the audit log: every change that was made, and refused keys.

What only reads is not entered: it changes nothing, and the request log has its route and trace. Handing in and
deleting enter themselves in their own transaction; every other change is entered after it, under the name that
service/access/scopes.py gives its route, so that a new route is in the log without a line of its own.
"""

from __future__ import annotations

import threading
import time

from flask import Flask, Response, current_app, g, request
from sqlalchemy.exc import SQLAlchemyError

from ledger.database import Database
from ledger.logs import log
from ledger.store import auditlog
from ledger.store.auditlog import Actor
from service.access import scopes
from service.idempotency import REPLAYED

REFUSALS = 60  # refused keys a minute that a process enters; more would let anybody fill the disk
REFUSED = "credential.refused"


class Budget:
    """So many a minute, whatever the clock does."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._lock = threading.Lock()
        self._end, self._count = 0.0, 0

    def take(self) -> bool:
        with self._lock:
            if time.monotonic() > self._end:
                if self._count > self.most:
                    log().warning("refusals_not_entered", count=self._count - self.most)
                self._end, self._count = time.monotonic() + 60, 0
            self._count += 1
            return self._count <= self.most


def register(app: Flask) -> None:
    """Keep the log for every request of the app. Before auth.register, which says who acts."""
    app.config["REFUSALS"] = Budget(REFUSALS)
    app.before_request(_begin)
    app.after_request(_enter)
    app.teardown_request(lambda _: auditlog.act(None))


def _begin() -> None:
    auditlog.act(Actor(address=request.remote_addr, trace_id=g.trace_id))


def _enter(response: Response) -> Response:
    action, target, outcome = _entry(response)
    if action:
        database: Database = current_app.config["LEDGER"].database
        try:
            with database.write() as connection:
                auditlog.note(connection, action, target, outcome=outcome)
        except SQLAlchemyError as trouble:  # what was done is done; the answer must say so
            log().error("not_entered", action=action, kind=type(trouble).__name__, trace_id=g.trace_id)
    return response


def _entry(response: Response) -> tuple[str, str | None, str]:
    """Action, target and outcome; no action when there is nothing to enter."""
    if response.status_code in (401, 403) and current_app.config["REFUSALS"].take():
        return REFUSED, request.endpoint, str(g.get("problem", response.status_code))
    action = scopes.of(request.endpoint).action
    if not action or response.status_code >= 400 or REPLAYED in response.headers or auditlog.actor().noted:
        return "", None, ""
    return action, _target(response), auditlog.DONE


def _target(response: Response) -> str | None:
    """The id in the path, else that of what was made."""
    if request.view_args:
        return str(next(iter(request.view_args.values())))[:64]
    made = response.headers.get("Location", "").rpartition("/")[2]
    return made[:64] or None
