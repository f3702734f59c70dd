"""Owns the queries of what one browser holds: every one takes the device."""

from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col, select

from app.applications.models import Application, Draft, DraftOpening, Opening


def receipts(session: Session, *, device: str, now: datetime) -> list[tuple[Opening, Application]]:
    """The sends that are open on a device now, each by its first application, newest first."""
    query = (
        select(Opening, Application)
        .where(Application.submission == Opening.submission, Application.part == 0)
        .where(Opening.device == device, Opening.until > now)
        .order_by(col(Application.received_at).desc())
        .limit(20)
    )
    return list(session.exec(query).all())


def drafts_of(session: Session, device: str) -> list[Draft]:
    """Every draft that a device owns, sent or not."""
    return list(session.exec(select(Draft).where(Draft.device == device)))


def end_openings(session: Session, device: str) -> None:
    """A device may look at nothing and go on with nothing any more."""
    session.execute(delete(Opening).where(col(Opening.device) == device))
    session.execute(delete(DraftOpening).where(col(DraftOpening.device) == device))
