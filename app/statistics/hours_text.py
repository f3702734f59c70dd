"""Owns how office hours are told in a table's label: 平日8:30-17:15, or day by day."""

from collections.abc import Iterator
from datetime import time
from itertools import groupby

from app.office_hours import WeeklyPattern

_DAYS = "月火水木金土日"
_WORKDAYS = "月火水木金"


def hours_text(weekly: WeeklyPattern) -> str:
    """The week in words: days with the same hours are told together."""
    return "、".join(_parts(weekly))


def _parts(weekly: WeeklyPattern) -> Iterator[str]:
    told = (
        (day, "・".join(f"{_clock(p.opens)}-{_clock(p.closes)}" for p in periods))
        for day, periods in zip(_DAYS, weekly.days, strict=True)
    )
    for hours, run in groupby(told, key=lambda pair: pair[1]):
        days = "".join(day for day, _ in run)
        if hours:
            yield f"{_name(days)}{hours}"


def _name(days: str) -> str:
    if days == _WORKDAYS:
        return "平日"
    return days if len(days) < 3 else f"{days[0]}〜{days[-1]}"


def _clock(moment: time) -> str:
    return f"{moment.hour}:{moment.minute:02d}"
