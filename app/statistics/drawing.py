"""Owns the geometry of charts: tables become bars, lines, maps of the week and gauges of shapes.

Light and dark stand for inside and outside, numbers stand beside: nothing is told by hue alone. The
table is always beside the chart, so the drawing itself has one name and no further words.
"""

from dataclasses import dataclass
from typing import Final

from app.statistics.models import Metric, Selection, Table

WIDTH: Final = 720
_LABEL: Final = 230
_GAUGE: Final = 420
_BAR: Final = 22
_STEP: Final = 30
_TOP: Final = 34
_SHOWN: Final = 15
_CHARACTERS: Final = 17
_HEAT_LEFT: Final = 30
_HEAT_CELL: Final = 28


@dataclass(frozen=True)
class Shape:
    """One rectangle, line, path or text; `look` is its class and its colours in a file."""

    kind: str
    look: str
    x: float = 0
    y: float = 0
    width: float = 0
    height: float = 0
    text: str = ""
    anchor: str = "start"
    opacity: float = 1


@dataclass(frozen=True)
class Drawing:
    """A chart: its size, what it is of, and its shapes."""

    title: str
    height: int
    shapes: tuple[Shape, ...]
    width: int = WIDTH


def drawn(metric: Metric, table: Table, selection: Selection) -> Drawing | None:
    """The chart of a metric's table; None for what is read better as a table."""
    if not table.rows:
        return None
    title = f"{metric.title}（{selection.first}から{selection.last}まで、単位：{metric.unit}）"
    if metric.shape == "bars":
        return _bars(title, table)
    if metric.shape == "line":
        return _line(title, table)
    return _heat(title, table) if metric.shape == "heat-map" else None


def gauge(title: str, share: float, mark: float) -> Drawing:
    """A share of a hundred as a bar, with a mark to compare it with; readable on a phone."""
    room = _GAUGE - 40
    at = 20 + room * mark / 100
    return Drawing(title, 84, (
        Shape("rect", "track", 20, 26, room, 24),
        Shape("rect", "outside", 20, 26, room * share / 100, 24),
        Shape("rect", "mark", at - 1, 18, 3, 40),
        Shape("text", "ink", 20, 16, text=f"開庁時間以外 {share:.1f}%"),
        Shape("text", "ink", min(max(at, 120), _GAUGE - 120), 74, anchor="middle",
              text=f"閉庁している時間の割合 {mark:.2f}%"),
        Shape("text", "soft", _GAUGE - 20, 16, text="100%", anchor="end"),
    ), width=_GAUGE)  # fmt: skip


def _bars(title: str, table: Table) -> Drawing:
    rows = [row for row in table.rows if row[0] != "合計"][:_SHOWN]
    largest = max((int(row[4]) for row in rows), default=0) or 1
    room = WIDTH - _LABEL - 130
    shapes = [*_key(_LABEL)]
    for number, (name, outside, told, inside, total) in enumerate(rows):
        y = _TOP + number * _STEP
        first, second = room * int(outside) / largest, room * int(inside) / largest
        shapes += [
            Shape("text", "ink", _LABEL - 8, y + 16, text=_short(str(name)), anchor="end"),
            Shape("rect", "outside", _LABEL, y, first, _BAR),
            Shape("rect", "inside", _LABEL + first, y, second, _BAR),
            Shape("text", "ink", _LABEL + first + second + 6, y + 16,
                  text=f"{told} / {int(total):,}件"),
        ]  # fmt: skip
    return Drawing(title, _TOP + len(rows) * _STEP + 8, tuple(shapes))


def _line(title: str, table: Table) -> Drawing:
    """Columns of both parts, and the share as a line over them; its scale is on the right."""
    rows, height, left, right = table.rows[-400:], 220, 56, 44
    largest = max((int(row[3]) for row in rows), default=0) or 1
    room, base = WIDTH - left - right, _TOP + height
    step = room / len(rows)
    shapes = [*_key(left)]
    for part in (0, 25, 50, 75, 100):
        y = base - height * part / 100
        shapes += [
            Shape("rect", "grid", left, y, room, 1),
            Shape("text", "soft", left - 6, y + 4, text=f"{largest * part // 100:,}", anchor="end"),
            Shape("text", "soft", WIDTH - right + 6, y + 4, text=f"{part}%"),
        ]
    points = []
    every = -(-len(rows) // 8)
    for number, (name, outside, inside, total, told) in enumerate(rows):
        x, wide = left + number * step, max(step - 1, 0.5)
        high, low = height * int(outside) / largest, height * int(inside) / largest
        shapes += [
            Shape("rect", "outside", x, base - high, wide, high),
            Shape("rect", "inside", x, base - high - low, wide, low),
        ]
        if int(total):
            points.append((x + step / 2, base - height * float(str(told).rstrip("%")) / 100))
        if number % every == 0:
            shapes.append(Shape("text", "soft", x, base + 18, text=str(name)))
    path = "M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in points) if points else ""
    shapes += [Shape("path", "halo", text=path), Shape("path", "line", text=path)]
    shapes += [Shape("dot", "line-dot", x, y, 2.5) for x, y in points if len(points) <= 62]
    return Drawing(title, base + 30, tuple(shapes))


def _heat(title: str, table: Table) -> Drawing:
    largest = table.largest or 1
    shapes = [
        Shape("text", "soft", _HEAT_LEFT + hour * _HEAT_CELL + _HEAT_CELL / 2, 16, text=str(hour),
              anchor="middle")
        for hour in range(24)
    ]  # fmt: skip
    for number, (name, *counts) in enumerate(table.rows):
        y = 24 + number * _HEAT_CELL
        shapes.append(Shape("text", "ink", 20, y + 18, text=str(name), anchor="end"))
        for hour, count in enumerate(counts):
            x, share = _HEAT_LEFT + hour * _HEAT_CELL, int(count) / largest
            look = "heat-ink-light" if share > 4 / 9 else "heat-ink"
            shapes += [
                Shape("rect", "heat-empty", x, y, _HEAT_CELL - 2, _HEAT_CELL - 2),
                Shape("rect", "heat", x, y, _HEAT_CELL - 2, _HEAT_CELL - 2, opacity=_tone(share)),
                Shape("text", look, x + _HEAT_CELL / 2 - 1, y + 17, text=_brief(int(count)),
                      anchor="middle"),
            ]  # fmt: skip
    return Drawing(title, 24 + 7 * _HEAT_CELL + 6, tuple(shapes))


def _key(x: float) -> list[Shape]:
    return [
        Shape("rect", "outside", x, 8, 14, 14),
        Shape("text", "ink", x + 20, 20, text="開庁時間以外"),
        Shape("rect", "inside", x + 130, 8, 14, 14),
        Shape("text", "ink", x + 150, 20, text="開庁時"),
    ]


def _tone(share: float) -> float:
    """Ten steps from nothing to full, so that neighbours can be told apart in grey."""
    return 0 if share <= 0 else round(0.08 + 0.92 * -(-share * 9 // 1) / 9, 2)


def _short(text: str) -> str:
    return text if len(text) <= _CHARACTERS else f"{text[: _CHARACTERS - 1]}…"


def _brief(count: int) -> str:
    if count < 1_000:
        return str(count or "")
    return f"{count / 1_000:.0f}k" if count < 1_000_000 else f"{count / 1_000_000:.0f}M"
