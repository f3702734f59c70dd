"""Owns a fiscal year of the plan on paper: the workbook, and the data of the council's A4 sheet.

Every figure stands with its definition, source, target, actual, history, owner and as-of time.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import xlsxwriter
from xlsxwriter.format import Format

from app.city import City
from app.clock import to_jst
from app.i18n.formats import format_datetime
from app.statistics.models import NOTHING, Figure
from app.statistics.models.registry import AS_WRITTEN, FIVE_LESS, STATUSES
from app.statistics.service.csv_text import guarded
from app.statistics.service.indicators.files import PLAN_COLUMNS, plan_rows
from app.statistics.service.indicators.plan import Plan, Tile, Worked, with_unit

SAMPLE: Final = "見本のデータです。本当の数ではありません。"
_HISTORY: Final = 6
_NUMBERS: Final = frozenset({"実績", "目標"})
_HISTORY_COLUMNS: Final = (
    "記号",
    "指標",
    "期間",
    "内訳",
    "値",
    "単位",
    "分子",
    "分母",
    "状態",
    "備考",
)
_WIDTHS: Final = {"指標": 40, "定義": 60, "実績の説明": 34, "出典": 40, "備考": 40, "担当": 18}


@dataclass(frozen=True)
class Paper:
    """What is printed: a plan of a city, and whether it is a demonstration's."""

    city: City
    plan: Plan
    is_demo: bool

    @property
    def as_of(self) -> str:
        """When it was counted."""
        return format_datetime(self.plan.as_of, "ja")


def xlsx(paper: Paper) -> bytes:
    """The workbook: indicators, their values one by one, and what the book is."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False,
                                    "strings_to_urls": False}) as book:  # fmt: skip
        title = f"{paper.city.name} 計画の指標 {paper.plan.year}年度"
        # The same numbers are the same bytes: the file's own date is the time it was counted.
        created = to_jst(paper.plan.as_of).replace(tzinfo=None)
        book.set_properties({"title": title, "created": created})
        looks = (
            book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
            book.add_format({"text_wrap": True, "valign": "top", "num_format": "#,##0.####"}),
        )
        about = [
            ("題", title), ("集計時点", paper.as_of), ("計画の注", paper.city.kpi_note),
            ("実績", "本システムの計算か、担当課が入れた値。どちらかと時点は「実績の説明」にある"),
            *([("注意", SAMPLE)] if paper.is_demo else []),
        ]  # fmt: skip
        _sheet(book, "指標", PLAN_COLUMNS, plan_rows(paper.plan), looks)
        _sheet(book, "値の記録", _HISTORY_COLUMNS, list(_values(paper.plan)), looks)
        _sheet(book, "説明", ("項目", "内容"), about, looks)
    return file.getvalue()


def letter(paper: Paper) -> dict[str, object]:
    """The data of `letters/plan.typ`."""
    return {
        "title": f"{paper.city.name} 計画の指標（{paper.plan.year}年度）",
        "note": paper.city.kpi_note, "as_of": paper.as_of,
        "sample": SAMPLE if paper.is_demo else "",
        "groups": [
            {"name": "計画に書かれた指標", "rows": [_tile(each) for each in paper.plan.tiles]},
            {"name": "本システムが計算する指標", "rows": [_worked(e) for e in paper.plan.worked]},
        ],
    }  # fmt: skip


def history(figures: Sequence[Figure], unit: str) -> str:
    """The newest values of the whole, oldest first, in words."""
    timed = [each for each in figures if not each.item and each.period != AS_WRITTEN]
    written = [each for each in figures if not each.item and each.period == AS_WRITTEN]
    return "、".join(
        f"{each.period_name} {with_unit(each.number, unit)}"
        for each in (*written, *timed[-_HISTORY:])
    )


def _tile(each: Tile) -> dict[str, str]:
    known = each.definition
    return {
        "name": known.name, "definition": known.definition, "actual": each.shown,
        "told": each.told if each.figures or each.is_computed else "値なし", "target": each.target,
        "standing": each.standing, "history": history(each.figures, known.unit) or NOTHING,
        "owner": known.section or "担当未定", "source": f"{known.source} {known.page}".strip(),
        "note": "・".join(part for part in (FIVE_LESS[known.five_less] if known.five_less else "",
                                            known.note) if part),
    }  # fmt: skip


def _worked(each: Worked) -> dict[str, str]:
    return {
        "name": each.kpi.title, "definition": each.kpi.definition, "actual": each.shown,
        "told": each.answer.told or each.answer.why, "target": NOTHING, "standing": "",
        "history": NOTHING, "owner": each.kpi.owner, "source": each.kpi.source, "note": "",
    }  # fmt: skip


def _values(plan: Plan) -> Iterator[tuple[str, ...]]:
    for tile in plan.tiles:
        for each in tile.figures:
            yield (
                tile.definition.slug, tile.definition.name, each.period_name, each.item or "全体",
                each.value, tile.definition.unit, each.part, each.whole, STATUSES[each.status],
                each.note,
            )  # fmt: skip


def _sheet(
    book: xlsxwriter.Workbook, name: str, columns: Sequence[str], rows: Sequence[Sequence[str]],
    looks: tuple[Format, Format],
) -> None:  # fmt: skip
    """One sheet that prints on landscape A4 with its head on every page; numbers are numbers."""
    sheet, (head, cell) = book.add_worksheet(name), looks
    sheet.write_row(0, 0, columns, head)
    for place, row in enumerate(rows, start=1):
        for number, (column, text) in enumerate(zip(columns, row, strict=True)):
            if column in _NUMBERS | {"値", "分子", "分母"} and text:
                sheet.write_number(place, number, float(text), cell)
            else:
                sheet.write_string(place, number, str(guarded(text)), cell)
    for number, column in enumerate(columns):
        sheet.set_column(number, number, _WIDTHS.get(column, 80 if column == "内容" else 12))
    sheet.freeze_panes(1, 2 if len(columns) > 2 else 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
