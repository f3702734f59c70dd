"""Owns the queries of the indicator registry; a snapshot is only ever added."""

from sqlmodel import Session, col, select

from app.journal.models import FactKind
from app.statistics.models import IndicatorRow, IndicatorSnapshot, IndicatorValue
from app.statistics.store.kinds import counted


def rows(session: Session) -> dict[str, IndicatorRow]:
    """The definitions the city put in place, by slug."""
    return {row.slug: row for row in session.exec(select(IndicatorRow))}


def values(session: Session, indicator: str = "") -> list[IndicatorValue]:
    """The values the city put in, of one indicator or of all, oldest period first."""
    query = select(IndicatorValue)
    if FactKind.DEMO not in counted(session):
        query = query.where(col(IndicatorValue.status) != FactKind.DEMO)
    if indicator:
        query = query.where(col(IndicatorValue.indicator) == indicator)
    order = (col(IndicatorValue.indicator), col(IndicatorValue.period), col(IndicatorValue.item))
    return list(session.exec(query.order_by(*order)))


def keep(session: Session, row: IndicatorRow | IndicatorValue) -> None:
    """Keep a definition or a value in place of what it was."""
    session.merge(row)
    session.flush()


def remove_value(session: Session, indicator: str, period: str, item: str) -> bool:
    """Take a value out; False where there is none."""
    row = session.get(IndicatorValue, (indicator, period, item))
    if row is None:
        return False
    session.delete(row)
    session.flush()
    return True


def snapshots(session: Session) -> list[IndicatorSnapshot]:
    """Every closed year, newest first."""
    query = select(IndicatorSnapshot).order_by(col(IndicatorSnapshot.year).desc())
    return list(session.exec(query))


def snapshot(session: Session, year: int) -> IndicatorSnapshot | None:
    """One closed year."""
    return session.get(IndicatorSnapshot, year)


def add_snapshot(session: Session, row: IndicatorSnapshot) -> None:
    """Close a year; there is no way to change or remove it."""
    session.add(row)
    session.flush()
