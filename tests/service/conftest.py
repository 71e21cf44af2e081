"""The service over a ledger of its own; every answer is held against openapi.yaml as it goes out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from exchange import checked
from flask import Flask
from flask.testing import FlaskClient
from working import do_all

from ledger.settings import Settings
from service.app import create_app


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, republish_seconds=0.2)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    made = checked(create_app(settings))
    yield made
    made.config["LEDGER"].close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def work(app: Flask) -> Callable[[], int]:
    """Do every waiting job here and now, with the real engine and without a worker; says how many."""
    return lambda: do_all(app)
