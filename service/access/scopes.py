"""What every route asks of a key, in one place. A route that is not here asks for ``admin``, and a test says so.

``read`` looks, ``write`` also hands in, deletes and cancels, ``admin`` also changes what holds for the whole tenant;
``open`` needs no key. ``action`` is how the audit log calls it: every route that changes something has one.
"""

from __future__ import annotations

from typing import NamedTuple

OPEN, READ, WRITE, ADMIN = "open", "read", "write", "admin"


class Access(NamedTuple):
    """The scope that a route needs, and its name in the audit log."""

    scope: str
    action: str = ""


ROUTES = {
    "audit_log.listed": Access(ADMIN),
    "batches.hand_in": Access(WRITE, "batch.handed-in"),
    "batches.listed": Access(READ),
    "batches.one": Access(READ),
    "static": Access(OPEN),
    "docs.as_json": Access(OPEN),
    "docs.as_yaml": Access(OPEN),
    "docs.page": Access(OPEN),
    "docs.start": Access(OPEN),
    "events.listed": Access(READ),
    "facts.all_facts": Access(READ),
    "findings.all_findings": Access(READ),
    "health.alive": Access(OPEN),
    "health.ready": Access(OPEN),
    "jobs.cancel": Access(WRITE, "job.cancelled"),
    "jobs.events": Access(READ),
    "jobs.listed": Access(READ),
    "jobs.one": Access(READ),
    "metrics.figures": Access(ADMIN),
    "limits.shown": Access(READ),
    "problems.all_types": Access(OPEN),
    "problems.one_type": Access(OPEN),
    "profile.drop": Access(ADMIN, "profile.dropped"),
    "profile.put": Access(ADMIN, "profile.set"),
    "profile.shown": Access(READ),
    "reports.audit": Access(READ),
    "reports.checks": Access(READ),
    "reports.erase": Access(WRITE, "report.erased"),
    "reports.facts": Access(READ),
    "reports.findings": Access(READ),
    "reports.hand_in": Access(WRITE, "report.handed-in"),
    "reports.listed": Access(READ),
    "reports.one": Access(READ),
    "rules.all_rules": Access(READ),
    "rules.one_rule": Access(READ),
    "templates.all_templates": Access(READ),
    "templates.one_template": Access(READ),
    "vocabulary.all_indicators": Access(READ),
    "webhooks.change": Access(ADMIN, "webhook.changed"),
    "webhooks.create": Access(ADMIN, "webhook.created"),
    "webhooks.drop": Access(ADMIN, "webhook.deleted"),
    "webhooks.listed": Access(ADMIN),
    "webhooks.log": Access(ADMIN),
    "webhooks.one": Access(ADMIN),
    "webhooks.replay": Access(ADMIN, "webhook.replayed"),
    "webhooks.replay_one": Access(ADMIN, "webhook.replayed"),
    "webhooks.rotate": Access(ADMIN, "webhook.secret-rotated"),
    "webhooks.test": Access(ADMIN, "webhook.tested"),
}
UNDECLARED = Access(ADMIN, "undeclared")


def of(endpoint: str | None) -> Access:
    """What the route asks for; what leads nowhere (404, 405) asks for nothing."""
    return ROUTES["static"] if endpoint is None else ROUTES.get(endpoint, UNDECLARED)
