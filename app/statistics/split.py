"""Owns the off-hours share by one thing: a row for each procedure, section or language."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from app.office_hours import Reason
from app.statistics.models import Cell, Table, percent

SHOWN = 50
COLUMNS = ("開庁時間以外", "その割合", "開庁時", "合計")
_INSIDE = frozenset(reason.value for reason in Reason if reason.is_inside)
Counts = Mapping[tuple[str, ...], int]


def split_table(
    label: str, counts: Counts, name: Callable[[str], str], *,
    order: Iterable[str] = (), note: str = "",
) -> Table:  # fmt: skip
    """Counts by (value, reason) as rows; the largest first, or in an order, then their sum."""
    values = both(counts)
    known = list(order)
    ranked = sorted(values, key=lambda v: (_place(known, v), -sum(values[v]), v))
    rows = [_row(name(value), *values[value]) for value in ranked]
    if rows:
        outside, inside = (sum(column) for column in zip(*values.values(), strict=True))
        rows.append(_row("合計", outside, inside))
    return Table((label, *COLUMNS), tuple(rows), note=note, has_total=bool(rows))


def shortened(table: Table) -> Table:
    """A table as a page shows it: what is over the limit is one row, and the sum stays the sum.

    A file has every row.
    """
    rest = table.rows[SHOWN:-1]
    if table.columns[1:] != COLUMNS or not rest:
        return table
    outside, inside = (sum(int(row[place]) for row in rest) for place in (1, 3))
    name = f"そのほか {len(rest):,} 項目（ファイルにはすべてあります）"
    rows = (*table.rows[:SHOWN], _row(name, outside, inside), table.rows[-1])
    return replace(table, rows=rows)


def both(counts: Counts) -> dict[str, tuple[int, int]]:
    """Outside and inside by the first part of the key."""
    values: dict[str, tuple[int, int]] = {}
    for (value, reason, *_), count in counts.items():
        outside, inside = values.get(value, (0, 0))
        is_inside = reason in _INSIDE
        values[value] = (outside + count * (not is_inside), inside + count * is_inside)
    return values


def _place(order: list[str], value: str) -> int:
    return order.index(value) if value in order else len(order)


def _row(name: str, outside: int, inside: int) -> tuple[Cell, ...]:
    total = outside + inside
    return (name, outside, percent(outside, total), inside, total)
