"""How much there is to do: figures for whoever watches the service. None of them looks at what is done."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from ledger.clock import now as moment
from ledger.database import Database
from ledger.schema import Delivery, Job, Outbox, Worker

QUEUES = ("fast", "slow")
STATES = ("queued", "running")


@dataclass(frozen=True, slots=True)
class Load:
    """Jobs by state and queue, seconds that the oldest of each queue has waited, rows of the outbox by topic, workers
    seen lately, deliveries of hooks by state (pending alone). What there is none of is 0, not left out."""

    jobs: dict[tuple[str, str], int]
    oldest: dict[str, float]
    outbox: dict[str, int]
    workers: int
    deliveries: dict[str, int]


def now(database: Database, seen_seconds: float) -> Load:
    """The load at this moment, in one consistent look."""
    alive = select(Job.state, Job.queue, func.count(), func.min(Job.created_at)).where(Job.state.in_(STATES))
    lately = Worker.seen_at > moment() - int(seen_seconds * 1000)
    with database.read() as connection:
        jobs = connection.execute(alive.group_by(Job.state, Job.queue)).all()
        outbox = connection.execute(select(Outbox.topic, func.count().label("rows")).group_by(Outbox.topic)).all()
        pending = connection.execute(select(func.count()).where(Delivery.state == "pending")).scalar_one()
        workers = connection.execute(select(func.count()).where(lately)).scalar_one()
    counted = {(state, queue): 0 for state in STATES for queue in QUEUES}
    oldest = dict.fromkeys(QUEUES, 0.0)
    for state, queue, number, first in jobs:
        counted[state, queue] = number
        if state == "queued":
            oldest[queue] = max(0.0, (moment() - first) / 1000)
    topics = {"job": 0} | {row.topic: row.rows for row in outbox}
    return Load(counted, oldest, topics, workers, {"pending": pending})
