"""Owns the periods a reader can name: a fiscal year, a month, and what one is compared with."""

import re
from calendar import monthrange
from datetime import date, timedelta

from app.statistics.models import Selection

_YEAR = re.compile(r"fy(\d{4})", re.ASCII)
_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_ONE_DAY = timedelta(days=1)
COMPARISONS = {"before": "直前の同じ長さの期間", "year": "前年の同じ期間"}


def parse(text: str) -> tuple[date, date]:
    """The days of `fy2025` (April to March: 地方自治法208条) or `2025-11`; ValueError otherwise."""
    if found := _YEAR.fullmatch(text):
        year = int(found[1])
        return date(year, 4, 1), date(year + 1, 3, 31)
    if found := _MONTH.fullmatch(text):
        year, month = int(found[1]), int(found[2])
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    raise ValueError(f"not a period: {text!r}")


def of_value(period: str) -> tuple[date, date]:
    """The days of an indicator's value, whose fiscal year is written `2025`; else as `parse`."""
    return parse(f"fy{period}" if "-" not in period else period)


def offered(today: date, *, years: int = 6, months: int = 24) -> list[tuple[str, str]]:
    """Fiscal years and months to choose from, newest first: (value, name)."""
    this = today.year - (today.month < 4)
    found = [(f"fy{year}", f"{_era(year)}（{year}年度）") for year in range(this, this - years, -1)]
    month = today.replace(day=1)
    for _ in range(months):
        found.append((f"{month:%Y-%m}", f"{month.year}年{month.month}月"))
        month = (month - _ONE_DAY).replace(day=1)
    return found


def other(selection: Selection, compare: str) -> tuple[date, date]:
    """The days a selection is compared with; ValueError for what is not a period."""
    first, last = selection.first, selection.last
    if compare == "before":
        return first - (last - first) - _ONE_DAY, first - _ONE_DAY
    if compare == "year":
        return _year_before(first), _year_before(last)
    return parse(compare)


def _year_before(day: date) -> date:
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if is_leap_day else day.day)


def _era(year: int) -> str:
    """A fiscal year as councils write it; the year of the change is 平成31年度 and 令和元年度."""
    return f"令和{year - 2018}年度" if year > 2019 else f"平成{year - 1988}年度"
