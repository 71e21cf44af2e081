"""What is counted of a worker's work, by words of ours alone: whatever else a child says is called ``other``."""

from __future__ import annotations

from collections.abc import Mapping

from ledger import metrics
from ledger.settings import Settings

BUCKETS = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 180.0)
QUEUES = frozenset({"fast", "slow"})
ENDS = frozenset({"finished", "superseded", "released", "handed-over", "lost"})
ENDS |= {"storage", "bytes-lost", "engine-failed", "not-stored"}
OUTCOMES = frozenset({"findings", "no_findings", "incomplete"})
READERS = frozenset({"text", "html", "mhtml", "docx", "doc", "pdf", "scan", "xlsx", "xls"})
REASONS = frozenset(
    {"timeout", "memory", "cpu", "killed", "crash", "output", "silent", "recognising", "stop", "lease_expired"}
)

ANSWERS = frozenset({"taken", "dns", "address", "connect", "tls", "timeout", "protocol", "redirect", "status", "gone"})


class Meters:
    """The meters of one worker process."""

    def __init__(self) -> None:
        from prometheus_client import Counter, Histogram

        self.registry = own = metrics.registry()
        self.attempts = Counter("gouji_attempts", "Attempts, by how they ended", ["queue", "end"], registry=own)
        self.audits = Counter("gouji_audits", "Documents audited", ["queue", "reader", "outcome"], registry=own)
        self.seconds = Histogram(
            "gouji_job_seconds", "From claim to stored audit", ["queue", "reader"], buckets=BUCKETS, registry=own
        )
        self.kills = Counter("gouji_child_kills", "Children that ended before their answer", ["reason"], registry=own)
        self.deliveries = Counter("gouji_hook_attempts", "Events sent to webhooks, by answer", ["end"], registry=own)

    def serve(self, settings: Settings) -> None:
        """Show them on the internal port, if there is one."""
        if settings.metrics_port:
            metrics.serve(self.registry, settings.metrics_host, settings.metrics_port)

    def count(self, queue: str, ended: str, seconds: float) -> None:
        """One attempt. ``ended`` is a word, and after a colon its reason or, of ``finished``, reader and outcome."""
        end, _, more = ended.partition(":")
        queue = _known(queue, QUEUES)
        self.attempts.labels(queue, _known(end, ENDS)).inc()
        if end == "finished":
            reader, _, outcome = more.partition("/")
            self.audits.labels(queue, _known(reader, READERS), _known(outcome, OUTCOMES)).inc()
            self.seconds.labels(queue, _known(reader, READERS)).observe(seconds)
        elif end in ("lost", "handed-over"):
            self.kills.labels(_known(more, REASONS)).inc()
        elif end == "released":
            self.kills.labels("stop").inc()

    def deliver(self, error: str | None) -> None:
        """One event sent to a webhook; ``error`` is None when it was taken."""
        self.deliveries.labels(_known(error or "taken", ANSWERS)).inc()


class Sweeps:
    """The meters of the sweeper."""

    def __init__(self) -> None:
        from prometheus_client import Counter

        self.registry = metrics.registry()
        self.swept = Counter("gouji_swept", "What the sweeper has repaired", ["what"], registry=self.registry)

    def serve(self, settings: Settings) -> None:
        """Show them on the internal port, if there is one."""
        if settings.metrics_port:
            metrics.serve(self.registry, settings.metrics_host, settings.metrics_port)

    def count(self, swept: Mapping[str, int]) -> None:
        """One round, by what it did."""
        for what, number in swept.items():
            self.swept.labels(what).inc(number)


def _known(word: str, words: frozenset[str]) -> str:
    return word if word in words else "other"
