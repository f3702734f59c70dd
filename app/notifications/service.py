"""Owns announcing and delivering: a message is written with the deed, and sent afterwards."""

import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from datetime import datetime, timedelta

from sqlmodel import Session

from app.clock import Clock
from app.crypto import Keys, SealBroken
from app.database import Database, new_id
from app.database.faults import DatabaseAway
from app.notifications import store
from app.notifications.channels import Channel, DeliveryFailed, Opened
from app.notifications.models import OutboxRow

MOST_ATTEMPTS = 12
# Seconds; who sends a hundred a second need not commit, and keep the writers waiting, for each.
# The price: what a killed process sent in its last half second of a full round leaves once more,
# with the same Message-ID. A mail that is alone in its round is noted at once.
SETTLED_AFTER = 0.5
# Seconds; with a slow server a round ends before its claims do (`store.CLAIM`), or others would
# send the rest as well.
LONGEST_ROUND = 120.0
# Seconds between tries to note what has left while the database is away: half a minute in all.
PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
# Mails whose text opens something (a code, a link): it goes when the mail has gone.
SECRET = "secret"


def announce(
    session: Session, keys: Keys, now: datetime, *,
    topic: str, recipient: str, subject: str, body: str, locale: str,
    due_at: datetime | None = None,
) -> OutboxRow:  # fmt: skip
    """Write one mail to one recipient, to leave now or later; no personal data in the texts."""
    row = new_mail(
        keys, now, topic=topic, recipient=recipient, subject=subject, body=body, locale=locale,
        due_at=due_at,
    )  # fmt: skip
    store.add(session, row)
    return row


def new_mail(
    keys: Keys, now: datetime, *,
    topic: str, recipient: str, subject: str, body: str, locale: str,
    due_at: datetime | None = None,
) -> OutboxRow:  # fmt: skip
    """A mail with its address sealed, not put out yet."""
    ident = new_id(now)
    return OutboxRow(
        id=ident, topic=topic, recipient=keys.wrap(recipient.encode(), f"outbox:{ident}:recipient"),
        subject=subject, body=body, locale=locale, created_at=now,
        due_at=max(due_at or now, now),
    )  # fmt: skip


def announce_all(session: Session, mails: Iterable[OutboxRow]) -> None:
    """Put many mails (`new_mail`) out in the caller's transaction."""
    store.add(session, *mails)


def move(session: Session, *, topic: str, to: datetime) -> int:
    """Let the waiting messages of a topic leave at another moment; returns how many."""
    return store.move(session, topic=topic, to=to)


def cancel(session: Session, *, topic: str) -> int:
    """Take the waiting messages of a topic back; returns how many."""
    return store.cancel(session, topic=topic)


def deliver(
    database: Database,
    keys: Keys,
    channels: Mapping[str, Channel],
    clock: Clock,
    *,
    limit: int = 50,
) -> int:
    """Send what is due in one round; returns how many left.

    A row is sent at least once, never to two people; what a round has no time for waits on.
    """
    with database.reading() as session:
        if not store.is_anything_due(session, clock.now()):
            return 0
    with database.writing() as session:
        rows = [row.model_copy() for row in store.claim(session, clock.now(), limit)]
    sent, tried, begun = 0, [], time.monotonic()
    settled = begun
    try:
        with ExitStack() as ways:
            opened = {name: ways.enter_context(each.opened()) for name, each in channels.items()}
            while rows and time.monotonic() - begun < LONGEST_ROUND:
                row = rows.pop(0)
                problem = _send(row, keys, opened)
                sent += not problem
                tried.append((row.id, problem))
                if time.monotonic() - settled > SETTLED_AFTER:
                    _settle_all(database, clock, tried)
                    tried, settled = [], time.monotonic()
    finally:
        _settle_all(database, clock, tried, untried=[row.id for row in rows])
    return sent


def _settle_all(
    database: Database, clock: Clock, tried: list[tuple[str, str]], untried: Sequence[str] = ()
) -> None:
    """Note what became of some messages in one transaction.

    What has left must not leave again because the database is away for a moment.
    """
    for pause in PAUSES:
        try:
            return _note(database, clock, tried, untried)
        except DatabaseAway:
            time.sleep(pause)
    return _note(database, clock, tried, untried)


def _note(
    database: Database, clock: Clock, tried: list[tuple[str, str]], untried: Sequence[str]
) -> None:
    if tried or untried:
        with database.writing() as session:
            for ident, problem in tried:
                _settle(session, ident, clock.now(), problem)
            store.give_back(session, untried)


def _send(row: OutboxRow, keys: Keys, ways: Mapping[str, Opened]) -> str:
    try:
        recipient = keys.unwrap(row.recipient, f"outbox:{row.id}:recipient").decode()
        ways[row.channel].send(
            message_id=row.id, recipient=recipient, subject=row.subject, body=row.body
        )
    except (DeliveryFailed, SealBroken) as error:
        return f"{type(error).__name__}: {error}"[:200]
    return ""


def _settle(session: Session, row_id: str, now: datetime, problem: str) -> None:
    row = store.get(session, row_id)
    if row is None:
        return
    row.claimed_until = None
    row.problem = problem
    if not problem:
        row.delivered_at = now
        _forget(row)
    elif row.attempts >= MOST_ATTEMPTS:
        row.given_up_at = now
        _forget(row)
    else:
        row.due_at = now + timedelta(seconds=min(30 * 2**row.attempts, 6 * 3600))
    session.add(row)


def _forget(row: OutboxRow) -> None:
    """Nobody needs the address any more, nor what a secret mail said."""
    row.recipient = b""
    if row.topic == SECRET:
        row.body = ""
