"""Owns the queries of calendar versions."""

from datetime import datetime

from sqlmodel import Session, col, select

from app.calendar.models import VERSION_IN_FORCE, CalendarVersion
from app.database import Asked

_NEWEST = Asked(VERSION_IN_FORCE)


def newest_id(session: Session, profile: str) -> str | None:
    """The id of the version in force: the one recorded last."""
    return _NEWEST.first(session, profile=profile)


def newest(session: Session, profile: str) -> CalendarVersion | None:
    """The version in force: the one recorded last."""
    ident = newest_id(session, profile)
    return session.get(CalendarVersion, ident) if ident else None


def all_versions(session: Session, profile: str) -> list[CalendarVersion]:
    """Every version of a profile, oldest first."""
    query = select(CalendarVersion).where(CalendarVersion.profile == profile)
    return list(session.exec(query.order_by(col(CalendarVersion.recorded_at))))


def hold(session: Session, profile: str) -> None:
    """Let one transaction at a time change a profile: the lock is its first version.

    The newest cannot be the lock: whoever waited for it would then go on from what it no longer is.
    """
    query = select(CalendarVersion.id).where(CalendarVersion.profile == profile)
    session.exec(query.order_by(col(CalendarVersion.recorded_at)).limit(1).with_for_update()).all()


def lines(session: Session, profile: str, limit: int) -> list[tuple[str, str, datetime, str]]:
    """The versions, newest first, without their documents: (id, note, recorded at, by whom)."""
    query = select(
        CalendarVersion.id, CalendarVersion.note, CalendarVersion.recorded_at,
        CalendarVersion.recorded_by,
    )  # fmt: skip
    newest = (col(CalendarVersion.recorded_at).desc(), col(CalendarVersion.id).desc())
    found = session.exec(query.where(CalendarVersion.profile == profile).order_by(*newest))
    return [(ident, note, at, by) for ident, note, at, by in found.fetchmany(limit)]


def add(session: Session, version: CalendarVersion) -> None:
    """Keep a version for ever."""
    session.add(version)
    session.flush()
