"""Charts of a plan's values: the scale beside them says nothing that cannot be."""

from decimal import Decimal

import pytest

from app.statistics.plan_drawing import TILE, series

HEIGHT = 170


def drawn(values, unit="件"):
    points = [(f"2026-{number:02}", Decimal(value)) for number, value in enumerate(values, 4)]
    return series("動き", [(unit, points)], unit, width=TILE)


def ticks(drawing):
    return [shape.text for shape in drawing.shapes if shape.anchor == "end"]


@pytest.mark.parametrize(
    ("values", "told"),
    [
        (("5", "3"), ["0", "3", "6"]),
        (("1", "1"), ["0", "1", "2"]),
        (("0", "0"), ["0", "1", "2"]),
        (("25", "13"), ["0", "13", "26"]),
        (("4", "2"), ["0", "2", "4"]),
        (("2791", "10"), ["0", "1,396", "2,792"]),
    ],
)
def test_the_ticks_of_counts_are_whole_numbers(values, told):
    assert ticks(drawn(values)) == told


@pytest.mark.parametrize(
    ("values", "unit", "told"),
    [
        (("5", "2.5"), "時間", ["0", "2.5", "5"]),
        (("25", "20"), "%", ["0%", "12.5%", "25%"]),
    ],
)
def test_the_ticks_of_what_is_measured_may_be_parts(values, unit, told):
    assert ticks(drawn(values, unit)) == told


def test_a_column_is_as_high_as_its_scale_says():
    heights = [shape.height for shape in drawn(("5", "3")).shapes if shape.look == "outside"]
    assert heights[1:] == pytest.approx([HEIGHT * 5 / 6, HEIGHT / 2])
