"""Owns the line of openings: the next and the last one, open days and open time of a period."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from app.clock import jst_date, require_utc
from app.office_hours.rules import ONE_DAY, HoursProfile, at

# No city hall was ever shut for three years; beyond that it is the rules that are wrong.
_HORIZON: Final = timedelta(days=3 * 366)
_MIDNIGHT: Final = time(0)


class NeverOpenError(LookupError):
    """No opening within three years: the rules of the profile cannot be meant."""


def next_opening(instant: datetime, profile: HoursProfile) -> datetime:
    """Return the first opening after an instant, in UTC.

    An opening at the instant itself is the present one, so that previous_opening ≤ instant <
    next_opening always holds with no opening between.
    """
    instant = require_utc(instant)
    start = jst_date(instant)
    day = start
    while day - start <= _HORIZON:
        for period in profile.open_periods(day):
            opening = at(day, period.opens)
            if opening > instant:
                return opening.astimezone(UTC)
        day += ONE_DAY
    raise NeverOpenError(f"{profile.name}: no opening within three years after {start}")


def previous_opening(instant: datetime, profile: HoursProfile) -> datetime:
    """Return the last opening up to and including an instant, in UTC."""
    instant = require_utc(instant)
    start = jst_date(instant)
    day = start
    while start - day <= _HORIZON:
        for period in reversed(profile.open_periods(day)):
            opening = at(day, period.opens)
            if opening <= instant:
                return opening.astimezone(UTC)
        day -= ONE_DAY
    raise NeverOpenError(f"{profile.name}: no opening within three years before {start}")


def is_open(instant: datetime, profile: HoursProfile) -> bool:
    """Return whether the office is open at an instant."""
    instant = require_utc(instant)
    day = jst_date(instant)
    return any(
        at(day, period.opens) <= instant < at(day, period.closes)
        for period in profile.open_periods(day)
    )


def next_open_day(day: date, profile: HoursProfile) -> date:
    """Return the first day after a day on which the office opens (開庁日)."""
    end_of_day = at(day + ONE_DAY, _MIDNIGHT).astimezone(UTC) - timedelta(microseconds=1)
    return jst_date(next_opening(end_of_day, profile))


def open_days(profile: HoursProfile, first: date, last: date) -> int:
    """Return how many days have any office time, both ends included."""
    length = (last - first).days + 1
    return sum(bool(profile.open_periods(first + ONE_DAY * n)) for n in range(length))


def open_seconds(profile: HoursProfile, start: datetime, end: datetime) -> int:
    """Return the office time from `start` (included) to `end` (excluded), in whole seconds."""
    start, end = require_utc(start), require_utc(end)
    total = timedelta()
    day = jst_date(start)
    while day <= jst_date(end):
        for period in profile.open_periods(day):
            inside = min(end, at(day, period.closes)) - max(start, at(day, period.opens))
            total += max(inside, timedelta())
        day += ONE_DAY
    return total // timedelta(seconds=1)
