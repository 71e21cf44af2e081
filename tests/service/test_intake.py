"""What comes with the bytes: digests, declared types, names, fields; and forms that are none."""

from __future__ import annotations

import base64
import hashlib
import io
from typing import Any
from urllib.parse import quote

import pytest
from exchange import sample, upload
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service.intake.digests import Digests
from service.problems import Problem

pytestmark = pytest.mark.one_database
CLEAN, FAULTY = sample("format-2019-clean.txt"), sample("format-2019-faulty.txt")


def digest(data: bytes, algorithm: str = "sha-256") -> str:
    found = hashlib.new(algorithm.replace("-", ""), data).digest()
    return f"{algorithm}=:{base64.b64encode(found).decode()}:"


def form(*parts: tuple[str, bytes], end: bytes = b"--B--\r\n") -> bytes:
    """A form by hand: (what follows form-data in the disposition, content)."""
    heads = [f"--B\r\nContent-Disposition: form-data{head}\r\n\r\n".encode() + data for head, data in parts]
    return b"\r\n".join([*heads, end])


def post_form(
    client: FlaskClient, body: bytes, kind: str = "multipart/form-data; boundary=B", **more: Any
) -> TestResponse:
    return client.post("/v1/reports", data=body, content_type=kind, **more)


FILE = ('; name="file"; filename="a.txt"', CLEAN)


# --- digests ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["Content-Digest", "Repr-Digest"])
@pytest.mark.parametrize("algorithm", ["sha-256", "sha-512"])
def test_content_that_matches_its_digest(client: FlaskClient, field: str, algorithm: str) -> None:
    assert client.post("/v1/reports", data=CLEAN, headers={field: digest(CLEAN, algorithm)}).status_code == 202
    whole = form(FILE, ('; name="year"', b"2020"))
    assert post_form(client, whole, headers={field: digest(whole, algorithm)}).status_code == 202


@pytest.mark.parametrize("field", ["Content-Digest", "Repr-Digest"])
def test_content_that_does_not_match_is_refused_and_both_are_named(client: FlaskClient, field: str) -> None:
    wrong = f"{digest(CLEAN, 'sha-512')}, {digest(FAULTY)}"
    answer = client.post("/v1/reports", data=CLEAN, headers={field: wrong})
    assert (answer.status_code, answer.json["code"]) == (400, "digest-mismatch")
    expected, found = digest(FAULTY).partition("=")[2], digest(CLEAN).partition("=")[2]
    assert answer.json["digests"] == [
        {"field": field, "algorithm": "sha-256", "expected": expected, "found": found},
    ]
    for words in answer.json["details"].values():
        assert expected in words
        assert found in words
    whole = form(FILE)
    assert post_form(client, whole, headers={field: digest(CLEAN)}).json["code"] == "digest-mismatch", "the whole form"
    assert client.get("/v1/reports").json["items"] == []


@pytest.mark.parametrize(
    "value",
    [
        "", "md5=:1B2M2Y8AsgTpgAmY7PhCfg==:", "unixsum=:AAA=:", f"md5=:AA==:, {digest(CLEAN)}", f"{digest(CLEAN)};p=1",
        f"{digest(FAULTY)}, {digest(CLEAN)}",  # the last of a name counts (RFC 8941)
    ],
)  # fmt: skip
def test_what_is_not_known_is_ignored(client: FlaskClient, value: str) -> None:
    assert client.post("/v1/reports", data=CLEAN, headers={"Content-Digest": value}).status_code == 202


@pytest.mark.parametrize(
    "value",
    ["sha-256", "sha-256=abc", "sha-256=:abc:", "sha-256=:AAAA:", "sha-256=:####:", "SHA-256=:AAAA:", "=", ":"],
)
def test_a_malformed_digest_is_refused(client: FlaskClient, value: str) -> None:
    answer = client.post("/v1/reports", data=CLEAN, headers={"Content-Digest": value})
    assert (answer.status_code, answer.json["code"]) == (400, "bad-request")
    assert "Content-Digest" in answer.json["details"]["en"]
    assert answer.json["details"]["zh"]


def test_only_what_is_asked_for_is_hashed() -> None:
    from werkzeug.datastructures import Headers

    digests = Digests(Headers({"Content-Digest": "md5=:AA==:"}))
    digests.update(b"x")
    digests.check()
    with pytest.raises(Problem):
        Digests(Headers({"Repr-Digest": "sha-256=:AA==:"}))


# --- types and codings -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "declared",
    [
        "application/json", "application/json; charset=utf-8", "application/problem+json", "text/xml", "text/csv",
        "application/x-www-form-urlencoded", "multipart/mixed; boundary=B", "video/mp4",
    ],
)  # fmt: skip
def test_what_is_declared_to_be_no_report_is_not_read_as_text(client: FlaskClient, declared: str) -> None:
    answer = client.post("/v1/reports", data=CLEAN, content_type=declared)
    assert (answer.status_code, answer.json["code"]) == (415, "unsupported-type")
    assert declared.partition(";")[0] in answer.json["detail"]
    assert "multipart/form-data" in answer.headers["Accept"]
    assert client.get("/v1/reports").json["items"] == []


@pytest.mark.parametrize("declared", [None, "text/plain", "application/pdf", "application/octet-stream", "x/y", "odd"])
def test_any_other_declaration_counts_for_nothing(client: FlaskClient, declared: str | None) -> None:
    assert client.post("/v1/reports", data=CLEAN, content_type=declared).status_code == 202


def test_a_coded_or_partial_body_is_refused(client: FlaskClient) -> None:
    answer = client.post("/v1/reports", data=CLEAN, headers={"Content-Encoding": "gzip"})
    assert (answer.status_code, answer.json["code"]) == (415, "unsupported-encoding")
    assert answer.headers["Accept-Encoding"] == "identity"
    assert client.post("/v1/reports", data=CLEAN, headers={"Content-Encoding": "identity"}).status_code == 202
    partial = client.post("/v1/reports", data=CLEAN, headers={"Content-Range": "bytes 0-9/100"})
    assert (partial.status_code, partial.json["code"]) == (400, "bad-request")


# --- forms -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (form(FILE), "multipart/form-data"),
        (form(FILE), "multipart/form-data; boundary="),
        (form(FILE), "multipart/form-data; boundary=" + "b" * 201),
        (form(FILE, end=b""), "multipart/form-data; boundary=B"),
        (form(FILE)[:40], "multipart/form-data; boundary=B"),
        (b"--B\r\n\r\nno disposition\r\n--B--\r\n", "multipart/form-data; boundary=B"),
        (b'--B\r\nContent-Disposition: form-data; name="file"; filename="\xff\xfe"\r\n\r\nx\r\n--B--\r\n', "multipart/form-data; boundary=B"),
        (b"--B\r\nX: " + b"x" * 400_000, "multipart/form-data; boundary=B"),
        (b"nothing like a form" * 1000, "multipart/form-data; boundary=B"),
        (form(*[(f'; name="f{n}"', b"x") for n in range(100)], FILE), "multipart/form-data; boundary=B"),
    ],
)  # fmt: skip
def test_what_is_no_form_is_refused(app: Flask, client: FlaskClient, body: bytes, kind: str) -> None:
    answer = post_form(client, body, kind)
    assert (answer.status_code, answer.json["code"]) == (400, "bad-request")
    assert answer.json["details"]["zh"] != answer.json["details"]["en"]
    assert list(app.config["LEDGER"].blobs.incoming.iterdir()) == []


@pytest.mark.parametrize(
    ("parts", "pointers"),
    [
        ([FILE, FILE], ["/file"]),
        ([FILE, ('; name="other"; filename="b.txt"', CLEAN)], ["/file"]),
        ([('; name="document"; filename="b.txt"', CLEAN)], ["/file"]),
        ([('; name="file"', CLEAN[:100])], ["/file"]),
        ([('; name="file"; filename=""', b"")], ["/file"]),
        ([('; name="year"', b"2020")], ["/file"]),
        ([FILE, ('; name="year"', b"2020"), ('; name="year"', b"2021")], ["/year"]),
        ([FILE, ('; name="agency"', "局".encode() * 200)], []),
        ([FILE, ('; name="agency"', "局".encode() * 256)], ["/agency"]),
        ([FILE, ('; name="agency"', b"x" * 100_000)], ["/agency"]),
        ([FILE, ('; name="agency"', "局".encode("gbk"))], ["/agency"]),
        ([FILE, ('; name="agency"', b"a\x00b")], ["/agency"]),
        ([FILE, ('; name="agency"', b"a\x1bb")], ["/agency"]),
        ([FILE, ('; name="colour"', b"red"), ('; name="year"', b"MM")], ["/colour", "/year"]),
        ([FILE, ("", b"red")], ["/"]),
    ],
)  # fmt: skip
def test_every_field_that_is_wrong_is_named(client: FlaskClient, parts: list[Any], pointers: list[str]) -> None:
    answer = post_form(client, form(*parts))
    if not pointers:
        assert answer.status_code == 202
        return
    assert (answer.status_code, answer.json["code"]) == (422, "invalid-input")
    assert [each["pointer"] for each in answer.json["errors"]] == pointers
    assert all(each["details"]["zh"] != each["details"]["en"] for each in answer.json["errors"])


def test_a_form_chosen_without_a_name_is_still_a_file(client: FlaskClient) -> None:
    answer = post_form(client, form(('; name="file"; filename=""', CLEAN)))
    assert (answer.status_code, answer.json["report"]["filename"]) == (202, "")


def test_particulars_beside_a_form_or_twice_are_not_ignored(client: FlaskClient) -> None:
    beside = client.post("/v1/reports?year=2020", data={"file": (io.BytesIO(CLEAN), "x.txt")})
    twice = client.post("/v1/reports?year=2020&year=2021", data=CLEAN)
    control = client.post("/v1/reports?agency=a%00b", data=CLEAN)
    for answer, pointer in ((beside, "/year"), (twice, "/year"), (control, "/agency")):
        assert (answer.status_code, [each["pointer"] for each in answer.json["errors"]]) == (422, [pointer])
    assert client.get("/v1/reports?year=2020&year=2021").status_code == 422


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\\\..\\\\win.ini", "win.ini"),  # doubled: a backslash quotes in a form
        ("a\u202etxt.exe", "atxt.exe"),
        ("年报.docx", "年报.docx"),
        ("x" * 300 + ".pdf", "x" * 251 + ".pdf"),
        ("/", ""),
        ("..", ".."),
    ],
)
def test_names_in_a_form_and_in_headers(client: FlaskClient, given: str, kept: str) -> None:
    as_form = upload(client, CLEAN, given)
    assert as_form.json["report"]["filename"] == kept
    raw = client.post("/v1/reports", data=FAULTY, headers={"X-Filename": quote(given)})
    assert raw.json["report"]["filename"] == kept


@pytest.mark.parametrize(
    "disposition",
    [
        f"attachment; filename*=UTF-8''{quote('年报.pdf')}",
        f"attachment; filename=\"x.pdf\"; filename*=UTF-8''{quote('年报.pdf')}",
        'attachment; filename="年报.pdf"'.encode().decode("latin-1"),
    ],
)
def test_names_of_rfc_8187_and_raw_utf_8(client: FlaskClient, disposition: str) -> None:
    answer = client.post("/v1/reports", data=CLEAN, headers={"Content-Disposition": disposition})
    assert answer.json["report"]["filename"] == "年报.pdf"
