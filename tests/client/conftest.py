"""A client that talks to the service in this process; every exchange is held against openapi.yaml."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from flask import Flask

from client import Client
from ledger.settings import Settings
from service.app import create_app
from tests.service.exchange import checked


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    made = checked(create_app(settings))
    yield made
    made.config["LEDGER"].close()


@pytest.fixture
def gouji(app: Flask) -> Iterator[Client]:
    with Client("http://localhost", transport=httpx.WSGITransport(app)) as made:
        yield made
    assert not app.config["BROKEN"], app.config["BROKEN"]
