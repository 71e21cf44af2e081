"""Content-Digest and Repr-Digest of a request (RFC 9530): what the caller says the content hashes to.

The content of a POST is the representation that it encloses, so both fields speak of the same bytes: the body as it
comes, a form with its boundaries. Algorithms that we do not know are ignored, as the RFC has it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import Headers

from gouji.model import Text
from service.problems import Problem

FIELDS = ("Content-Digest", "Repr-Digest")
ALGORITHMS = {"sha-256": "sha256", "sha-512": "sha512"}
_MEMBER = re.compile(r"([a-z*][a-z0-9_.*-]*)=:([A-Za-z0-9+/]*={0,2}):(?:;[^,]*)?")  # a dictionary of byte sequences


class Digests:
    """The digests that a request announces, and the ones that its bytes have."""

    def __init__(self, headers: Headers) -> None:
        """Raises a Problem for a field that is no dictionary of byte sequences."""
        self._expected = [
            (field, algorithm, digest)
            for field in FIELDS
            for algorithm, digest in _members(field, headers.get(field, "")).items()
        ]
        self._found = {name: hashlib.new(ALGORITHMS[name]) for _, name, _ in self._expected}

    def update(self, data: bytes) -> None:
        for each in self._found.values():
            each.update(data)

    def check(self) -> None:
        """Raise a Problem that says what was expected and what was found, if they differ."""
        wrong = [
            {
                "field": field,
                "algorithm": name,
                "expected": _text(expected),
                "found": _text(self._found[name].digest()),
            }
            for field, name, expected in self._expected
            if expected != self._found[name].digest()
        ]
        if wrong:
            raise Problem("digest-mismatch", _detail(wrong[0]), extra={"digests": wrong})


def _members(field: str, value: str) -> dict[str, bytes]:
    """The digests of one field by algorithm, as far as we know it."""
    found: dict[str, bytes] = {}
    for member in filter(None, (each.strip(" \t") for each in value.split(","))):
        match = _MEMBER.fullmatch(member)
        if not match:
            raise _malformed(field)
        if match[1] in ALGORITHMS:
            found[match[1]] = _digest(field, match[1], match[2])
    return found


def _digest(field: str, algorithm: str, text: str) -> bytes:
    try:
        digest = base64.b64decode(text, validate=True)
    except binascii.Error:
        raise _malformed(field) from None
    if len(digest) != hashlib.new(ALGORITHMS[algorithm]).digest_size:
        raise _malformed(field)
    return digest


def _malformed(field: str) -> Problem:
    return Problem(
        "bad-request",
        Text(
            f"{field} 的格式应为 sha-256=:<摘要的 Base64>:（RFC 9530），可另列 sha-512。",
            f"{field} must read sha-256=:<the digest in Base64>: (RFC 9530); sha-512 may stand beside it.",
        ),
    )


def _text(digest: bytes) -> str:
    return f":{base64.b64encode(digest).decode()}:"


def _detail(wrong: Mapping[str, Any]) -> Text:
    return Text(
        "{field} 说内容的 {algorithm} 为 {expected}，收到的内容为 {found}。文件可能在传输中改变，请重新上传。".format(
            **wrong
        ),
        "{field} says that the {algorithm} of the content is {expected}; what arrived has {found}. It was perhaps "
        "altered on the way: send it again.".format(**wrong),
    )
