"""Owns the limits of a day: a fixed date, or one counted from the day of filling in."""

import calendar
import datetime as dt
import re
from typing import Annotated, Final

from pydantic import StringConstraints

RELATIVE: Final = re.compile(r"today(?:([+-])([0-9]{1,4})([dmy]))?")
Relative = Annotated[str, StringConstraints(pattern=r"^today([+-][0-9]{1,4}[dmy])?$")]
Bound = dt.date | Relative
"""`2026-04-01`, or `today`, `today+30d`, `today-3m`, `today-18y`."""


def fixed(bound: Bound | None) -> dt.date | None:
    """Return the day of a fixed bound, None for a relative one or none."""
    return bound if isinstance(bound, dt.date) else None


def resolve(bound: Bound | None, today: dt.date) -> dt.date | None:
    """Return the day that `bound` means on `today`; the last of the month where there is none."""
    if bound is None or isinstance(bound, dt.date):
        return bound
    match = RELATIVE.fullmatch(bound)
    if match is None or not match[1]:
        return today
    amount = int(match[2]) * (1 if match[1] == "+" else -1)
    try:
        return _moved(today, amount, match[3])
    except (OverflowError, ValueError):
        return dt.date.max if amount > 0 else dt.date.min


def _moved(today: dt.date, amount: int, unit: str) -> dt.date:
    if unit == "d":
        return today + dt.timedelta(days=amount)
    months = today.year * 12 + today.month - 1 + amount * (12 if unit == "y" else 1)
    year, month = months // 12, months % 12 + 1
    return dt.date(year, month, min(today.day, calendar.monthrange(year, month)[1]))
