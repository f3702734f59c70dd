"""Owns how much of a period was office time, by the hours that were in force then.

A calendar that is edited later changes nothing before its own day: each version counts from the day
it was recorded; the first one also for all that lies before it (imports of the past).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Final

from app.clock import jst_date
from app.office_hours import HoursProfile, open_days, open_seconds
from app.statistics.models import NOTHING, Selection, percent

_HOUR: Final = 3600
_ONE_DAY: Final = timedelta(days=1)
_BEFORE_ALL: Final = datetime(1900, 1, 1, tzinfo=UTC)
_AFTER_ALL: Final = datetime(2200, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class OfficeTime:
    """How much of the clock time of a period is office time: what the share compares with."""

    open_days: int
    open_hours: str
    hours: str
    share: str

    @property
    def closed_share(self) -> str:
        """The share of the clock that the office was closed: what chance would give."""
        if self.share == NOTHING:
            return NOTHING
        return f"{100 - Decimal(self.share.removesuffix('%'))}%"


def office_time(selection: Selection) -> OfficeTime:
    """Open days, open hours and their share of the clock, as 157.5 of 600 hours is 26.25 %."""
    opened = sum(
        _seconds(profile, max(since, selection.start), min(until, selection.end))
        for since, until, profile in _reigns(selection)
        if since < selection.end and until > selection.start
    )
    whole = ((selection.last - selection.first).days + 1) * 24 * _HOUR
    return OfficeTime(
        days_open(selection),
        hours_told(opened),
        hours_told(whole),
        percent(opened, whole, places=2),
    )


def days_open(selection: Selection) -> int:
    """Days with any office time; a day is counted by the version in force at its end."""
    total = 0
    for since, until, profile in _reigns(selection):
        first = max(jst_date(since), selection.first)
        last = min(jst_date(until) - _ONE_DAY, selection.last)
        if first <= last:
            total += _days(profile, first, last)
    return total


def hours_told(seconds: int) -> str:
    """Hours without needless zeros: 157.5, 600."""
    told = (Decimal(seconds) / _HOUR).quantize(Decimal("0.01"))
    return f"{told:,f}".rstrip("0").rstrip(".")


def _reigns(selection: Selection) -> Iterator[tuple[datetime, datetime, HoursProfile]]:
    """Each version with the instants from and until which it was in force."""
    versions = selection.hours or ((_BEFORE_ALL, selection.profile),)
    starts = [_BEFORE_ALL, *(since for since, _ in versions[1:]), _AFTER_ALL]
    for number, (_, profile) in enumerate(versions):
        yield starts[number], starts[number + 1], profile


# The same period is asked for again and again, and ten years are thousands of days.
@lru_cache(maxsize=512)
def _seconds(profile: HoursProfile, start: datetime, end: datetime) -> int:
    return open_seconds(profile, start, end)


@lru_cache(maxsize=512)
def _days(profile: HoursProfile, first: date, last: date) -> int:
    return open_days(profile, first, last)
