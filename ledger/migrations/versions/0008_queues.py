"""Queues and progress of jobs, and the indexes of their lists."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("jobs", sa.Column("queue", sa.String(length=16), nullable=False, server_default="fast"))
    op.add_column("jobs", sa.Column("step", sa.String(length=16), nullable=True))
    op.add_column("jobs", sa.Column("progress", sa.Float(), nullable=True))
    op.drop_index("jobs_by_state", table_name="jobs")
    op.create_index("jobs_by_state", "jobs", ["state", "queue", "id"], unique=False)
    op.create_index("jobs_by_tenant", "jobs", ["tenant", "id"], unique=False)
    op.create_index("jobs_by_tenant_state", "jobs", ["tenant", "state", "id"], unique=False)
    op.create_index("jobs_by_end", "jobs", ["queue", "finished_at"], unique=False)


def downgrade() -> None:
    for name in ("jobs_by_end", "jobs_by_tenant_state", "jobs_by_tenant", "jobs_by_state"):
        op.drop_index(name, table_name="jobs")
    op.create_index("jobs_by_state", "jobs", ["state", "id"], unique=False)
    for name in ("progress", "step", "queue"):
        op.drop_column("jobs", name)
