"""Owns reading counts: from the sums of days, months and years, and from what is not folded yet.

Whole years and months of a period are read as such; the days at its ends one by one. What is asked
of one procedure, intake or section is read from the cells. Test facts are in no number, nor are
demo ones outside a demonstration.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col

from app.applications.models import Intake
from app.catalogue.models import Channel
from app.clock import jst_date
from app.journal.models import Event
from app.office_hours import Reason
from app.statistics.models import ArrivalCell, DaySum, Selection
from app.statistics.store import tail
from app.statistics.store.keys import (
    DAY,
    DAY_SLOTS,
    MONTH,
    SLOT_MINUTES,
    UNTIMED,
    YEAR,
    fiscal_year,
)
from app.statistics.store.kinds import counted
from app.statistics.store.rows import procedure_names

ONE_DAY: Final = timedelta(days=1)
FIRST_DAY: Final = date(1900, 1, 1)
LAST_DAY: Final = date(2199, 12, 31)
_SHARED: Final = frozenset({"channel", "reason", "calendar", "day"})
Tally = Counter[tuple[str, ...]]


class Span(NamedTuple):
    """Sums of one grain whose first days lie between two days, both included."""

    grain: str
    first: date
    last: date


def cover(first: date, last: date) -> list[Span]:
    """A period as the fewest sums: whole fiscal years, whole months, single days."""
    return [span for span in _cover(first, last) if span.first <= span.last]


def tally(session: Session, selection: Selection, *by: str) -> Tally:
    """Applications of a selection, counted by some of: channel, reason, calendar, day, and at
    most one of procedure, section, intake, locale, device, origin, slot (as text)."""
    told = tail.read(session).told
    question = (replace(selection, hours=(), step=""), by)
    if question not in told:
        wanted = _about(session, selection)
        found = (
            _of_cells(session, selection, wanted, by)
            if wanted
            else _of_sums(session, selection, by)
        )
        told[question] = Counter({key: count for key, count in found.items() if count})
    return told[question]


def by_reason(session: Session, selection: Selection) -> dict[Reason, int]:
    """Applications by the reason of their stamp; every reason is a key."""
    found = tally(session, selection, "reason")
    return {reason: found[(reason.value,)] for reason in Reason}


def by_weekday_and_hour(session: Session, selection: Selection) -> dict[tuple[int, int], int]:
    """Applications by weekday (Monday is 0) and hour in Asia/Tokyo."""
    counts: Counter[tuple[int, int]] = Counter()
    for (slot, *_), count in tally(session, selection, "slot", "reason", "calendar").items():
        day, rest = divmod(int(slot), DAY_SLOTS)
        counts[day, rest * SLOT_MINUTES // 60] += count
    return dict(counts)


def by_calendar(session: Session, selection: Selection) -> list[tuple[str, str, int]]:
    """Applications by calendar version and reason: (version, reason, count)."""
    found = tally(session, selection, "calendar", "reason")
    return [(key[0], key[1], count) for key, count in sorted(found.items())]


def by_month(
    session: Session, channels: Iterable[Channel], before: datetime
) -> dict[tuple[str, str, bool], int]:
    """Applications that arrived before a month, by (month in Asia/Tokyo, procedure, inside)."""
    last = jst_date(before) - ONE_DAY
    names = {channel.value for channel in channels}
    keys = (col(DaySum.start), col(DaySum.value), col(DaySum.reason))
    query = select_columns(*keys, func.sum(DaySum.count)).where(
        *_in_span(session, "procedure", Event.ARRIVED, Span(MONTH, FIRST_DAY, last)),
        col(DaySum.channel).in_(names),
    )
    counts: Counter[tuple[str, str, bool]] = Counter()
    for start, procedure, reason, count in session.execute(query.group_by(*keys)):
        counts[f"{start:%Y-%m}", procedure, Reason(reason).is_inside] += int(count)
    kinds = counted(session)
    for key, count in tail.read(session).sums.items():
        if (
            key[:2] == _ARRIVED_BY_PROCEDURE and key.kind in kinds and key.start <= last.isoformat()
            and key.channel in names
        ):  # fmt: skip
            counts[key.start[:7], key.value, Reason(key.reason).is_inside] += count
    return {key: count for key, count in counts.items() if count}


def first_day(session: Session, selection: Selection) -> date | None:
    """The day in Asia/Tokyo of the first arrival that counts, of what a selection is about."""
    conditions = _about(session, selection)
    if conditions:
        found = _of_cells(session, selection, conditions, ("day",))
        return min((date.fromisoformat(day) for (day,) in found), default=None)
    taken_back: set[date] = set()
    names, kinds = set(_names(selection)), counted(session)
    days: Counter[date] = Counter()
    for key, count in tail.read(session).sums.items():
        if key[:2] == _ARRIVED and key.kind in kinds and key.channel in names:
            day = date.fromisoformat(key.start)
            days[day] += count
            taken_back |= {day} if count < 0 else set()
    query = select_columns(col(DaySum.start), func.sum(DaySum.count)).where(
        *_in_span(session, "total", Event.ARRIVED, Span(DAY, FIRST_DAY, LAST_DAY)),
        col(DaySum.channel).in_(names),
    )
    ordered = query.group_by(col(DaySum.start)).order_by(col(DaySum.start))
    for start, count in session.execute(ordered.limit(len(taken_back) + 1)):
        days[start] += int(count)
    return min((day for day, count in days.items() if count > 0), default=None)


def without_time(session: Session, selection: Selection) -> int:
    """Applications known only by their month, of the months the selection touches."""
    if selection.intake or selection.section:
        return 0
    first, names = selection.first.replace(day=1), set(_names(selection))
    query = select_columns(func.sum(DaySum.count)).where(
        *_in_span(session, UNTIMED, Event.ARRIVED, Span(MONTH, first, selection.last)),
        col(DaySum.channel).in_(names),
    )
    if selection.procedure:
        query = query.where(col(DaySum.value) == selection.procedure)
    total = int(session.execute(query).scalar() or 0)
    kinds = counted(session)
    for key, count in tail.read(session).sums.items():
        if (
            key[:2] == (UNTIMED, Event.ARRIVED) and key.kind in kinds and key.channel in names
            and first.isoformat() <= key.start <= selection.last.isoformat()
            and selection.procedure in (None, key.value)
        ):  # fmt: skip
            total += count
    return total


def procedures_seen(session: Session) -> list[tuple[str, str]]:
    """Code and name of the procedures anything ever arrived for, by code."""
    query = select_columns(col(DaySum.value)).distinct()
    codes: set[str] = set()
    for about, grain in (("procedure", YEAR), (UNTIMED, MONTH)):
        span = Span(grain, FIRST_DAY, LAST_DAY)
        found = session.execute(query.where(*_in_span(session, about, Event.ARRIVED, span)))
        codes.update(code for (code,) in found)
    for key in tail.read(session).sums:
        if key.event == Event.ARRIVED and key.about in ("procedure", UNTIMED):
            codes.add(key.value)
    return sorted(procedure_names(session, codes).items())


_ARRIVED: Final = ("total", Event.ARRIVED)
_ARRIVED_BY_PROCEDURE: Final = ("procedure", Event.ARRIVED)


def _cover(first: date, last: date) -> Iterator[Span]:
    end = last + ONE_DAY
    month, month_end = _next_month(first - ONE_DAY), end.replace(day=1)
    if month >= month_end:
        yield Span(DAY, first, last)
        return
    yield Span(DAY, first, month - ONE_DAY)
    year, year_end = fiscal_year(_year_on(month - ONE_DAY)), fiscal_year(end)
    if year >= year_end:
        yield Span(MONTH, month, month_end - ONE_DAY)
    else:
        yield Span(MONTH, month, year - ONE_DAY)
        yield Span(YEAR, year, year_end - ONE_DAY)
        yield Span(MONTH, year_end, month_end - ONE_DAY)
    yield Span(DAY, month_end, last)


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _year_on(day: date) -> date:
    return date(fiscal_year(day).year + 1, 4, 1)


def _names(selection: Selection) -> list[str]:
    return [channel.value for channel in selection.channels]


def _in_span(session: Session, about: str, event: str, span: Span) -> list[ColumnElement[bool]]:
    return [
        col(DaySum.about) == about, col(DaySum.event) == event,
        col(DaySum.kind).in_(counted(session)), col(DaySum.grain) == span.grain,
        col(DaySum.start) >= span.first, col(DaySum.start) <= span.last,
    ]  # fmt: skip


def _about(session: Session, selection: Selection) -> dict[str, str]:
    """What the cells are narrowed to; an intake is of one procedure, which finds it fast."""
    wanted = {"intake": selection.intake, "procedure": selection.procedure,
              "section": selection.section}  # fmt: skip
    found = {name: value for name, value in wanted.items() if value}
    if selection.intake and "procedure" not in found:
        intake = session.get(Intake, selection.intake)
        found |= {"procedure": intake.procedure} if intake else {}
    return found


def _of_cells(
    session: Session, selection: Selection, wanted: dict[str, str], by: tuple[str, ...]
) -> Tally:
    columns = tuple(getattr(ArrivalCell, name) for name in by)
    names = _names(selection)
    query = select_columns(*columns, func.sum(ArrivalCell.count)).where(
        *(getattr(ArrivalCell, name) == value for name, value in wanted.items()),
        col(ArrivalCell.day) >= selection.first, col(ArrivalCell.day) <= selection.last,
        col(ArrivalCell.kind).in_(counted(session)), col(ArrivalCell.channel).in_(names),
    )  # fmt: skip
    found: Tally = Counter()
    _take(found, session.execute(query.group_by(*columns) if columns else query))
    first, last = selection.first.isoformat(), selection.last.isoformat()
    kinds = counted(session)
    for key, count in tail.read(session).cells.items():
        if (
            key.kind in kinds and first <= key.day <= last
            and key.channel in names
            and all(getattr(key, name) == value for name, value in wanted.items())
        ):  # fmt: skip
            found[tuple(str(getattr(key, name)) for name in by)] += count
    return found


def _of_sums(session: Session, selection: Selection, by: tuple[str, ...]) -> Tally:
    thing = next((name for name in by if name not in _SHARED), "total")
    names = tuple({"day": "start", thing: "value"}.get(name, name) for name in by)
    columns: tuple[ColumnElement[Any], ...] = tuple(getattr(DaySum, name) for name in names)
    found: Tally = Counter()
    days = [Span(DAY, selection.first, selection.last)]
    for span in days if "day" in by else cover(selection.first, selection.last):
        query = select_columns(*columns, func.sum(DaySum.count)).where(
            *_in_span(session, thing, Event.ARRIVED, span),
            col(DaySum.channel).in_(_names(selection)),
        )
        _take(found, session.execute(query.group_by(*columns) if columns else query))
    channels, kinds = set(_names(selection)), counted(session)
    first, last = selection.first.isoformat(), selection.last.isoformat()
    for key, count in tail.read(session).sums.items():
        if (
            key.about == thing and key.event == Event.ARRIVED and key.kind in kinds
            and first <= key.start <= last and key.channel in channels
        ):  # fmt: skip
            found[tuple(str(getattr(key, name)) for name in names)] += count
    return found


def _take(found: Tally, rows: Iterable[tuple[object, ...]]) -> None:
    for *values, count in rows:
        if count:
            found[tuple(map(str, values))] += int(str(count))
