"""How a share is told, and how dark a cell is."""

import pytest

from app.statistics.models import Table, percent, share


@pytest.mark.parametrize(
    ("part", "whole", "told"),
    [
        (1930, 2791, "69.2"), (861, 2791, "30.8"), (1, 3, "33.3"), (2, 3, "66.7"),
        (1, 800, "0.1"), (5, 10_000, "0.1"), (4, 10_000, "0.0"), (5, 5, "100.0"), (0, 7, "0.0"),
        (0, 0, "—"),
    ],
)  # fmt: skip
def test_a_share_has_one_decimal_rounded_half_up(part, whole, told):
    assert share(part, whole) == told


def test_a_percentage_of_nothing_has_no_sign():
    assert percent(0, 0) == "—"


@pytest.mark.parametrize(("value", "level"), [(0, 0), (1, 1), (20, 1), (21, 2), (99, 5), (100, 5)])
def test_shades_are_fifths_of_the_largest_number(value, level):
    assert Table(("a", "b"), (("x", 100), ("y", 3))).level(value) == level


def test_a_table_of_thousands_of_rows_is_read_once_however_many_cells_are_drawn():
    read = 0

    class Row(tuple[str | int, ...]):
        def __getitem__(self, place):
            nonlocal read
            read += 1
            return super().__getitem__(place)

    table = Table(("name", "told", "number"), tuple(Row(("a", "b", 1)) for _ in range(1000)))
    assert [table.is_number(place) for _ in range(1000) for place in range(3)][-3:] == [
        False, False, True,
    ]  # fmt: skip
    assert read <= 3 * 1000
