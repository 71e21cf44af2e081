"""The service with its bytes in a bucket: taken in, audited, erased; and refused while the bucket is away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from exchange import checked, sample, upload
from flask import Flask
from flask.testing import FlaskClient
from s3_server import client as bucket_client
from s3_server import new_bucket

from ledger.book import Ledger, open_blobs
from ledger.s3 import S3Blobs
from ledger.settings import Settings
from service.app import create_app

CLEAN = sample("format-2019-clean.txt")
pytestmark = pytest.mark.one_database


@pytest.fixture
def app(settings: Settings, s3: str) -> Iterator[Flask]:
    made = checked(create_app(replace(settings, blobs_url=new_bucket(s3))))
    yield made
    made.config["LEDGER"].close()


def objects(app: Flask) -> int:
    blobs: S3Blobs = app.config["LEDGER"].blobs
    count: int = bucket_client(str(blobs.bucket.endpoint)).list_objects_v2(Bucket=blobs.bucket.name)["KeyCount"]
    return count


def test_a_report_goes_through_the_bucket_and_is_erased_from_it(
    app: Flask, client: FlaskClient, work: Callable[[], int]
) -> None:
    assert upload(client, CLEAN).status_code == 202
    again = upload(client, CLEAN)
    assert (again.status_code, objects(app)) == (200, 1)
    assert work() == 1
    report = again.json["report"]["links"]["self"]
    assert client.get(f"{report}/audit").json["summary"]["outcome"] == "no_findings"
    assert client.delete(report).status_code == 204
    assert objects(app) == 0
    assert list(app.config["LEDGER"].settings.state.rglob("in-*")) == []


def test_while_the_bucket_is_away_nothing_is_accepted_and_nothing_forgotten(app: Flask, client: FlaskClient) -> None:
    kept = upload(client, CLEAN).json["report"]["links"]["self"]
    ledger: Ledger = app.config["LEDGER"]
    away = open_blobs(replace(ledger.settings, blobs_url="s3://bucket?endpoint=http://127.0.0.1:1"))
    app.config["LEDGER"] = replace(ledger, blobs=away)
    answer = upload(client, sample("format-2021-clean.txt"))
    assert (answer.status_code, answer.json["code"]) == (503, "unavailable")
    assert int(answer.headers["Retry-After"]) > 0
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json["checks"]["storage"]) == (503, "down")
    assert client.delete(kept).status_code == 503, "what cannot be erased whole is not erased"
    assert len(client.get("/v1/reports").json["items"]) == 1
    app.config["LEDGER"] = ledger
    assert client.get("/readyz").status_code == 200
    assert client.delete(kept).status_code == 204
