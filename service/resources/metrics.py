"""/metrics: figures for Prometheus, for callers with a key. On the internal port no key is asked for."""

from __future__ import annotations

from flask import Blueprint, Response, current_app

from ledger.metrics import MEDIA_TYPE
from service import metrics

blueprint = Blueprint("metrics", __name__)


@blueprint.get("/metrics")
def figures() -> Response:
    """Requests, jobs, queues and parts in figures."""
    return Response(metrics.text(current_app._get_current_object()), content_type=MEDIA_TYPE)  # type: ignore[attr-defined]
