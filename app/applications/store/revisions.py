"""Owns the queries of corrections and earlier revisions; the application was found by its scope."""

from datetime import datetime

from sqlmodel import Session, col, select

from app.applications.models import Correction, PersonMark, Revision
from app.database import write_at_once


def corrections_of(session: Session, application: str) -> list[Correction]:
    """What the office asked to be corrected, oldest first."""
    query = select(Correction).where(Correction.application == application)
    return list(session.exec(query.order_by(col(Correction.asked_at), col(Correction.id))))


def add_correction(session: Session, correction: Correction) -> None:
    """Keep what the office asks to be corrected."""
    write_at_once(session, correction)


def answer(session: Session, correction: Correction, now: datetime) -> None:
    """Say when a correction came."""
    correction.answered_at = now
    session.add(correction)
    session.flush()


def revisions_of(session: Session, application: str) -> list[Revision]:
    """The answers that were replaced, oldest first."""
    query = select(Revision).where(Revision.application == application)
    return list(session.exec(query.order_by(col(Revision.number))))


def add_revision(session: Session, revision: Revision) -> None:
    """Keep answers that are about to be replaced."""
    write_at_once(session, revision)


def mark_anew(session: Session, application: str, mark: str) -> None:
    """Put another mark of its person on an application; none for an empty one."""
    row = session.get(PersonMark, application)
    if row is not None and not mark:
        session.delete(row)
    elif mark and (row is None or row.mark != mark):
        session.add(PersonMark(application=application, mark=mark) if row is None else row)
        if row is not None:
            row.mark = mark
    session.flush()
