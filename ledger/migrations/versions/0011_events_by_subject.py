"""Events by what they are about, so that an erased report is found in them at once."""

from __future__ import annotations

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("events_by_subject", "events", ["tenant", "subject"], unique=False)


def downgrade() -> None:
    op.drop_index("events_by_subject", table_name="events")
