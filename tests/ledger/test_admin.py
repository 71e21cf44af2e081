"""gouji-admin: keys are made, shown once, replaced and ended; what is wrong is said with an exit status."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from ledger import admin
from ledger.book import Ledger
from ledger.clock import now
from ledger.schema import Base
from ledger.settings import Settings
from ledger.store import credentials, tenants

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _environment(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in settings.environment().items():
        monkeypatch.setenv(name, value)


def run(capsys: Capture, *words: str) -> tuple[int, str, str]:
    status = admin.main(words)
    shown = capsys.readouterr()
    return status, shown.out, shown.err


def made(capsys: Capture, *words: str) -> tuple[str, str]:
    """The id and the key of a new one."""
    status, out, _ = run(capsys, "keys", "create", "--tenant", "city", "--name", "试", *words)
    assert status == 0
    found = re.fullmatch(r"id   (\S+)\nkey  (\S+)\n", out)
    assert found
    return found[1], found[2]


def test_a_key_is_shown_once_and_kept_as_its_digest(ledger: Ledger, capsys: Capture) -> None:
    made_id, key = made(capsys, "--scope", "read", "--expires", "90d")
    known = credentials.find(ledger.database, credentials.digest(key))
    assert known
    assert (known.credential_id, known.tenant, known.scope) == (made_id, "city", "read")
    assert known.expires_at
    assert abs(known.expires_at - now() - 90 * 86_400_000) < 60_000
    status, out, err = run(capsys, "keys", "list", "--tenant", "city")
    assert (status, out.splitlines()[1].split("\t")[:4]) == (0, [made_id, "city", "试", "read"])
    assert key not in out + err
    with ledger.database.read() as connection:
        rows = [repr(row) for table in Base.metadata.sorted_tables for row in connection.execute(select(table))]
    assert any(credentials.digest(key) in row for row in rows)
    assert not any(key in row for row in rows)
    ledger.close()
    assert not any(key.encode() in each.read_bytes() for each in ledger.settings.state.rglob("*") if each.is_file())


def test_both_keys_are_good_while_one_replaces_the_other(ledger: Ledger, capsys: Capture) -> None:
    made_id, old = made(capsys)
    status, out, _ = run(capsys, "keys", "rotate", made_id, "--grace", "2h")
    new = out.split()[-1]
    assert (status, new == old) == (0, False)
    first, second = (credentials.find(ledger.database, credentials.digest(key)) for key in (old, new))
    assert first
    assert second
    assert first.credential_id == second.credential_id == made_id
    assert first.expires_at
    assert abs(first.expires_at - now() - 7_200_000) < 60_000
    assert second.expires_at is None
    run(capsys, "keys", "rotate", made_id, "--grace", "30d")
    again = credentials.find(ledger.database, credentials.digest(old))
    assert again == first, "a later rotation gives the oldest key no longer life"


def test_a_revoked_key_stays_on_record(ledger: Ledger, capsys: Capture) -> None:
    made_id, key = made(capsys)
    assert run(capsys, "keys", "revoke", made_id)[0] == 0
    known = credentials.find(ledger.database, credentials.digest(key))
    assert known
    assert known.revoked_at
    for verb in ("revoke", "rotate"):
        status, _, err = run(capsys, "keys", verb, made_id)
        assert (status, made_id in err) == (1, True)


def test_tenants_are_settled_and_go_back_to_the_settings(ledger: Ledger, capsys: Capture) -> None:
    run(capsys, "tenants", "set", "city", "--retention-days", "30", "--documents-per-day", "0", "--rate", "none")
    row = tenants.find(ledger.database, "city")
    assert row
    assert (row["retention_days"], row["documents_per_day"], row["rate_limit"]) == (30, 0, "")
    run(capsys, "tenants", "set", "city", "--retention-days", "default", "--rate", "10/second")
    row = tenants.find(ledger.database, "city")
    assert row
    assert (row["retention_days"], row["documents_per_day"], row["rate_limit"]) == (None, 0, "10/second")
    assert "city" in run(capsys, "tenants", "list")[1]


@pytest.mark.parametrize(
    "words",
    [
        ("keys", "create", "--tenant", "a/b", "--name", "x"),
        ("keys", "create", "--tenant", "a", "--name", "x", "--scope", "root"),
        ("keys", "create", "--tenant", "a", "--name", "x", "--expires", "soon"),
        ("keys", "create", "--tenant", "a", "--name", "x", "--rate", "often"),
        ("tenants", "set", "a", "--retention-days", "-1"),
        ("keys",),
    ],
)
def test_wrong_usage_ends_with_2(capsys: Capture, words: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as ended:
        admin.main(words)
    assert ended.value.code == 2


def test_without_tables_it_says_what_to_do(
    settings: Settings, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOUJI_DATABASE_URL", f"sqlite:///{settings.state / 'empty.sqlite'}")
    status, _, err = run(capsys, "keys", "list")
    assert (status, "gouji-migrate" in err) == (2, True)


def test_control_characters_in_a_name_do_not_reach_the_terminal(capsys: Capture) -> None:
    admin.main(["keys", "create", "--tenant", "city", "--name", "a\x1b[31m\tb"])
    capsys.readouterr()
    assert "a [31m b" in run(capsys, "keys", "list")[1]
