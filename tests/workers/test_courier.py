"""Deliveries to a receiver on the loopback: signed, tried again, given up, replayed, and one receiver at a time."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from receiver import Message, Receiver, receiving
from sqlalchemy import update
from standardwebhooks import WebhookVerificationError

from ledger import clock, secrets
from ledger.book import Ledger
from ledger.clock import new_id, now
from ledger.metrics import exposition
from ledger.schema import Webhook
from ledger.settings import Settings
from ledger.store import deliveries, events, fanout, turns, webhooks
from ledger.store.webhooks import Row, Wish
from workers import courier as couriers
from workers.courier import Courier

SECRET = secrets.new()


@pytest.fixture
def settings(settings: Settings) -> Settings:
    local = {"webhook_schemes": "http,https", "webhook_networks": "127.0.0.0/8"}
    return replace(settings, **local, webhook_retries="0.01,0.01")


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as listening:
        yield listening


@pytest.fixture
def courier(ledger: Ledger) -> Courier:
    return Courier(ledger, threading.Event())


def hook(ledger: Ledger, url: str, types: list[str] | None = None, secret: str = SECRET) -> str:
    row = webhooks.create(ledger.database, "local", new_id(), Wish(url, types, "", True), secret)
    return str(row["id"])


def happen(ledger: Ledger, kind: str = events.DELETED, **data: Any) -> None:
    with ledger.database.write() as connection:
        events.record(connection, "local", kind, "r", {"report_id": "r", **data})


def log(ledger: Ledger, webhook_id: str) -> list[Row]:
    return deliveries.listed(ledger.database, webhook_id)


def errors(row: Row) -> list[str | None]:
    return [attempt["error"] for attempt in row["log"]]


def state(ledger: Ledger, webhook_id: str) -> Row:
    found = webhooks.find(ledger.database, "local", webhook_id)
    assert found is not None
    return found


def wake(ledger: Ledger, webhook_id: str) -> None:
    """Let the receiver's rest and the waiting time of its deliveries be over."""
    with ledger.database.write() as connection:
        connection.execute(update(Webhook).where(Webhook.id == webhook_id).values(rest_until=None))
    time.sleep(0.02)


def test_an_event_arrives_signed_and_whole(ledger: Ledger, courier: Courier, receiver: Receiver) -> None:
    webhook_id = hook(ledger, f"{receiver.url}?key=1")
    happen(ledger, external_id="7")
    courier.visit(webhook_id)
    (message,) = receiver.got
    event = message.verified(SECRET)
    assert message.path == "/hooks?key=1"
    assert message.headers["content-type"] == "application/cloudevents+json"
    assert message.headers["webhook-id"] == event["id"]
    assert (event["specversion"], event["type"]) == ("1.0", "cn.gouji.report.deleted")
    assert event["data"] == {"report_id": "r", "external_id": "7", "links": {}}
    with pytest.raises(WebhookVerificationError):
        message.verified(secrets.new())
    (row,) = log(ledger, webhook_id)
    assert (row["state"], row["next_at"], row["event_id"]) == ("delivered", None, event["id"])
    assert [each["status"] for each in row["log"]] == [204]
    courier.visit(webhook_id)
    assert len(receiver.got) == 1


def test_only_what_was_asked_for_is_sent(ledger: Ledger, courier: Courier, receiver: Receiver) -> None:
    some, none = hook(ledger, receiver.url, [events.DELETED]), hook(ledger, receiver.url, [])
    off = hook(ledger, receiver.url)
    webhooks.change(ledger.database, "local", off, {"enabled": False})
    happen(ledger)
    happen(ledger, events.EXPIRED)
    for webhook_id in (some, none, off):
        courier.visit(webhook_id)
    assert len(receiver.got) == 1
    assert log(ledger, none) == log(ledger, off) == []


def test_a_failure_is_tried_again_under_the_same_id_and_then_given_up(
    ledger: Ledger, courier: Courier, receiver: Receiver
) -> None:
    receiver.answer = lambda message: 503
    webhook_id = hook(ledger, receiver.url)
    happen(ledger)
    for tries in (1, 2, 3):
        courier.visit(webhook_id)
        assert len(receiver.got) == tries
        assert state(ledger, webhook_id)["failures"] == tries
        wake(ledger, webhook_id)
    assert len(set(receiver.ids)) == 1
    (row,) = log(ledger, webhook_id)
    assert (row["state"], errors(row)) == ("failed", ["status"] * 3)
    courier.visit(webhook_id)
    assert len(receiver.got) == 3
    receiver.answer = lambda message: 200
    assert deliveries.replay(ledger.database, webhook_id, row["id"])
    courier.visit(webhook_id)
    (row,) = log(ledger, webhook_id)
    assert (row["state"], errors(row)[-1]) == ("delivered", None)
    assert len(set(receiver.ids)) == 1, "the same message"
    assert (state(ledger, webhook_id)["failures"], state(ledger, webhook_id)["failing_since"]) == (0, None)


def test_the_schedule_is_that_of_standard_webhooks() -> None:
    waits = [float(each) for each in Settings().webhook_retries.split(",")]
    assert waits == [5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400]


def test_retry_after_is_heeded(ledger: Ledger, courier: Courier, receiver: Receiver) -> None:
    receiver.answer = lambda message: (429, {"Retry-After": "120"})
    webhook_id = hook(ledger, receiver.url)
    happen(ledger)
    courier.visit(webhook_id)
    (row,) = log(ledger, webhook_id)
    for moment in (row["next_at"], state(ledger, webhook_id)["rest_until"]):
        assert 110_000 < moment - now() < 125_000


@pytest.mark.parametrize("status", [301, 307])
def test_no_redirect_is_followed(ledger: Ledger, courier: Courier, receiver: Receiver, status: int) -> None:
    receiver.answer = lambda message: (status, {"Location": f"{receiver.url}/elsewhere"})
    webhook_id = hook(ledger, receiver.url)
    happen(ledger)
    courier.visit(webhook_id)
    assert [message.path for message in receiver.got] == ["/hooks"]
    assert errors(log(ledger, webhook_id)[0]) == ["redirect"]


def test_gone_disables_and_the_tenant_is_told(ledger: Ledger, courier: Courier, receiver: Receiver) -> None:
    receiver.answer = lambda message: 410
    gone, other = hook(ledger, receiver.url, [events.DELETED]), hook(ledger, receiver.url, [events.DISABLED])
    happen(ledger)
    courier.visit(gone)
    happen(ledger)
    courier.visit(gone)
    assert len(receiver.got) == 1
    assert (state(ledger, gone)["enabled"], state(ledger, gone)["disabled"]) == (False, "gone")
    receiver.answer = lambda message: 204
    courier.visit(other)
    told = receiver.got[-1].verified(SECRET)
    assert told["data"]["webhook_id"] == gone
    assert told["data"]["reason"] == "gone"
    webhooks.change(ledger.database, "local", gone, {"enabled": True})
    time.sleep(0.02)
    courier.visit(gone)
    assert [each["state"] for each in log(ledger, gone)] == ["delivered"], "what waited is sent; the rest was not told"


def test_days_of_failure_disable(ledger: Ledger, courier: Courier, receiver: Receiver) -> None:
    receiver.answer = lambda message: 500
    webhook_id = hook(ledger, receiver.url, [events.DELETED])
    happen(ledger)
    courier.visit(webhook_id)
    assert state(ledger, webhook_id)["enabled"]
    wake(ledger, webhook_id)
    with ledger.database.write() as connection:
        connection.execute(update(Webhook).values(failing_since=now() - 6 * 86_400_000))
    courier.visit(webhook_id)
    assert (state(ledger, webhook_id)["enabled"], state(ledger, webhook_id)["disabled"]) == (False, "failing")
    assert [told.type for told in events.after(ledger.database, "local", 1).events] == [events.DISABLED]


def test_old_and_new_secret_sign_while_the_receiver_changes_over(
    ledger: Ledger, courier: Courier, receiver: Receiver
) -> None:
    webhook_id = hook(ledger, receiver.url)
    second, third = secrets.new(), secrets.new()
    webhooks.rotate(ledger.database, "local", webhook_id, second, 60.0)
    happen(ledger)
    courier.visit(webhook_id)
    assert receiver.got[0].verified(SECRET) == receiver.got[0].verified(second)
    webhooks.rotate(ledger.database, "local", webhook_id, third, -1.0)
    happen(ledger)
    courier.visit(webhook_id)
    assert receiver.got[1].verified(third) == receiver.got[1].verified(SECRET)
    with pytest.raises(WebhookVerificationError):
        receiver.got[1].verified(second)


def test_sealed_secrets_sign_and_a_lost_key_holds_messages_back(
    ledger: Ledger, settings: Settings, receiver: Receiver
) -> None:
    from cryptography.fernet import Fernet

    first, second = (Fernet.generate_key().decode() for _ in range(2))
    kept = secrets.seal(SECRET, first)
    assert SECRET not in kept
    webhook_id = hook(ledger, receiver.url, secret=kept)
    happen(ledger)
    without = replace(ledger, settings=replace(settings, webhook_keys=second))
    Courier(without, threading.Event()).visit(webhook_id)
    assert (receiver.got, errors(log(ledger, webhook_id)[0])) == ([], [])
    with ledger.database.write() as connection:
        connection.execute(update(Webhook).values(lease_until=None))
    both = replace(ledger, settings=replace(settings, webhook_keys=f"{second},{first}"))
    Courier(both, threading.Event()).visit(webhook_id)
    assert receiver.got[0].verified(SECRET)
    with pytest.raises(secrets.SecretError, match="GOUJI_WEBHOOK_KEYS"):
        secrets.seal(SECRET, "short")


# --- at least once ---------------------------------------------------------------------------------


def test_a_courier_that_dies_before_writing_it_down_delivers_again(
    ledger: Ledger, courier: Courier, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: Any) -> None:
        raise SystemExit

    webhook_id = hook(ledger, receiver.url)
    happen(ledger)
    with monkeypatch.context() as patched:
        patched.setattr(deliveries, "settle", die)
        with pytest.raises(SystemExit):
            courier.visit(webhook_id)
    assert len(receiver.got) == 1
    courier.visit(webhook_id)
    assert len(receiver.got) == 1, "the turn is held until the lease ends"
    with ledger.database.write() as connection:
        connection.execute(update(Webhook).values(lease_until=now() - 1))
    assert turns.due(ledger.database, 60.0) == [webhook_id]
    courier.visit(webhook_id)
    assert len(receiver.got) == 2
    assert len(set(receiver.ids)) == 1
    assert log(ledger, webhook_id)[0]["state"] == "delivered"


def test_many_messages_for_one_webhook_deliver_once(ledger: Ledger, receiver: Receiver) -> None:
    webhook_id = hook(ledger, receiver.url)
    for _ in range(20):
        happen(ledger)
    threads = [threading.Thread(target=Courier(ledger, threading.Event()).visit, args=(webhook_id,)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(receiver.ids) == len(set(receiver.ids)) == 20
    assert {row["state"] for row in log(ledger, webhook_id)} == {"delivered"}


def test_a_late_twin_does_not_settle_what_is_settled(ledger: Ledger, receiver: Receiver) -> None:
    webhook_id = hook(ledger, receiver.url)
    happen(ledger)
    late = turns.claim(ledger.database, webhook_id, -1.0)
    assert late is not None
    (due,) = deliveries.batch(ledger.database, late, 8)
    Courier(ledger, threading.Event()).visit(webhook_id)
    assert not deliveries.settle(ledger.database, due, deliveries.Attempt(500, 1, "status"), 5.0)
    fared = {"lease_seconds": 1.0, "rest_seconds": 60.0, "disable_days": 5.0}
    assert not turns.fared(ledger.database, late, False, **fared)
    assert errors(log(ledger, webhook_id)[0]) == [None]
    assert state(ledger, webhook_id)["failures"] == 0


def test_a_range_is_sent_again_whether_or_not_it_was(ledger: Ledger, courier: Courier, receiver: Receiver) -> None:
    happen(ledger)
    webhook_id = hook(ledger, receiver.url, [events.DELETED])
    happen(ledger, events.EXPIRED)
    happen(ledger)
    courier.visit(webhook_id)
    assert len(receiver.got) == 1
    assert deliveries.replay_after(ledger.database, state(ledger, webhook_id), 0, 1000) == (2, 3)
    courier.visit(webhook_id)
    assert len(receiver.got) == 3
    assert len(set(receiver.ids)) == 2
    assert deliveries.replay_after(ledger.database, state(ledger, webhook_id), 3, 1000) == (0, 3)
    with pytest.raises(events.CursorError):
        deliveries.replay_after(ledger.database, state(ledger, webhook_id), 9, 1000)


# --- one receiver does not hold up another ---------------------------------------------------------


def test_a_dead_receiver_with_a_long_queue_costs_one_try_a_round(
    ledger: Ledger, courier: Courier, receiver: Receiver
) -> None:
    courier.schedule = [60.0]
    receiver.answer = lambda message: 500
    dead = hook(ledger, receiver.url)
    for _ in range(30):
        happen(ledger)
    courier.visit(dead)
    first = len(receiver.got)
    assert first == couriers.BATCH
    assert state(ledger, dead)["failures"] == 1
    wake(ledger, dead)
    courier.visit(dead)
    assert len(receiver.got) == first + 1
    live = hook(ledger, receiver.url, [events.EXPIRED])
    happen(ledger, events.EXPIRED)
    assert turns.due(ledger.database, 60.0, limit=1) == [live]


def test_a_long_queue_of_one_lets_others_have_their_turn(
    ledger: Ledger, courier: Courier, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(couriers, "TURN_SECONDS", 0.0)
    webhook_id = hook(ledger, receiver.url)
    happen(ledger)
    courier.visit(webhook_id)
    assert receiver.got == []
    assert turns.due(ledger.database, 60.0) == [webhook_id], "handed back at once, not when a lease ends"


def test_stopping_hands_the_turn_back(ledger: Ledger, courier: Courier, receiver: Receiver) -> None:
    def stop(_: Message) -> int:
        courier.stopping.set()
        return 204

    receiver.answer = stop
    webhook_id = hook(ledger, receiver.url)
    for _ in range(20):
        happen(ledger)
    courier.visit(webhook_id)
    assert len(receiver.got) == couriers.BATCH
    assert turns.due(ledger.database, 60.0) == [webhook_id]


def test_old_events_take_their_deliveries_along(ledger: Ledger, courier: Courier, receiver: Receiver) -> None:
    webhook_id = hook(ledger, receiver.url)
    happen(ledger)
    assert events.forget(ledger.database, days=-1.0) == 1
    assert log(ledger, webhook_id) == []
    courier.visit(webhook_id)
    assert receiver.got == []


def test_a_clock_that_goes_back_keeps_nobody_waiting(
    ledger: Ledger, courier: Courier, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    webhook_id = hook(ledger, receiver.url)
    with monkeypatch.context() as before:
        for module in (clock, turns, fanout):
            before.setattr(module, "now", lambda: now() + 7 * 86_400_000)
        happen(ledger)
        assert turns.claim(ledger.database, webhook_id, 60.0) is not None
    assert turns.due(ledger.database, 60.0) == []
    turns.bring_back(ledger.database, -20.0)
    courier.visit(webhook_id)
    assert len(receiver.got) == 1


@pytest.mark.one_database
def test_what_is_sent_is_counted_by_the_answer(ledger: Ledger, courier: Courier, receiver: Receiver) -> None:
    taken, refused = hook(ledger, receiver.url), hook(ledger, "http://127.0.0.1:1/closed")
    happen(ledger)
    for webhook_id in (taken, refused):
        courier.visit(webhook_id)
    text = exposition(courier.meters.registry).decode()
    assert 'gouji_hook_attempts_total{end="taken"} 1.0' in text
    assert 'gouji_hook_attempts_total{end="connect"} 1.0' in text
    assert "127.0.0.1" not in text
