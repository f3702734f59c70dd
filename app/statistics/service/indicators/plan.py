"""Owns the page of a city's plan: each indicator with target, actual, gauge and trend."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from sqlmodel import Session

from app.calendar import service as calendar
from app.city import City
from app.clock import jst_date
from app.errors import NotFound, Unprocessable
from app.statistics import periods
from app.statistics.drawing import WIDTH, Drawing
from app.statistics.kpis import KPIS
from app.statistics.kpis.online_arrivals import counted as online_by_month
from app.statistics.models import (
    DEFAULT_CHANNELS,
    NOTHING,
    Answer,
    Definition,
    Figure,
    Kpi,
    Selection,
    Span,
    Table,
)
from app.statistics.models.registry import AS_WRITTEN
from app.statistics.plan_drawing import TILE, progress, series
from app.statistics.service.indicators.registry import definition, definitions, figures

FIRST_YEAR: Final = 2000
MOST_ROWS: Final = 1_000
"""What a page shows of the parts of a figure; the file has them all."""
NO_TARGET: Final = "目標値なし"
EMPTY: Final = "まだ値がありません。「値を入れる」から入れてください"
NO_NUMBER: Final = "指標なし（計画に数がありません）"


def aim(target: str) -> str:
    """A target as a part of a sentence, which says itself that it is one."""
    return target if target == NO_TARGET else f"目標 {target}"


@dataclass(frozen=True)
class Tile:
    """One indicator as the plan's page shows it."""

    definition: Definition
    actual: Decimal | None
    told: str
    """Where the actual comes from, or why there is none."""
    is_computed: bool
    gauge: Drawing | None
    trend: Drawing | None
    figures: tuple[Figure, ...]

    @property
    def shown(self) -> str:
        """The actual with its unit."""
        return with_unit(self.actual, self.definition.unit)

    @property
    def target(self) -> str:
        """The target with its unit and year."""
        if self.definition.goal is None:
            return NO_TARGET
        year = self.definition.target_year
        year = f"（{year}{'年度' if year.isdecimal() else ''}）" if year else ""
        return with_unit(self.definition.goal, self.definition.unit) + year

    @property
    def aim(self) -> str:
        """The target as a part of a sentence."""
        return aim(self.target)

    @property
    def standing(self) -> str:
        """How the actual stands to the target, in words."""
        goal = self.definition.goal
        if goal is None or self.actual is None:
            return ""
        is_down = self.definition.direction == "down"
        if self.actual <= goal if is_down else self.actual >= goal:
            return "目標に達しています"
        unit = "ポイント" if self.definition.unit == "%" else self.definition.unit
        return f"目標まで {with_unit(abs(goal - self.actual), unit)}"


@dataclass(frozen=True)
class Worked:
    """One figure the product works out, for a fiscal year."""

    kpi: Kpi
    answer: Answer

    @property
    def shown(self) -> str:
        """The value with its unit."""
        return with_unit(self.answer.value, self.kpi.unit)


@dataclass(frozen=True)
class WorkedYear:
    """One figure the product works out, with its parts and its months in a fiscal year."""

    worked: Worked
    year: int
    table: Table
    months: tuple[tuple[str, str], ...]
    """(month, value) in words."""
    trend: Drawing | None
    selection: Selection


@dataclass(frozen=True)
class Plan:
    """All the page shows for one fiscal year."""

    year: int
    tiles: tuple[Tile, ...]
    worked: tuple[Worked, ...]
    compared: Drawing | None
    as_of: datetime


def plan(session: Session, city: City, now: datetime, year: int | None) -> Plan:
    """The plan of a city in a fiscal year, by default the one of today."""
    year = _year(now, year)
    span = span_of(session, city, now, year)
    worked = {slug: Worked(kpi, kpi.answer(session, span)) for slug, kpi in KPIS.items()}
    values = figures(session, city)
    tiles = tuple(
        _tile(each, values.get(each.slug, []), worked.get(each.metric), year)
        for each in definitions(session, city)
    )
    drawing = _visitors(session, span, values.get("visitors", []), year)
    return Plan(year, tiles, tuple(worked.values()), drawing, now)


def tile(session: Session, city: City, now: datetime, slug: str, year: int | None) -> Tile:
    """One indicator of the plan in a fiscal year, by default the one of today; or NotFound."""
    each, year = definition(session, city, slug), _year(now, year)
    kpi, span = KPIS.get(each.metric), span_of(session, city, now, year)
    worked = Worked(kpi, kpi.answer(session, span)) if kpi else None
    return _tile(each, figures(session, city, slug).get(slug, []), worked, year)


def worked_out(
    session: Session, city: City, now: datetime, slug: str, year: int | None
) -> WorkedYear:
    """One figure of the product in a fiscal year, by default the one of today; or NotFound."""
    kpi, span = asked(session, city, now, slug, year)
    # The year first: what was read for it answers for its months.
    worked = Worked(kpi, kpi.answer(session, span))
    months = by_month(session, kpi, span)
    points = [(f"{first:%Y-%m}", value) for first, value in months if value is not None]
    return WorkedYear(
        worked, span.first.year, kpi.table(session, span),
        tuple((f"{m.year}年{m.month}月", with_unit(value, kpi.unit)) for m, value in months),
        series(f"{kpi.title}の動き", [(kpi.unit, points)], kpi.unit) if len(points) > 1 else None,
        span.selection,
    )  # fmt: skip


def asked(
    session: Session, city: City, now: datetime, slug: str, year: int | None
) -> tuple[Kpi, Span]:
    """The figure and the fiscal year that were asked for; NotFound or Unprocessable."""
    kpi = KPIS.get(slug)
    if kpi is None:
        raise NotFound
    return kpi, span_of(session, city, now, _year(now, year))


def by_month(session: Session, kpi: Kpi, span: Span) -> list[tuple[date, Decimal | None]]:
    """(first day, value) of the months of a span that have begun; nothing of a state of today."""
    found: list[tuple[date, Decimal | None]] = []
    for first, last in _months(span) if kpi.has_months else ():
        month = replace(span, selection=replace(span.selection, first=first, last=last))
        found.append((first, kpi.answer(session, month).value))
    return found


def span_of(session: Session, city: City, now: datetime, year: int) -> Span:
    """A fiscal year (April to March：地方自治法208条) of a city, with all online channels."""
    first, last = periods.parse(f"fy{year}")
    profile, hours = calendar.in_force(session, city), calendar.history(session, city)
    return Span(
        city, now, Selection(first, last, None, None, DEFAULT_CHANNELS, profile, hours=hours)
    )


def fiscal_years(now: datetime) -> list[tuple[int, str]]:
    """The fiscal years to choose from, newest first."""
    return [(int(value[2:]), name) for value, name in periods.offered(jst_date(now), months=0)]


def with_unit(number: Decimal | None, unit: str) -> str:
    """A number as people read it, or 「—」."""
    if number is None:
        return NOTHING
    told = f"{number:,}"
    return f"{told}{unit}" if unit in ("", "%") else f"{told} {unit}"


def latest(found: Sequence[Figure], year: int) -> Figure | None:
    """The newest value of the whole up to the end of a fiscal year; what has no time comes last."""
    whole = [each for each in found if not each.item]
    timed = [each for each in whole if each.period != AS_WRITTEN and _year_of(each) <= year]
    last = max(timed, key=lambda each: (_year_of(each), each.period), default=None)
    return last or next((each for each in whole if each.period == AS_WRITTEN), None)


def trend_of(each: Definition, found: Sequence[Figure], *, width: int = WIDTH) -> Drawing | None:
    """The values of the whole over time; None where there are not two to compare."""
    points = [(f.period, f.number) for f in found if not f.item and f.period != AS_WRITTEN]
    if len(points) < 2:
        return None
    return series(f"{each.name}の動き", [(each.unit or "値", points)], each.unit, width=width)


def _tile(each: Definition, found: list[Figure], worked: Worked | None, year: int) -> Tile:
    last = latest(found, year)
    actual, told = None, EMPTY if each.is_entered else NO_NUMBER
    is_computed = worked is not None and worked.answer.value is not None
    if worked is not None and worked.answer.value is not None:
        actual, told = (
            worked.answer.value,
            "本システムの計算" + (f"：{worked.answer.told}" if worked.answer.told else ""),
        )
    elif last is not None:
        sample = "（見本）" if last.status == "demo" else ""
        actual, told = last.number, f"{last.period_name}の値{sample}"
    elif any(figure.item for figure in found):
        told = f"{len({figure.item for figure in found})}の内訳があります"
    elif worked is not None:
        told = worked.answer.why
    return Tile(
        each, actual, told, is_computed,
        progress(each, actual) if each.goal is not None and actual is not None else None,
        trend_of(each, found, width=TILE), tuple(found),
    )  # fmt: skip


def _visitors(session: Session, span: Span, found: list[Figure], year: int) -> Drawing | None:
    """Visitors beside online applications by month, as Koriyama draws them."""
    months = [f"{first:%Y-%m}" for first, _ in _months(span)]
    visitors = {each.period: each.number for each in found if each.period in months}
    if not visitors:
        return None
    counts = dict.fromkeys(months, Decimal(0))
    for (month, _), count in online_by_month(session, span).items():
        counts[month] = counts.get(month, Decimal(0)) + count
    return series(
        f"市役所来庁者数とオンライン等件数の推移（{year}年度）",
        [("来庁者数", [(m, visitors[m]) for m in months if m in visitors]),
         ("オンライン等件数", [(m, counts[m]) for m in months])],
        "",
    )  # fmt: skip


def _months(span: Span) -> list[tuple[date, date]]:
    """The months of a span that have begun."""
    found, first = [], span.first
    while first <= min(span.last, jst_date(span.now)):
        after = (first + timedelta(days=32)).replace(day=1)
        found.append((first, after - timedelta(days=1)))
        first = after
    return found


def _year(now: datetime, year: int | None) -> int:
    today = jst_date(now)
    this = today.year - (today.month < 4)
    if year is not None and not FIRST_YEAR <= year <= this:
        raise Unprocessable(f"年度は{FIRST_YEAR}から{this}までを選んでください")
    return this if year is None else year


def _year_of(figure: Figure) -> int:
    year, _, month = figure.period.partition("-")
    return int(year) - (bool(month) and int(month) < 4)
