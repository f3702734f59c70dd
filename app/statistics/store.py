"""Owns the queries of statistics; every number is read from the journal's facts alone.

Which facts count is said once, in `_counted`: live arrivals, with a stamp, of batches in force.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, extract, func, or_, type_coerce
from sqlalchemy import select as select_columns
from sqlmodel import Session, UTCDateTime, col, select

from app.calendar.models import CalendarVersion
from app.catalogue.models import Channel, Procedure
from app.clock import jst_date
from app.journal.models import Batch, Event, Fact, FactKind
from app.office_hours import Reason
from app.statistics.models import Selection

# Asia/Tokyo has been UTC+9 without daylight saving since 1952, so whole hours can be shifted.
_TOKYO = 9
_WEEK = 7 * 24
_INTO_NEXT_DAY = 24 - _TOKYO


def by_reason(session: Session, selection: Selection) -> dict[Reason, int]:
    """Applications by the reason of their stamp; every reason is a key."""
    query = select(Fact.reason, func.sum(Fact.count)).where(*_selected(selection))
    found = {reason: int(count) for reason, count in session.exec(query.group_by(col(Fact.reason)))}
    return {reason: found.get(reason.value, 0) for reason in Reason}


def by_weekday_and_hour(session: Session, selection: Selection) -> dict[tuple[int, int], int]:
    """Applications by weekday (Monday is 0) and hour in Asia/Tokyo."""
    moment = _utc(session)
    weekday, hour = extract("dow", moment), extract("hour", moment)
    query = select(weekday, hour, func.sum(Fact.count)).where(*_selected(selection))
    counts: dict[tuple[int, int], int] = {}
    for day, hour_utc, count in session.exec(query.group_by(weekday, hour)):
        # "dow" counts from Sunday; minus one day, plus nine hours.
        place = ((int(day) - 1) * 24 + int(hour_utc) + _TOKYO) % _WEEK
        key = divmod(place, 24)
        counts[key] = counts.get(key, 0) + int(count)
    return counts


def by_calendar(session: Session, selection: Selection) -> list[tuple[str, str, int]]:
    """Applications by calendar version and reason: (version, reason, count)."""
    keys = (col(Fact.calendar_version), col(Fact.reason))
    query = select(*keys, func.sum(Fact.count)).where(*_selected(selection)).group_by(*keys)
    rows = session.exec(query)
    return [(str(version), str(reason), int(count)) for version, reason, count in rows]


def by_month(
    session: Session, channels: Iterable[Channel], before: datetime
) -> dict[tuple[str, str, bool], int]:
    """Applications that arrived before an instant, by (month in Asia/Tokyo, procedure, inside)."""
    moment = _utc(session)
    keys = (
        *(extract(part, moment) for part in ("year", "month", "day")),
        (extract("hour", moment) >= _INTO_NEXT_DAY).label("is_next_day"),
        col(Fact.procedure),
        col(Fact.in_hours),
    )
    query = select_columns(*keys, func.sum(Fact.count)).group_by(*keys)
    query = query.where(*_counted(channels), col(Fact.occurred_at) < before)
    counts: dict[tuple[str, str, bool], int] = {}
    for year, month, day, shifted, procedure, inside, count in session.execute(query):
        local = date(int(year), int(month), int(day)) + timedelta(days=bool(shifted))
        key = (f"{local:%Y-%m}", procedure, bool(inside))
        counts[key] = counts.get(key, 0) + int(count)
    return counts


def first_day(
    session: Session, *, procedure: str | None, intake: str | None, channels: Iterable[Channel]
) -> date | None:
    """The day in Asia/Tokyo of the first arrival that counts."""
    query = select(func.min(Fact.occurred_at)).where(
        *_counted(channels), *_about(procedure, intake)
    )
    first = session.exec(query).one()
    return jst_date(first) if first else None


def without_time(session: Session, selection: Selection) -> int:
    """Applications known only by their month, of the months the selection touches."""
    query = select(func.sum(Fact.count)).where(
        *_in_force(selection.channels),
        *_about(selection.procedure, selection.intake),
        col(Fact.month) >= f"{selection.first:%Y-%m}",
        col(Fact.month) <= f"{selection.last:%Y-%m}",
    )
    return int(session.exec(query).one() or 0)


def procedures_seen(session: Session) -> list[tuple[str, str]]:
    """Code and name of the procedures anything ever arrived for, by code."""
    seen = select(Fact.procedure).where(Fact.event == Event.ARRIVED, Fact.kind == FactKind.LIVE)
    query = select(Procedure.code, Procedure.name).where(col(Procedure.code).in_(seen))
    return [(code, name) for code, name in session.exec(query.order_by(col(Procedure.code)))]


def sections_by_procedure(session: Session) -> dict[str, str]:
    """The section of every procedure there is, published or not, by code."""
    return dict(session.exec(select(Procedure.code, Procedure.section)).all())


def is_procedure(session: Session, code: str) -> bool:
    """Whether the catalogue has this code, published or not."""
    return session.get(Procedure, code) is not None


def published(session: Session) -> list[Procedure]:
    """The procedures residents see, by code."""
    query = select(Procedure).where(
        col(Procedure.is_published).is_(True), col(Procedure.withdrawn_at).is_(None)
    )
    return list(session.exec(query.order_by(col(Procedure.code))))


def published_names(session: Session) -> dict[str, str]:
    """Names by code of the procedures that are or were public."""
    query = select(Procedure.code, Procedure.name).where(col(Procedure.is_published).is_(True))
    return dict(session.exec(query).all())


def calendar_versions(session: Session, versions: Iterable[str]) -> list[CalendarVersion]:
    """Calendar versions by their ids, oldest first."""
    query = select(CalendarVersion).where(col(CalendarVersion.id).in_(list(versions)))
    return list(session.exec(query.order_by(col(CalendarVersion.recorded_at))))


def _selected(selection: Selection) -> list[ColumnElement[bool]]:
    return [
        *_counted(selection.channels),
        *_about(selection.procedure, selection.intake),
        col(Fact.occurred_at) >= selection.start,
        col(Fact.occurred_at) < selection.end,
    ]


def _counted(channels: Iterable[Channel]) -> list[ColumnElement[bool]]:
    timed = [col(Fact.occurred_at).is_not(None), col(Fact.reason).is_not(None)]
    return [*_in_force(channels), *timed]


def _in_force(channels: Iterable[Channel]) -> list[ColumnElement[bool]]:
    withdrawn = select(Batch.id).where(col(Batch.withdrawn_at).is_not(None))
    return [
        col(Fact.event) == Event.ARRIVED,
        col(Fact.kind) == FactKind.LIVE,
        col(Fact.channel).in_([channel.value for channel in channels]),
        or_(col(Fact.batch).is_(None), col(Fact.batch).not_in(withdrawn)),
    ]


def _about(procedure: str | None, intake: str | None) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if procedure:
        conditions.append(col(Fact.procedure) == procedure)
    if intake:
        conditions.append(col(Fact.intake) == intake)
    return conditions


def _utc(session: Session) -> ColumnElement[datetime]:
    """The instant as SQL reads it in UTC, whatever the time zone of a PostgreSQL session."""
    if session.get_bind().dialect.name == "postgresql":
        return func.timezone("UTC", col(Fact.occurred_at))
    return type_coerce(col(Fact.occurred_at), UTCDateTime())
