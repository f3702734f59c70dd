"""Charts are read on a phone, on paper and in grey: what stands where, and how dark."""

from datetime import date
from itertools import pairwise

import pytest

from app.office_hours import HoursProfile, WeeklyPattern
from app.statistics.drawing import drawn
from app.statistics.metrics import METRICS
from app.statistics.models import DEFAULT_CHANNELS, Selection, Table, percent

WHITE, BLACK = 255, 26
# Koriyama's blue as the grey a copier makes of it, and the paper's tint under it.
BLUE, TINT = round(0.2126 * 0 + 0.7152 * 23 + 0.0722 * 193), 242


@pytest.fixture(scope="module")
def selection():
    week = WeeklyPattern.parse({"mon": ["08:30-17:15"], "tue": ["08:30-17:15"]})
    profile = HoursProfile("本庁", week, "v1")
    return Selection(date(2026, 1, 1), date(2026, 6, 30), None, None, DEFAULT_CHANNELS, profile)


def bars(*rows):
    return Table(("手続", "外", "割合", "内", "合計"), rows)


def row(name, outside, inside):
    return name, outside, percent(outside, outside + inside), inside, outside + inside


def trend(*totals):
    rows = ((f"2026-{n:02}", t // 2, t - t // 2, t, percent(t // 2, t))
            for n, t in enumerate(totals, 1))  # fmt: skip
    return Table(("月", "外", "内", "合計", "割合"), tuple(rows))


def paths(drawing):
    return [shape.text for shape in drawing.shapes if shape.look == "line"]


def test_a_bar_chart_is_no_wider_than_a_phone(selection):
    drawing = drawn(METRICS["by-procedure"], bars(row("出生届", 3, 1)), selection)
    assert drawing.width <= 360
    assert all(shape.x + shape.width <= drawing.width for shape in drawing.shapes)


def test_a_long_name_loses_its_remark_before_it_is_cut(selection):
    names = (
        "転入・転居の来庁予定の連絡（citizen-044）",
        "職場の健康保険をやめたときの国保の届出",
    )
    drawing = drawn(METRICS["by-procedure"], bars(*(row(n, 300, 100) for n in names)), selection)
    shown = [shape.text for shape in drawing.shapes]
    assert "転入・転居の来庁予定の連絡" in shown
    assert any(text.startswith("職場の健康保険") and text.endswith("…") for text in shown)


def test_a_bar_chart_says_what_it_leaves_to_the_table(selection):
    drawing = drawn(METRICS["by-procedure"], bars(*(row(f"{n}", 20 - n, 1) for n in range(13))),
                    selection)  # fmt: skip
    assert drawing.shapes[-1].text == "ほかの 3 は表にあります"


def test_the_line_breaks_where_nothing_came(selection):
    drawing = drawn(METRICS["trend"], trend(10, 0, 0, 20, 30), selection)
    (path,) = paths(drawing)
    assert path.count("M") == 2


def test_the_scale_of_a_trend_is_round_and_holds_its_largest(selection):
    drawing = drawn(METRICS["trend"], trend(2791, 10), selection)
    shown = [shape.text for shape in drawing.shapes if shape.anchor == "end"]
    assert shown == ["0", "1,000", "2,000", "3,000", "4,000"]


def test_numbers_on_the_map_of_the_week_stand_out_in_grey(selection):
    table = Table(("曜日", *map(str, range(24))), (("月", *range(1, 25)),))
    drawing = drawn(METRICS["heat-map"], table, selection)
    cells = [shape.opacity for shape in drawing.shapes if shape.look == "heat"]
    looks = [s.look for s in drawing.shapes if s.look.startswith("heat-ink")]
    greys = [TINT + (BLUE - TINT) * opacity for opacity in cells]
    for grey, look in zip(greys, looks, strict=True):
        ink = WHITE if look == "heat-ink-light" else BLACK
        assert contrast(grey, ink) >= 4.5
    assert all(darker <= lighter for lighter, darker in pairwise(greys))


def test_the_gauge_tells_its_share_beside_what_chance_would_give(selection):
    table = Table(("区分", "件数", "割合"), (("外", 692, "69.2%"), ("内", 308, "30.8%")))
    drawing = drawn(METRICS["off-hours"], table, selection)
    assert "69.2%" in drawing.title
    assert "閉庁している時間の割合" in drawing.title


def test_nothing_counted_is_no_gauge(selection):
    table = Table(("区分", "件数", "割合"), (("外", 0, "—"), ("内", 0, "—")))
    assert drawn(METRICS["off-hours"], table, selection) is None


def contrast(one, other):
    """WCAG's ratio of two greys of 0 to 255."""
    first, second = sorted((light(one), light(other)), reverse=True)
    return (first + 0.05) / (second + 0.05)


def light(grey):
    part = grey / 255
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
