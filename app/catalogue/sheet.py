"""Owns reading a catalogue file: bytes to checked rows, or one line naming row and column; pure."""

import csv
import io
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from app.catalogue import cells, survey
from app.catalogue.cells import BadCell, Value
from app.catalogue.models import OnlineStatus, Source
from app.errors import CityHallError

_LARGEST_FILE = 64 * 1024 * 1024
_MOST_TITLE_ROWS = 3


class ImportProblem(CityHallError):
    """A file that cannot be imported; its text is one line naming file, row and column."""

    status = 422
    code = "IMPORT"

    def __init__(self, file: str, why: str, *, row: int | None = None, column: str = "") -> None:
        place = [file]
        place += [f"row {row}"] if row else []
        place += [f"column {column}"] if column else []
        super().__init__(f"{', '.join(place)}: {why}")


@dataclass(frozen=True)
class Line:
    """One row of a file: its number as a spreadsheet counts (the header is 1), its values."""

    number: int
    values: Mapping[str, Value]


@dataclass(frozen=True)
class Sheet:
    """A whole checked file. `first_only` are cells that only a new row takes from it."""

    source: Source
    lines: tuple[Line, ...]
    ignored: tuple[str, ...] = ()
    first_only: frozenset[str] = frozenset()


def read(
    data: bytes, file: str, *,
    forms: Collection[str], systems: Collection[str] | None = None,
    sections: Collection[str] | None = None,
) -> Sheet:  # fmt: skip
    """The rows of a file in our own or in the national survey's layout; raises ImportProblem.

    `forms` are the slugs that may be named; `systems` and `sections`, where given, the keys of
    the city's.
    """
    rows = _rows(_text(data, file), file)
    start = _header_at(rows)
    header = [_column(name) for name in rows[start]]
    _check_header(header, file, start + 1)
    is_survey = survey.ID in header
    lines: list[Line] = []
    seen: dict[str, int] = {}
    for number, row in enumerate(rows[start + 1 :], start + 2):
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(header):
            why = f"has {len(row)} cells, the header has {len(header)}"
            raise ImportProblem(file, why, row=number, column=_last_column(header, row))
        named = dict(zip(header, row, strict=True))
        values = _values(survey.cells_of(named) if is_survey else named, file, number)
        _check_leads_somewhere(values, file, number, forms, systems)
        if not is_survey and sections is not None and values["section"] not in sections:
            why = f"the city has no section {values['section']!r}"
            raise ImportProblem(file, why, row=number, column="section")
        code = str(values["code"])
        if code in seen:
            why = f"{code} is given twice (first in row {seen[code]})"
            raise ImportProblem(file, why, row=number, column=survey.ID if is_survey else "code")
        seen[code] = number
        lines.append(Line(number, values))
    if not lines:
        raise ImportProblem(file, "no rows below the header", row=start + 2, column=header[0])
    if is_survey:
        return Sheet(Source.SURVEY, tuple(lines), (), survey.FIRST_ONLY)
    ignored = tuple(name for name in header if name and name not in cells.COLUMNS)
    return Sheet(Source.CITY, tuple(lines), ignored)


def _text(data: bytes, file: str) -> str:
    if len(data) > _LARGEST_FILE:
        raise ImportProblem(file, f"larger than {_LARGEST_FILE // 2**20} MB")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        cell = before.rpartition(b"\n")[2].count(b",") + 1
        why = f"is not UTF-8{_guess(data)}; save the file as CSV UTF-8"
        row = before.count(b"\n") + 1
        raise ImportProblem(file, why, row=row, column=str(cell)) from error
    if not text.strip():
        raise ImportProblem(file, "the file is empty", row=1, column="code")
    return text


def _guess(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return " (it looks like UTF-16)"
    try:
        data.decode("cp932")
    except UnicodeDecodeError:
        return ""
    return " (it looks like Shift_JIS)"


def _rows(text: str, file: str) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), strict=True):
            rows.append(row)
    except csv.Error as error:
        number = len(rows) + 1
        raise ImportProblem(file, f"broken row: {error}", row=number, column="1") from error
    return rows


def _header_at(rows: Sequence[Sequence[str]]) -> int:
    # The survey of 令和7年度 has a row of groups above its header.
    for number, row in enumerate(rows[:_MOST_TITLE_ROWS]):
        if survey.ID in map(survey.column, row):
            return number
    return 0


def _column(name: str) -> str:
    """Our own names in any case, as in the file of arrivals; the survey's and strangers' as is."""
    found = survey.column(name)
    return found.lower() if found.lower() in cells.COLUMNS else found


def _check_header(header: Sequence[str], file: str, number: int) -> None:
    wanted = survey.REQUIRED if survey.ID in header else cells.REQUIRED
    for name in wanted:
        if name not in header:
            raise ImportProblem(file, "this column is missing", row=number, column=name)
    for name in header:
        if name and header.count(name) > 1 and (name in cells.COLUMNS or name in wanted):
            raise ImportProblem(file, "this column is given twice", row=number, column=name)


def _last_column(header: Sequence[str], row: Sequence[str]) -> str:
    return header[len(row) - 1] if 0 < len(row) <= len(header) else header[-1]


def _values(named: Mapping[str, str], file: str, number: int) -> dict[str, Value]:
    try:
        return {name: cells.value(name, named[name]) for name in cells.COLUMNS if name in named}
    except BadCell as error:
        raise ImportProblem(file, error.why, row=number, column=error.column) from error


def _check_leads_somewhere(
    values: Mapping[str, Value], file: str, number: int,
    forms: Collection[str], systems: Collection[str] | None,
) -> None:  # fmt: skip
    form, system = values.get("form", ""), values.get("system", "")
    if form and form not in forms:
        raise ImportProblem(file, f"no form {form!r}", row=number, column="form")
    if system and systems is not None and system not in systems:
        why = f"the city profile has no system {system!r}"
        raise ImportProblem(file, why, row=number, column="system")
    is_online = values.get("online_status") == OnlineStatus.ONLINE
    if is_online and "form" in values and "system" in values:
        try:
            cells.check_whole(values)
        except BadCell as error:
            raise ImportProblem(file, error.why, row=number, column=error.column) from error
