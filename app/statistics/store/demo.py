"""Owns the queries of the demonstration's data set; nothing else is ever erased here."""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import delete, or_
from sqlmodel import Session, col, select

from app.applications.models import Intake
from app.catalogue.models import Procedure
from app.journal.models import Batch, Event, Fact, FactKind
from app.statistics.models import DemonstrationSum, IndicatorValue

BATCH: Final = "demo-set"
STATUS: Final = "demo"


def batch(session: Session) -> Batch | None:
    """The batch of the set, where it is in."""
    found = session.get(Batch, BATCH)
    return None if found is None or found.withdrawn_at else found


def has_real_arrivals(session: Session) -> bool:
    """Whether anything that counts for real ever arrived, or was imported and is in force."""
    withdrawn = select(Batch.id).where(col(Batch.withdrawn_at).is_not(None))
    query = select(Fact.id).where(
        col(Fact.event) == Event.ARRIVED, col(Fact.kind) == FactKind.LIVE,
        or_(col(Fact.batch).is_(None), col(Fact.batch).not_in(withdrawn)),
    )  # fmt: skip
    return session.exec(query.limit(1)).first() is not None


def online_procedures(session: Session) -> list[Procedure]:
    """The public procedures that can be finished online, by code."""
    query = select(Procedure).where(
        col(Procedure.is_published).is_(True), col(Procedure.withdrawn_at).is_(None),
        col(Procedure.online_status) == "online",
    )  # fmt: skip
    return list(session.exec(query.order_by(col(Procedure.code))))


def offline_procedures(session: Session) -> list[Procedure]:
    """The public procedures that could be online and are not, those used most first."""
    query = select(Procedure).where(
        col(Procedure.is_published).is_(True), col(Procedure.withdrawn_at).is_(None),
        col(Procedure.online_status).in_(["counter_only", "planned"]),
    )  # fmt: skip
    return list(session.exec(query.order_by(col(Procedure.volume).desc(), col(Procedure.code))))


def sample_intake(session: Session) -> Intake | None:
    """The intake a trial begins with."""
    return session.exec(select(Intake).where(col(Intake.is_sample).is_(True))).first()


def add_values(session: Session, rows: list[IndicatorValue]) -> None:
    """Put values in where there is none of the city's own."""
    for row in rows:
        if session.get(IndicatorValue, (row.indicator, row.period, row.item)) is None:
            session.add(row)
    session.flush()


def add_sums(session: Session, rows: Iterable[DemonstrationSum]) -> None:
    """Put in what the set tells beside the journal."""
    session.add_all(list(rows))
    session.flush()


def erase(session: Session) -> int:
    """Erase the facts, the batch, the sums and the values of the set; returns how many facts."""
    gone = session.execute(
        delete(Fact).where(col(Fact.batch) == BATCH, col(Fact.kind) == FactKind.DEMO)
    )
    session.execute(delete(Batch).where(col(Batch.id) == BATCH))
    session.execute(delete(DemonstrationSum))
    session.execute(delete(IndicatorValue).where(col(IndicatorValue.status) == STATUS))
    return int(gone.rowcount)  # type: ignore[attr-defined]
