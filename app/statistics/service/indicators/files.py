"""Owns the registry as files: definitions and values out, and in again, checked whole by row."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlmodel import Session

from app.city import City
from app.clock import to_jst
from app.statistics.models import Definition, Figure
from app.statistics.service.csv_text import csv_text
from app.statistics.service.indicators.editing import (
    Who,
    checked_definition,
    checked_figure,
    keep_definition,
    keep_figure,
)
from app.statistics.service.indicators.plan import Plan
from app.statistics.service.indicators.registry import (
    CELLS,
    FIGURE_CELLS,
    as_cells,
    definitions,
    figures,
    plain,
)

MOST_ROWS: Final = 10_000
SHOWN: Final = 50
PLAN_COLUMNS: Final = (
    "記号", "指標", "年度", "実績", "目標", "目標年度", "単位", "担当", "出典", "実績の説明",
    "定義",
)  # fmt: skip


@dataclass(frozen=True)
class Brought:
    """What a file brought: how many rows were kept, or every problem with its row."""

    definitions: int = 0
    values: int = 0
    unchanged: int = 0
    problems: tuple[str, ...] = ()


def definitions_csv(session: Session, city: City) -> str:
    """Every definition, retired ones too."""
    found = definitions(session, city, retired=True)
    return csv_text(CELLS, (tuple(as_cells(each).values()) for each in found))


def values_csv(session: Session, city: City) -> str:
    """Every value with the name of its indicator, for reading; the name is not read back."""
    names = {each.slug: each.name for each in definitions(session, city, retired=True)}
    found = [each for several in figures(session, city).values() for each in several]
    return csv_text(
        (*FIGURE_CELLS, "name"),
        ((*as_cells(each).values(), names.get(each.indicator, "")) for each in found),
    )


def plan_csv(found: Plan) -> str:
    """A fiscal year's actuals and targets, each with its source."""
    return csv_text(PLAN_COLUMNS, (tuple(row) for row in plan_rows(found)))


def plan_json(found: Plan) -> dict[str, object]:
    """The same for programs."""
    rows = [dict(zip(PLAN_COLUMNS, row, strict=True)) for row in plan_rows(found)]
    return {"fiscal_year": found.year, "as_of": to_jst(found.as_of).isoformat(), "rows": rows}


def plan_rows(found: Plan) -> list[tuple[str, ...]]:
    """The indicators of the plan, then what the product works out."""
    tiles: list[tuple[str, ...]] = [
        (each.definition.slug, each.definition.name, str(found.year), plain(each.actual),
         each.definition.target, each.definition.target_year, each.definition.unit,
         each.definition.section, f"{each.definition.source} {each.definition.page}".strip(),
         each.told, each.definition.definition)
        for each in found.tiles
    ]  # fmt: skip
    worked: list[tuple[str, ...]] = [
        (each.kpi.slug, each.kpi.title, str(found.year), plain(each.answer.value), "", "",
         each.kpi.unit, each.kpi.owner, each.kpi.source, each.answer.told or each.answer.why,
         each.kpi.definition)
        for each in found.worked
    ]  # fmt: skip
    return tiles + worked


def bring(session: Session, city: City, who: Who, data: bytes, metrics: set[str]) -> Brought:
    """Take in a file of definitions or of values; with one problem nothing at all is kept."""
    rows, problem = _rows(data)
    if problem:
        return Brought(problems=(problem,))
    if "period" in rows[0]:
        return _bring_values(session, city, who, rows)
    return _bring_definitions(session, city, who, rows, metrics)


def _bring_values(session: Session, city: City, who: Who, rows: list[Mapping[str, str]]) -> Brought:
    known = {each.slug for each in definitions(session, city, retired=True)}
    before = {_key(f): f for several in figures(session, city).values() for f in several}
    found: dict[tuple[str, str, str], Figure] = {}
    told: list[str] = []
    for number, row in enumerate(rows, start=2):
        figure, problems = checked_figure(row)
        if figure.indicator not in known:
            problems = {"indicator": f"その指標はありません：{figure.indicator}"} | problems
        if _key(figure) in found:
            problems["period"] = "同じ指標・期間・内訳の行が前にあります"
        told += [f"{number}行目：{problem}" for problem in problems.values()]
        found[_key(figure)] = figure
    if told:
        return Brought(problems=tuple(told[:SHOWN]))
    changed = [each for key, each in found.items() if before.get(key) != each]
    for each in changed:
        keep_figure(session, who, each)
    return Brought(values=len(changed), unchanged=len(found) - len(changed))


def _bring_definitions(
    session: Session, city: City, who: Who, rows: list[Mapping[str, str]], metrics: set[str]
) -> Brought:
    before = {each.slug: each for each in definitions(session, city, retired=True)}
    found: dict[str, Definition] = {}
    told: list[str] = []
    for number, row in enumerate(rows, start=2):
        each, problems = checked_definition(row, metrics)
        if each.slug in found:
            problems["slug"] = "同じ記号の行が前にあります"
        told += [f"{number}行目：{problem}" for problem in problems.values()]
        found[each.slug] = each
    if told:
        return Brought(problems=tuple(told[:SHOWN]))
    changed = [each for slug, each in found.items() if before.get(slug) != each]
    for each in changed:
        keep_definition(session, who, each)
    return Brought(definitions=len(changed), unchanged=len(found) - len(changed))


def _rows(data: bytes) -> tuple[list[Mapping[str, str]], str]:
    """The rows by column, or what is wrong with the file; Excel's Shift_JIS is read too."""
    text = None
    for encoding in ("utf-8-sig", "cp932"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    if text is None:
        return [], "文字コードを読み取れません。UTF-8 か Shift_JIS の CSV にしてください"
    reader = csv.DictReader(io.StringIO(text, newline=""), restval="")
    columns = set(reader.fieldnames or ())
    needed = ("indicator", "period", "value") if "period" in columns else ("slug", "name")
    missing = [name for name in needed if name not in columns]
    if missing:
        return [], f"1行目：列がありません：{'、'.join(missing)}"
    try:
        rows = [_unguarded(row) for row in reader]
    except csv.Error:
        return [], "CSVとして読み取れません"
    if not rows or len(rows) > MOST_ROWS:
        return [], f"行は1から{MOST_ROWS:,}までにしてください（今は{len(rows):,}行）"
    return rows, ""


def _unguarded(row: Mapping[str | None, str | list[str]]) -> Mapping[str, str]:
    """A row without the apostrophes that keep spreadsheets from running its cells."""
    return {
        name: value[1:] if value.startswith("'") else value
        for name, value in row.items()
        if name is not None and isinstance(value, str)
    }


def _key(figure: Figure) -> tuple[str, str, str]:
    return figure.indicator, figure.period, figure.item
