"""Every setting, from environment variables, with defaults that work on one machine.

``python -m ledger.settings`` prints docs/settings.md; a test compares the two.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

_READ: dict[str, Any] = {"str": str, "int": int, "float": float, "Path": Path}


class BadSettingError(Exception):
    """A variable holds something that is not of its type. The message names the variable."""


@dataclass(frozen=True, slots=True)
class Budget:
    """What one document may use."""

    seconds: float
    cpu_seconds: int
    memory_mb: int


def setting(default: Any, doc: str, env: str = "") -> Any:
    """A field of Settings: its default, what it means, and its variable where that is not GOUJI_<NAME>."""
    return field(default=default, metadata={"doc": doc, "env": env})


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be chosen at start. Times are seconds, sizes are bytes unless the name says otherwise."""

    host: str = setting("127.0.0.1", "Address to listen on. Any address but the loopback needs API keys.")
    port: int = setting(8000, "TCP port to listen on.")
    api_keys: str = setting(
        "",
        "Bearer keys, separated by commas: `KEY` or `TENANT=KEY`; a key is written plainly or as "
        "`sha256:<hex of its SHA-256>`. Each may do everything for its tenant; keys with a scope and an end are made "
        "by `gouji-admin keys create`. Without keys here or there only the loopback is served.",
    )
    state: Path = setting(Path("var"), "Folder for uploaded bytes, default database, broker data, logs.")  # noqa: RUF009
    database_url: str = setting(
        "", "`postgresql://user@host/gouji` (needs the extra `postgres`). Empty: SQLite in the state folder."
    )
    blobs_url: str = setting(
        "",
        "S3-compatible store for uploaded bytes: `s3://bucket/prefix?endpoint=https://host&region=name`, with "
        "`addressing=virtual` where the store asks for it; credentials by `AWS_ACCESS_KEY_ID` and "
        "`AWS_SECRET_ACCESS_KEY`. Empty: the state folder.",
    )
    redis_url: str = setting(
        "redis://127.0.0.1:6379/0",
        "Broker. `make serve` starts an embedded one when the variable is not set.",
        env="REDIS_URL",
    )
    queue: str = setting("gouji", "Name before those of the queues at the broker: `gouji-fast`, `-slow`, `-hooks`.")
    engine: str = setting("gouji", "Python module that audits; tests put a hostile one in its place.")
    max_upload_bytes: int = setting(50_000_000, "Largest accepted file; more is answered with 413.")
    max_batch_bytes: int = setting(200_000_000, "Largest batch as it is sent; more is answered with 413.")
    max_batch_entries: int = setting(500, "Files of one batch, in its archives or beside each other.")
    max_batch_unpacked_bytes: int = setting(1_000_000_000, "What the archives of one batch may unpack to.")
    idempotency_lease_seconds: float = setting(
        60.0, "A request with an `Idempotency-Key` that ended without an answer keeps its key so long (409)."
    )
    web_processes: int = setting(2, "Processes of the web server.")
    web_threads: int = setting(
        16,
        "Threads of each web process; half of them may wait for results (`Prefer: wait`), three in eight for slow "
        "clients.",
    )
    web_streams: int = setting(2, "Event streams (`/v1/jobs/{id}/events`) open at once in one web process.")
    queue_length: int = setting(50_000, "So many jobs may wait in a queue; then new ones are answered with 429.")
    queue_seconds: float = setting(3600.0, "So long the oldest job of a queue may wait; then the same.")
    worker_queues: str = setting("fast,slow,hooks", "Queues that a worker serves, separated by commas.")
    worker_threads: int = setting(
        2, "Documents of the fast queue audited at once by one worker, each in a child process of its own."
    )
    slow_threads: int = setting(1, "The same for the slow queue: scans, large files, what exceeded a fast budget.")
    hook_threads: int = setting(2, "Messages to other systems sent at once by one worker.")
    slow_bytes: int = setting(10_000_000, "Larger files go to the slow queue at once, as pictures do.")
    fast_seconds: float = setting(20.0, "Wall-clock budget in the fast queue; then the document goes to the slow one.")
    fast_cpu_seconds: int = setting(20, "CPU budget in the fast queue.")
    fast_memory_mb: int = setting(1536, "Address space in the fast queue, in MiB.")
    document_seconds: float = setting(180.0, "Wall-clock budget of one document; then its child is killed.")
    document_cpu_seconds: int = setting(180, "CPU budget of one document.")
    document_memory_mb: int = setting(2560, "Address space of a child, in MiB; with the `ocr` extra at least 2048.")
    document_output_bytes: int = setting(64_000_000, "Largest audit that a child may hand back.")
    documents_per_child: int = setting(100, "Documents after which a child is replaced.")
    lease_seconds: float = setting(30.0, "A running job without a heartbeat for so long counts as lost.")
    max_lost: int = setting(3, "Lost attempts after which a job fails as `worker_lost`.")
    republish_seconds: float = setting(30.0, "A queued job's message is sent again after so long, doubling each time.")
    sweep_seconds: float = setting(5.0, "Pause between two rounds of the sweeper.")
    public_url: str = setting(
        "",
        "Where callers reach this service, e.g. `https://gouji.example`; for links in events. Empty: paths alone.",
    )
    event_days: float = setting(30.0, "Days for which events can be read and replayed.")
    metrics_host: str = setting("127.0.0.1", "Address of the internal port.")
    metrics_port: int = setting(
        0,
        "Internal port for Prometheus, of the service and of every worker, without a key: keep it off other networks. "
        "0: none, and /metrics of the service asks for a key where there are keys.",
    )
    metrics_folder: str = setting(
        "",
        "Folder in which parts on one machine (not in containers) share what they count, so that /metrics of the "
        "service tells of all; `make serve` sets it. Empty: each tells of itself.",
    )
    rate_limit: str = setting(
        "6000/minute",
        "Requests that a key may send, unless `gouji-admin` says otherwise for it or for its tenant. Empty: no limit.",
    )
    rate_storage: str = setting(
        "",
        "Where requests are counted: `redis://host:6379/1`. Empty: in memory, each process of the service for itself, "
        "so that the limit in force is up to so many times as high as there are processes.",
    )
    documents_per_day: int = setting(0, "Documents that a tenant may hand in a day (of China). 0: no limit.")
    bytes_per_day: int = setting(0, "Bytes that a tenant may hand in a day. 0: no limit.")
    retention_days: int = setting(
        0,
        "Days after which a report, its bytes and its results are erased, unless `gouji-admin tenants set` says "
        "otherwise. 0: they stay.",
    )
    audit_log_days: int = setting(0, "Days after which the audit log is dropped, at least 180. 0: it stays.")
    proxies: int = setting(0, "Reverse proxies before the service whose `X-Forwarded-For` is believed.")
    hsts_seconds: int = setting(
        0, "Browsers shall use HTTPS alone for so long (`Strict-Transport-Security`); only behind TLS. 0: not said."
    )
    webhook_keys: str = setting(
        "",
        "Keys that encrypt signing secrets in the database (Fernet), separated by commas: the first encrypts, all "
        "decrypt. Empty: the secrets stand there plainly.",
    )
    webhook_schemes: str = setting("https", "Schemes that webhooks may have: `https` or `https,http`.")
    webhook_networks: str = setting(
        "", "Networks that webhooks may be in though they are not public, e.g. `10.20.0.0/16,fd12:3456::/48`."
    )
    webhook_retries: str = setting(
        "5,300,1800,7200,18000,36000,50400,72000,86400", "Seconds between the attempts of one delivery."
    )
    webhook_disable_days: float = setting(5.0, "A webhook that fails for so many days is disabled.")
    log_level: str = setting("INFO", "DEBUG, INFO, WARNING or ERROR. Logs are JSON lines without report text.")

    @property
    def database(self) -> str:
        """The database URL in force."""
        return self.database_url or f"sqlite:///{(self.state / 'gouji.sqlite').absolute()}"

    def budget(self, queue: str) -> Budget:
        """What one document may use in a queue. The fast queue's budget is never above that of a document."""
        whole = Budget(self.document_seconds, self.document_cpu_seconds, self.document_memory_mb)
        if queue != "fast":
            return whole
        return Budget(
            min(self.fast_seconds, whole.seconds),
            min(self.fast_cpu_seconds, whole.cpu_seconds),
            min(self.fast_memory_mb, whole.memory_mb),
        )

    def environment(self) -> dict[str, str]:
        """The variables that give another process these settings."""
        return {variable(each.name): str(getattr(self, each.name)) for each in fields(self)}


def variable(name: str) -> str:
    """The environment variable of a setting."""
    metadata = {each.name: each.metadata for each in fields(Settings)}[name]
    return str(metadata["env"] or f"GOUJI_{name.upper()}")


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Settings from the environment. Raises BadSettingError for a value of the wrong type."""
    values: Mapping[str, str] = os.environ if environ is None else environ
    chosen: dict[str, Any] = {}
    for each in fields(Settings):
        name = variable(each.name)
        if values.get(name):
            try:
                chosen[each.name] = _READ[str(each.type)](values[name])
            except ValueError:
                raise BadSettingError(f"{name} must be of type {each.type}") from None
    return Settings(**chosen)


def describe() -> str:
    """docs/settings.md: one row a setting."""
    rows = []
    for each in fields(Settings):
        default = f"`{each.default}`" if str(each.default) else "(empty)"
        rows.append(f"| `{variable(each.name)}` | {default} | {each.metadata['doc']} |")
    return "\n".join(
        [
            "# Settings",
            "",
            "Generated by `python -m ledger.settings`; do not edit. All are environment variables.",
            "",
            "| variable | default | meaning |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )


if __name__ == "__main__":
    sys.stdout.write(describe())
