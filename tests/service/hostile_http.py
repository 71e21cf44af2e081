"""Bad and hostile requests, byte by byte, and what has to come back."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import random
import zipfile
from dataclasses import dataclass, field

CLEAN = "示例市示例局2020年政府信息公开工作年度报告".encode()
HOST = "Host: 127.0.0.1"
ELF = b"\x7fELF\x02\x01\x01\x00" + random.Random(1).randbytes(5000)


@dataclass(frozen=True)
class Bad:
    """One request: what is sent, the status and problem that answer it. ``slow`` sends the last part after the rest
    piece by piece; ``cut`` closes the sending side at the end."""

    name: str
    sent: bytes
    status: int
    code: str | None = None
    cut: bool = False
    drip: bytes = field(default=b"", repr=False)


def request(method: str, path: str, *headers: str, body: bytes | None = None) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", HOST, "Connection: close", *headers]
    if body is not None and not any(each.lower().startswith(("content-length", "transfer-enc")) for each in headers):
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + (body or b"")


def report(body: bytes, *headers: str) -> bytes:
    return request("POST", "/v1/reports", *headers, body=body)


def form(*parts: tuple[str, bytes], end: bytes = b"\r\n--B--\r\n") -> bytes:
    heads = [f"--B\r\nContent-Disposition: form-data{head}\r\n\r\n".encode() + data for head, data in parts]
    return b"\r\n".join(heads) + end


def as_form(body: bytes, kind: str = "multipart/form-data; boundary=B") -> bytes:
    return report(body, f"Content-Type: {kind}")


def chunked(*chunks: bytes) -> bytes:
    return report(b"".join(chunks), "Transfer-Encoding: chunked")


def digest(data: bytes) -> str:
    return f"sha-256=:{base64.b64encode(hashlib.sha256(data).digest()).decode()}:"


def pack(*files: tuple[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return file.getvalue()


def entities() -> bytes:
    """A DOCX whose XML grows a thousand million times."""
    more = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    xml = f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY e0 "lol">{more}]><w>&e9;</w>'.encode()
    return pack(("[Content_Types].xml", b"<Types/>"), ("word/document.xml", xml))


FILE = ('; name="file"; filename="a.txt"', CLEAN)
BOMB = pack(("a.txt", bytes(60_000_000)))
NESTED = pack(("a.zip", pack(("b.zip", pack(("c.txt", CLEAN))))))
EMPTY, NO_TYPE, MALFORMED, WRONG = "empty", "unsupported-type", "bad-request", "invalid-input"

REFUSED = [
    # what is no document
    Bad("no body", report(b""), 422, EMPTY),
    Bad("no length and no body", request("POST", "/v1/reports"), 422, EMPTY),
    Bad("white space", report(b" \r\n\t"), 422, EMPTY),
    Bad("a program", report(ELF), 415, NO_TYPE),
    Bad("noise", report(random.Random(2).randbytes(20_000)), 415, NO_TYPE),
    Bad("XML with entities", report(b'<?xml version="1.0"?><!DOCTYPE z [<!ENTITY a "aa">]><z>&a;</z>'), 415, NO_TYPE),
    Bad("gzip", report(gzip.compress(CLEAN)), 415, NO_TYPE),
    Bad("51 MB", report(b"x" * 51_000_000), 413, "too-large"),
    Bad("51 MB in chunks", chunked(*[b"100000\r\n" + b"x" * (1 << 20) + b"\r\n"] * 49), 413, "too-large"),
    Bad("1 GB announced", report(b"x", "Content-Length: 1000000000"), 413, "too-large"),
    Bad("a ZIP bomb", report(BOMB), 413, "too-large"),
    Bad("a large ZIP bomb in a batch", request("POST", "/v1/batches", body=BOMB), 422, WRONG),
    Bad("a batch of nothing", request("POST", "/v1/batches", body=pack()), 422, EMPTY),
    Bad("a batch of programs", request("POST", "/v1/batches", body=pack(("a", ELF))), 422, WRONG),
    # what is declared
    Bad("JSON", report(b'{"file": 1}', "Content-Type: application/json"), 415, NO_TYPE),
    Bad("a web form", report(b"a=1&b=2", "Content-Type: application/x-www-form-urlencoded"), 415, NO_TYPE),
    Bad("a coded body", report(gzip.compress(CLEAN), "Content-Encoding: gzip"), 415, "unsupported-encoding"),
    Bad("a part of a file", report(CLEAN, "Content-Range: bytes 0-9/100"), 400, MALFORMED),
    Bad("another digest", report(CLEAN, f"Content-Digest: {digest(b'x')}"), 400, "digest-mismatch"),
    Bad("no digest", report(CLEAN, "Repr-Digest: sha-256=abc"), 400, MALFORMED),
    Bad("a bad key", report(CLEAN, "Idempotency-Key: two words"), 400, MALFORMED),
    # forms
    Bad("no boundary", as_form(form(FILE), "multipart/form-data"), 400, MALFORMED),
    Bad("a form cut off", as_form(form(FILE, end=b"")), 400, MALFORMED),
    Bad("an empty form", as_form(b""), 400, MALFORMED),
    Bad("no file", as_form(form(('; name="year"', b"2020"))), 422, WRONG),
    Bad("two files", as_form(form(FILE, FILE)), 422, WRONG),
    Bad("a long field", as_form(form(FILE, ('; name="agency"', b"x" * 60_000))), 422, WRONG),
    Bad("a field that is no text", as_form(form(FILE, ('; name="agency"', b"\xff\xfe"))), 422, WRONG),
    Bad("NUL in a field", as_form(form(FILE, ('; name="agency"', b"a\x00b"))), 422, WRONG),
    Bad("a field twice", as_form(form(FILE, ('; name="year"', b"2020"), ('; name="year"', b"2020"))), 422, WRONG),
    Bad("an unknown field", as_form(form(FILE, ('; name="colour"', b"red"))), 422, WRONG),
    Bad("1,000 fields", as_form(form(*[('; name="x"', b"1")] * 1000)), 400, MALFORMED),
    # framing
    Bad("less than announced", report(CLEAN, "Content-Length: 1000"), 400, "incomplete-body", cut=True),
    Bad("a bad chunk size", chunked(b"xyz\r\nabc\r\n0\r\n\r\n"), 400, "incomplete-body"),
    Bad("chunks cut off", chunked(b"5\r\nab"), 400, "incomplete-body", cut=True),
    Bad("length and chunks", report(b"0\r\n\r\n", "Content-Length: 5", "Transfer-Encoding: chunked"), 400, MALFORMED),
    Bad("two lengths", report(CLEAN, "Content-Length: 5", "Content-Length: 6"), 400, MALFORMED),
    Bad("no number as length", report(CLEAN, "Content-Length: abc"), 400, MALFORMED),
    Bad("a negative length", report(CLEAN, "Content-Length: -1"), 400, MALFORMED),
    Bad("an odd transfer coding", report(CLEAN, "Transfer-Encoding: rot13"), 501, "unsupported-transfer"),
    Bad("an odd expectation", report(CLEAN, "Expect: miracles"), 417, "expectation-failed"),
    # heads
    Bad("no HTTP", b"HELO example\r\n\r\n", 400, MALFORMED),
    Bad("200 headers", request("GET", "/healthz", *[f"X-{n}: 1" for n in range(200)]), 431, "headers-too-large"),
    Bad("a header of 20 KB", request("GET", "/healthz", "X: " + "x" * 20_000), 431, "headers-too-large"),
    Bad("NUL in a header", request("GET", "/healthz", "X: a\x00b"), 400, MALFORMED),
    Bad("a folded header", request("GET", "/healthz", "X: a\r\n b"), 400, MALFORMED),
    Bad("two hosts", request("GET", "/v1/reports", "Host: example.org"), 400, MALFORMED),
    Bad("another host", request("GET", "/v1/reports").replace(b"127.0.0.1", b"example.org"), 400, MALFORMED),
    Bad("a path of 20 KB", request("GET", "/" + "x" * 20_000), 414, "uri-too-long"),
    Bad("a path of 3 KB", request("GET", "/v1/jobs/" + "x" * 3_000), 404, "not-found"),
    Bad("bytes in the path", request("GET", "/v1/jobs/\xff"), 400, MALFORMED),
    Bad("no UTF-8 in the path", request("GET", "/v1/jobs/%ff%fe"), 404, "not-found"),
    Bad("NUL in the path", request("GET", "/v1/jobs/a%00b"), 404, "not-found"),
    Bad("up and away", request("GET", "/assets/../../../../etc/passwd"), 404, "not-found"),
    Bad("coded up and away", request("GET", "/assets/%2e%2e/%2e%2e/etc/passwd"), 404, "not-found"),
    # methods and queries
    Bad("TRACE", request("TRACE", "/v1/reports"), 405, "method-not-allowed"),
    Bad("FROB", request("FROB", "/v1/reports"), 405, "method-not-allowed"),
    Bad("an unknown route", request("GET", "/v2/reports"), 404, "not-found"),
    Bad("a wrong cursor", request("GET", "/v1/reports?cursor=x"), 422, WRONG),
    Bad("a wrong limit", request("GET", "/v1/reports?limit=-1"), 422, WRONG),
    Bad("a query twice", request("GET", "/v1/reports?year=2020&year=2020"), 422, WRONG),
    Bad("an unknown query", request("GET", "/v1/reports?colour=red"), 422, WRONG),
    Bad("wrong JSON", request("PUT", "/v1/profile", "Content-Type: application/json", body=b'{"name":'), 422, WRONG),
]
SLOW = [
    Bad("a head that stops", request("GET", "/healthz")[:-4], 408, "too-slow"),
    Bad("a body that stops", report(b"x", "Content-Length: 1000"), 408, "too-slow"),
    Bad("a body byte by byte", report(b"", "Content-Length: 1000"), 408, "too-slow", drip=b"x"),
    Bad("chunks byte by byte", report(b"", "Transfer-Encoding: chunked"), 408, "too-slow", drip=b"1\r\nx\r\n"),
]
HARMLESS = [
    Bad("OPTIONS", request("OPTIONS", "/v1/reports"), 200),
    Bad("HEAD", request("HEAD", "/v1/rules"), 200),
    Bad("an odd If-None-Match", request("GET", "/v1/rules", 'If-None-Match: "x, W/,,"é'), 200),
    Bad("an upgrade", request("GET", "/healthz", "Upgrade: websocket"), 200),
]
UNREADABLE = [("entities.docx", entities()), ("nested.zip", NESTED)]
