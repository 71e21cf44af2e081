"""/v1/findings and /v1/facts: across the reports of a tenant, for portals and researchers."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, g, request

from ledger.database import Database
from ledger.store import lists
from service.lists import DEFAULT_LIMIT, FACTS_QUERY, FINDINGS_QUERY, fact, finding, page
from service.schemas import loaded

findings = Blueprint("findings", __name__, url_prefix="/v1/findings")
facts = Blueprint("facts", __name__, url_prefix="/v1/facts")


def database() -> Database:
    found: Database = current_app.config["LEDGER"].database
    return found


@findings.get("")
def all_findings() -> Response:
    """Findings of current audits, the newest audit first."""
    wanted = lists.Findings(**{"limit": DEFAULT_LIMIT, **loaded(FINDINGS_QUERY, request.args)})
    return page(lists.findings(database(), g.tenant, wanted), wanted.limit, "audit_id", finding)


@facts.get("")
def all_facts() -> Response:
    """Facts of current audits, the newest report first."""
    wanted = lists.Facts(**{"limit": DEFAULT_LIMIT, **loaded(FACTS_QUERY, request.args)})
    return page(lists.facts(database(), g.tenant, wanted), wanted.limit, "report_id", fact)
