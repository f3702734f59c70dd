"""Owns the queries of the outbox."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, update
from sqlmodel import Session, col, select

from app.database import write_at_once
from app.notifications.models import OutboxRow

CLAIM = timedelta(minutes=5)


def add(session: Session, *rows: OutboxRow) -> None:
    """Put messages out with the deed that causes them."""
    write_at_once(session, *rows)


def claim(session: Session, now: datetime, limit: int) -> list[OutboxRow]:
    """Take up to `limit` due messages for five minutes, in order; no two workers take the same."""
    due = (
        select(OutboxRow.id)
        .where(
            col(OutboxRow.delivered_at).is_(None),
            col(OutboxRow.given_up_at).is_(None),
            OutboxRow.due_at <= now,
            col(OutboxRow.claimed_until).is_(None) | (col(OutboxRow.claimed_until) < now),
        )
        .order_by(col(OutboxRow.due_at), col(OutboxRow.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    claimed = (
        update(OutboxRow)
        .where(col(OutboxRow.id).in_(due.scalar_subquery()))
        .values(claimed_until=now + CLAIM, attempts=OutboxRow.attempts + 1)
        .returning(OutboxRow)
    )
    # an UPDATE gives its rows back in any order; a reader wants the older mail first
    return sorted(session.scalars(claimed), key=lambda row: (row.due_at, row.id))


def give_back(session: Session, idents: Sequence[str]) -> None:
    """Let claimed messages that were not tried be claimed again; no attempt is counted."""
    claimed = col(OutboxRow.id).in_(idents), col(OutboxRow.claimed_until).is_not(None)
    session.execute(
        update(OutboxRow)
        .where(*claimed)
        .values(claimed_until=None, attempts=OutboxRow.attempts - 1)
    )


def get(session: Session, row_id: str) -> OutboxRow | None:
    """One message."""
    return session.get(OutboxRow, row_id)


def is_anything_due(session: Session, now: datetime) -> bool:
    """Whether a claim could find something; cheap, so that idle workers never take the writer."""
    query = select(OutboxRow.id).where(
        col(OutboxRow.delivered_at).is_(None),
        col(OutboxRow.given_up_at).is_(None),
        OutboxRow.due_at <= now,
        col(OutboxRow.claimed_until).is_(None) | (col(OutboxRow.claimed_until) < now),
    )
    return session.exec(query.limit(1)).first() is not None


def move(session: Session, *, topic: str, to: datetime) -> int:
    """Let the messages of a topic that nobody has begun to send leave at another moment."""
    changed = session.execute(update(OutboxRow).where(*_waiting(topic)).values(due_at=to))
    return int(changed.rowcount)  # type: ignore[attr-defined]


def cancel(session: Session, *, topic: str) -> int:
    """Take the messages of a topic out that nobody has begun to send."""
    changed = session.execute(delete(OutboxRow).where(*_waiting(topic)))
    return int(changed.rowcount)  # type: ignore[attr-defined]


def _waiting(topic: str) -> tuple[ColumnElement[bool], ...]:
    return (
        col(OutboxRow.topic) == topic, col(OutboxRow.attempts) == 0,
        col(OutboxRow.delivered_at).is_(None),
    )  # fmt: skip
