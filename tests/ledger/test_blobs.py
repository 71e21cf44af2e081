"""Bytes in a folder and in a bucket: whole or not there, by content, within the limit; and what trouble looks like."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from s3_server import client, new_bucket

from ledger.blobs import Blobs, Incoming, MissingError, StorageError, TooMuchError
from ledger.book import open_blobs
from ledger.s3 import PART, S3Blobs, parse
from ledger.settings import BadSettingError, Settings, load

REPORT = b"one report"
DIGEST = hashlib.sha256(REPORT).hexdigest()
AWAY = "s3://bucket?endpoint=http://127.0.0.1:1"


@pytest.fixture(params=["disk", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Blobs:
    url = "" if request.param == "disk" else new_bucket(request.getfixturevalue("s3"))
    made = open_blobs(Settings(state=tmp_path, blobs_url=url))
    made.prepare()
    return made


@pytest.fixture
def bucket(s3: str, tmp_path: Path) -> S3Blobs:
    made = open_blobs(Settings(state=tmp_path, blobs_url=new_bucket(s3)))
    made.prepare()
    assert isinstance(made, S3Blobs)
    return made


def incoming(store: Blobs, data: bytes = REPORT) -> Incoming:
    one = store.receive(limit=len(data))
    one.write(data)
    return one


def kept(store: Blobs, data: bytes = REPORT, tenant: str = "local") -> str:
    one = incoming(store, data)
    store.stage(one, tenant)
    store.keep(one, tenant)
    one.drop()
    return one.sha256


def content(store: Blobs, tenant: str = "local", digest: str = DIGEST) -> bytes:
    with store.local(tenant, digest) as path:
        assert path.is_absolute()
        return path.read_bytes()


def temporary(store: Any) -> list[Path]:
    return list(store.incoming.iterdir())


def test_bytes_are_found_by_their_hash_and_leave_no_temporary_file(store: Blobs) -> None:
    assert kept(store) == DIGEST
    assert content(store) == REPORT
    assert temporary(store) == []


def test_the_same_bytes_again_change_nothing(store: Blobs) -> None:
    kept(store)
    kept(store)
    assert content(store) == REPORT


def test_each_tenant_has_its_own(store: Blobs) -> None:
    kept(store)
    with pytest.raises(MissingError):
        content(store, "city")
    kept(store, tenant="city")
    store.erase("local", DIGEST)
    assert content(store, "city") == REPORT


def test_erased_bytes_are_gone_and_may_be_erased_again(store: Blobs) -> None:
    kept(store)
    store.erase("local", DIGEST)
    store.erase("local", DIGEST)
    with pytest.raises(MissingError):
        content(store)


def test_bytes_erased_between_staging_and_keeping_are_kept_all_the_same(store: Blobs) -> None:
    one = incoming(store)
    store.stage(one, "local")
    store.erase("local", DIGEST)
    store.keep(one, "local")
    assert content(store) == REPORT
    one.drop()


def test_more_than_the_limit_is_refused_and_nothing_stays(store: Blobs) -> None:
    one = store.receive(limit=10)
    one.write(b"0123456789")
    with pytest.raises(TooMuchError):
        one.write(b"!")
    one.drop()
    assert temporary(store) == []


def test_uploads_that_a_crash_cut_off_are_swept(store: Blobs) -> None:
    old, new = store.receive(limit=10), store.receive(limit=10)
    os.utime(old.path, (1, 1))
    assert store.sweep() == 1
    assert [new.path] == temporary(store)
    old.close()
    new.drop()


def test_a_store_that_is_there_is_ready(store: Blobs) -> None:
    store.probe()


# --- the folder ------------------------------------------------------------------------------------


def test_a_volume_that_is_away_is_trouble_and_no_missing_file(tmp_path: Path) -> None:
    store = open_blobs(Settings(state=tmp_path / "not-mounted"))
    with pytest.raises(StorageError):
        content(store)


# --- the bucket ------------------------------------------------------------------------------------


def test_objects_stand_under_tenant_and_hash(bucket: S3Blobs, s3: str) -> None:
    kept(bucket)
    listed = client(s3).list_objects_v2(Bucket=bucket.bucket.name)["Contents"]
    assert [each["Key"] for each in listed] == [f"reports/local/{DIGEST[:2]}/{DIGEST}"]


def test_large_documents_go_in_parts(bucket: S3Blobs, s3: str) -> None:
    data = os.urandom(PART + PART // 4)
    one = incoming(bucket, data)
    del data
    bucket.stage(one, "local")
    one.drop()
    found = client(s3).head_object(Bucket=bucket.bucket.name, Key=bucket.key("local", one.sha256))
    assert found["ETag"].endswith('-2"'), "two parts"
    with bucket.local("local", one.sha256) as path:
        assert path.stat().st_size == one.size


def test_a_second_upload_mends_an_object_that_has_been_changed(bucket: S3Blobs, s3: str) -> None:
    kept(bucket)
    client(s3).put_object(Bucket=bucket.bucket.name, Key=bucket.key("local", DIGEST), Body=b"0ne report")
    kept(bucket)
    assert content(bucket) == REPORT


@pytest.mark.parametrize("damaged", [b"", b"one rep", b"0ne report"])
def test_changed_bytes_are_as_bad_as_missing_ones(bucket: S3Blobs, s3: str, damaged: bytes) -> None:
    kept(bucket)
    client(s3).put_object(Bucket=bucket.bucket.name, Key=bucket.key("local", DIGEST), Body=damaged)
    with pytest.raises(MissingError):
        content(bucket)
    assert temporary(bucket) == []


def test_parts_that_were_never_completed_are_swept(bucket: S3Blobs, s3: str) -> None:
    name = bucket.bucket.name
    client(s3).create_multipart_upload(Bucket=name, Key="reports/local/aa/cut-off")
    client(s3).create_multipart_upload(Bucket=name, Key="another/program")
    assert bucket.sweep(older_than=1e9) == 0, "this server says that all began in 2010"
    assert bucket.sweep() == 0, "not again within the hour"
    bucket._swept = None
    assert bucket.sweep() == 1
    assert [each["Key"] for each in client(s3).list_multipart_uploads(Bucket=name)["Uploads"]] == ["another/program"]


@pytest.mark.parametrize("url", [AWAY, "bucket that is not there"])
def test_a_store_that_is_away_is_trouble(url: str, s3: str, tmp_path: Path) -> None:
    store = open_blobs(Settings(state=tmp_path, blobs_url=url if url == AWAY else f"s3://none?endpoint={s3}"))
    store.prepare()
    one = incoming(store)
    for attempt in (
        store.probe,
        lambda: store.stage(one, "local"),
        lambda: content(store),
        lambda: store.sweep(),
    ):
        with pytest.raises(StorageError):
            attempt()
    one.drop()
    assert temporary(store) == []


@pytest.mark.parametrize(
    "url",
    ["http://host/bucket", "s3://", "s3://key:secret-1@bucket", "s3://b?region=x&colour=secret-1", "s3://b?endpoint=h",
     "s3://b?addressing=secret-1"],
)  # fmt: skip
def test_a_wrong_url_is_refused_without_being_repeated(url: str) -> None:
    with pytest.raises(BadSettingError, match="GOUJI_BLOBS_URL") as refused:
        parse(url)
    assert "secret-1" not in str(refused.value)


def test_a_url_says_everything() -> None:
    found = parse("s3://bucket/a/b/?endpoint=https://s3.example&region=cn-1&addressing=virtual")
    assert (found.name, found.prefix, found.endpoint) == ("bucket", "a/b", "https://s3.example")
    assert (found.region, found.addressing) == ("cn-1", "virtual")
    assert parse("s3://bucket").addressing == "virtual"
    assert parse("s3://bucket?endpoint=http://minio:9000").addressing == "path"


@pytest.mark.parametrize("module", ["service.serve", "workers", "workers.sweeper"])
def test_without_its_library_every_part_says_what_to_install(module: str, tmp_path: Path) -> None:
    (tmp_path / "boto3.py").write_text("raise ImportError('not installed')")
    environment = replace(load({}), state=tmp_path / "state", blobs_url="s3://bucket").environment()
    path = os.pathsep.join([str(tmp_path), str(Path(__file__).parents[2])])
    run = subprocess.run(
        [sys.executable, "-m", module], env={**os.environ, **environment, "PYTHONPATH": path}, capture_output=True
    )
    assert run.returncode == 2
    assert b"pip install 'gouji[s3]'" in run.stderr
    assert b"Traceback" not in run.stderr
