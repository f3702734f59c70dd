"""Owns a second opinion on every stamp: the rules told minute by minute, without code of the app.

A calendar here is plain numbers: periods are pairs of minutes of the day, holidays are asked of
another library. It is slow and simple on purpose; nothing in it may be imported from `app`.
"""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

import jpholiday

MINUTES = 1440


@dataclass
class Calendar:
    """The rules of a made-up city: openings by weekday, year end, special days."""

    week: list[list[tuple[int, int]]]
    year_end: tuple[tuple[int, int], tuple[int, int]]
    openings: dict[date, list[tuple[int, int]]]
    closings: dict[date, list[tuple[int, int] | None]]
    days: dict[date, tuple[list[str], list[bool]]] = field(default_factory=dict)

    def stamp(self, day: date, minute: int) -> tuple[str, date]:
        """The reason of a minute, and the day it is worked on at the earliest."""
        reasons, is_open = self.told(day)
        reason = reasons[minute]
        if reason in ("special_opening", "in_hours"):
            return reason, day
        for later in range(minute + 1, MINUTES):
            if is_open[later] and not is_open[later - 1]:
                return reason, day
        following = day + timedelta(days=1)
        while not any(self.told(following)[1]):
            following += timedelta(days=1)
        return reason, following

    def told(self, day: date) -> tuple[list[str], list[bool]]:
        """All minutes of a day, worked out once."""
        if day not in self.days:
            reasons = self._reasons(day)
            self.days[day] = reasons, [r in ("special_opening", "in_hours") for r in reasons]
        return self.days[day]

    def _reasons(self, day: date) -> list[str]:
        first, last = self.year_end
        is_year_end = (day.month, day.day) >= first or (day.month, day.day) <= last
        is_holiday = jpholiday.is_holiday(day)
        hours = self.week[day.weekday()]
        extra, closed = self.openings.get(day, []), self.closings.get(day, [])
        usual, had_any = [], False
        for minute in range(MINUTES):
            in_week = any(a <= minute < b for a, b in hours) and not is_year_end and not is_holiday
            had_any = had_any or in_week
            usual.append(in_week and not any(c is None or c[0] <= minute < c[1] for c in closed))
        whole = any(c is None for c in closed) or (had_any and not any(usual))
        found, opens_later = [""] * MINUTES, False
        for minute in reversed(range(MINUTES)):
            if any(a <= minute < b for a, b in extra):
                found[minute] = "special_opening"
            elif whole or any(c is not None and c[0] <= minute < c[1] for c in closed):
                found[minute] = "special_closing"
            elif is_year_end:
                found[minute] = "year_end"
            elif is_holiday:
                found[minute] = "holiday"
            elif usual[minute]:
                found[minute] = "in_hours"
            elif not hours and day.weekday() == 6:
                found[minute] = "sunday"
            elif not hours and day.weekday() == 5:
                found[minute] = "saturday"
            else:
                found[minute] = "before_opening" if opens_later else "after_closing"
            opens_later = opens_later or usual[minute]
        return found


def made_up(chance: random.Random, days: list[date]) -> Calendar:
    """A calendar of chance whose special days are among those that will be asked about."""
    week = [_periods(chance, 0.8 if weekday < 5 else 0.25) for weekday in range(7)]
    if not any(week):
        week[chance.randrange(7)] = [(510, 1035)]
    openings: dict[date, list[tuple[int, int]]] = {}
    closings: dict[date, list[tuple[int, int] | None]] = {}
    for day in days:
        if chance.random() < 0.2:
            openings[day] = [_span(chance)]
        if chance.random() < 0.25:
            closings[day] = [None if chance.random() < 0.4 else _span(chance)]
    first, last = (12, chance.randint(20, 31)), (1, chance.randint(1, 7))
    return Calendar(week, (first, last), openings, closings)


def _periods(chance: random.Random, likely: float) -> list[tuple[int, int]]:
    if chance.random() > likely:
        return []
    opens, closes = chance.choice([(510, 1035), (540, 990), (0, 720), (600, 1439), (517, 1021)])
    if chance.random() < 0.3:
        noon = chance.randint(opens + 60, closes - 60)
        return [(opens, noon), (noon + chance.randint(1, 45), closes)]
    return [(opens, closes)]


def _span(chance: random.Random) -> tuple[int, int]:
    opens = chance.randrange(1380)
    return opens, min(1439, opens + chance.randint(1, 600))
