"""Owns writing CSV that spreadsheets open as it is: UTF-8 with BOM, CRLF, no cell a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from itertools import chain

from app.statistics.models import Cell

BOM = "\ufeff"
# OWASP, CSV injection; the full-width signs too, which some spreadsheets read alike.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """A whole file with its header row."""
    return csv_lines(chain([columns], rows), start=BOM)


def csv_lines(rows: Iterable[Sequence[Cell]], *, start: str = "") -> str:
    """Rows of a file after its start, for who writes it in pieces."""
    file, told = io.StringIO(newline=""), _Guarded()
    file.write(start)
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerows(map(told.__getitem__, row) for row in rows)
    return file.getvalue()


class _Guarded(dict[Cell, Cell]):
    """Cells as they are written; a file of many rows says the same few again and again."""

    def __missing__(self, cell: Cell) -> Cell:
        self[cell] = guarded(cell)
        return self[cell]


def guarded(cell: Cell) -> Cell:
    """A cell no spreadsheet runs: an apostrophe goes before what looks like a formula."""
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return f"'{cell}"
    return cell
