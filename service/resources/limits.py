"""/v1/limits: what one document may be and may use, as this service is set up."""

from __future__ import annotations

from flask import Blueprint, Response, current_app

from gouji.readers import limits
from ledger.settings import Settings
from ledger.store.jobs import FAST, SLOW
from service.negotiate import as_json

blueprint = Blueprint("limits", __name__, url_prefix="/v1/limits")


@blueprint.get("")
def shown() -> Response:
    """The limits in force."""
    settings: Settings = current_app.config["SETTINGS"]
    budgets = {
        queue: {"seconds": budget.seconds, "cpu_seconds": budget.cpu_seconds, "memory_mb": budget.memory_mb}
        for queue, budget in ((queue, settings.budget(queue)) for queue in (FAST, SLOW))
    }
    return as_json(
        {
            "upload_bytes": settings.max_upload_bytes,
            "batch": {
                "bytes": settings.max_batch_bytes,
                "entries": settings.max_batch_entries,
                "unpacked_bytes": settings.max_batch_unpacked_bytes,
            },
            "document": {
                "pages": limits.PAGES,
                "characters": limits.CHARACTERS,
                "characters_of_a_page": limits.PAGE_CHARACTERS,
                "cells": limits.CELLS,
                "entries": limits.ENTRIES,
                "unpacked_bytes": limits.UNPACKED,
                "ratio": limits.RATIO,
            },
            "slow_bytes": settings.slow_bytes,
            "audit_bytes": settings.document_output_bytes,
            "budgets": budgets,
            "lost_attempts": settings.max_lost,
            "queue_length": settings.queue_length,
            "queue_seconds": settings.queue_seconds,
        }
    )
