"""Facts as rows; findings with what lists across reports show and ask for; words of reports for searching.

Adding the columns takes no time: they are empty or have a constant default. Rows for the audits that are there already
are made by the sweeper, some at a time; ``reports.indexed`` says how far it is.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "facts",
        sa.Column("report_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("indicator", sa.String(length=128), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("applicant", sa.String(length=64), nullable=True),
        sa.Column("item", sa.String(length=255), nullable=True),
        sa.Column("scope", sa.String(length=16), nullable=True),
        sa.Column("value", sa.Numeric().with_variant(sa.String(length=128), "sqlite"), nullable=True),
        sa.Column("unit", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("origin", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("report_id", "number"),
    )
    op.create_index("facts_by_indicator", "facts", ["tenant", "indicator", "report_id", "applicant"])
    op.create_index("facts_by_year", "facts", ["tenant", "indicator", "year", "report_id", "applicant"])
    op.add_column("reports", sa.Column("words", sa.String(length=800), nullable=True))
    op.add_column("reports", sa.Column("indexed", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("findings", sa.Column("family", sa.String(length=32), nullable=True))
    op.add_column("findings", sa.Column("agency", sa.String(length=255), nullable=True))
    op.add_column("findings", sa.Column("year", sa.Integer(), nullable=True))
    op.add_column("findings", sa.Column("template", sa.String(length=64), nullable=True))
    op.add_column("findings", sa.Column("body", sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    for column in ("body", "template", "year", "agency", "family"):
        op.drop_column("findings", column)
    for column in ("indexed", "words"):
        op.drop_column("reports", column)
    op.drop_table("facts")
