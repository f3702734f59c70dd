"""Owns a figure as a file: CSV, Excel and JSON; each says what was counted, when and by whom."""

import io
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import xlsxwriter
from sqlmodel import Session

from app.city import City
from app.clock import to_jst
from app.errors import NotFound
from app.statistics.drawing import Drawing, drawn
from app.statistics.metrics import METRICS
from app.statistics.models import NOTHING, Cell, Metric, Selection, Table
from app.statistics.service.csv_text import BOM, csv_text, guarded
from app.statistics.split import shortened
from app.statistics.stamped_hours import stamped_hours

ARRIVALS: Final = "届いた申請の記録"
TERMS: Final = "市の内部資料。公開するときは件数の少ない欄を伏せる（/open-data/ を使う）"
VALUE: Final = "値"
TARGET: Final = "目標値"
PARTS: Final = ("分子", "分母")
DECIMALS: Final = frozenset({VALUE, TARGET, *PARTS})
"""Columns of these names hold decimals as text; a workbook has them as numbers."""


@dataclass(frozen=True)
class Export:
    """One figure as it leaves the product: its table with all that says what was counted."""

    slug: str
    title: str
    definition: str
    unit: str
    table: Table
    selection: Selection
    city: City
    as_of: datetime
    source: str = ARRIVALS
    hours: str = NOTHING
    """The hours that stamped what is counted; nothing where they have no part in it."""

    @property
    def name(self) -> str:
        """What its file is called, without the ending."""
        return f"{self.slug}_{self.selection.first}_{self.selection.last}"

    @property
    def about(self) -> dict[str, Cell]:
        """What stands beside every row."""
        return {
            "単位": self.unit,
            "期間の始まり": self.selection.first.isoformat(),
            "期間の終わり": self.selection.last.isoformat(),
            "手続": self.selection.procedure or "すべて",
            "募集": self.selection.intake or "すべて",
            "課（届いた時）": self.selection.section or "すべて",
            "経路": " ".join(channel.value for channel in self.selection.channels),
            "開庁時間の名前": self.selection.profile.name,
            "判定に使った開庁時間": self.hours,
            "集計時点": to_jst(self.as_of).isoformat(timespec="seconds"),
            "出典": f"{self.city.name} てのひら市役所 {self.source}",
            "利用条件": TERMS,
        }


def metric_export(
    session: Session, city: City, selection: Selection, now: datetime, slug: str
) -> Export:
    """One metric of the shelf; NotFound for another slug."""
    metric, table = _table(session, selection, slug)
    return Export(
        slug, metric.title, metric.about, metric.unit, table, selection, city, now,
        hours=stamped_hours(session, selection),
    )  # fmt: skip


def metric_drawing(session: Session, selection: Selection, slug: str) -> Drawing:
    """The chart of one metric; NotFound where it has none."""
    metric, table = _table(session, selection, slug)
    drawing = drawn(metric, shortened(table), selection)
    if drawing is None:
        raise NotFound
    return drawing


def as_csv(export: Export, *, with_bom: bool = True) -> str:
    """A file whose every row says what was counted."""
    table, about = export.table, export.about
    rows = ((*row, *about.values()) for row in table.rows)
    body = csv_text((*table.columns, *about), rows)
    return body if with_bom else body.removeprefix(BOM)


def as_json(export: Export) -> dict[str, object]:
    """The figure with what a program must know about it."""
    return {
        "slug": export.slug, "title": export.title, "definition": export.definition,
        "note": export.table.note, "about": export.about, "columns": list(export.table.columns),
        "rows": [list(row) for row in export.table.rows],
    }  # fmt: skip


def as_xlsx(export: Export) -> bytes:
    """A workbook: the table, and a sheet of what was counted."""
    file, table = io.BytesIO(), export.table
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False,
                                    "strings_to_urls": False}) as book:  # fmt: skip
        # The same numbers are the same bytes: the file's own date is the time it was counted.
        created = to_jst(export.as_of).replace(tzinfo=None)
        book.set_properties({"title": export.title, "created": created})
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        number = book.add_format({"num_format": "#,##0"})
        sheet = book.add_worksheet("表")
        sheet.write_row(0, 0, table.columns, head)
        for place, row in enumerate(table.rows, start=1):
            for at, (column, cell) in enumerate(zip(table.columns, row, strict=True)):
                decimal = _decimal(cell) if column in DECIMALS else None
                if decimal is not None:
                    sheet.write_number(place, at, decimal)
                else:
                    sheet.write(place, at, guarded(cell), number)
        sheet.set_column(0, 0, 30)
        sheet.set_column(1, max(1, len(table.columns) - 1), 14)
        sheet.freeze_panes(1, 1)
        _sheet_about(book, export)
    return file.getvalue()


def _decimal(cell: Cell) -> float | None:
    """A cell as a number; None for words (a denominator's name) and for nothing."""
    try:
        return float(cell)
    except ValueError:
        return None


def _table(session: Session, selection: Selection, slug: str) -> tuple[Metric, Table]:
    metric = METRICS.get(slug)
    if metric is None:
        raise NotFound
    return metric, metric.table(session, selection)


def _sheet_about(book: xlsxwriter.Workbook, export: Export) -> None:
    sheet = book.add_worksheet("説明")
    told = [("題", export.title), ("定義", export.definition), ("注", export.table.note)]
    for place, (name, value) in enumerate([*told, *export.about.items()]):
        sheet.write_row(place, 0, (name, guarded(value)))
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 80)
