"""Uploaded bytes in a bucket of an S3-compatible store, under the same names as on the disk.

A document is written to a file here while it is hashed, and sent when it is complete: one request, or several for a
large one, each signed together with the hash of what it carries. A bucket shows an object whole or not at all. Who
reads gets a temporary file, held against the hash that is its name.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import parse_qsl, urlsplit

from ledger.blobs import Incoming, MissingError, StorageError, make_private, sweep_folder
from ledger.settings import BadSettingError

PART = 16 << 20  # bytes above which an upload is sent in parts, and of each part
CHUNK = 1 << 20
SWEEP_PAUSE = 3600.0  # seconds between two looks for parts that nobody completed
_ABSENT = frozenset({"404", "NoSuchKey", "NotFound"})
_OPTIONS = {"endpoint", "region", "addressing"}


@dataclass(frozen=True, slots=True)
class Bucket:
    """What the URL says: ``s3://bucket/prefix?endpoint=https://host&region=name&addressing=path``."""

    name: str
    prefix: str
    endpoint: str | None
    region: str | None
    addressing: str


def parse(url: str) -> Bucket:
    """The parts of an s3 URL. Raises BadSettingError, which does not repeat the URL: it may hold a secret."""
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    endpoint = options.get("endpoint")
    addressing = options.get("addressing", "path" if endpoint else "virtual")
    if parts.scheme != "s3" or not parts.netloc or "@" in parts.netloc or not options.keys() <= _OPTIONS:
        raise BadSettingError(
            "GOUJI_BLOBS_URL must be s3://BUCKET[/PREFIX][?endpoint=URL&region=NAME&addressing=path|virtual]; "
            "credentials come from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."
        )
    if addressing not in ("path", "virtual") or (endpoint and not endpoint.startswith(("http://", "https://"))):
        raise BadSettingError("GOUJI_BLOBS_URL: endpoint is an http or https URL, addressing is path or virtual.")
    return Bucket(parts.netloc, parts.path.strip("/"), endpoint, options.get("region"), addressing)


class S3Blobs:
    """The store of bytes in one bucket. ``spool`` is a folder for files on their way in and out."""

    def __init__(self, url: str, spool: Path) -> None:
        self.bucket = parse(url)
        self.incoming = spool
        self._client = _client(self.bucket)
        self._swept: float | None = None

    def prepare(self) -> None:
        make_private(self.incoming)

    def receive(self, limit: int) -> Incoming:
        try:
            return Incoming(self.incoming, limit)
        except FileNotFoundError:
            self.prepare()
            return Incoming(self.incoming, limit)

    def key(self, tenant: str, sha256: str) -> str:
        """The name of the object."""
        return "/".join(part for part in (self.bucket.prefix, tenant, sha256[:2], sha256) if part)

    def stage(self, incoming: Incoming, tenant: str) -> None:
        """Send the bytes, even if they are there: that mends an object which has been changed."""
        incoming.push()
        with _translated(), incoming.path.open("rb") as file:
            key = self.key(tenant, incoming.sha256)
            self._client.upload_fileobj(file, self.bucket.name, key, Config=_parts())

    def keep(self, incoming: Incoming, tenant: str) -> None:
        """After ``stage`` they are there, unless somebody has erased them since: then once more."""
        if not self._there(self.key(tenant, incoming.sha256)):
            self.stage(incoming, tenant)

    @contextmanager
    def local(self, tenant: str, sha256: str) -> Iterator[Path]:
        handle, name = tempfile.mkstemp(dir=self.incoming, prefix="in-out-")
        try:
            with os.fdopen(handle, "wb") as file:
                self._fetch(self.key(tenant, sha256), sha256, file)
            yield Path(name).absolute()
        finally:
            Path(name).unlink(missing_ok=True)

    def erase(self, tenant: str, sha256: str) -> None:
        with _translated():
            self._client.delete_object(Bucket=self.bucket.name, Key=self.key(tenant, sha256))

    def probe(self) -> None:
        with tempfile.TemporaryFile(dir=self.incoming) as file:
            file.write(b"probe")
        with _translated():
            self._client.head_bucket(Bucket=self.bucket.name)

    def sweep(self, older_than: float = 86_400.0) -> int:
        """Temporary files here, and once an hour parts in the bucket that were never completed."""
        dropped = sweep_folder(self.incoming, older_than)
        if self._swept is not None and time.monotonic() - self._swept < SWEEP_PAUSE:
            return dropped
        self._swept = time.monotonic()
        with _translated():
            return dropped + self._abort_uploads(datetime.now(UTC) - timedelta(seconds=older_than))

    def _there(self, key: str) -> bool:
        with _translated():
            try:
                self._client.head_object(Bucket=self.bucket.name, Key=key)
            except self._client.exceptions.ClientError as refused:
                if refused.response.get("Error", {}).get("Code") in _ABSENT:
                    return False
                raise
            return True

    def _fetch(self, key: str, sha256: str, file: BinaryIO) -> None:
        found = hashlib.sha256()
        with _translated():
            try:
                body = self._client.get_object(Bucket=self.bucket.name, Key=key)["Body"]
            except self._client.exceptions.NoSuchKey:
                raise MissingError from None
            for chunk in body.iter_chunks(CHUNK):
                found.update(chunk)
                file.write(chunk)
        if found.hexdigest() != sha256:
            raise MissingError

    def _abort_uploads(self, before: datetime) -> int:
        pages = self._client.get_paginator("list_multipart_uploads").paginate(
            Bucket=self.bucket.name, Prefix=f"{self.bucket.prefix}/" if self.bucket.prefix else ""
        )
        old = [each for page in pages for each in page.get("Uploads", ()) if each["Initiated"] < before]
        for each in old:
            self._client.abort_multipart_upload(Bucket=self.bucket.name, Key=each["Key"], UploadId=each["UploadId"])
        return len(old)


def _client(bucket: Bucket) -> Any:
    """A client that has not connected yet. It may be shared by threads, and made before a fork."""
    try:
        import boto3  # noqa: F401
        from botocore.config import Config
    except ImportError:
        raise BadSettingError(
            "GOUJI_BLOBS_URL 指向 S3 存储，需要安装 boto3：pip install 'gouji[s3]'\n"
            "GOUJI_BLOBS_URL names an S3 store, which needs boto3: pip install 'gouji[s3]'"
        ) from None
    config = Config(
        connect_timeout=2,
        read_timeout=20,
        retries={"total_max_attempts": 2, "mode": "standard"},
        # Every store checks the signed hash of a body; the newer checksums of AWS not every store knows.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        s3={"addressing_style": bucket.addressing, "payload_signing_enabled": True},
    )
    region = bucket.region or os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or "us-east-1"
    return _session().client("s3", endpoint_url=bucket.endpoint, region_name=region, config=config)


@cache
def _session() -> Any:
    import boto3

    return boto3.session.Session()


def _parts() -> Any:
    from boto3.s3.transfer import TransferConfig

    return TransferConfig(multipart_threshold=PART, multipart_chunksize=PART, use_threads=False)


@contextmanager
def _translated() -> Iterator[None]:
    """Whatever the store or the way to it answers is a StorageError, named by its kind: messages may hold names."""
    from boto3.exceptions import Boto3Error
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except ClientError as refused:
        raise StorageError(str(refused.response.get("Error", {}).get("Code", "ClientError"))) from refused
    except (BotoCoreError, Boto3Error) as trouble:
        raise StorageError(type(trouble).__name__) from trouble
