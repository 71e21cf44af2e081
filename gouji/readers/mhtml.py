"""Web archives (MHTML): a page and its pictures in one file, as browsers and Word's "single file web page" are."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes, policy
from email.message import Message

from gouji import errors
from gouji.model import Document
from gouji.readers import html
from gouji.readers.encoding import decode

MEDIA = "multipart/related"
_PARTS = 2_000


def read(data: bytes) -> Document:
    """MHTML bytes to a Document: the first page of the archive."""
    message = message_from_bytes(data, policy=policy.compat32)
    parts = []
    for part in message.walk():
        parts.append(part)
        if len(parts) > _PARTS:
            raise errors.TooLarge
    page = _page(message, parts)
    if page is None:
        raise errors.Damaged
    body = page.get_payload(decode=True)
    if not isinstance(body, bytes) or not body.strip():
        raise errors.Empty
    document = html.read(_as_utf8(body, page.get_content_charset()))
    pictures = sum(part.get_content_maintype() == "image" for part in parts)
    return replace(document, media_type=MEDIA, reader="mhtml", images=max(document.images, pictures))


def _page(message: Message, parts: list[Message]) -> Message | None:
    """The page that the archive begins with, by its own word or by order."""
    pages = [part for part in parts if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    start = message.get_param("start")
    named = [part for part in pages if isinstance(start, str) and part.get("Content-ID", "").strip() == start.strip()]
    return next(iter(named + pages), None)


def _as_utf8(body: bytes, charset: str | None) -> bytes:
    """The page in an encoding that says what it is; left alone when its own declaration is as good a guess."""
    decoded = decode(body, charset)
    return decoded.text.encode("utf-8-sig", "replace") if decoded and not decoded.replaced else body
