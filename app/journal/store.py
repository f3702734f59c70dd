"""Owns the queries of facts and batches; numbers are read by the metrics of `app.statistics`."""

from collections.abc import Sequence

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel, col, select

from app.database import Change, write_at_once
from app.journal.models import Batch, Fact

_AT_ONCE = 5_000


def add(session: Session, *rows: SQLModel | Change) -> None:
    """Append facts, after the rows and changes they tell of, in the caller's transaction."""
    write_at_once(session, *rows)


def add_all(session: Session, facts: Sequence[Fact]) -> None:
    """Append many facts, some thousands by a statement, which takes well under a second."""
    for start in range(0, len(facts), _AT_ONCE):
        some = facts[start : start + _AT_ONCE]
        session.execute(insert(Fact), [fact.model_dump() for fact in some])


def add_batch(session: Session, batch: Batch) -> bool:
    """Keep a batch; False when another process has just written the same one."""
    try:
        with session.begin_nested():
            session.add(batch)
    except IntegrityError:
        return False
    return True


def batches_like(session: Session, start: str) -> list[Batch]:
    """The batches whose id begins with some hexadecimal digits, oldest first."""
    query = select(Batch).where(col(Batch.id).startswith(start, autoescape=True))
    return list(session.exec(query.order_by(col(Batch.imported_at), col(Batch.id))))


def batches(session: Session) -> list[Batch]:
    """Every batch, newest first, withdrawn ones too."""
    return list(session.exec(select(Batch).order_by(col(Batch.imported_at).desc(), col(Batch.id))))


def save(session: Session, batch: Batch) -> None:
    """Keep a change of a batch: facts never change, only whether their batch counts."""
    session.add(batch)
    session.flush()
