"""The outbox: written with the deed, sent afterwards, once, to one person, and again if need be."""

import asyncio
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import text
from sqlmodel import select

from app import main
from app.crypto import Keys, new_key
from app.notifications import service, store
from app.notifications.models import OutboxRow
from tests.clock import NOW
from tests.outbox import Postbox


def rows(database):
    with database.reading() as session:
        return list(session.exec(select(OutboxRow)))


def test_a_message_leaves_for_its_recipient(announce, deliver, postbox):
    announce()
    assert deliver(postbox) == 1
    assert postbox.letters[0].recipient == "hanako.mihon@example.jp"


def test_while_mails_leave_the_next_round_begins_at_once(
    database, announce, keys, clock, monkeypatch
):
    """At a release thousands are due together; between rounds that sent something nobody rests."""

    class Slow(Postbox):
        def send(self, **letter):
            monkeypatch.setattr(main, "DELIVER_EVERY", 3600.0)
            super().send(**letter)

    postbox = Slow()
    announce(120)
    state = SimpleNamespace(
        database=database, keys=keys, channels={"mail": postbox}, clock=clock
    )  # fmt: skip
    monkeypatch.setattr(main, "DELIVER_EVERY", 0.0)

    async def play():
        worker = asyncio.create_task(main._keep_delivering(SimpleNamespace(state=state)))
        for _ in range(600):
            if len(postbox.letters) == 120:
                break
            await asyncio.sleep(0.1)
        worker.cancel()

    asyncio.run(play())
    assert len(postbox.letters) == 120


def test_a_message_leaves_once(announce, deliver, postbox):
    announce()
    deliver(postbox)
    assert deliver(postbox) == 0
    assert len(postbox.letters) == 1


def test_a_deed_that_is_rolled_back_announces_nothing(database, announce, deliver, keys, postbox):
    with pytest.raises(ZeroDivisionError), database.writing() as session:
        service.announce(
            session, keys, NOW, topic="t", recipient="a@example.jp", subject="s", body="b",
            locale="ja",
        )  # fmt: skip
        raise ZeroDivisionError
    assert deliver(postbox) == 0


def test_the_address_is_sealed(database, announce):
    announce()
    assert b"hanako" not in rows(database)[0].recipient


def test_an_address_moved_to_another_message_is_not_used(database, announce, deliver, postbox):
    mine, other = announce(2)
    with database.writing() as session:
        sealed = session.get_one(OutboxRow, other).recipient
        session.get_one(OutboxRow, mine).recipient = sealed
    deliver(postbox)
    assert [letter.message_id for letter in postbox.letters] == [other]


def test_a_message_whose_key_is_lost_stops_no_other(
    database, announce, deliver, keys, clock, postbox
):
    announce()
    ring = Keys("k2", {"k2": new_key()})
    with database.writing() as session:
        service.announce(
            session, ring, NOW, topic="t", recipient="a@example.jp", subject="s", body="b",
            locale="ja",
        )  # fmt: skip
    assert service.deliver(database, ring, {"mail": postbox}, clock) == 1


def test_a_message_that_came_back_is_tried_later(announce, deliver, clock, postbox):
    announce()
    postbox.is_shut = True
    deliver(postbox)
    postbox.is_shut = False
    assert deliver(postbox) == 0
    clock.advance(hours=1)
    assert deliver(postbox) == 1


def test_a_second_try_keeps_the_message_id(announce, deliver, clock):
    (ident,) = announce()
    seen = []

    class Broken(Postbox):
        def send(self, *, message_id, **letter):
            seen.append(message_id)
            self.is_shut = len(seen) == 1
            super().send(message_id=message_id, **letter)

    channel = Broken()
    deliver(channel)
    clock.advance(hours=1)
    deliver(channel)
    assert seen == [ident, ident]


def test_waits_grow_from_try_to_try(database, announce, deliver, clock, postbox):
    announce()
    postbox.is_shut = True
    waits = []
    for _ in range(4):
        deliver(postbox)
        due = rows(database)[0].due_at
        waits.append(due - clock.now())
        clock.set(due)
    assert waits == sorted(set(waits))


def test_after_twelve_tries_it_is_given_up_and_kept(database, announce, deliver, clock, postbox):
    announce()
    postbox.is_shut = True
    for _ in range(15):
        deliver(postbox)
        clock.advance(days=1)
    (row,) = rows(database)
    assert (row.attempts, row.delivered_at) == (service.MOST_ATTEMPTS, None)
    assert row.given_up_at is not None


def test_what_went_wrong_is_noted_without_the_address(database, announce, deliver, postbox):
    announce()
    postbox.is_shut = True
    deliver(postbox)
    assert rows(database)[0].problem.startswith("DeliveryFailed")
    assert "hanako" not in rows(database)[0].problem


def test_a_worker_that_died_loses_nothing(database, announce, deliver, clock, postbox):
    (ident,) = announce()
    with database.writing() as session:
        store.claim(session, clock.now(), 10)
    assert deliver(postbox) == 0
    clock.advance(seconds=store.CLAIM.total_seconds() + 1)
    deliver(postbox)
    assert [letter.message_id for letter in postbox.letters] == [ident]


def test_a_round_ends_before_its_claims_do_and_gives_the_rest_back(
    database, announce, deliver, postbox, monkeypatch
):
    class Slow(Postbox):
        def send(self, **letter):
            monkeypatch.setattr(service, "LONGEST_ROUND", -1.0)
            super().send(**letter)

    announce(3)
    assert deliver(Slow()) == 1
    assert sorted(row.attempts for row in rows(database)) == [0, 0, 1]
    monkeypatch.setattr(service, "LONGEST_ROUND", 60.0)
    assert deliver(postbox) == 2


def test_two_workers_send_each_message_once(announce, deliver):
    idents = announce(40)
    postboxes = [Postbox(), Postbox()]

    def work(postbox):
        while deliver(postbox, limit=3):
            pass

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, postboxes))
    sent = Counter(letter.message_id for each in postboxes for letter in each.letters)
    assert sent == Counter(idents)


def test_a_claim_takes_the_oldest_first(database, announce, clock):
    idents = announce(3)
    with database.writing() as session:
        for ident, age in zip(idents, (1, 3, 2), strict=True):
            session.get_one(OutboxRow, ident).due_at = NOW - timedelta(minutes=age)
    with database.writing() as session:
        taken = {row.id for row in store.claim(session, clock.now(), 2)}
    assert taken == {idents[1], idents[2]}


def test_an_idle_worker_never_takes_the_writer(database, deliver, postbox):
    with database.writing():
        assert deliver(postbox) == 0


def test_the_outbox_holds_no_column_for_a_name_or_a_plain_address(database):
    with database.reading() as session:
        session.execute(text("SELECT 1"))
    assert set(OutboxRow.model_fields) == {
        "id", "topic", "channel", "recipient", "subject", "body", "locale", "created_at", "due_at",
        "attempts", "claimed_until", "delivered_at", "given_up_at", "problem",
    }  # fmt: skip


def test_a_message_that_left_holds_no_address_any_more(announce, deliver, postbox, database):
    announce()
    deliver(postbox)
    assert rows(database)[0].recipient == b""
