"""Owns the queries of calendar versions."""

from sqlmodel import Session, col, select

from app.calendar.models import CalendarVersion


def newest(session: Session, profile: str) -> CalendarVersion | None:
    """The version in force: the one recorded last."""
    query = select(CalendarVersion).where(CalendarVersion.profile == profile)
    return session.exec(
        query.order_by(col(CalendarVersion.recorded_at).desc(), col(CalendarVersion.id).desc())
    ).first()


def add(session: Session, version: CalendarVersion) -> None:
    """Keep a version for ever."""
    session.add(version)
    session.flush()
