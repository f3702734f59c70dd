"""Owns the queries of what the demonstration tells beside the journal; no real house reads it."""

from datetime import date

from sqlmodel import Session, col, select

from app.journal.models import FactKind
from app.statistics.models import DemonstrationSum
from app.statistics.store.kinds import counted


def told(session: Session, about: str, first: date, last: date) -> list[DemonstrationSum]:
    """The sums of the months of a period; none unless the house runs as a demonstration."""
    if FactKind.DEMO not in counted(session):
        return []
    query = select(DemonstrationSum).where(
        col(DemonstrationSum.about) == about,
        col(DemonstrationSum.month) >= f"{first:%Y-%m}",
        col(DemonstrationSum.month) <= f"{last:%Y-%m}",
    )
    return list(
        session.exec(query.order_by(col(DemonstrationSum.month), col(DemonstrationSum.name)))
    )
