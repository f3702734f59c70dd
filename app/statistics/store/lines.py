"""Owns the queries of single arrivals: newest first, page by page, read through their own index."""

from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import TextClause, and_, func, literal_column, or_, text
from sqlmodel import Session, col, select

from app.journal.models import Batch, Event, Fact
from app.statistics.models import Selection
from app.statistics.store.kinds import counted
from app.statistics.store.tallies import about

_ONE_SECOND: Final = timedelta(seconds=1)


def is_arrival(session: Session) -> TextClause:
    """What finds arrivals by the index of their times; a condition in words is known to fit it.

    SQLite is told that they are many, or it would take the index of events by procedure.
    """
    words = f"event = '{Event.ARRIVED.value}'"
    is_sqlite = session.connection().dialect.name == "sqlite"
    return text(f"likelihood({words}, 0.2)" if is_sqlite else words)


def arrivals(session: Session, selection: Selection, *, after: str = "", limit: int) -> list[Fact]:
    """Counted arrivals of batches in force, after the `place` of another one."""
    withdrawn = select(Batch.id).where(col(Batch.withdrawn_at).is_not(None))
    gone = list(session.exec(withdrawn))
    before = _read(after)
    query = select(Fact).where(
        is_arrival(session), col(Fact.kind).in_(counted(session)),
        col(Fact.reason).is_not(None), col(Fact.occurred_at) >= selection.start,
        # One upper end, which the index is searched by; the place is within it.
        col(Fact.occurred_at) <= min(selection.end - _ONE_SECOND, before[0])
        if before
        else col(Fact.occurred_at) < selection.end,
        col(Fact.channel).in_([channel.value for channel in selection.channels]),
    )  # fmt: skip
    if gone:
        query = query.where(col(Fact.batch).is_(None) | col(Fact.batch).not_in(gone))
    is_sqlite = session.connection().dialect.name == "sqlite"
    for name, value in about(session, selection).items():
        same = getattr(Fact, name) == value
        # Told how few they are, SQLite takes the index of procedures instead of walking past
        # every other one.
        is_told = name == "procedure" and is_sqlite
        query = query.where(func.likelihood(same, literal_column("0.0001")) if is_told else same)
    if before:
        moment, ident = before
        query = query.where(
            or_(
                col(Fact.occurred_at) < moment,
                and_(col(Fact.occurred_at) == moment, col(Fact.id) < ident),
            )
        )
    ordered = query.order_by(col(Fact.occurred_at).desc(), col(Fact.id).desc())
    return list(session.exec(ordered.limit(limit)))


def place(fact: Fact) -> str:
    """Where a fact stands in the list, for an address."""
    moment = fact.occurred_at
    return f"{int(moment.timestamp())}-{fact.id}" if moment else ""


def _read(text: str) -> tuple[datetime, str] | None:
    seconds, _, ident = text.partition("-")
    if not (seconds.isdecimal() and seconds.isascii() and len(seconds) < 12 and ident.isalnum()):
        return None
    return datetime.fromtimestamp(int(seconds), UTC), ident
