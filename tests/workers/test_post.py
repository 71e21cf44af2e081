"""Where messages go: never to an address that is not allowed, whatever a name resolves to and whenever."""

from __future__ import annotations

import http.server
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from receiver import Receiver, receiving

from ledger.addresses import Address, BadNetworkError, allowed, networks
from ledger.settings import Settings
from ledger.targets import BadTargetError, parse
from workers import post as posting
from workers.post import Answer, post, resolved

HERE = Settings(webhook_schemes="http,https", webhook_networks="127.0.0.0/8")
PUBLIC = ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"]
PRIVATE = [
    "127.0.0.1", "127.9.9.9", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "100.100.100.200", "0.0.0.0", "0.1.2.3", "255.255.255.255", "224.0.0.1", "239.1.2.3", "240.0.0.1", "192.0.2.1",
    "198.18.0.1", "198.51.100.1", "203.0.113.1", "168.63.129.16", "192.0.0.192", "::", "::1", "fe80::1", "fc00::1",
    "fd00:ec2::254", "fec0::1", "ff02::1", "2001:db8::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::7f00:1",
    "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::1", "2002:7f00:1::", "2002:a00:1::1",
    "2001:0:4136:e378:8000:63bf:f5ff:fffe", "100::1",
]  # fmt: skip


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as listening:
        yield listening


def send(url: str, settings: Settings = HERE, **more: object) -> Answer:
    return post(url, b"{}", {"webhook-id": "1"}, settings, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", PUBLIC)
def test_public_addresses_are_allowed(text: str) -> None:
    assert allowed(ip_address(text), ())


@pytest.mark.parametrize("text", PRIVATE)
def test_all_others_are_not(text: str) -> None:
    assert not allowed(ip_address(text), ())


def test_networks_can_be_allowed_by_name() -> None:
    known = networks("10.20.0.0/16, fd12:3456::/48")
    assert allowed(ip_address("10.20.3.4"), known)
    assert allowed(ip_address("::ffff:10.20.3.4"), known)
    assert allowed(ip_address("fd12:3456::1"), known)
    for other in ("10.21.0.1", "127.0.0.1", "fd12:3457::1"):
        assert not allowed(ip_address(other), known)
    with pytest.raises(BadNetworkError, match="GOUJI_WEBHOOK_NETWORKS"):
        networks("10.20.0.1/16")


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://example.org/", "scheme"), ("ftp://example.org/", "scheme"), ("file:///etc/passwd", "syntax"),
        ("https://", "syntax"), ("example.org", "syntax"), ("https://u:p@example.org/", "syntax"),
        ("https://example.org/#x", "syntax"), ("https://example.org:99999/", "syntax"), ("https://例.org/", "syntax"),
        ("https://example.org/a b", "syntax"), ("https://example.org/\r\nX: y", "syntax"), ("https://[::1", "syntax"),
        ("https://127.0.0.1/", "address"), ("https://[::1]/", "address"), ("https://[::ffff:a00:1]/", "address"),
        ("https://localhost/", "address"), ("https://localhost./", "address"), ("https://a.localhost/", "address"),
        ("https://10.0.0.1:8443/x?y=z", "address"), ("https://[fe80::1%25eth0]/", "address"),
    ],
)  # fmt: skip
def test_what_is_refused_before_anything_is_resolved(url: str, reason: str) -> None:
    with pytest.raises(BadTargetError) as refused:
        parse(url, Settings())
    assert refused.value.reason == reason


def test_a_url_in_parts() -> None:
    found = parse("https://Example.org:8443/a?b=c", Settings())
    assert (found.host, found.port, found.authority, found.path) == ("example.org", 8443, "Example.org:8443", "/a?b=c")
    assert parse("https://example.org", Settings()).path == "/"


def test_a_name_that_leads_to_a_private_address_is_refused(receiver: Receiver) -> None:
    port = receiver.url.rpartition(":")[2]
    settings = Settings(webhook_schemes="http")
    for inside in ("127.0.0.1", "::ffff:127.0.0.1", "10.0.0.1"):
        for found in ([inside], ["8.8.8.8", inside], [inside, "8.8.8.8"]):
            answer = send(
                f"http://hooks.example:{port}", settings, resolve=lambda *_, f=found: list(map(ip_address, f))
            )
            assert (answer.attempt.status, answer.attempt.error) == (None, "address")
    assert send("http://2130706433/", settings).attempt.error in ("address", "dns"), "127.0.0.1 as one number"
    assert receiver.got == []


def test_a_name_is_resolved_once_and_only_the_judged_address_connected_to(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: allowed when judged, another thing afterwards."""
    port = int(receiver.url.rsplit(":", 1)[1].split("/")[0])
    asked: list[str] = []
    connected: list[tuple[str, int]] = []
    answers = [[IPv4Address("127.0.0.1")], [IPv4Address("10.0.0.1")]]

    def resolve(host: str, _: int) -> list[Address]:
        asked.append(host)
        return list(answers[len(asked) - 1])

    real = socket.socket.connect

    def connect(self: socket.socket, address: tuple[str, int]) -> None:
        connected.append(address[:2])
        real(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)
    url = f"http://hooks.example:{port}/x"
    assert send(url, resolve=resolve).attempt.status == 204
    assert (asked, connected) == (["hooks.example"], [("127.0.0.1", port)])
    assert receiver.got[0].headers["host"] == f"hooks.example:{port}"
    assert send(url, resolve=resolve).attempt.error == "address"
    assert connected == [("127.0.0.1", port)], "the second time nothing was connected to"


def test_settings_are_asked_again_before_every_message(receiver: Receiver) -> None:
    assert send(receiver.url).attempt.error is None
    assert send(receiver.url, Settings()).attempt.error == "scheme"
    assert send(receiver.url, Settings(webhook_schemes="http")).attempt.error == "address"


def test_no_proxy_is_used(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert send(receiver.url).attempt.status == 204


# --- receivers that behave badly -------------------------------------------------------------------


def test_nobody_there_and_no_such_name() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        assert send(f"http://127.0.0.1:{closed.getsockname()[1]}/").attempt.error == "connect"

    def unknown(*_: object) -> list[Address]:
        raise socket.gaierror

    assert send("https://hooks.example/", resolve=unknown).attempt.error == "dns"
    assert send("https://hooks.example/", resolve=lambda *_: []).attempt.error == "dns"
    assert resolved("127.0.0.1", 1) == [ip_address("127.0.0.1")]


def _serve(talk: bytes, pause: float, stop: threading.Event, *, repeat: bool = False) -> int:
    """A socket that answers one connection with bytes, one after the other."""
    listening = socket.create_server(("127.0.0.1", 0))

    def run() -> None:
        with listening:
            other, _ = listening.accept()
        with other:
            try:
                while not stop.is_set():
                    for byte in talk:
                        other.send(bytes([byte]))
                        if stop.wait(pause):
                            return
                    if not repeat:
                        stop.wait()
            except OSError:
                pass

    threading.Thread(target=run, daemon=True).start()
    return int(listening.getsockname()[1])


@pytest.mark.parametrize(
    ("talk", "pause", "repeat"),
    [(b"", 0.05, False), (b"HTTP/1.1 200 OK\r\nX-A: ", 0.05, False), (b"a", 0.05, True)],
    ids=["silent", "stuck", "drop by drop"],
)
def test_one_that_does_not_come_to_an_end_is_cut_off(
    monkeypatch: pytest.MonkeyPatch, talk: bytes, pause: float, repeat: bool
) -> None:
    monkeypatch.setattr(posting, "ANSWER_SECONDS", 0.6)
    stop = threading.Event()
    port = _serve(talk, pause, stop, repeat=repeat)
    began = time.monotonic()
    answer = send(f"http://127.0.0.1:{port}/")
    assert answer.attempt.error in ("timeout", "protocol")
    assert time.monotonic() - began < 5
    stop.set()


def test_an_endless_answer_is_not_read(receiver: Receiver) -> None:
    stop = threading.Event()
    port = _serve(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 1000, 0.0, stop)
    assert send(f"http://127.0.0.1:{port}/").attempt.status == 200
    stop.set()


@pytest.mark.parametrize(
    "talk", [b"nonsense\r\n\r\n", b"HTTP/1.1 999999 x\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"a" * 70_000]
)
def test_what_is_not_http_is_an_error(talk: bytes) -> None:
    stop = threading.Event()
    assert send(f"http://127.0.0.1:{_serve(talk, 0.0, stop)}/").attempt.error == "protocol"
    stop.set()


# --- TLS -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of hooks.example that signs itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "hooks.example")])
    begin = datetime.now(UTC) - timedelta(days=1)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(begin)
        .not_valid_after(begin + timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("hooks.example")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "both.pem"
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(key.private_bytes(*form) + made.public_bytes(serialization.Encoding.PEM))
    return file


def test_tls_is_checked_against_the_name_though_an_address_is_connected_to(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str | None] = []

    def wrap(server: http.server.ThreadingHTTPServer) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        context.sni_callback = lambda _, name, __: asked.append(name)
        server.socket = context.wrap_socket(server.socket, server_side=True)

    def here(*_: object) -> list[Address]:
        return [IPv4Address("127.0.0.1")]

    with receiving(wrap) as receiver:
        port = receiver.url.rsplit(":", 1)[1].split("/")[0]
        assert send(f"https://hooks.example:{port}/x", resolve=here).attempt.error == "tls", "nobody vouches for it"
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert send(f"https://hooks.example:{port}/x", resolve=here).attempt.status == 204
        assert asked[-1] == "hooks.example"
        assert send(f"https://other.example:{port}/x", resolve=here).attempt.error == "tls", "another's name"
        assert len(receiver.got) == 1
