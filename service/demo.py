"""``python -m service.demo FILE [zh|en]``: hand one file to the service, follow its job, print what was found.

Uses the service that runs at GOUJI_PORT, or starts one for as long as it takes. A key, where one is needed, is taken
from GOUJI_KEY.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from gouji.terminal import Lang, audit_text
from ledger.settings import load

_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))
_STATES = {
    "queued": {"zh": "排队中", "en": "waiting"},
    "running": {"zh": "审核中", "en": "being audited"},
    "succeeded": {"zh": "已完成", "en": "done"},
    "failed": {"zh": "未能审核", "en": "failed"},
    "cancelled": {"zh": "已取消", "en": "cancelled"},
}


def main(arguments: list[str]) -> int:
    file = Path(arguments[0] if arguments else "")
    if not file.is_file():
        sys.stderr.write(f"找不到文件 no such file: {file}\n用法 usage: make demo FILE=report.pdf [LANG=en]\n")
        return 2
    lang: Lang = "en" if arguments[1:] and arguments[1].lower().startswith("en") else "zh"
    with _service() as address:
        status, answer = _call("POST", f"{address}/v1/reports", file)
        if status >= 400:
            sys.stdout.write(f"{answer['titles'][lang]}\n{answer['details'][lang]}\n")
            return 1
        job = _follow(address, answer["job"], lang)
        if job["problem"]:
            sys.stdout.write(f"{job['problem']['title'][lang]}\n{job['problem']['detail'][lang]}\n")
            return 1
        _, audit = _call("GET", f"{address}{answer['report']['links']['self']}/audit")
    sys.stdout.write(f"\n{audit_text(audit, lang)}")
    return 0


def _follow(address: str, job: dict[str, Any], lang: Lang) -> dict[str, Any]:
    """Print every change of the job's state until it has ended."""
    shown = None
    while True:
        if job["state"] != shown:
            shown = job["state"]
            sys.stdout.write(f"… {_STATES[shown][lang]}\n")
            sys.stdout.flush()
        if shown in ("succeeded", "failed", "cancelled"):
            return job
        _, job = _call("GET", f"{address}{job['links']['self']}", prefer="wait=5")


def _call(method: str, url: str, file: Path | None = None, prefer: str = "") -> tuple[int, dict[str, Any]]:
    headers = {"Prefer": prefer} if prefer else {}
    if key := os.environ.get("GOUJI_KEY"):
        headers["Authorization"] = f"Bearer {key}"
    if file:
        headers |= {"X-Filename": quote(file.name), "Content-Type": "application/octet-stream"}
    request = urllib.request.Request(url, file.read_bytes() if file else None, headers, method=method)
    try:
        with _DIRECT.open(request, timeout=60) as answer:
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as refused:
        return refused.code, json.loads(refused.read())


@contextmanager
def _service() -> Iterator[str]:
    """The address of the running service, or of one that is started now and stopped at the end."""
    settings = load()
    address = f"http://{settings.host}:{settings.port}"
    if _answers(address):
        yield address
        return
    launcher = subprocess.Popen(
        [sys.executable, "-m", "ledger.launch", "--follow"], stdout=subprocess.PIPE, stderr=sys.stderr, text=True
    )
    assert launcher.stdout
    try:
        if not any("Ctrl-C" in line for line in launcher.stdout):
            raise SystemExit(launcher.wait() or 1)
        yield address
    finally:
        launcher.send_signal(signal.SIGTERM)
        launcher.communicate()


def _answers(address: str) -> bool:
    try:
        return _call("GET", f"{address}/healthz") == (200, {"status": "ok"})
    except (OSError, ValueError):
        return False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
