"""Owns the overlay of the official holiday file on the computed holidays.

内閣府「国民の祝日について」 publishes `syukujitsu.csv` up to the following year. Where the file
covers a year it rules: a law passed this spring is in it and cannot be in this program.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Final, Self

from app.office_hours.holidays import FIRST_YEAR, LAST_YEAR, holiday_name, holidays_of

MAX_BYTES: Final = 1_000_000
_DATE: Final = re.compile(r"([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})")


class HolidayFault(StrEnum):
    """What is wrong with a holiday file, for pages that say it in the reader's language."""

    TOO_LARGE = "too_large"
    ENCODING = "encoding"
    NOT_CSV = "not_csv"
    CELLS = "cells"
    DATE = "date"
    YEAR = "year"
    TWICE = "twice"
    NO_WHOLE_YEAR = "no_whole_year"


class HolidayFileError(ValueError):
    """A holiday file that cannot be used; the message names the row, which is 0 for the file."""

    def __init__(self, message: str, fault: HolidayFault, row: int = 0) -> None:
        super().__init__(f"row {row}: {message}" if row else message)
        self.fault = fault
        self.row = row


@dataclass(frozen=True)
class HolidayTable:
    """National holidays: official `rows` for the `years` they cover, computed for all others."""

    years: tuple[int, ...] = ()
    rows: tuple[tuple[date, str], ...] = ()

    @cached_property
    def _names(self) -> dict[date, str]:
        return dict(self.rows)

    @cached_property
    def _covered(self) -> frozenset[int]:
        return frozenset(self.years)

    def name(self, day: date) -> str | None:
        """Return the name of a holiday, or None."""
        return self._names.get(day) if day.year in self._covered else holiday_name(day)

    def ends_by(self, today: date) -> bool:
        """Return whether a new file is due: the last covered year is this year or gone by."""
        return bool(self.years) and max(self.years) <= today.year

    def over(self, older: Self) -> Self:
        """Return this table with the years that only an older one covers."""
        rows = (row for row in older.rows if row[0].year not in self._covered)
        years = self._covered | set(older.years)
        return type(self)(tuple(sorted(years)), tuple(sorted((*self.rows, *rows))))

    def differences(self) -> tuple[tuple[date, str | None, str | None], ...]:
        """Return (day, computed name, official name) for each day only one of the two closes.

        To be shown before an upload is accepted. Differences of wording alone are left out.
        """
        return tuple(
            (day, holiday_name(day), self._names.get(day))
            for year in self.years
            for day in sorted(set(holidays_of(year)) ^ {d for d in self._names if d.year == year})
        )


COMPUTED: Final = HolidayTable()


def parse_cao_csv(content: bytes) -> HolidayTable:
    """Read the Cabinet Office file (cp932 or UTF-8); HolidayFileError when it cannot rule.

    Only years that are whole in the file are taken over; a file cut off in the middle of a year
    must not open the office on the holidays it lost.
    """
    if len(content) > MAX_BYTES:
        message = f"the file is larger than {MAX_BYTES:,} bytes"
        raise HolidayFileError(message, HolidayFault.TOO_LARGE)
    days: dict[date, str] = {}
    for line, day, name in _rows(_decode(content)):
        if days.setdefault(day, name) != name:
            message = f"{day} is given twice with different names"
            raise HolidayFileError(message, HolidayFault.TWICE, line)
    years = tuple(sorted(year for year in {day.year for day in days} if _is_whole(year, days)))
    if not years:
        raise HolidayFileError("the file covers no whole year", HolidayFault.NO_WHOLE_YEAR)
    return HolidayTable(years, tuple(sorted((d, n) for d, n in days.items() if d.year in years)))


def _decode(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise HolidayFileError("the file is neither UTF-8 nor Shift_JIS", HolidayFault.ENCODING)


def _rows(text: str) -> Iterator[tuple[int, date, str]]:
    """Yield (row number, day, name), the header row and blank rows left out."""
    for line, cells in _cells(text):
        if line == 1 and "国民の祝日" in cells[0]:
            continue
        if len(cells) != 2 or not cells[1].strip():
            raise HolidayFileError("a row is a date and a name", HolidayFault.CELLS, line)
        yield line, _day(cells[0].strip(), line), cells[1].strip()


def _cells(text: str) -> Iterator[tuple[int, list[str]]]:
    try:
        for line, cells in enumerate(csv.reader(io.StringIO(text, newline="")), start=1):
            if any(cell.strip() for cell in cells):
                yield line, cells
    except csv.Error as error:
        raise HolidayFileError(f"the file is not CSV: {error}", HolidayFault.NOT_CSV) from error


def _day(text: str, line: int) -> date:
    match = _DATE.fullmatch(text)
    try:
        if match is None:
            raise ValueError
        found = date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        message = f"not a date like 2026/1/1: {text!r}"
        raise HolidayFileError(message, HolidayFault.DATE, line) from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        message = f"the year {found.year} is out of range"
        raise HolidayFileError(message, HolidayFault.YEAR, line)
    return found


def _is_whole(year: int, days: Iterable[date]) -> bool:
    """Return whether a year runs from 元日 to 勤労感謝の日, with holidays in each half between.

    Both have stood on their day since 1949; so has the number of at least nine a year.
    """
    own = [day for day in days if day.year == year]
    return {date(year, 1, 1), date(year, 11, 23)} <= set(own) and len(own) >= 9
