"""Owns the charts of a plan: how far to the target, and one or two series over time.

Series differ by dash and by mark, and their numbers stand beside in a table: nothing by hue alone.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from app.statistics.drawing import WIDTH, Drawing, Shape
from app.statistics.models import Definition

Points = Sequence[tuple[str, Decimal]]
TILE: Final = 340
_WIDEST: Final = 48
_LEFT: Final = 70
_RIGHT: Final = 20
_TOP: Final = 40
_HEIGHT: Final = 170


def progress(each: Definition, actual: Decimal) -> Drawing:
    """The actual as a bar, the target as a mark on it."""
    goal = each.goal or Decimal(0)
    largest = max(actual, goal, Decimal(1)) if each.unit != "%" else Decimal(100)
    room = TILE - 40
    at = [20 + room * min(max(float(number / largest), 0.0), 1.0) for number in (actual, goal)]
    return Drawing(f"{each.name}：実績 {actual:,}{each.unit}、目標 {goal:,}{each.unit}", 84, (
        Shape("rect", "track", 20, 26, room, 24),
        Shape("rect", "outside", 20, 26, at[0] - 20, 24),
        Shape("rect", "mark", at[1] - 1.5, 18, 3, 40),
        Shape("text", "ink", 20, 16, text=f"実績 {actual:,}{each.unit}"),
        Shape("text", "ink", min(max(at[1], 60), TILE - 60), 74, text=f"目標 {goal:,}{each.unit}",
              anchor="middle"),
    ), width=TILE)  # fmt: skip


def series(
    title: str, lines: Sequence[tuple[str, Points]], unit: str, *, width: int = WIDTH
) -> Drawing:
    """One series as columns; a second one as a dashed line over them, with its scale on the right.

    Two series of one unit may be far apart in size, and a flat line would tell nothing.
    """
    periods = sorted({period for _, points in lines for period, _ in points})
    base, right = _TOP + _HEIGHT, _LEFT if len(lines) > 1 else _RIGHT
    room = width - _LEFT - right
    step = room / max(len(periods), 1)
    shapes = [
        Shape("rect", "grid", _LEFT, base - _HEIGHT * part / 100, room, 1) for part in (0, 50, 100)
    ]
    every = -(-len(periods) * 90 // int(room)) or 1
    shapes += [
        Shape("text", "soft", _LEFT + number * step, base + 18, text=period)
        for number, period in enumerate(periods) if number % every == 0
    ]  # fmt: skip
    for place, (name, points) in enumerate(lines):
        top, is_second = _top(points, unit), place > 0
        shapes += _scale(top, unit, width - right + 6 if is_second else _LEFT - 6, is_second)
        side = "（右の目盛り）" if is_second else "（左の目盛り）" if len(lines) > 1 else ""
        shapes += [
            Shape("rect", "mark" if is_second else "outside", _LEFT + place * 230, 8, 14, 14),
            Shape("text", "ink", _LEFT + place * 230 + 20, 20, text=f"{name}{side}"),
        ]
        at = [
            (_LEFT + periods.index(period) * step, base - _HEIGHT * float(value / top))
            for period, value in points
        ]
        shapes += _dots(at, step) if is_second else _columns(at, step, base)
    return Drawing(title, base + 30, tuple(shapes), width=width)


def _top(points: Points, unit: str) -> Decimal:
    """The end of a scale: the largest value, but even over whole numbers, whose half is whole."""
    largest = max((value for _, value in points), default=Decimal(1)) or Decimal(1)
    is_counted = unit != "%" and all(value % 1 == 0 for _, value in points)
    return largest + largest % 2 if is_counted else largest


def _scale(top: Decimal, unit: str, x: float, is_right: bool) -> list[Shape]:
    return [
        Shape("text", "soft", x, _TOP + _HEIGHT * (100 - part) / 100 + 4,
              text=brief(top * part / 100, unit), anchor="start" if is_right else "end")
        for part in (0, 50, 100)
    ]  # fmt: skip


def brief(number: Decimal, unit: str) -> str:
    """A number of an axis, short enough to stand beside it."""
    sign = unit if unit == "%" else ""
    for size, word in ((Decimal(100_000_000), "億"), (Decimal(10_000), "万")):
        if number >= size:
            return f"{(number / size).quantize(Decimal('0.1')):f}{word}"
    if number < 100 and number % 1:
        return f"{number.quantize(Decimal('0.1')):f}{sign}"
    return f"{number:,.0f}{sign}"


def _columns(at: Sequence[tuple[float, float]], step: float, base: float) -> list[Shape]:
    return [
        Shape("rect", "outside", x, y, min(max(step * 0.7, 1), _WIDEST), base - y) for x, y in at
    ]


def _dots(at: Sequence[tuple[float, float]], step: float) -> list[Shape]:
    middle = [(x + min(step * 0.35, _WIDEST / 2), y) for x, y in at]
    path = "M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in middle)
    return [
        Shape("path", "halo", text=path), Shape("path", "line", text=path),
        *(Shape("dot", "line-dot", x, y, 3.5) for x, y in middle),
    ]  # fmt: skip
