"""Owns the charts of a plan: how far to the target, and one or two series over time.

Series differ by dash and by mark, and their numbers stand beside in a table: nothing by hue alone.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from app.statistics.drawing import WIDTH, Drawing, Shape
from app.statistics.models import Definition

Points = Sequence[tuple[str, Decimal]]
_TILE: Final = 340
_LEFT: Final = 70
_RIGHT: Final = 20
_TOP: Final = 40
_HEIGHT: Final = 170


def progress(each: Definition, actual: Decimal) -> Drawing:
    """The actual as a bar, the target as a mark on it."""
    goal = each.goal or Decimal(0)
    largest = max(actual, goal, Decimal(1)) if each.unit != "%" else Decimal(100)
    room = _TILE - 40
    at = [20 + room * min(max(float(number / largest), 0.0), 1.0) for number in (actual, goal)]
    return Drawing(f"{each.name}：実績 {actual:,}{each.unit}、目標 {goal:,}{each.unit}", 84, (
        Shape("rect", "track", 20, 26, room, 24),
        Shape("rect", "outside", 20, 26, at[0] - 20, 24),
        Shape("rect", "mark", at[1] - 1.5, 18, 3, 40),
        Shape("text", "ink", 20, 16, text=f"実績 {actual:,}{each.unit}"),
        Shape("text", "ink", min(max(at[1], 60), _TILE - 60), 74, text=f"目標 {goal:,}{each.unit}",
              anchor="middle"),
    ), width=_TILE)  # fmt: skip


def series(title: str, lines: Sequence[tuple[str, Points]], unit: str) -> Drawing:
    """One series as columns; a second one as a dashed line with dots over them."""
    periods = sorted({period for _, points in lines for period, _ in points})
    largest = max((value for _, points in lines for _, value in points), default=Decimal(1)) or 1
    room, base = WIDTH - _LEFT - _RIGHT, _TOP + _HEIGHT
    step = room / max(len(periods), 1)
    shapes: list[Shape] = []
    for part in (0, 50, 100):
        y = base - _HEIGHT * part / 100
        shapes += [
            Shape("rect", "grid", _LEFT, y, room, 1),
            Shape("text", "soft", _LEFT - 6, y + 4, text=f"{largest * part / 100:,.0f}{unit}",
                  anchor="end"),
        ]  # fmt: skip
    every = -(-len(periods) // 8) or 1
    for number, period in enumerate(periods):
        if number % every == 0:
            shapes.append(Shape("text", "soft", _LEFT + number * step, base + 18, text=period))
    for place, (name, points) in enumerate(lines):
        look = ("outside", "line-dot")[min(place, 1)]
        shapes += [
            Shape("rect", look if place == 0 else "mark", _LEFT + place * 190, 8, 14, 14),
            Shape("text", "ink", _LEFT + place * 190 + 20, 20, text=name),
        ]
        at = [
            (_LEFT + periods.index(period) * step, base - _HEIGHT * float(value / largest))
            for period, value in points
        ]
        shapes += _columns(at, step, base) if place == 0 else _dots(at, step)
    return Drawing(title, base + 30, tuple(shapes))


def _columns(at: Sequence[tuple[float, float]], step: float, base: float) -> list[Shape]:
    return [Shape("rect", "outside", x, y, max(step * 0.7, 1), base - y) for x, y in at]


def _dots(at: Sequence[tuple[float, float]], step: float) -> list[Shape]:
    middle = [(x + step * 0.35, y) for x, y in at]
    path = "M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in middle)
    return [Shape("path", "line", text=path), *(Shape("dot", "line-dot", x, y, 3.5)
                                                for x, y in middle)]  # fmt: skip
