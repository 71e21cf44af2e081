"""Every route against every kind of key. The routes come from the application: a new one is in the matrix at once, and
fails it until its scope is declared and an example of each of its arguments is given."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.routing import Rule
from world import MINE, World, inhabited

from ledger.settings import Settings
from ledger.store import credentials
from service.access import scopes
from service.app import create_app


def _routes() -> list[tuple[Rule, str]]:
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(state=Path(folder), redis_url="memory://"))
        app.config["LEDGER"].close()
    return [
        (rule, method)
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static"
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]


ROUTES = _routes()
GUARDED = [(rule, method) for rule, method in ROUTES if scopes.of(rule.endpoint).scope != scopes.OPEN]
each_route = pytest.mark.parametrize(("rule", "method"), ROUTES, ids=lambda each: str(each))
each_guarded = pytest.mark.parametrize(("rule", "method"), GUARDED, ids=lambda each: str(each))


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> Iterator[World]:
    """For calls that must change nothing."""
    state = tmp_path_factory.mktemp("world")
    (state / "gouji.sqlite").write_bytes(migrated.read_bytes())
    with inhabited(Settings(state=state, redis_url="memory://")) as made:
        yield made


@each_route
def test_every_route_declares_its_scope(rule: Rule, method: str) -> None:
    assert rule.endpoint in scopes.ROUTES, "declare it in service/access/scopes.py"
    access = scopes.of(rule.endpoint)
    assert access.scope in (scopes.OPEN, *credentials.SCOPES)
    if method not in ("GET", "HEAD"):
        assert access.scope in (scopes.WRITE, scopes.ADMIN), "what changes something needs more than read"
        assert access.action, "what changes something has a name in the audit log"


def test_no_scope_is_declared_for_what_is_not_there() -> None:
    assert set(scopes.ROUTES) == {rule.endpoint for rule, _ in ROUTES} | {"static"}


def test_what_nobody_declared_needs_the_highest_scope() -> None:
    assert scopes.of("new.route").scope == scopes.ADMIN


@each_guarded
@pytest.mark.parametrize("kind", [None, "unknown", "expired", "revoked"])
def test_without_a_good_key_nobody_gets_in(world: World, rule: Rule, method: str, kind: str | None) -> None:
    before = world.rows(MINE)
    answer = world.call(rule, method, kind)
    assert (answer.status_code, answer.json["code"]) == (401, "unauthorized")
    challenge = answer.headers["WWW-Authenticate"]
    assert challenge.startswith('Bearer realm="gouji"')
    assert ("invalid_token" in challenge) == (kind is not None)
    assert (str(kind) in challenge) == (kind in ("expired", "revoked")), "its holder is told what is wrong with it"
    assert MINE not in answer.text
    assert world.rows(MINE) == before


@each_guarded
def test_a_key_of_too_small_a_scope_is_told_which_it_needs(world: World, rule: Rule, method: str) -> None:
    needed = scopes.of(rule.endpoint).scope
    before = world.rows(MINE)
    for smaller in credentials.SCOPES[: credentials.SCOPES.index(needed)]:
        answer = world.call(rule, method, smaller)
        assert (answer.status_code, answer.json["code"]) == (403, "insufficient-scope")
        assert answer.json["scope"] == needed
        assert f'error="insufficient_scope", scope="{needed}"' in answer.headers["WWW-Authenticate"]
    assert world.rows(MINE) == before


@each_guarded
def test_another_office_finds_nothing_and_changes_nothing(world: World, rule: Rule, method: str) -> None:
    before = world.rows(MINE)
    answer = world.call(rule, method, "other")
    if world.owned(rule):
        assert (answer.status_code, answer.json["code"]) == (404, "not-found")
    else:
        assert answer.status_code not in (401, 403)
    assert world.report_id not in answer.text.replace(answer.request.path, "")
    assert world.job_id not in answer.text.replace(answer.request.path, "")
    assert world.rows(MINE) == before


@each_route
def test_the_right_key_gets_in(settings: Settings, rule: Rule, method: str) -> None:
    needed = scopes.of(rule.endpoint).scope
    with inhabited(settings) as fresh:
        answer = fresh.call(rule, method, None if needed == scopes.OPEN else needed)
        assert answer.status_code < 300, answer.text
        answer.close()


@pytest.mark.parametrize("kind", [None, "unknown", "expired", "revoked"])
def test_what_is_open_takes_any_key_or_none(world: World, kind: str | None) -> None:
    for rule, method in ROUTES:
        if scopes.of(rule.endpoint).scope == scopes.OPEN:
            assert world.call(rule, method, kind).status_code == 200
