"""Owns the queries of single arrivals: newest first, page by page, read through their own index."""

from datetime import UTC, datetime

from sqlalchemy import text, tuple_
from sqlmodel import Session, col, select

from app.applications.models import Intake
from app.journal.models import Batch, Event, Fact
from app.statistics.models import Selection
from app.statistics.store.kinds import counted


def arrivals(session: Session, selection: Selection, *, after: str = "", limit: int) -> list[Fact]:
    """Counted arrivals of batches in force, after the `place` of another one."""
    withdrawn = select(Batch.id).where(col(Batch.withdrawn_at).is_not(None))
    gone = list(session.exec(withdrawn))
    query = select(Fact).where(
        # In words, not as a parameter: else the index of arrivals is not known to fit.
        text(f"event = '{Event.ARRIVED.value}'"), col(Fact.kind).in_(counted(session)),
        col(Fact.reason).is_not(None), col(Fact.occurred_at) >= selection.start,
        col(Fact.occurred_at) < selection.end,
        col(Fact.channel).in_([channel.value for channel in selection.channels]),
    )  # fmt: skip
    if gone:
        query = query.where(col(Fact.batch).is_(None) | col(Fact.batch).not_in(gone))
    for name, value in _about(session, selection).items():
        query = query.where(getattr(Fact, name) == value)
    if before := _read(after):
        # The first condition is in the second; it is what the index is searched by.
        query = query.where(col(Fact.occurred_at) <= before[0])
        query = query.where(tuple_(col(Fact.occurred_at), col(Fact.id)) < before)
    ordered = query.order_by(col(Fact.occurred_at).desc(), col(Fact.id).desc())
    return list(session.exec(ordered.limit(limit)))


def place(fact: Fact) -> str:
    """Where a fact stands in the list, for an address."""
    moment = fact.occurred_at
    return f"{int(moment.timestamp())}-{fact.id}" if moment else ""


def _about(session: Session, selection: Selection) -> dict[str, str]:
    wanted = {"procedure": selection.procedure, "intake": selection.intake,
              "section": selection.section}  # fmt: skip
    found = {name: value for name, value in wanted.items() if value}
    if selection.intake and "procedure" not in found:
        intake = session.get(Intake, selection.intake)
        found |= {"procedure": intake.procedure} if intake else {}
    return found


def _read(text: str) -> tuple[datetime, str] | None:
    seconds, _, ident = text.partition("-")
    if not (seconds.isdecimal() and seconds.isascii() and len(seconds) < 12 and ident.isalnum()):
        return None
    return datetime.fromtimestamp(int(seconds), UTC), ident
