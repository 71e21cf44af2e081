"""schemathesis, with all its checks, finds nothing wrong between openapi.yaml and the running service.

A longer run: ``make fuzz-contract``.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from exchange import ROOT
from test_whole_service import free_port
from working import do, waiting

from ledger.blobs import StorageError
from ledger.book import open_ledger
from ledger.settings import Settings

KEYS = {"city": "an-invented-key-of-the-city", "town": "an-invented-key-of-the-town"}
EXAMPLES = os.environ.get("GOUJI_FUZZ_EXAMPLES", "")  # of each operation; else as the configuration says
SEED = os.environ.get("GOUJI_FUZZ_SEED", "1")
HERE = Path(__file__).parent
pytestmark = pytest.mark.one_database  # the contract is the same


@pytest.fixture
def address(settings: Settings) -> Iterator[str]:
    """The web server, which two offices share, and somebody who does the jobs. Nothing is sent to webhooks: nobody
    runs a courier."""
    keys = ",".join(f"{tenant}={key}" for tenant, key in KEYS.items())
    chosen = replace(settings, port=free_port(), api_keys=keys, rate_limit="100000/minute", log_level="WARNING")
    with (settings.state / "service.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "service.serve"], env={**os.environ, **chosen.environment()}, stderr=log
        )
    try:
        _wait_for(f"http://127.0.0.1:{chosen.port}/healthz")
        with _worker(chosen):
            yield f"http://127.0.0.1:{chosen.port}"
    finally:
        process.terminate()
        process.wait()


def _wait_for(url: str) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        with suppress(OSError), urllib.request.urlopen(url):
            return
        time.sleep(0.1)
    pytest.fail(f"{url} does not answer")


@contextmanager
def _worker(settings: Settings) -> Iterator[None]:
    ledger, stop = open_ledger(settings), threading.Event()

    def work() -> None:
        while not stop.wait(0.2):
            for job_id in waiting(ledger):
                with suppress(StorageError):  # erased meanwhile
                    do(ledger, job_id)

    thread = threading.Thread(target=work)
    thread.start()
    yield
    stop.set()
    thread.join()
    ledger.close()


def contract(folder: Path) -> Path:
    """The contract of a service that has keys: here none of the routes that take one can do without. Where a body is
    taken whatever its type, one type stands for all."""
    spec: dict[str, Any] = yaml.safe_load((ROOT / "openapi.yaml").read_text("utf-8"))
    spec["security"].remove({})
    for path in ("/v1/reports", "/v1/batches"):
        content = spec["paths"][path]["post"]["requestBody"]["content"]
        del content["*/*"]
        content["application/octet-stream"] = {"schema": {"type": "string", "format": "binary"}}
    del spec["paths"]["/v1/profile"]["put"]["requestBody"]["content"]["*/*"]
    file = folder / "openapi.json"
    file.write_text(json.dumps(spec), "utf-8")
    return file


def offices(folder: Path) -> Path:
    """The keys as schemathesis wants them."""
    entries = [
        {"name": name, "fixedHeaders": [{"name": "Authorization", "value": f"Bearer {key}"}]}
        for name, key in KEYS.items()
    ]
    file = folder / "keys.json"
    file.write_text(json.dumps({"auth": entries}), "utf-8")
    return file


def test_contract_and_service_agree(address: str, tmp_path: Path) -> None:
    command = [
        *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(HERE / "schemathesis.toml")),
        *("run", str(contract(tmp_path)), "--url", address, "--checks", "all"),
        *("--seed", SEED, "--no-color", "--generation-database", "none"),
        *(("--max-examples", EXAMPLES) if EXAMPLES else ()),
    ]
    environment = {**os.environ, "GOUJI_FUZZ_KEYS": str(offices(tmp_path)), "PYTHONPATH": str(ROOT)}
    ended = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=3600
    )
    assert ended.returncode == 0, ended.stdout[-20_000:] + ended.stderr[-2000:]
