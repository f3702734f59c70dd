"""Owns writing and checking the audit chain."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from app.audit import store
from app.audit.models import Entry

GENESIS = "0" * 64
# What was done to what, and its detail.
Deed = tuple[str, str, str]


def record(
    session: Session, now: datetime, *, actor: str, action: str, subject: str, detail: str = ""
) -> Entry:
    """Append one entry in the caller's transaction; entries are ordered by a lock on the head."""
    (entry,) = _chained(session, now, actor, [(action, subject, detail)])
    return entry


def record_all(session: Session, now: datetime, *, actor: str, deeds: Sequence[Deed]) -> None:
    """Append many entries of one actor, in their order, as fast as one."""
    if deeds:
        _chained(session, now, actor, deeds)


def _chained(session: Session, now: datetime, actor: str, deeds: Sequence[Deed]) -> list[Entry]:
    head, moment = store.locked_head(session), now.replace(microsecond=0)
    position, previous, entries = head.position, head.hash, []
    for action, subject, detail in deeds:
        position += 1
        words = (actor, action, subject, detail[:500])
        digest = _hash(position, moment, words, previous)
        entries.append(
            Entry(
                position=position, at=moment, actor=actor, action=action, subject=subject,
                detail=detail[:500], previous=previous, hash=digest,
            )
        )  # fmt: skip
        previous = digest
    store.append(session, entries, head)
    return entries


def verify(session: Session) -> tuple[int, int | None]:
    """Walk the chain: how many entries hold, and the position of the first that does not."""
    previous, count = GENESIS, 0
    for entry in store.entries(session):
        words = (entry.actor, entry.action, entry.subject, entry.detail)
        expected = _hash(entry.position, entry.at, words, previous)
        if entry.position != count + 1 or entry.previous != previous or entry.hash != expected:
            return count, entry.position
        previous, count = entry.hash, count + 1
    head = store.head(session)
    if head and (head.position, head.hash) != (count, previous):
        return count, count + 1
    return count, None


def _hash(position: int, at: datetime, words: tuple[str, ...], previous: str) -> str:
    line = "\x1f".join((str(position), at.isoformat(), *words, previous))
    return hashlib.sha256(line.encode()).hexdigest()
