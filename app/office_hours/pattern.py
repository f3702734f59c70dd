"""Owns the shape of a week: periods of a day, half-open, for each weekday."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from itertools import pairwise
from typing import Final, Self

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_PERIOD: Final = re.compile(r"(\d{2}):(\d{2})-(\d{2}):(\d{2})")


@dataclass(frozen=True, order=True)
class Period:
    """Office time of one day: open from `opens` (included) to `closes` (excluded)."""

    opens: time
    closes: time

    def __post_init__(self) -> None:
        """Refuse a period without length, beyond minutes, or with a zone of its own."""
        if self.opens >= self.closes:
            raise ValueError(f"a period must close after it opens: {self}")
        for moment in (self.opens, self.closes):
            if moment.second or moment.microsecond or moment.tzinfo is not None:
                raise ValueError(f"a period is told in hours and minutes of Asia/Tokyo: {self}")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `08:30-17:15`; ValueError otherwise."""
        match = _PERIOD.fullmatch(text)
        if match is None:
            raise ValueError(f"a period is written like 08:30-17:15, not {text!r}")
        hours = [int(part) for part in match.groups()]
        return cls(time(hours[0], hours[1]), time(hours[2], hours[3]))

    def __str__(self) -> str:
        """Write the period as `08:30-17:15`."""
        return f"{self.opens:%H:%M}-{self.closes:%H:%M}"

    def holds(self, moment: time) -> bool:
        """Return whether a time of day is inside: opens ≤ moment < closes."""
        return self.opens <= moment < self.closes


Periods = tuple[Period, ...]


def in_order(periods: Iterable[Period]) -> Periods:
    """Return periods sorted by time; ValueError where two of them overlap or touch."""
    ordered = tuple(sorted(periods))
    for earlier, later in pairwise(ordered):
        if later.opens <= earlier.closes:
            raise ValueError(f"periods of one day overlap or touch: {earlier}, {later}")
    return ordered


@dataclass(frozen=True)
class WeeklyPattern:
    """Office time of each weekday, Monday first; an empty tuple is a day without any."""

    days: tuple[Periods, Periods, Periods, Periods, Periods, Periods, Periods]

    def __post_init__(self) -> None:
        """Refuse a week that is not seven days of periods in order."""
        if len(self.days) != len(WEEKDAYS):
            raise ValueError("a week has seven days")
        for periods in self.days:
            if in_order(periods) != periods:
                raise ValueError("the periods of a day must be in order")

    @classmethod
    def parse(cls, week: Mapping[str, Iterable[str]]) -> Self:
        """Read `{"mon": ["08:30-17:15"], …}`; a weekday left out has no office time."""
        unknown = sorted(set(week) - set(WEEKDAYS))
        if unknown:
            raise ValueError(f"no such weekday: {', '.join(unknown)} (mon tue wed thu fri sat sun)")
        mon, tue, wed, thu, fri, sat, sun = (
            in_order(Period.parse(text) for text in week.get(day, ())) for day in WEEKDAYS
        )
        return cls((mon, tue, wed, thu, fri, sat, sun))

    def dump(self) -> dict[str, list[str]]:
        """Return the week as `parse` reads it, weekdays without office time left out."""
        return {
            day: [str(period) for period in periods]
            for day, periods in zip(WEEKDAYS, self.days, strict=True)
            if periods
        }

    def on(self, day: date) -> Periods:
        """Return the periods of a day by its weekday alone."""
        return self.days[day.weekday()]
