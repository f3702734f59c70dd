"""Owns what counts as office time: holidays by law, hours, closings, and the stamp of an arrival.

Pure: no HTTP, no SQL, no clock. Instants and rules come in as arguments, values go out.
"""

from app.office_hours.arrival import Arrival, Reason, classify
from app.office_hours.holiday_table import (
    HolidayFault,
    HolidayFileError,
    HolidayTable,
    parse_cao_csv,
)
from app.office_hours.holidays import holiday_name
from app.office_hours.openings import (
    NeverOpenError,
    is_open,
    next_open_day,
    next_opening,
    open_days,
    open_seconds,
    previous_opening,
)
from app.office_hours.pattern import Period, WeeklyPattern
from app.office_hours.rules import HoursProfile, SpecialDay, SpecialKind, YearEnd

__all__ = [
    "Arrival",
    "HolidayFault",
    "HolidayFileError",
    "HolidayTable",
    "HoursProfile",
    "NeverOpenError",
    "Period",
    "Reason",
    "SpecialDay",
    "SpecialKind",
    "WeeklyPattern",
    "YearEnd",
    "classify",
    "holiday_name",
    "is_open",
    "next_open_day",
    "next_opening",
    "open_days",
    "open_seconds",
    "parse_cao_csv",
    "previous_opening",
]
