"""Owns reading both sides of the reconciliation: arrivals of the journal, rows of applications."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, case, func
from sqlalchemy import select as select_columns
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col

from app.applications.models import Application, IssuedNumber, Status, StatusChange
from app.journal.models import Event, Fact, FactKind
from app.statistics.store.lines import is_arrival

_AT_ONCE: Final = 10_000


class Mark(NamedTuple):
    """What an application and the fact of its arrival have in common."""

    procedure: str
    moment: datetime
    reason: str
    calendar: str
    channel: str


class Within(NamedTuple):
    """Instants in UTC, the second one no longer in."""

    start: datetime
    end: datetime


def arrivals(session: Session, within: Within | None = None) -> Iterator[tuple[Mark, int]]:
    """The live arrivals of this system in the journal (imports have no applications)."""
    moment = col(Fact.occurred_at)
    query = select_columns(
        col(Fact.procedure), moment, col(Fact.reason), col(Fact.calendar_version),
        col(Fact.channel), col(Fact.count),
    ).where(
        is_arrival(session), col(Fact.kind) == FactKind.LIVE,
        col(Fact.batch).is_(None), moment.is_not(None), *_within(moment, within),
    )  # fmt: skip
    return _marks(session.execute(query.execution_options(yield_per=_AT_ONCE)))


def applications(session: Session, within: Within | None = None) -> Counter[Mark]:
    """The live applications whose rows are kept."""
    query = select_columns(
        col(Application.procedure), col(Application.received_at), col(Application.reason),
        col(Application.calendar_version), col(Application.channel), 1,
    ).where(
        col(Application.kind) == FactKind.LIVE, *_within(col(Application.received_at), within)
    )  # fmt: skip
    found: Counter[Mark] = Counter()
    for mark, count in _marks(session.execute(query.execution_options(yield_per=_AT_ONCE))):
        found[mark] += count
    return found


def kept(session: Session, within: Within | None, most: int) -> int:
    """How many live applications are kept, counted no further than `most`."""
    moment = col(Application.received_at)
    some = select_columns(1).where(
        col(Application.kind) == FactKind.LIVE, *_within(moment, within)
    ).limit(most)  # fmt: skip
    query = select_columns(func.count()).select_from(some.subquery())
    return int(session.execute(query).scalar_one())


def issued(session: Session) -> int:
    """The application numbers ever issued, of live, test and demo applications."""
    return int(session.execute(select_columns(func.count()).select_from(IssuedNumber)).scalar_one())


def arrivals_of_every_kind(session: Session) -> int:
    """All arrivals of this system in the journal, live or not."""
    query = select_columns(func.sum(Fact.count)).where(
        col(Fact.event) == Event.ARRIVED, col(Fact.batch).is_(None),
        col(Fact.occurred_at).is_not(None),
    )  # fmt: skip
    return int(session.execute(query).scalar() or 0)


def decisions(session: Session) -> int:
    """The live decisions in the journal, without those that were taken back."""
    query = select_columns(
        func.sum(case((col(Fact.event) == Event.DECIDED, col(Fact.count)), else_=-col(Fact.count)))
    ).where(
        col(Fact.event).in_([Event.DECIDED, Event.DECISION_UNDONE]),
        col(Fact.kind) == FactKind.LIVE,
    )  # fmt: skip
    return int(session.execute(query).scalar() or 0)


def decided(session: Session) -> int:
    """The decisions in the history of live applications that are kept."""
    query = (
        select_columns(func.count())
        .select_from(StatusChange)
        .join(Application, col(Application.id) == col(StatusChange.application))
        .where(col(StatusChange.after) == Status.DECIDED, col(Application.kind) == FactKind.LIVE)
    )
    return int(session.execute(query).scalar_one())


def _within(moment: Mapped[Any], within: Within | None) -> tuple[ColumnElement[bool], ...]:
    return (moment >= within.start, moment < within.end) if within else ()


def _marks(rows: Iterable[tuple[object, ...]]) -> Iterator[tuple[Mark, int]]:
    for procedure, moment, reason, calendar, channel, count in rows:
        assert isinstance(moment, datetime)
        yield (
            Mark(str(procedure), moment.replace(microsecond=0), str(reason), str(calendar),
                 str(channel)),
            int(str(count)),
        )  # fmt: skip
