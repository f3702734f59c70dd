"""Tables of statistics: how dark a cell is, and how often they are read."""

import pytest

from app.statistics.models import Table


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
