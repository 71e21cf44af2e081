"""An S3-speaking server of the tests' own, on a free port of the loopback."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any
from uuid import uuid4

import boto3
from moto.moto_server.threaded_moto_server import ThreadedMotoServer

CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test-secret",
    "AWS_EC2_METADATA_DISABLED": "true",
}


@contextmanager
def running() -> Iterator[str]:
    """The endpoint of a running server; this process and those that it starts have credentials for it."""
    os.environ.update(CREDENTIALS)
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    try:
        yield f"http://{host}:{port}"
    finally:
        server.stop()


@cache
def client(endpoint: str) -> Any:
    return boto3.session.Session().client("s3", endpoint_url=endpoint, region_name="us-east-1")


def new_bucket(endpoint: str) -> str:
    """The URL of an empty place in a new bucket, as GOUJI_BLOBS_URL takes it."""
    name = f"gouji-{uuid4().hex[:12]}"
    client(endpoint).create_bucket(Bucket=name)
    return f"s3://{name}/reports?endpoint={endpoint}"
