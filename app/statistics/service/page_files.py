"""Owns the figures of single pages as exports: other hours, an indicator, what is worked out."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from sqlmodel import Session

from app.city import City
from app.errors import NotFound, Unprocessable
from app.statistics import periods
from app.statistics.models import (
    APPLICATIONS,
    NOTHING,
    Cell,
    Definition,
    Kpi,
    Selection,
    Table,
)
from app.statistics.models.registry import AS_WRITTEN, STATUSES
from app.statistics.service import hours_asked
from app.statistics.service.files import PARTS, TARGET, VALUE, Export
from app.statistics.service.indicators import plan, plan_rows, registry
from app.statistics.service.indicators.registry import plain
from app.statistics.stamped_hours import stamped_hours

MONTHS: Final = "months"
PLAN_ROWS: Final = (
    "市の計画の項目ごとに、どの数で進み方を見るかの一覧です。数のない項目には、その理由を書きます。"
)


def what_if_export(
    session: Session, city: City, selection: Selection, now: datetime, sent: Mapping[str, str]
) -> Export:
    """The share under the hours that were sent; Unprocessable where they are none."""
    chosen = hours_asked.asked(sent, selection.profile.weekly)
    if chosen.weekly is None:
        raise Unprocessable(chosen.problems[0])
    found = hours_asked.answer(session, selection, chosen.weekly)
    return Export(
        "what-if", "開庁時間がもし違ったら", hours_asked.DEFINITION, APPLICATIONS,
        Table(hours_asked.COLUMNS, found.rows, note=hours_asked.NOTE), selection, city, now,
        hours=stamped_hours(session, selection),
    )  # fmt: skip


def kpi_export(
    session: Session, city: City, now: datetime, slug: str, *, year: int | None, table: str
) -> Export:
    """The parts (`table` is empty) or the months of one figure the product works out; NotFound."""
    kpi, span = plan.asked(session, city, now, slug, year)
    if table == MONTHS and kpi.has_months:
        told = _months(plan.by_month(session, kpi, span))
    elif not table:
        told = kpi.table(session, span)
        told = told if told.columns else _alone(kpi, plan.Worked(kpi, kpi.answer(session, span)))
    else:
        raise NotFound
    name = f"{kpi.slug}-{table}" if table else kpi.slug
    return Export(
        name, kpi.title, kpi.definition, kpi.unit, told, span.selection, city, now, kpi.source
    )


def indicator_export(session: Session, city: City, now: datetime, slug: str) -> Export:
    """Every value of one indicator beside its target and its definition; or NotFound."""
    each = registry.definition(session, city, slug)
    found = registry.figures(session, city, slug).get(slug, [])
    columns = (
        "期間", "期間の名前", "内訳", VALUE, *PARTS, TARGET, "目標年度", "状態", "備考", "定義",
    )  # fmt: skip
    told = tuple(
        ("" if f.period == AS_WRITTEN else f.period, f.period_name, f.item or "全体", f.value,
         f.part, f.whole, each.target, each.target_year, STATUSES[f.status], f.note,
         each.definition)
        for f in found
    )  # fmt: skip
    days = [periods.of_value(f.period) for f in found if f.period != AS_WRITTEN]
    selection = plan.span_of(session, city, now, plan.fiscal_years(now)[0][0]).selection
    if days:
        selection = replace(selection, first=min(days)[0], last=max(last for _, last in days))
    return Export(
        slug, each.name, each.definition, each.unit or NOTHING, Table(columns, told, each.note),
        selection, city, now, f"計画の指標の値（計画の出典：{_source(each)}）",
    )  # fmt: skip


def plan_rows_export(session: Session, city: City, now: datetime, year: int | None) -> Export:
    """Every row of the city's plan, a line for each figure that tells of it, or with its reason."""
    chosen, found = plan_rows.rows(session, city, now, year)
    told: list[tuple[Cell, ...]] = []
    for row in found:
        told += [
            (row.name, each.name, each.actual, each.target, each.kind, "") for each in row.figures
        ]
        told += [(row.name, "", "", "", "", row.reason)] if row.reason else []
    columns = ("計画の項目", "数", "実績", "目標", "値の入り方", "数のない理由")
    return Export(
        "plan-rows", f"計画の項目と数（{chosen}年度）", PLAN_ROWS, "項目",
        Table(columns, tuple(told)), plan.span_of(session, city, now, chosen).selection, city, now,
        "計画の指標の値",
    )  # fmt: skip


def _source(each: Definition) -> str:
    return f"{each.source} {each.page}".strip() or NOTHING


def _months(values: list[tuple[date, Decimal | None]]) -> Table:
    return Table(("月", VALUE), tuple((f"{first:%Y-%m}", plain(value)) for first, value in values))


def _alone(kpi: Kpi, worked: plan.Worked) -> Table:
    """A figure without parts is a table of itself."""
    answer = worked.answer
    row = (kpi.title, plain(answer.value), answer.told or answer.why)
    return Table(("指標", VALUE, "実績の説明"), (row,))
