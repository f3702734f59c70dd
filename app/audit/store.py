"""Owns the queries of the audit chain."""

from collections.abc import Iterator

from sqlmodel import Session, col, select

from app.audit.models import Entry, Head
from app.database import write_at_once


def locked_head(session: Session) -> Head:
    """The end of the chain, locked until the transaction ends; made by the first migration."""
    return session.exec(select(Head).where(Head.id == 1).with_for_update()).one()


def head(session: Session) -> Head | None:
    """The end of the chain."""
    return session.get(Head, 1)


def append(session: Session, entries: list[Entry], end: Head) -> None:
    """Add entries and move the end behind the last of them."""
    end.position, end.hash = entries[-1].position, entries[-1].hash
    session.add(end)
    write_at_once(session, *entries)


def entries(session: Session) -> Iterator[Entry]:
    """All entries in order."""
    found = session.exec(select(Entry).order_by(col(Entry.position))).yield_per(500)
    with found:  # a reader who stops early leaves no open cursor behind
        yield from found
