"""Owns what is not yet in the sums: newer facts and new batches, and withdrawn batches in them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from weakref import ref

from sqlalchemy import ColumnElement, func
from sqlalchemy import select as select_columns
from sqlalchemy.orm import SessionTransaction
from sqlmodel import Session, col, select

from app.database import only_reads
from app.journal.models import Batch, Fact
from app.statistics.models import Folded
from app.statistics.store.keys import Cells, FactLine, SumKey, Sums, folded, sums_of

LIVE: Final = ""
DONE: Final = "g"
"""The mark of a batch that is in the sums whole: after every id, which is of hexadecimal digits."""
_COLUMNS: Final = tuple(
    getattr(Fact, "count" if name == "applications" else name) for name in FactLine._fields
)
_AT_ONCE: Final = 10_000
_KEPT: Final = "statistics.tail"


@dataclass(frozen=True)
class Part:
    """Facts that are to be added to the sums (sign 1), or to be taken out (sign -1)."""

    batch: str
    mark: str
    sign: int


@dataclass(frozen=True)
class Tail:
    """Facts not yet folded, as sums of days and cells; counts of withdrawn ones are negative."""

    sums: Counter[SumKey]
    cells: Cells
    told: dict[object, Counter[tuple[str, ...]]] = field(default_factory=dict)
    """What was counted since, by the question: one page asks some of them several times."""


def parts(session: Session) -> list[Part]:
    """What differs between journal and sums, without reading a fact."""
    marks = dict(session.exec(select(Folded.batch, Folded.mark)).all())
    found = [Part(LIVE, marks.pop(LIVE, ""), 1)]
    query = select(Batch.id, Batch.withdrawn_at)
    withdrawn = dict(session.exec(query.order_by(col(Batch.id))).all())
    for batch, withdrawn_at in withdrawn.items():
        mark = marks.get(batch)
        if withdrawn_at is None and mark != DONE:
            found.append(Part(batch, mark or "", 1))
        elif withdrawn_at is not None and mark:
            found.append(Part(batch, mark, -1))
    return found


def facts_of(
    session: Session, part: Part, *, before: str = "", limit: int = 0
) -> Iterator[FactLine]:
    """The facts of a part, oldest first."""
    ident = col(Fact.id)
    query = select_columns(*_COLUMNS).where(*of_part(part)).order_by(ident)
    if before:
        query = query.where(ident < before)
    if limit:
        query = query.limit(limit)
    with session.execute(query.execution_options(yield_per=_AT_ONCE)) as found:
        yield from map(FactLine._make, found)


def read(session: Session) -> Tail:
    """The tail, kept with the session for as long as nothing was written since."""
    kept = session.info.get(_KEPT)
    turn = _turn(session)
    # A transaction that only reads sees one state of the database from its begin to its end.
    if kept is not None and kept[2] == turn and only_reads(session):
        return kept[1]  # type: ignore[no-any-return]
    found = parts(session)
    newest = session.exec(select(func.max(Fact.id))).one()
    state = (newest, tuple(found))
    if kept is not None and kept[0] == state:
        session.info[_KEPT] = (state, kept[1], turn)
        return kept[1]  # type: ignore[no-any-return]
    sums, cells = Sums(), Cells()
    for part in found:
        folded(facts_of(session, part), sums, cells, part.sign)
    sums.update(sums_of(cells))
    tail = Tail(Counter({SumKey._make(key): count for key, count in sums.items()}), cells)
    session.info[_KEPT] = (state, tail, turn)
    return tail


def _turn(session: Session) -> ref[SessionTransaction]:
    """The transaction of a session, weakly: it knows the session, which is to go when it is done.

    Else what is kept with it lies in memory until the collector looks for circles: 90 MB.
    """
    session.connection()
    transaction = session.get_transaction()
    assert transaction is not None
    return ref(transaction)


def of_part(part: Part) -> list[ColumnElement[bool]]:
    """What finds the facts of a part."""
    ident, batch = col(Fact.id), col(Fact.batch)
    is_part = batch == part.batch if part.batch else batch.is_(None)
    return [is_part, ident > part.mark if part.sign > 0 else ident <= part.mark]
