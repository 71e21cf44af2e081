"""docs/examples.md, run as it stands against a running service."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from exchange import ROOT, SAMPLES
from test_whole_service import free_port, launch

KEY = "an-invented-key-for-examples"
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)
EXAMPLES: list[tuple[str, str]] = FENCE.findall((ROOT / "docs" / "examples.md").read_text("utf-8"))
java = pytest.mark.skipif(not shutil.which("javac"), reason="no JDK is installed here")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    port = free_port()
    process = launch(tmp_path_factory.mktemp("examples") / "var", port, GOUJI_API_KEYS=f"city={KEY}")
    assert process.stdout
    assert any("Ctrl-C" in line for line in process.stdout)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.communicate(timeout=60)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copy(SAMPLES / "format-2021-faulty.pdf", tmp_path / "report.pdf")
    with zipfile.ZipFile(tmp_path / "reports.zip", "w") as archive:
        for name in ("format-2021-clean.docx", "format-2019-faulty.txt"):
            archive.write(SAMPLES / name, name)
    return tmp_path


def run(command: list[str], folder: Path, address: str) -> str:
    environment = {**os.environ, "GOUJI": address, "GOUJI_KEY": KEY, "PYTHONPATH": str(ROOT)}
    ended = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def example(kind: str, word: str = "") -> str:
    (found,) = (text for each, text in EXAMPLES if each == kind and word in text)
    return found


def test_every_example_is_run() -> None:
    assert sorted(kind for kind, _ in EXAMPLES) == ["java", "python", "python", "sh"]


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed here")
def test_curl(folder: Path, address: str) -> None:
    said = run(["sh", "-euc", example("sh")], folder, address)
    assert '"audit":{' in said
    assert '"next_cursor"' in said
    assert '"entries":2' in said


def test_the_client(folder: Path, address: str) -> None:
    said = run([sys.executable, "-c", example("python", "from client")], folder, address)
    assert "error ARI-" in said
    assert "go on after" in said


def test_httpx(folder: Path, address: str) -> None:
    said = run([sys.executable, "-c", example("python", "import httpx")], folder, address)
    assert "succeeded" in said
    assert "ARI-" in said
    assert "'refused': 0" in said


@java
def test_java(folder: Path, address: str) -> None:
    (folder / "Example.java").write_text(example("java"), "utf-8")
    said = run(["java", "Example.java", "report.pdf"], folder, address)
    assert '"rule":"ARI-' in said
    assert "cn.gouji.report.audited" in said
