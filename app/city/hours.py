"""Owns the passage from a city profile to the hours its statistics are counted by."""

from app.city.model import City
from app.office_hours.holiday_table import COMPUTED, HolidayTable
from app.office_hours.rules import HoursProfile, SpecialDay, YearEnd


def statistics_hours(
    city: City,
    *,
    version: str,
    holidays: HolidayTable = COMPUTED,
    specials: tuple[SpecialDay, ...] = (),
) -> HoursProfile:
    """Return the named hours profile (開庁時間) of the office marked `statistics: true`.

    Only this office counts: an extra window elsewhere never changes the off-hours share.
    """
    return HoursProfile(
        name=city.statistics_profile,
        weekly=city.statistics_office.weekly,
        version=version,
        year_end=YearEnd(_month_day(city.year_end.first), _month_day(city.year_end.last)),
        holidays=holidays,
        specials=specials,
    )


def _month_day(text: str) -> tuple[int, int]:
    return int(text[:2]), int(text[3:])
