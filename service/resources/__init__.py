"""One blueprint per noun. To add one: a module with ``blueprint``, its line here, its paths in openapi.yaml."""

from __future__ import annotations

from service.resources import (
    across,
    audit_log,
    batches,
    catalogue,
    docs,
    events,
    health,
    jobs,
    limits,
    metrics,
    problems,
    profile,
    reports,
    webhooks,
)

BLUEPRINTS = (
    reports.blueprint,
    batches.blueprint,
    jobs.blueprint,
    across.findings,
    across.facts,
    limits.blueprint,
    events.blueprint,
    webhooks.blueprint,
    profile.blueprint,
    audit_log.blueprint,
    catalogue.rules,
    catalogue.templates,
    catalogue.vocabulary,
    problems.blueprint,
    health.blueprint,
    metrics.blueprint,
    docs.blueprint,
)
