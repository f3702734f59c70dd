"""Owns writing the sums: part by part, each with the mark of how far it is in, in one transaction.

What is read of the journal is worked out before the write lock is taken, so that nobody who sends
an application waits for statistics.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import delete, func
from sqlalchemy import select as select_columns
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Session, SQLModel, col, select

from app.journal.models import Fact
from app.statistics.models import ArrivalCell, DaySum, Folded
from app.statistics.store.keys import CellKey, Cells, SumKey, Sums, sums_of, with_grains
from app.statistics.store.tail import LIVE, Part

_AT_ONCE: Final = 5_000


def hold(session: Session, part: Part) -> bool:
    """Let one folder at a time work on a part; False when it is not where it was read."""
    query = select(Folded.mark).where(Folded.batch == part.batch).with_for_update()
    return (session.exec(query).first() or "") == part.mark


def keep(
    session: Session, now: datetime, part: Part, sums: Sums, cells: Cells, *, mark: str, facts: int
) -> None:
    """Add what was worked out for a part, and move its mark; a withdrawn batch has none after."""
    sums.update(sums_of(cells))
    _add(session, DaySum, SumKey._fields, with_grains(sums))
    _add(session, ArrivalCell, CellKey._fields, cells.items())
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
    session: Session, table: type[SQLModel], keys: Sequence[str],
    counts: Iterable[tuple[tuple[Any, ...], int]],
) -> None:  # fmt: skip
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    rows = [dict(zip(keys, key, strict=True)) | {"count": n} for key, n in counts if n]
    # In the order of the key, so that neighbours lie on one page.
    rows.sort(key=lambda row: tuple(map(str, row.values())))
    insert = (sqlite_insert if is_sqlite else postgresql_insert)(table)
    count = table.__table__.c["count"]  # type: ignore[attr-defined]
    added = insert.on_conflict_do_update(
        index_elements=list(keys), set_={"count": count + insert.excluded["count"]}
    )
    for start in range(0, len(rows), _AT_ONCE):
        session.execute(added, rows[start : start + _AT_ONCE])
