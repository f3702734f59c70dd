"""Owns counting a selection: from the sums of days, months and years, or from the cells.

Whole years and months of a period are read as such; the days at its ends one by one. What is asked
of one intake or section is read from the cells, and of one procedure what the sums do not tell.
Test facts are in no number, nor are demo ones outside a demonstration.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Row, union_all
from sqlalchemy import select as select_columns
from sqlmodel import Session, col

from app.applications.models import Intake
from app.journal.models import Event
from app.statistics.models import ArrivalCell, DaySum, Selection
from app.statistics.store import tail
from app.statistics.store.counting import sum_of
from app.statistics.store.keys import DAY, MONTH, YEAR, fiscal_year, side
from app.statistics.store.kinds import counted

SIDE: Final = "side"
ONE_DAY: Final = timedelta(days=1)
_SHARED: Final = frozenset({"channel", "reason", SIDE, "calendar", "day", "month"})
# What a question calls otherwise than cells and days do, which know more of it.
_FINER: Final = {SIDE: "reason", "month": "day"}
# Questions of one page that are answered from one wider reading. A city's rows of one thing lie
# together, so that they are read thing by thing; the cells of one are read twice in all.
_OF_SUMS: Final = (("calendar", "channel", "reason"),)
_OF_DAYS: Final = ("calendar", "channel", "day", "reason")
_OF_CELLS: Final = (
    _OF_DAYS,
    ("device", "intake", "locale", "origin", "procedure", "reason", "section"),
)
Tally = Counter[tuple[str, ...]]


class Span(NamedTuple):
    """Sums of one grain whose first days lie between two days, both included."""

    grain: str
    first: date
    last: date


def cover(first: date, last: date, *, has_years: bool = True) -> list[Span]:
    """A period as the fewest sums: whole fiscal years unless told, whole months, single days."""
    spans = _cover(first, last, has_years=has_years)
    return [span for span in spans if span.first <= span.last]


def tally(session: Session, selection: Selection, *by: str) -> Tally:
    """Applications of a selection, counted by some of: channel, reason, calendar, day or month
    (2023-11), and at most one of procedure, section, intake, locale, device, origin, slot (text).

    By procedure there is the side (`keys.side`) for the reason.
    """
    told = tail.read(session).told
    question = (replace(selection, hours=(), step=""), by)
    if question not in told:
        wanted = about(session, selection)
        plain = tuple(_FINER.get(name, name) for name in by)
        wider = _wider(plain if wanted else by, _OF_CELLS if wanted else _OF_SUMS)
        if wider:
            found = _narrowed(tally(session, selection, *wider), [wider.index(n) for n in plain])
        elif by == _OF_DAYS and wanted.keys() in ({"procedure"}, {"section"}):
            found = _of_one(session, selection, wanted)
        elif wanted:
            found = _of_cells(session, selection, wanted, plain)
        else:
            found = _of_sums(session, selection, by)
        if SIDE in by:
            found = _coarser(found, by.index(SIDE), side)
        if "month" in by:
            found = _coarser(found, by.index("month"), _month)
        told[question] = Counter({key: count for key, count in found.items() if count})
    return told[question]


def names_of(selection: Selection) -> list[str]:
    """The channels that count, as they are stored."""
    return [channel.value for channel in selection.channels]


def in_span(session: Session, thing: str, event: str, span: Span) -> list[ColumnElement[bool]]:
    """What finds the sums of a thing in a span that count."""
    return [
        col(DaySum.about) == thing, col(DaySum.event) == event,
        col(DaySum.kind).in_(counted(session)), col(DaySum.grain) == span.grain,
        col(DaySum.start) >= span.first, col(DaySum.start) <= span.last,
    ]  # fmt: skip


def by_channels(names: Iterable[str]) -> ColumnElement[bool]:
    """What finds the sums of some channels, after their place is found.

    `IS TRUE` keeps PostgreSQL from walking a span of its index once for each channel: half the
    time.
    """
    return col(DaySum.channel).in_(names).is_(True)


def about(session: Session, selection: Selection) -> dict[str, str]:
    """What cells and facts are narrowed to; an intake is of one procedure, which finds it fast."""
    wanted = {"intake": selection.intake, "procedure": selection.procedure,
              "section": selection.section}  # fmt: skip
    found = {name: value for name, value in wanted.items() if value}
    if selection.intake and "procedure" not in found:
        intake = session.get(Intake, selection.intake)
        found |= {"procedure": intake.procedure} if intake else {}
    return found


def cells_about(session: Session, wanted: dict[str, str]) -> list[ColumnElement[bool]]:
    """What finds the cells that count of what a selection is about."""
    return [
        *(getattr(ArrivalCell, name) == value for name, value in wanted.items()),
        col(ArrivalCell.kind).in_(counted(session)),
    ]


def _cover(first: date, last: date, *, has_years: bool) -> Iterator[Span]:
    end = last + ONE_DAY
    month, month_end = _next_month(first - ONE_DAY), end.replace(day=1)
    if month >= month_end:
        yield Span(DAY, first, last)
        return
    yield Span(DAY, first, month - ONE_DAY)
    year, year_end = fiscal_year(_year_on(month - ONE_DAY)), fiscal_year(end)
    if year >= year_end or not has_years:
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


def _of_cells(
    session: Session, selection: Selection, wanted: dict[str, str], by: tuple[str, ...]
) -> Tally:
    # What all these cells have alike is not sorted by.
    columns = [getattr(ArrivalCell, name) for name in by if name not in wanted]
    names = names_of(selection)
    query = select_columns(*columns, sum_of(ArrivalCell.count)).where(
        *cells_about(session, wanted), col(ArrivalCell.channel).in_(names),
        col(ArrivalCell.day) >= selection.first, col(ArrivalCell.day) <= selection.last,
    )  # fmt: skip
    found: Tally = Counter()
    for *values, count in session.execute(query.group_by(*columns) if columns else query):
        others = map(str, values)
        found[tuple(wanted.get(name) or next(others) for name in by)] += count or 0
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


def _of_one(session: Session, selection: Selection, wanted: dict[str, str]) -> Tally:
    """What the sums of days tell of one thing, by `_OF_DAYS`; they are few beside its cells."""
    ((thing, value),) = wanted.items()
    names = ("calendar", "channel", "start", "reason")
    columns = tuple(getattr(DaySum, name) for name in names)
    # The sums of one thing lie apart, day by day: the days of the city lead to each of them.
    days = Span(DAY, selection.first, selection.last)
    every_day = select_columns(col(DaySum.start)).where(
        *in_span(session, "total", Event.ARRIVED, days)
    )
    query = select_columns(*columns, sum_of(DaySum.count)).where(
        col(DaySum.about) == thing, col(DaySum.event) == Event.ARRIVED,
        col(DaySum.kind).in_(counted(session)), col(DaySum.grain) == DAY,
        col(DaySum.start).in_(every_day), col(DaySum.value) == value,
    )  # fmt: skip
    found: Tally = Counter()
    channels = names_of(selection)
    # Told in the question, each channel would be looked for apart on PostgreSQL.
    every = session.execute(query.group_by(*columns))
    _take(found, (row for row in every if row.channel in channels))
    _take_tail(session, selection, found, names, thing, value)
    return found


def _of_sums(session: Session, selection: Selection, by: tuple[str, ...]) -> Tally:
    thing = next((name for name in by if name not in _SHARED), "total")
    if thing == "procedure" and not {"reason", "calendar"}.isdisjoint(by):
        raise ValueError("months of a procedure tell neither reason nor calendar")
    columns_of = {"day": "start", "month": "start", thing: "value", SIDE: "reason"}
    names = tuple(columns_of.get(name, name) for name in by)
    columns: tuple[ColumnElement[Any], ...] = tuple(getattr(DaySum, name) for name in names)
    found: Tally = Counter()
    days = [Span(DAY, selection.first, selection.last)]
    fewest = cover(selection.first, selection.last, has_years="month" not in by)
    spans = days if "day" in by else fewest
    if spans:
        every = union_all(*(
            select_columns(*columns, col(DaySum.count).label("applications")).where(
                *in_span(session, thing, Event.ARRIVED, span),
                by_channels(names_of(selection)),
            )
            for span in spans
        )).subquery()  # fmt: skip
        keys = list(every.c)[:-1]
        query = select_columns(*keys, sum_of(every.c.applications))
        _take(found, session.execute(query.group_by(*keys) if keys else query))
    _take_tail(session, selection, found, names, thing)
    return found


def _take_tail(
    session: Session, selection: Selection, found: Tally, names: tuple[str, ...], thing: str,
    value: str | None = None,
) -> None:  # fmt: skip
    """Add what is not folded yet of one thing, or of one value of it."""
    channels = set(names_of(selection))
    first, last = selection.first.isoformat(), selection.last.isoformat()
    kinds = counted(session)
    for key, count in tail.read(session).sums.items():
        if (
            key.about == thing and key.event == Event.ARRIVED and key.kind in kinds
            and first <= key.start <= last and key.channel in channels
            and value in (None, key.value)
        ):  # fmt: skip
            found[tuple(str(getattr(key, name)) for name in names)] += count


def _wider(by: tuple[str, ...], readings: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """The reading that answers a question and more; empty where the question is read itself."""
    return next((names for names in readings if set(names) > set(by)), ())


def _coarser(found: Tally, place: int, coarse: Callable[[str], str]) -> Tally:
    """The same by less at a place: days and cells tell the reason where a side is asked for."""
    wider: Tally = Counter()
    for key, count in found.items():
        wider[*key[:place], coarse(key[place]), *key[place + 1 :]] += count
    return wider


def _month(day: str) -> str:
    return day[:7]


def _narrowed(found: Tally, places: list[int]) -> Tally:
    narrowed: Tally = Counter()
    for key, count in found.items():
        narrowed[tuple(key[place] for place in places)] += count
    return narrowed


def _take(found: Tally, rows: Iterable[Row[Any]]) -> None:
    for row in rows:
        if row[-1]:
            found[tuple(map(str, row[:-1]))] += row[-1]
