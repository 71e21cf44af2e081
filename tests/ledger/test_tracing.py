"""Trace context: taken when well formed, made when there is none, and free of cost where nobody collects."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ledger import tracing

GIVEN = f"00-{'ab' * 16}-{'cd' * 8}-01"


@pytest.mark.parametrize(
    "header",
    [None, "", "nonsense", f"ff{GIVEN[2:]}", f"00-{'0' * 32}-{'cd' * 8}-01", f"00-{'ab' * 16}-{'0' * 16}-01",
     GIVEN.upper(), f"{GIVEN}-more", f"{GIVEN}\n"],
)  # fmt: skip
def test_a_malformed_context_is_none(header: str | None) -> None:
    assert tracing.sent(header) is None


def test_a_context_is_handed_on_as_it_came_and_one_is_made_where_there_is_none() -> None:
    assert tracing.sent(GIVEN) == GIVEN
    with tracing.span("outer", GIVEN):
        assert tracing.current() == GIVEN
        with tracing.span("inner") as inner:
            assert inner.traceparent == GIVEN
    with tracing.span("first") as first:
        assert tracing.sent(first.traceparent) == first.traceparent
        assert tracing.trace_id(first.traceparent) != tracing.trace_id(GIVEN)
    assert tracing.current() is None


def run(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([environment.pop("PATH_FIRST", ""), str(Path(__file__).parents[2])])
    variables = {**os.environ, "PYTHONPATH": path, **environment}
    return subprocess.run([sys.executable, "-c", code], env=variables, capture_output=True, text=True)


def test_where_nobody_collects_the_library_is_not_even_loaded() -> None:
    code = (
        "import sys, service.app, workers.desk; from ledger import tracing; tracing.start('x')\n"
        "with tracing.span('a'): pass\n"
        "assert not [name for name in sys.modules if name.startswith(('opentelemetry', 'boto'))]"
    )
    assert run(code).returncode == 0


@pytest.mark.parametrize("module", ["service.serve", "workers"])
def test_without_the_library_every_part_says_what_to_install(module: str, tmp_path: Path) -> None:
    (tmp_path / "opentelemetry").mkdir()
    (tmp_path / "opentelemetry" / "__init__.py").touch()
    code = f"import runpy; runpy.run_module({module!r}, run_name='__main__')"
    state = {"GOUJI_STATE": str(tmp_path / "state"), "PATH_FIRST": str(tmp_path)}
    refused = run(code, OTEL_EXPORTER_OTLP_ENDPOINT="http://127.0.0.1:1", **state)
    assert refused.returncode == 2, refused.stderr
    assert "pip install 'gouji[tracing]'" in refused.stderr
    assert "Traceback" not in refused.stderr
