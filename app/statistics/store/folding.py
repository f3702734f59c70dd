"""Owns writing the sums: range by range of facts, each with the mark of how far it is in.

The database adds up its own facts (`bulk`): no fact leaves it, and the memory is that of one range.
"""

from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import delete, func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from app.journal.models import Fact
from app.statistics.models import ArrivalCell, DaySum, Folded
from app.statistics.store import bulk
from app.statistics.store.tail import LIVE, Part, of_part

# A page reads few things of many days: in the order of days they lie all over a table.
TABLES: Final = {
    "statistics_sums": "pk_statistics_sums",
    "statistics_arrivals": "ix_statistics_arrivals_section_day",
}


class Range(NamedTuple):
    """The next facts of a part: how many, and the id of the last one."""

    facts: int
    last: str


def hold(session: Session, part: Part) -> bool:
    """Let one folder at a time work on a part; False when it is not where it was read."""
    query = select(Folded.mark).where(Folded.batch == part.batch).with_for_update()
    return (session.exec(query).first() or "") == part.mark


def next_range(session: Session, part: Part, *, before: str = "", limit: int = 0) -> Range:
    """The first facts of a part; all of them without a limit."""
    ident = col(Fact.id)
    query = select(ident).where(*of_part(part)).order_by(ident)
    if before:
        query = query.where(ident < before)
    if limit:
        query = query.limit(limit)
    some = query.subquery()
    found = session.execute(select_columns(func.count(), func.max(some.c.id))).one()
    return Range(int(found[0]), found[1] or "")


def keep(session: Session, now: datetime, part: Part, some: Range, *, mark: str) -> None:
    """Add a range to the sums, and move the mark; a withdrawn batch has none after."""
    bulk.add(session, part, some.last)
    if part.sign > 0:
        row = session.get(Folded, part.batch) or Folded(batch=part.batch, folded_at=now)
        row.mark, row.facts, row.folded_at = mark, row.facts + some.facts, now
        session.add(row)
    else:
        session.exec(delete(Folded).where(col(Folded.batch) == part.batch))
        for table in (DaySum, ArrivalCell):
            session.exec(delete(table).where(col(table.count) == 0))
    session.flush()


def forget(session: Session) -> None:
    """Throw all sums away: they are a copy."""
    for table in (DaySum, ArrivalCell, Folded):
        session.exec(delete(table))


def folded_at(session: Session) -> datetime | None:
    """When facts of this system were last folded."""
    return session.exec(select(Folded.folded_at).where(Folded.batch == LIVE)).first()


def differences(session: Session) -> list[str]:
    """Parts whose facts in the journal are not as many as were folded: a clock that went back."""
    found = []
    for row in session.exec(select(Folded).order_by(col(Folded.batch))):
        is_part = col(Fact.batch) == row.batch if row.batch else col(Fact.batch).is_(None)
        query = select_columns(func.count()).where(is_part, col(Fact.id) <= row.mark)
        if session.execute(query).scalar_one() != row.facts:
            found.append(row.batch)
    return found
