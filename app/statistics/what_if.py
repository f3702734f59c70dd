"""Owns the question "what if the hours had been others": shares from kept instants, no stamp moves.

Every arrival is known by its five minutes of the week and the reason of its stamp. Holidays, year
end and special days stay what they were; on all other days the asked week decides.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from itertools import pairwise
from typing import Final

from app.office_hours import Period, Reason, WeeklyPattern

SLOT_MINUTES: Final = 5
_DAY_SLOTS: Final = 24 * 60 // SLOT_MINUTES
_ALWAYS_OUT: Final = frozenset({Reason.SPECIAL_CLOSING, Reason.YEAR_END, Reason.HOLIDAY})
_ALWAYS_IN: Final = frozenset({Reason.SPECIAL_OPENING})


@dataclass(frozen=True)
class Recount:
    """Applications outside and inside the asked hours."""

    outside: int
    inside: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.outside + self.inside


def fits(weekly: WeeklyPattern) -> bool:
    """Whether a week opens and closes on whole five minutes, as instants are kept for counting."""
    return all(
        moment.minute % SLOT_MINUTES == 0
        for periods in weekly.days
        for period in periods
        for moment in (period.opens, period.closes)
    )


def recount(counts: Mapping[tuple[str, ...], int], weekly: WeeklyPattern) -> Recount:
    """Counts by (slot, reason, …) under another week; ValueError unless the week `fits`."""
    if not fits(weekly):
        raise ValueError("hours for a recount begin and end on whole five minutes")
    open_slots = {
        day * _DAY_SLOTS + slot
        for day, periods in enumerate(weekly.days)
        for period in periods
        for slot in range(_slot(period.opens), _slot(period.closes))
    }
    outside = inside = 0
    for (slot, reason, *_), count in counts.items():
        if reason in _ALWAYS_IN or (reason not in _ALWAYS_OUT and int(slot) in open_slots):
            inside += count
        else:
            outside += count
    return Recount(outside, inside)


def week_of(days: list[tuple[time, time] | None], usual: WeeklyPattern) -> WeeklyPattern:
    """A week opened once a day, or not; shut at noon as usual where it is open before and after."""
    mon, tue, wed, thu, fri, sat, sun = (
        _opened(*hours, breaks) if hours else ()
        for hours, breaks in zip(days, map(_breaks, usual.days), strict=True)
    )
    return WeeklyPattern((mon, tue, wed, thu, fri, sat, sun))


def _breaks(periods: tuple[Period, ...]) -> list[tuple[time, time]]:
    return [(one.closes, other.opens) for one, other in pairwise(periods)]


def _opened(opens: time, closes: time, breaks: list[tuple[time, time]]) -> tuple[Period, ...]:
    inside = [each for each in breaks if opens < each[0] and each[1] < closes]
    starts, ends = [opens, *(until for _, until in inside)], [since for since, _ in inside]
    return tuple(Period(*each) for each in zip(starts, [*ends, closes], strict=True))


def _slot(moment: time) -> int:
    return (moment.hour * 60 + moment.minute) // SLOT_MINUTES
