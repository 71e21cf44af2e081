"""Batches: many reports at once, each judged by itself, all or nothing when something breaks."""

from __future__ import annotations

import io
import os
import signal
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import pytest
from exchange import checked, sample
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from ledger.book import Ledger
from ledger.schema import Base, Batch, Report
from ledger.settings import Settings
from service.app import create_app

CLEAN, FAULTY = sample("format-2019-clean.txt"), sample("format-2019-faulty.txt")
DOCX = sample("format-2021-clean.docx")
KEY = {"Idempotency-Key": "batch-1"}


def pack(*files: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return file.getvalue()


def send(client: FlaskClient, data: bytes, **more: Any) -> Any:
    return client.post("/v1/batches", data=data, **more)


def items(client: FlaskClient, answer: Any) -> list[dict[str, Any]]:
    assert answer.status_code == 202, answer.json
    found: list[dict[str, Any]] = client.get(f"{answer.headers['Location']}?limit=200").json["items"]
    return found


def count(app: Flask, table: type[Base]) -> int:
    ledger: Ledger = app.config["LEDGER"]
    with ledger.database.read() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def test_a_batch_is_taken_in_audited_and_read(client: FlaskClient, work: Callable[[], int]) -> None:
    data = pack(
        ("甲局/年报.txt", CLEAN),
        ("乙局/年报.txt", FAULTY),
        ("丙局/年报.docx", DOCX),
        ("丙局/阅读器.exe", b"\x7fELF\x02" + bytes(100)),
    )
    answer = send(client, data, query_string={"agency_kind": "department"})
    assert answer.status_code == 202
    assert answer.json["counts"] == {
        "queued": 3, "running": 0, "succeeded": 0, "failed": 0, "cancelled": 0, "refused": 1, "erased": 0,
    }  # fmt: skip
    assert (answer.json["entries"], answer.json["done"]) == (4, False)
    assert work() == 3
    batch = client.get(answer.headers["Location"]).json
    assert (batch["done"], batch["counts"]["succeeded"]) == (True, 3)
    assert [each["name"] for each in batch["items"]] == [
        "甲局/年报.txt",
        "乙局/年报.txt",
        "丙局/年报.docx",
        "丙局/阅读器.exe",
    ]
    assert [each["state"] for each in batch["items"]] == ["succeeded"] * 3 + ["refused"]
    assert [each["outcome"] for each in batch["items"]] == ["no_findings", "findings", "no_findings", None]
    assert batch["items"][3]["problem"]["code"] == "unsupported-type"
    assert batch["items"][3]["problem"]["detail"]["zh"]
    report = client.get(f"/v1/reports/{batch['items'][0]['report_id']}").json
    assert (report["filename"], report["submission"]) == ("年报.txt", {"agency_kind": "department"})
    assert client.get(f"/v1/jobs/{batch['items'][0]['job_id']}").json["state"] == "succeeded"


def test_many_files_in_one_form_and_archives_among_them(client: FlaskClient) -> None:
    files = [(CLEAN, "一.txt"), (pack(("二.txt", FAULTY)), "更多.zip"), (DOCX, "三.docx"), (b"", "空.txt")]
    form = {"file": [(io.BytesIO(data), name) for data, name in files], "year": "2020"}
    found = items(client, client.post("/v1/batches", data=form))
    assert [(each["name"], each["state"]) for each in found] == [
        ("一.txt", "queued"), ("二.txt", "queued"), ("三.docx", "queued"), ("空.txt", "refused"),
    ]  # fmt: skip
    assert found[3]["problem"]["code"] == "empty"


def test_the_same_file_twice_or_before_is_one_report(app: Flask, client: FlaskClient) -> None:
    client.post("/v1/reports", data=CLEAN)
    found = items(client, send(client, pack(("a.txt", CLEAN), ("b.txt", FAULTY), ("c.txt", FAULTY))))
    assert [each["duplicate"] for each in found].count(True) == 2
    assert found[1]["report_id"] == found[2]["report_id"]
    assert count(app, Report) == 2


def test_names_of_old_programs_are_read(client: FlaskClient) -> None:
    data = pack(("XXXX.txt", CLEAN))  # four bytes for two characters in GBK
    found = items(client, send(client, data.replace(b"XXXX", "年报".encode("gbk"))))
    assert [each["name"] for each in found] == ["年报.txt"]


def test_rubbish_is_left_out_and_paths_are_names(client: FlaskClient) -> None:
    rubbish = [("__MACOSX/._a.txt", CLEAN), ("a/Thumbs.db", b"x"), ("~$a.docx", b"x"), (".DS_Store", b"x")]
    data = pack(*rubbish, ("../../etc/passwd", CLEAN), ("C:\\x\\\u202ey.txt", FAULTY), ("folder/", b""))
    found = items(client, send(client, data))
    assert [each["name"] for each in found] == ["../../etc/passwd", "C:\\x\\y.txt"]
    names = [client.get(f"/v1/reports/{each['report_id']}").json["filename"] for each in found]
    assert names == ["passwd", "y.txt"]


def test_an_archive_in_an_archive_is_one_report(client: FlaskClient, work: Callable[[], int]) -> None:
    one, two = pack(("a.txt", CLEAN)), pack(("a.txt", CLEAN), ("b.txt", FAULTY))
    answer = send(client, pack(("one.zip", one), ("two.zip", two)))
    work()
    found = items(client, answer)
    assert [each["state"] for each in found] == ["succeeded", "failed"]


def locked() -> bytes:
    data = bytearray(pack(("a.txt", CLEAN)))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    return bytes(data)


def broken() -> bytes:
    data = bytearray(pack(("a.txt", CLEAN), ("b.txt", FAULTY), method=zipfile.ZIP_STORED))
    data[data.index(CLEAN[:50]) + 10] ^= 0xFF
    return bytes(data)


def elsewhere() -> bytes:
    """The directory says that a file begins far behind the end."""
    data = bytearray(pack(("a.txt", CLEAN), ("b.txt", FAULTY)))
    at = data.index(b"PK\x01\x02")
    struct.pack_into("<L", data, at + 42, 0x7FFFFFF0)
    return bytes(data)


def test_a_bad_file_does_not_stop_the_others(client: FlaskClient, settings: Settings) -> None:
    large = b"x" * (settings.max_upload_bytes + 1)
    data = pack(("large.txt", large), ("good.txt", CLEAN), ("rare.txt", b"x"))
    rare = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        struct.pack_into("<H", rare, rare.rindex(mark) + offset, zipfile.ZIP_LZMA)
    found = items(client, send(client, bytes(rare)))
    assert [(each["problem"] or {}).get("code") for each in found] == ["too-large", None, "unsupported-type"]
    for bad, code in ((broken(), "damaged"), (elsewhere(), "damaged")):
        found = items(client, send(client, bad))
        assert [(each["problem"] or {}).get("code") for each in found] == [code, None]
    answer = send(client, locked())
    assert (answer.status_code, answer.json["code"]) == (422, "invalid-input")
    assert [each["pointer"] for each in answer.json["errors"]] == ["/entries/1"]


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"", 422, "invalid-input"),
        (pack(), 422, "empty"),
        (pack(("folder/", b"")), 422, "empty"),
        (pack(("a.txt", CLEAN))[:-30], 422, "invalid-input"),
        (b"PK\x03\x04", 422, "invalid-input"),
        (b"\x7fELF" + bytes(100), 422, "invalid-input"),
        (pack(*[(f"{n}.txt", CLEAN + bytes([48 + n])) for n in range(6)]), 413, "too-large"),
        (pack(*[(f"{n}.txt", b"") for n in range(500)]), 422, "invalid-input"),
        (pack(*[(f"{n}.txt", b"x" * 30_000) for n in range(4)]), 413, "too-large"),
        (b"x" * 200_000, 413, "too-large"),
    ],
)
def test_what_is_no_batch_leaves_nothing(settings: Settings, data: bytes, status: int, code: str) -> None:
    small = replace(settings, max_batch_entries=5, max_batch_unpacked_bytes=100_000, max_batch_bytes=120_000)
    app = checked(create_app(small))
    client = app.test_client()
    answer = send(client, data)
    assert (answer.status_code, answer.json["code"]) == (status, code)
    assert count(app, Batch) == count(app, Report) == 0
    assert [path for path in app.config["LEDGER"].blobs.incoming.iterdir() if path.is_file()] == []
    app.config["LEDGER"].close()


def test_one_document_is_a_batch_too(client: FlaskClient) -> None:
    found = items(client, send(client, DOCX, headers={"X-Filename": quote("年报.docx")}))
    assert [(each["name"], each["state"]) for each in found] == [("年报.docx", "queued")]


def test_batches_and_their_files_are_paged(client: FlaskClient) -> None:
    made = [send(client, pack(*[(f"{n}.txt", CLEAN + b"%d" % n) for n in range(5)])).json["id"] for _ in range(3)]
    first = client.get("/v1/batches?limit=2")
    assert [each["id"] for each in first.json["items"]] == made[:0:-1]
    assert 'rel="next"' in first.headers["Link"]
    rest = client.get(f"/v1/batches?limit=2&cursor={first.json['next_cursor']}").json
    assert ([each["id"] for each in rest["items"]], rest["next_cursor"]) == (made[:1], None)
    numbers, cursor = [], ""
    for _ in range(3):
        page = client.get(f"/v1/batches/{made[0]}?limit=2{cursor}").json
        numbers += [each["number"] for each in page["items"]]
        cursor = f"&cursor={page['next_cursor']}"
    assert (numbers, page["next_cursor"]) == ([1, 2, 3, 4, 5], None)
    assert client.get(f"/v1/batches/{made[0]}?cursor=x&limit=0").status_code == 422
    assert client.get("/v1/batches/none").status_code == 404


def test_the_same_batch_again_is_made_once(app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    data = pack(("a.txt", CLEAN), ("b.txt", FAULTY))
    first = send(client, data, headers=KEY)
    assert send(client, data, headers=KEY).json == first.json
    assert send(client, pack(("a.txt", CLEAN)), headers=KEY).json["code"] == "idempotency-key-reused"
    assert count(app, Batch) == 1


def test_a_batch_whose_answer_was_lost_is_found_again(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = pack(("a.txt", CLEAN), ("b.txt", FAULTY))

    def lost(_: Any) -> None:
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr("service.resources.batches._publish", lost)
        assert send(client, data, headers=KEY).status_code == 500
    assert count(app, Batch) == 1
    again = send(client, data, headers=KEY)
    assert (again.status_code, again.json["counts"]["queued"]) == (202, 2)
    assert count(app, Batch) == 1


def test_a_batch_that_breaks_in_the_middle_leaves_nothing(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ledger.store import intake

    take, taken = intake.take, []

    def third_time_unlucky(*arguments: Any) -> Any:
        taken.append(1)
        if len(taken) == 3:
            raise OSError(28, "No space left on device")
        return take(*arguments)

    monkeypatch.setattr(intake, "take", third_time_unlucky)
    data = pack(*[(f"{n}.txt", CLEAN + b"%d" % n) for n in range(5)])
    assert send(client, data).status_code == 503
    assert count(app, Report) == count(app, Batch) == 0
    monkeypatch.undo()
    assert send(client, data).json["counts"]["queued"] == 5


KILLED_AT_THE_THIRD = """
import os, signal, sys
from ledger.settings import load
from ledger.store import intake
from service.app import create_app
take, taken = intake.take, []
def third_time_killed(*arguments):
    taken.append(1)
    if len(taken) == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return take(*arguments)
intake.take = third_time_killed
create_app(load()).test_client().post("/v1/batches", data=sys.stdin.buffer.read())
"""


@pytest.mark.one_database
def test_a_service_killed_in_the_middle_of_a_batch_leaves_nothing(
    app: Flask, client: FlaskClient, settings: Settings
) -> None:
    data = pack(*[(f"{n}.txt", CLEAN + b"%d" % n) for n in range(5)])
    environment = {**os.environ, **settings.environment()}
    killed = subprocess.run([sys.executable, "-c", KILLED_AT_THE_THIRD], input=data, env=environment, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert count(app, Report) == count(app, Batch) == 0
    assert send(client, data).json["counts"]["queued"] == 5


def test_an_erased_report_leaves_its_batch_without_a_name(client: FlaskClient) -> None:
    answer = send(client, pack(("a.txt", CLEAN), ("b.txt", FAULTY)))
    first = items(client, answer)[0]
    client.delete(f"/v1/reports/{first['report_id']}")
    left = items(client, answer)
    assert (left[0]["name"], left[0]["report_id"], left[0]["state"]) == (None, None, "erased")
    assert client.get(answer.headers["Location"]).json["counts"]["erased"] == 1


def test_batches_of_tenants_are_apart(settings: Settings) -> None:
    app = checked(create_app(replace(settings, api_keys="a=0123456789abcdef,b=fedcba9876543210")))
    one, other = ({"Authorization": f"Bearer {key}"} for key in ("0123456789abcdef", "fedcba9876543210"))
    client = app.test_client()
    place = send(client, pack(("a.txt", CLEAN)), headers=one).headers["Location"]
    assert client.get(place, headers=other).status_code == 404
    assert client.get("/v1/batches", headers=other).json["items"] == []
    assert client.get(place, headers=one).status_code == 200
    app.config["LEDGER"].close()
