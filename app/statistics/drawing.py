"""Owns the geometry of charts: tables become bars, lines, maps of the week and gauges of shapes.

Light and dark stand for inside and outside, numbers stand beside: nothing is told by hue alone. The
table is always beside the chart, so the drawing itself has one name and no further words.
"""

from dataclasses import dataclass
from math import ceil
from typing import Final
from unicodedata import east_asian_width

from app.statistics.models import NOTHING, Metric, Selection, Table
from app.statistics.office_time import office_time

WIDTH: Final = 720
_BARS: Final = 360
_GAUGE: Final = 420
_BAR: Final = 14
_STEP: Final = 42
_TOP: Final = 34
_SHOWN: Final = 10
_MOST_DOTS: Final = 62
_TONES: Final = (0.1, 0.2, 0.3, 0.4, 0.7, 0.775, 0.85, 0.925, 1)
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
    """The chart of a metric's table; None where nothing is counted or a table is read better."""
    if not table.largest:
        return None
    title = f"{metric.title}（{selection.first}から{selection.last}まで、単位：{metric.unit}）"
    if metric.shape == "bars":
        return _bars(title, table)
    if metric.shape == "line":
        return _line(title, table)
    if metric.shape == "gauge":
        return _gauge(metric, table, selection)
    return _heat(title, table) if metric.shape == "heat-map" else None


def _gauge(metric: Metric, table: Table, selection: Selection) -> Drawing | None:
    """The first share as a bar of a hundred, beside what chance would give."""
    told, closed = str(table.rows[0][2]), office_time(selection).closed_share
    if NOTHING in (told, closed):
        return None
    share, mark = float(told.rstrip("%")), float(closed.rstrip("%"))
    title, room = f"{metric.title}：{told}、閉庁している時間の割合 {closed}", _GAUGE - 40
    at = 20 + room * mark / 100
    return Drawing(title, 84, (
        Shape("rect", "track", 20, 26, room, 24),
        Shape("rect", "outside", 20, 26, room * share / 100, 24),
        Shape("rect", "mark", at - 1, 18, 3, 40),
        Shape("text", "ink", 20, 16, text=f"開庁時間以外 {told}"),
        Shape("text", "ink", min(max(at, 120), _GAUGE - 120), 74, anchor="middle",
              text=f"閉庁している時間の割合 {closed}"),
        Shape("text", "soft", _GAUGE - 20, 16, text="100%", anchor="end"),
    ), width=_GAUGE)  # fmt: skip


def _bars(title: str, table: Table) -> Drawing:
    """A line of name and numbers above each bar: no wider than a phone."""
    rows = [row for row in table.rows if row[0] != "合計"]
    shown, more = rows[:_SHOWN], len(rows) - _SHOWN
    largest = max((int(row[4]) for row in shown), default=0) or 1
    shapes = [*_key(0)]
    for number, (name, outside, told, inside, total) in enumerate(shown):
        y = _TOP + number * _STEP
        first, second = _BARS * int(outside) / largest, _BARS * int(inside) / largest
        numbers = f"{told} / {int(total):,}件"
        shapes += [
            Shape("text", "ink", 0, y + 14, text=_short(str(name), _BARS - _width(numbers) - 12)),
            Shape("text", "ink", _BARS, y + 14, text=numbers, anchor="end"),
            Shape("rect", "outside", 0, y + 20, first, _BAR),
            Shape("rect", "inside", first, y + 20, second, _BAR),
        ]
    end = _TOP + len(shown) * _STEP
    if more > 0:
        shapes.append(Shape("text", "soft", 0, end + 12, text=f"ほかの {more} は表にあります"))
        end += 20
    return Drawing(title, end, tuple(shapes), width=_BARS)


def _line(title: str, table: Table) -> Drawing:
    """Columns of both parts, and the share as a line over them; its scale is on the right.

    The line breaks where nothing came: there is no share of nothing.
    """
    rows, height, left, right = table.rows, 220, 56, 44
    largest = 4 * _round_step(max((int(row[3]) for row in rows), default=0))
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
    runs: list[list[tuple[float, float]]] = [[]]
    every = -(-len(rows) // 8)
    for number, (name, outside, inside, total, told) in enumerate(rows):
        x, wide = left + number * step, max(step - 1, 0.5)
        high, low = height * int(outside) / largest, height * int(inside) / largest
        shapes += [
            Shape("rect", "outside", x, base - high, wide, high),
            Shape("rect", "inside", x, base - high - low, wide, low),
        ]
        if int(total):
            runs[-1].append((x + step / 2, base - height * float(str(told).rstrip("%")) / 100))
        elif runs[-1]:
            runs.append([])
        if number % every == 0:
            shapes.append(Shape("text", "soft", x, base + 18, text=str(name)))
    path = " ".join("M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in run) for run in runs if run)
    shapes += [Shape("path", "halo", text=path), Shape("path", "line", text=path)]
    alone = len(rows) > _MOST_DOTS
    shapes += [
        Shape("dot", "line-dot", x, y, 2.5)
        for run in runs for x, y in run if not alone or len(run) == 1
    ]  # fmt: skip
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
    """Nothing, or one of nine steps; a wide one in the middle, where the number turns light."""
    return 0 if share <= 0 else _TONES[ceil(share * 9) - 1]


def _round_step(largest: int) -> int:
    """A round quarter of a scale that holds the largest number."""
    size = 1
    while True:
        for step in (1, 2, 5):
            if 4 * step * size >= largest:
                return step * size
        size *= 10


def _width(text: str) -> float:
    """About how wide a text stands, in pixels of a letter of 13."""
    return sum(13.5 if east_asian_width(letter) in "WFA" else 7.8 for letter in text)


def _short(text: str, room: float) -> str:
    """A name that fits: without its remark in brackets, else cut."""
    if _width(text) <= room:
        return text
    text = text.partition("（")[0] or text
    if _width(text) <= room:
        return text
    while text and _width(f"{text}…") > room:
        text = text[:-1]
    return f"{text}…"


def _brief(count: int) -> str:
    if count < 1_000:
        return str(count or "")
    return f"{count / 1_000:.0f}k" if count < 1_000_000 else f"{count / 1_000_000:.0f}M"
