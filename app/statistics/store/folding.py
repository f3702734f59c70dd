"""Owns writing the sums: part by part, each with the mark of how far it is in, in one transaction.

What is read of the journal is worked out before the write lock is taken, so that nobody who sends
an application waits for statistics.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Date, Integer, Table, delete, func
from sqlalchemy import select as select_columns
from sqlalchemy.types import TypeEngine
from sqlmodel import Session, SQLModel, col, select

from app.journal.models import Fact
from app.statistics.models import ArrivalCell, DaySum, Folded
from app.statistics.store.keys import Cells, Sums, sums_of, with_grains
from app.statistics.store.tail import LIVE, Part

_AT_ONCE: Final = 10_000


def hold(session: Session, part: Part) -> bool:
    """Let one folder at a time work on a part; False when it is not where it was read."""
    query = select(Folded.mark).where(Folded.batch == part.batch).with_for_update()
    return (session.exec(query).first() or "") == part.mark


def keep(
    session: Session, now: datetime, part: Part, sums: Sums, cells: Cells, *, mark: str, facts: int
) -> None:
    """Add what was worked out for a part, and move its mark; a withdrawn batch has none after."""
    sums.update(sums_of(cells))
    _add(session, DaySum, with_grains(sums))
    _add(session, ArrivalCell, cells.items())
    if part.sign > 0:
        row = session.get(Folded, part.batch) or Folded(batch=part.batch, folded_at=now)
        row.mark, row.facts, row.folded_at = mark, row.facts + facts, now
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


def _add(
    session: Session, model: type[SQLModel], counts: Iterable[tuple[tuple[object, ...], int]]
) -> None:
    """Add counts to rows, past the unit of work: after an import there are a million."""
    table = model.__table__  # type: ignore[attr-defined]
    # In the order of the key, so that neighbours lie on one page.
    rows = sorted((*key, count) for key, count in counts if count)
    connection = session.connection()
    for start in range(0, len(rows), _AT_ONCE):
        some = rows[start : start + _AT_ONCE]
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql(_sqlite(table), some)
        else:
            columns = map(list, zip(*some, strict=True))
            values = dict(zip(table.columns.keys(), columns, strict=True))
            connection.exec_driver_sql(_postgresql(table), values)


def _sqlite(table: Table) -> str:
    marks = ", ".join("?" for _ in table.columns)
    return f"{_into(table)} VALUES ({marks}) {_or_add(table)}"


def _postgresql(table: Table) -> str:
    """One statement with a list for each column: many times as fast as one for each row."""
    lists = ", ".join(f"%({c.key})s::{_kind(c.type)}[]" for c in table.columns)
    return f"{_into(table)} SELECT * FROM unnest({lists}) {_or_add(table)}"


def _kind(column: TypeEngine[Any]) -> str:
    if isinstance(column, Date):
        return "date"
    return "bigint" if isinstance(column, Integer) else "text"


def _into(table: Table) -> str:
    return f"INSERT INTO {table.name} ({', '.join(_names(table))})"


def _or_add(table: Table) -> str:
    key, sum_ = ", ".join(_names(table)[:-1]), f'{table.name}."count" + excluded."count"'
    return f'ON CONFLICT ({key}) DO UPDATE SET "count" = {sum_}'


def _names(table: Table) -> list[str]:
    return [f'"{column.key}"' for column in table.columns]
