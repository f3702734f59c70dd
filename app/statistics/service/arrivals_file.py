"""Owns reading a file of arrivals: every row is checked before anything is written; pure.

Rows are numbered as a spreadsheet shows them: the header is row 1, empty rows count.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

from app.catalogue.models import Channel
from app.clock import JST, to_jst
from app.errors import Unprocessable

MOST_BYTES: Final = 50_000_000
MOST_COUNT: Final = 1_000_000
FIRST_YEAR: Final = 1950
_TIMED: Final = ("procedure", "received_at", "channel")
_MONTHLY: Final = ("procedure", "month", "channel")
_KNOWN: Final = frozenset({*_TIMED, *_MONTHLY, "count"})
_INSTANT: Final = re.compile(
    r"(\d{4})([-/])(\d{1,2})\2(\d{1,2})(?:T|\s+)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?"
    r"\s*(Z|[+-]\d{2}:?\d{2})?",
    re.ASCII,
)
_MONTH: Final = re.compile(r"(\d{4})[-/](\d{1,2})", re.ASCII)
_COUNT: Final = re.compile(r"[0-9]{1,7}", re.ASCII)


class ImportProblem(Unprocessable):
    """A file that cannot be imported; one line names file, row and column."""

    code = "IMPORT"
    message = "{place}: {problem}"

    def __str__(self) -> str:
        """The whole line, as the command line prints it."""
        return self.message.format(**self.params)


class _Bad(ValueError):
    """What is wrong with one cell."""


@dataclass(frozen=True, order=True)
class Arrived:
    """One checked row: an instant in UTC, or a month (`2023-11`) without a time."""

    procedure: str
    month: str
    instant: datetime | None
    channel: Channel
    count: int

    def canonical(self) -> str:
        """The row as it enters the batch's hash, however the file wrote it."""
        moment = self.instant.isoformat() if self.instant else self.month
        return "\x1f".join((self.procedure, moment, self.channel.value, str(self.count)))


def read(name: str, content: bytes, *, procedures: Collection[str], now: datetime) -> list[Arrived]:
    """All rows of a file; ImportProblem for the first fault, and nothing of it is kept."""
    reader = csv.reader(io.StringIO(_decode(name, content), newline=""), strict=True)
    rows = _numbered(name, reader)
    header = next(rows, None)
    if header is None:
        raise _problem(f"{name}: row 1, column {_TIMED[0]}", "the file is empty")
    columns = _columns(name, header[1])
    arrived = [
        _row(f"{name}: row {number}", columns, cells, procedures, now) for number, cells in rows
    ]
    if not arrived:
        place = f"{name}: row {header[0] + 1}, column {columns[0]}"
        raise _problem(place, "the file has a header but no rows")
    return arrived


def _decode(name: str, content: bytes) -> str:
    if len(content) > MOST_BYTES:
        raise _problem(name, f"the file is larger than {MOST_BYTES:,} bytes")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        row, cell = before.count(b"\n") + 1, before.rpartition(b"\n")[2].count(b",") + 1
        told = "not UTF-8 (Shift_JIS or another encoding?); save the file as UTF-8"
        raise _problem(f"{name}: row {row}, column {cell}", told) from error


def _numbered(name: str, reader: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            place = f"{name}: row {number}, column 1"
            raise _problem(place, f"not readable as CSV: {error}") from error
        if any(cell.strip() for cell in cells):
            yield number, cells


def _columns(name: str, header: Sequence[str]) -> list[str]:
    columns = [cell.strip().lower() for cell in header]
    twice = sorted({column for column in columns if column in _KNOWN and columns.count(column) > 1})
    if twice:
        raise _problem(f"{name}: row 1, column {twice[0]}", "the column is given twice")
    if "received_at" in columns and "month" in columns:
        raise _problem(f"{name}: row 1, column month", "give received_at or month, not both")
    for column in _MONTHLY if "month" in columns else _TIMED:
        if column not in columns:
            raise _problem(f"{name}: row 1, column {column}", "the column is missing")
    if "month" in columns and "count" not in columns:
        raise _problem(f"{name}: row 1, column count", "the column is missing")
    return columns


def _row(
    place: str, columns: list[str], cells: list[str], procedures: Collection[str], now: datetime
) -> Arrived:
    if len(cells) != len(columns):
        column = columns[min(len(cells), len(columns)) - 1]
        told = f"{len(cells)} cells where the header has {len(columns)}"
        raise _problem(f"{place}, column {column}", told)
    texts = {column: cell.strip() for column, cell in zip(columns, cells, strict=True)}
    column = ""
    try:
        column = "procedure"
        procedure = _procedure(texts[column], procedures)
        instant, month = None, ""
        if "month" in texts:
            column = "month"
            month = _month(texts[column], now)
        else:
            column = "received_at"
            instant = _instant(texts[column], now)
        column = "channel"
        channel = _channel(texts[column])
        column = "count"
        count = _count(texts.get(column, ""), is_monthly=bool(month))
    except _Bad as error:
        raise _problem(f"{place}, column {column}", str(error)) from error
    return Arrived(procedure, month, instant, channel, count)


def _procedure(text: str, procedures: Collection[str]) -> str:
    if text not in procedures:
        raise _Bad(f"unknown procedure {_shown(text)}")
    return text


def _channel(text: str) -> Channel:
    try:
        return Channel(text)
    except ValueError as error:
        raise _Bad(f"unknown channel {_shown(text)} (one of {', '.join(Channel)})") from error


def _instant(text: str, now: datetime) -> datetime:
    found = _INSTANT.fullmatch(unicodedata.normalize("NFKC", text))
    if found is None:
        raise _Bad(f"not a date with a time: {_shown(text)} (like 2023-11-06 08:30:00)")
    year, _, month, day, hour, minute, second, offset = found.groups()
    try:
        local = datetime(
            int(year), int(month), int(day), int(hour), int(minute), int(second or 0),
            tzinfo=_zone(offset) if offset else JST,
        )  # fmt: skip
        instant = local.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise _Bad(f"no such day or time: {_shown(text)}") from error
    if to_jst(instant).year < FIRST_YEAR:
        raise _Bad(f"earlier than {FIRST_YEAR}: {_shown(text)}")
    if instant > now:
        raise _Bad(f"lies in the future: {_shown(text)}")
    return instant


def _zone(offset: str) -> timezone:
    if offset == "Z":
        return UTC
    hours, minutes = int(offset[1:3]), int(offset[-2:])
    if minutes > 59:
        raise ValueError("an offset has at most 59 minutes")
    length = timedelta(hours=hours, minutes=minutes)
    return timezone(-length if offset[0] == "-" else length)


def _month(text: str, now: datetime) -> str:
    found = _MONTH.fullmatch(unicodedata.normalize("NFKC", text))
    if found is None or not 1 <= int(found[2]) <= 12 or int(found[1]) < FIRST_YEAR:
        raise _Bad(f"not a month: {_shown(text)} (like 2023-11)")
    month = f"{found[1]}-{int(found[2]):02d}"
    if month > f"{to_jst(now):%Y-%m}":
        raise _Bad(f"lies in the future: {_shown(text)}")
    return month


def _count(text: str, *, is_monthly: bool) -> int:
    if not text and not is_monthly:
        return 1
    digits = unicodedata.normalize("NFKC", text)
    least = 0 if is_monthly else 1
    if not _COUNT.fullmatch(digits) or not least <= int(digits) <= MOST_COUNT:
        raise _Bad(f"not a whole number from {least} to {MOST_COUNT:,}: {_shown(text)}")
    return int(digits)


def _shown(text: str) -> str:
    """A cell for a one-line message: no line breaks, nothing endless."""
    return repr(text if len(text) <= 40 else f"{text[:40]}…")


def _problem(place: str, problem: str) -> ImportProblem:
    return ImportProblem(place=place, problem=problem)
