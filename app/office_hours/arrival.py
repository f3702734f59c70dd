"""Owns the stamp of an arrival: inside office hours or not, why, and the next open day.

The stamp is made once, at the instant the filing is recorded (到達), and never again: rules that
change later must not change what was counted.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Final

from app.clock import jst_date, require_utc, to_jst
from app.office_hours.openings import next_opening
from app.office_hours.rules import HoursProfile, SpecialKind

_SATURDAY: Final = 5
_SUNDAY: Final = 6


class Reason(StrEnum):
    """Why an instant is inside or outside; the first that holds, in this order."""

    SPECIAL_OPENING = "special_opening"
    SPECIAL_CLOSING = "special_closing"
    YEAR_END = "year_end"
    HOLIDAY = "holiday"
    SUNDAY = "sunday"
    SATURDAY = "saturday"
    BEFORE_OPENING = "before_opening"
    AFTER_CLOSING = "after_closing"
    IN_HOURS = "in_hours"

    @property
    def is_inside(self) -> bool:
        """Return whether an arrival for this reason came inside office hours."""
        return self in (Reason.SPECIAL_OPENING, Reason.IN_HOURS)


@dataclass(frozen=True)
class Arrival:
    """The frozen stamp. `next_open_day` is the day itself for an arrival inside hours."""

    in_hours: bool
    reason: Reason
    calendar_version: str
    next_open_day: date


def classify(instant: datetime, profile: HoursProfile) -> Arrival:
    """Stamp an instant (aware UTC) by the rules of a profile."""
    instant = require_utc(instant)
    reason = _reason(to_jst(instant), profile)
    day = jst_date(instant if reason.is_inside else next_opening(instant, profile))
    return Arrival(reason.is_inside, reason, profile.version, day)


def _reason(local: datetime, profile: HoursProfile) -> Reason:
    day, moment = local.date(), local.time()
    if any(special.holds(moment) for special in profile.special(day, SpecialKind.OPENING)):
        return Reason.SPECIAL_OPENING
    closings = profile.special(day, SpecialKind.CLOSING)
    if profile.is_closed_specially(day) or any(closing.holds(moment) for closing in closings):
        return Reason.SPECIAL_CLOSING
    if profile.year_end.holds(day):
        return Reason.YEAR_END
    if profile.holidays.name(day) is not None:
        return Reason.HOLIDAY
    return _weekday_reason(day, moment, profile)


def _weekday_reason(day: date, moment: time, profile: HoursProfile) -> Reason:
    """Return the reason of a day that is open by its weekday, or closed by it.

    A weekend day with office time of its own has hours like any other day; a working day without
    any lies after the closing of the last one. A noon break is before the afternoon's opening.
    """
    periods = profile.usual_periods(day)
    if any(period.holds(moment) for period in periods):
        return Reason.IN_HOURS
    if not profile.weekly.on(day) and day.weekday() == _SUNDAY:
        return Reason.SUNDAY
    if not profile.weekly.on(day) and day.weekday() == _SATURDAY:
        return Reason.SATURDAY
    opens_later = any(moment < period.opens for period in periods)
    return Reason.BEFORE_OPENING if opens_later else Reason.AFTER_CLOSING
