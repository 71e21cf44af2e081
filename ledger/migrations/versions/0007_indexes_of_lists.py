"""Indexes for the lists across reports, and for more filters of the list of reports.

On PostgreSQL they are built concurrently, outside of any transaction: reports are taken in and audited meanwhile. One
that an interruption has left half made is dropped and made anew.
"""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_MORE = ["severity", "year", "template"]
INDEXES = {
    "reports_by_template": ("reports", ["tenant", "template", "id"]),
    "reports_by_problem": ("reports", ["tenant", "problem", "id"]),
    "reports_by_words": ("reports", ["tenant", "id", "words"]),
    "reports_by_indexed": ("reports", ["indexed", "id"]),
    "findings_by_report": ("findings", ["report_id"]),
    "findings_newest": ("findings", ["tenant", "audit_id", *_MORE]),
    "findings_newest_by_rule": ("findings", ["tenant", "rule", "audit_id", *_MORE]),
    "findings_newest_by_family": ("findings", ["tenant", "family", "audit_id", *_MORE]),
    "findings_newest_by_severity": ("findings", ["tenant", "severity", "audit_id", "year", "template"]),
    "findings_newest_by_agency": ("findings", ["tenant", "agency", "audit_id"]),
    "findings_newest_by_year": ("findings", ["tenant", "year", "audit_id", "rule", "severity", "template"]),
    "findings_newest_by_template": ("findings", ["tenant", "template", "audit_id", "rule", "severity", "year"]),
}


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        for name, (table, columns) in INDEXES.items():
            op.create_index(name, table, columns)
        return
    with op.get_context().autocommit_block():
        for name, (table, columns) in INDEXES.items():
            op.drop_index(name, table_name=table, if_exists=True, postgresql_concurrently=True)
            op.create_index(name, table, columns, postgresql_concurrently=True)


def downgrade() -> None:
    for name, (table, _) in INDEXES.items():
        op.drop_index(name, table_name=table)
