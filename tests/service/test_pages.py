"""The catalogue, the pages, readiness; and that no page needs another host."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from exchange import ROOT
from flask import Flask
from flask.testing import FlaskClient

import gouji
from ledger.store import workers

ASSETS = ROOT / "service" / "static"


@pytest.mark.parametrize(
    ("url", "shelf"), [("/v1/rules", "rules"), ("/v1/templates", "templates"), ("/v1/vocabulary", "vocabulary")]
)
def test_the_catalogue_is_the_engines_and_cached_by_its_digest(client: FlaskClient, url: str, shelf: str) -> None:
    answer = client.get(url)
    assert answer.json == {"engine": gouji.engine(), "items": gouji.catalogue()[shelf]}
    assert gouji.engine()["catalogue"] in answer.headers["ETag"]
    assert client.get(url, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_one_rule_and_one_form(client: FlaskClient) -> None:
    assert client.get("/v1/rules/ARI-01").json["name"] == "requests-balance"
    assert client.get("/v1/templates/format-2021").json["id"] == "format-2021"


@pytest.mark.parametrize("url", ["/", "/docs"])
def test_pages_load_nothing_from_elsewhere(client: FlaskClient, url: str) -> None:
    page = client.get(url)
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "http" not in policy
    assert not re.search(r"""(?:src|href)=["'](?:https?:)?//""", page.text)
    for asset in re.findall(r"""(?:src|href)=["'](/assets/[^"']+)""", page.text):
        answer = client.get(asset)
        assert answer.status_code == 200, asset
        answer.close()


def test_the_first_page_gives_a_line_to_paste(client: FlaskClient) -> None:
    assert "curl -F file=@report.pdf" in client.get("/").text


def test_vendored_files_are_small_and_licensed() -> None:
    files = list((ASSETS / "swagger-ui").iterdir())
    assert {"LICENSE", "NOTICE"} <= {path.name for path in files}
    assert all(path.stat().st_size < 2_000_000 for path in files)


def test_readiness_tells_waiting_from_refusing(app: Flask, client: FlaskClient) -> None:
    assert client.get("/healthz").json == {"status": "ok"}
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json["status"], answer.json["checks"]["worker"]) == (200, "degraded", "down")
    workers.seen(app.config["LEDGER"].database, "one")
    assert client.get("/readyz").json["status"] == "ok"


def test_without_its_storage_the_service_is_not_ready(app: Flask, client: FlaskClient) -> None:
    folder: Path = app.config["LEDGER"].blobs.incoming
    folder.rmdir()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json["checks"]["storage"]) == (503, "down")


def test_answers_are_not_sniffed_nor_framed(client: FlaskClient) -> None:
    assert client.get("/v1/rules").headers["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'none'" in client.get("/docs").headers["Content-Security-Policy"]
