"""Owns the rules of one hours profile: its week, year end, holidays and special days.

地方自治法4条の2: a city's days of rest are Saturdays and Sundays, the national holidays, and the
year-end days of its ordinance. Everything else is a special day that the city enters itself.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Final

from app.clock import JST
from app.office_hours.holiday_table import COMPUTED, HolidayTable
from app.office_hours.pattern import Period, Periods, WeeklyPattern

MonthDay = tuple[int, int]


class SpecialKind(StrEnum):
    """What is special about a day, or about part of it."""

    OPENING = "special_opening"
    CLOSING = "special_closing"


@dataclass(frozen=True)
class SpecialDay:
    """An opening, or a closing of part of a day or (without times) of the whole day."""

    day: date
    kind: SpecialKind
    opens: time | None = None
    closes: time | None = None
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse an opening without times and half a pair of times."""
        if (self.opens is None) != (self.closes is None):
            raise ValueError(f"{self.day}: give both times or none")
        if self.kind is SpecialKind.OPENING and self.opens is None:
            raise ValueError(f"{self.day}: a special opening needs its times")
        _ = self.period  # Period refuses times in the wrong order

    @property
    def period(self) -> Period | None:
        """Return the times as a period, or None for the whole day."""
        if self.opens is None or self.closes is None:
            return None
        return Period(self.opens, self.closes)

    def holds(self, moment: time) -> bool:
        """Return whether a time of this day is inside the opening or closing."""
        return self.period is None or self.period.holds(moment)


@dataclass(frozen=True)
class YearEnd:
    """年末年始の休日 of the ordinance, both days included."""

    first: MonthDay = (12, 29)
    last: MonthDay = (1, 3)

    def __post_init__(self) -> None:
        """Refuse a rest that does not run from December into January."""
        if not ((12, 1) <= self.first <= (12, 31) and (1, 1) <= self.last <= (1, 31)):
            raise ValueError(f"the year-end rest runs from December into January: {self}")

    def holds(self, day: date) -> bool:
        """Return whether a day is one of the year-end days."""
        month_day = (day.month, day.day)
        return month_day >= self.first or month_day <= self.last


@dataclass(frozen=True)
class HoursProfile:
    """One named set of hours and what interrupts it; `version` is stamped on every arrival."""

    name: str
    weekly: WeeklyPattern
    version: str
    year_end: YearEnd = YearEnd()
    holidays: HolidayTable = COMPUTED
    specials: tuple[SpecialDay, ...] = ()
    valid_from: date | None = None

    def __post_init__(self) -> None:
        """Refuse a profile that never opens: no arrival could name its next open day."""
        if not any(self.weekly.days):
            raise ValueError(f"{self.name}: the week has no office time at all")
        in_order = sorted(self.specials, key=lambda s: (s.day, s.kind, str(s.period), s.note))
        object.__setattr__(self, "specials", tuple(in_order))  # the order entered has no meaning

    @cached_property
    def _specials(self) -> dict[date, tuple[SpecialDay, ...]]:
        days = {special.day for special in self.specials}
        return {day: tuple(s for s in self.specials if s.day == day) for day in days}

    def special(self, day: date, kind: SpecialKind) -> tuple[SpecialDay, ...]:
        """Return the special openings or closings of a day."""
        return tuple(s for s in self._specials.get(day, ()) if s.kind is kind)

    def is_rest_day(self, day: date) -> bool:
        """Return whether a day is closed by ordinance or law, whatever its weekday."""
        return self.year_end.holds(day) or self.holidays.name(day) is not None

    def usual_periods(self, day: date) -> Periods:
        """Return the periods of a day without its special openings: the day's own hours."""
        base = () if self.is_rest_day(day) else self.weekly.on(day)
        return _without(base, self.special(day, SpecialKind.CLOSING))

    def is_closed_specially(self, day: date) -> bool:
        """Return whether special closings take all the office time the day would have had."""
        closings = self.special(day, SpecialKind.CLOSING)
        if any(closing.period is None for closing in closings):
            return True
        had_time = not self.is_rest_day(day) and bool(self.weekly.on(day))
        return had_time and not self.usual_periods(day)

    def open_periods(self, day: date) -> Periods:
        """Return when the office is open on a day, everything counted, in order and merged."""
        extra = (s.period for s in self.special(day, SpecialKind.OPENING) if s.period)
        return _merged((*self.usual_periods(day), *extra))


def _without(periods: Periods, closings: Iterable[SpecialDay]) -> Periods:
    """Return periods with the closings cut out; a closing without times takes them all."""
    left = periods
    for closing in closings:
        gap = closing.period
        left = () if gap is None else tuple(part for p in left for part in _cut(p, gap))
    return left


def _cut(period: Period, gap: Period) -> Iterator[Period]:
    if period.opens < min(gap.opens, period.closes):
        yield Period(period.opens, min(gap.opens, period.closes))
    if max(gap.closes, period.opens) < period.closes:
        yield Period(max(gap.closes, period.opens), period.closes)


def _merged(periods: Iterable[Period]) -> Periods:
    """Return the union of periods, neighbours that touch made one."""
    merged: list[Period] = []
    for period in sorted(periods):
        if merged and period.opens <= merged[-1].closes:
            merged[-1] = Period(merged[-1].opens, max(merged[-1].closes, period.closes))
        else:
            merged.append(period)
    return tuple(merged)


ONE_DAY: Final = timedelta(days=1)


def at(day: date, moment: time) -> datetime:
    """Return the aware instant of a time of day in Asia/Tokyo."""
    return datetime.combine(day, moment, tzinfo=JST)
