"""Owns the queries of one season: drafts still open, fields asked to be corrected."""

from datetime import datetime

from sqlalchemy import func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col

from app.applications.models import Draft
from app.journal.models import Event, Fact
from app.statistics.models import Selection
from app.statistics.store.kinds import counted


def open_drafts(session: Session, intake: str, now: datetime) -> dict[str, int]:
    """Drafts of an intake that are not sent and not past their time, by class of device."""
    query = select_columns(col(Draft.device_class), func.count()).where(
        col(Draft.intake) == intake,
        col(Draft.sent_at).is_(None),
        col(Draft.expires_at) > now,
        col(Draft.kind).in_(counted(session)),
    )
    found = session.execute(query.group_by(col(Draft.device_class)))
    return {str(device): int(count) for device, count in found}


def corrections(session: Session, selection: Selection) -> list[tuple[str, int, int]]:
    """Fields of a procedure: (key, times the office asked, times the resident changed it)."""
    query = select_columns(col(Fact.detail), col(Fact.event), func.sum(Fact.count)).where(
        col(Fact.event).in_([Event.CORRECTION_ASKED, Event.ANSWER_CHANGED]),
        col(Fact.procedure) == selection.procedure, col(Fact.kind).in_(counted(session)),
        col(Fact.occurred_at) >= selection.start, col(Fact.detail).is_not(None),
    )  # fmt: skip
    if selection.intake:
        query = query.where(col(Fact.intake) == selection.intake)
    counts: dict[str, list[int]] = {}
    for field, event, count in session.execute(query.group_by(Fact.detail, Fact.event)):
        counts.setdefault(str(field), [0, 0])[event == Event.ANSWER_CHANGED] += int(count)
    found = [(field, asked, changed) for field, (asked, changed) in counts.items()]
    return sorted(found, key=lambda row: (-row[1], -row[2], row[0]))
