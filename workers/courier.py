"""Delivering to one webhook after the other: sign, send, write down how it went.

At least once: a courier that vanishes between sending and writing leaves the delivery pending, and the next one sends
it again under the same ``webhook-id``, by which receivers know it.
"""

from __future__ import annotations

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

from standardwebhooks import Webhook

from ledger import cloudevents
from ledger.book import Ledger
from ledger.logs import log
from ledger.secrets import SecretError, unseal
from ledger.store import deliveries, turns
from ledger.store.deliveries import Due
from ledger.store.turns import Turn
from workers.lanes import Lanes
from workers.meters import Meters
from workers.post import Answer, Resolve, post, resolved

TOGETHER, BATCH = 4, 8  # messages to one receiver at the same time, and between two looks at how it fares
TURN_SECONDS = 20.0  # then other webhooks have theirs
LONGEST_OWN_REST = 300.0  # that a receiver gets without asking
AGENT = "gouji-webhooks"


class Courier:
    """Takes turns at webhooks until it is told to stop."""

    def __init__(
        self, ledger: Ledger, stopping: threading.Event, resolve: Resolve = resolved, meters: Meters | None = None
    ) -> None:
        self.ledger = ledger
        self.meters = meters or Meters()
        self.stopping = stopping
        self.resolve = resolve
        self.lease = turns.LEASES * ledger.settings.lease_seconds
        self.schedule = [float(each) for each in ledger.settings.webhook_retries.split(",")]

    def work(self, webhook_id: str, lanes: Lanes) -> None:
        """Visit this webhook if a place is free, then others that are due. Nobody waits for a place: whoever leaves
        one looks into the ledger."""
        following: str | None = webhook_id
        while following and lanes.enter("hooks"):
            try:
                self.visit(following)
            finally:
                lanes.leave("hooks")
            due = [] if self.stopping.is_set() else turns.due(self.ledger.database, 0.0, limit=1)
            following = due[0] if due else None

    def visit(self, webhook_id: str) -> None:
        """Deliver what is due there. A duplicate message ends at the claim."""
        turn = turns.claim(self.ledger.database, webhook_id, self.lease)
        if turn is None:
            return
        try:
            self._deliver(turn)
        except SecretError as trouble:  # the lease keeps it aside for a while
            log().error("secret_not_opened", webhook=webhook_id, why=str(trouble))

    def _deliver(self, turn: Turn) -> None:
        """Round after round, until nothing is due or others have waited long enough."""
        end = time.monotonic() + TURN_SECONDS
        secrets = [Webhook(unseal(each, self.ledger.settings.webhook_keys)) for each in turn.secrets]
        while not self.stopping.is_set() and time.monotonic() < end:
            batch = deliveries.batch(self.ledger.database, turn, 1 if turn.failures else BATCH)
            if not batch:
                break
            if not self._goes_on(turn, self._round(turn, batch, secrets)):
                return
            turn = replace(turn, failures=0)
        turns.release(self.ledger.database, turn)

    def _round(self, turn: Turn, batch: list[Due], secrets: list[Webhook]) -> list[Answer]:
        with ThreadPoolExecutor(min(TOGETHER, len(batch))) as pool:
            return list(pool.map(lambda due: self._send(turn, due, secrets), batch))

    def _goes_on(self, turn: Turn, answers: list[Answer]) -> bool:
        """Note how the receiver fares."""
        if any(each.attempt.error == "gone" for each in answers):
            turns.disable(self.ledger.database, turn, "gone")
            return False
        wait = self.schedule[min(turn.failures, len(self.schedule) - 1)]
        return turns.fared(
            self.ledger.database,
            turn,
            any(each.attempt.good for each in answers),
            lease_seconds=self.lease,
            rest_seconds=max(min(wait, LONGEST_OWN_REST), *(each.retry_after for each in answers)),
            disable_days=self.ledger.settings.webhook_disable_days,
        )

    def _send(self, turn: Turn, due: Due, secrets: list[Webhook]) -> Answer:
        settings = self.ledger.settings
        body = cloudevents.body(due.told, settings.public_url)
        answer = post(due.url or turn.url, body, _headers(due, body, secrets), settings, self.resolve)
        attempt = answer.attempt
        again = self._again(due.attempts, answer.retry_after)
        deliveries.settle(self.ledger.database, due, attempt, again)
        known = {"webhook": turn.webhook_id, "delivery": due.id, "attempt": due.attempts + 1}
        self.meters.deliver(attempt.error)
        log().info("delivery", **known, status=attempt.status, ms=attempt.ms, error=attempt.error)
        return answer

    def _again(self, attempts: int, patience: float) -> float | None:
        """Seconds until the next try, spread a little so that not all come back at once; None after the last."""
        if attempts >= len(self.schedule):
            return None
        return max(self.schedule[attempts] * random.uniform(0.9, 1.2), patience)


def _headers(due: Due, body: bytes, secrets: list[Webhook]) -> dict[str, str]:
    """As Standard Webhooks has them: one signature for every secret that is good now."""
    moment = datetime.now(UTC)
    signatures = [secret.sign(due.told.id, moment, body.decode()) for secret in secrets]
    return {
        "Content-Type": cloudevents.MEDIA_TYPE,
        "User-Agent": AGENT,
        "webhook-id": due.told.id,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
