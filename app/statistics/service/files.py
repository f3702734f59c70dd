"""Owns metrics as files: CSV, Excel, JSON and drawings; each says what was counted and by whom."""

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Final

import xlsxwriter
from sqlmodel import Session

from app.city import City
from app.clock import to_jst
from app.errors import NotFound
from app.statistics.drawing import Drawing, drawn
from app.statistics.metrics import METRICS
from app.statistics.models import Cell, Metric, Selection, Table
from app.statistics.service.csv_text import BOM, csv_text, guarded

TERMS: Final = "市の内部資料。公開するときは件数の少ない欄を伏せる（/open-data/ を使う）"
ABOUT_COLUMNS: Final = (
    "単位", "期間の始まり", "期間の終わり", "手続", "経路", "開庁時間の名前", "集計時点", "出典",
    "利用条件",
)  # fmt: skip


def metric_csv(
    session: Session, city: City, selection: Selection, now: datetime, slug: str, *,
    with_bom: bool = True,
) -> str:  # fmt: skip
    """One metric as a file whose every row says what was counted; NotFound for another slug."""
    metric, table = _table(session, selection, slug)
    about = _about(city, metric, selection, now)
    body = csv_text((*table.columns, *ABOUT_COLUMNS), ((*row, *about) for row in table.rows))
    return body if with_bom else body.removeprefix(BOM)


def metric_json(
    session: Session, city: City, selection: Selection, now: datetime, slug: str
) -> dict[str, object]:
    """One metric with what a program must know about it."""
    metric, table = _table(session, selection, slug)
    about = dict(zip(ABOUT_COLUMNS, _about(city, metric, selection, now), strict=True))
    return {
        "slug": metric.slug, "title": metric.title, "definition": metric.about, "note": table.note,
        "about": about, "columns": list(table.columns), "rows": [list(row) for row in table.rows],
    }  # fmt: skip


def metric_xlsx(
    session: Session, city: City, selection: Selection, now: datetime, slug: str
) -> bytes:
    """One metric as a workbook: the table, and a sheet of what was counted."""
    metric, table = _table(session, selection, slug)
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False,
                                    "strings_to_urls": False}) as book:  # fmt: skip
        # The same numbers are the same bytes: the file's own date is the time it was counted.
        book.set_properties({"title": metric.title, "created": to_jst(now).replace(tzinfo=None)})
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        number = book.add_format({"num_format": "#,##0"})
        sheet = book.add_worksheet("表")
        sheet.write_row(0, 0, table.columns, head)
        for place, row in enumerate(table.rows, start=1):
            sheet.write_row(place, 0, list(map(guarded, row)), number)
        sheet.set_column(0, 0, 30)
        sheet.set_column(1, max(1, len(table.columns) - 1), 14)
        sheet.freeze_panes(1, 1)
        _sheet_about(book, metric, table, _about(city, metric, selection, now))
    return file.getvalue()


def metric_drawing(session: Session, selection: Selection, slug: str) -> Drawing:
    """The chart of one metric; NotFound where it has none."""
    metric, table = _table(session, selection, slug)
    drawing = drawn(metric, table, selection)
    if drawing is None:
        raise NotFound
    return drawing


def _table(session: Session, selection: Selection, slug: str) -> tuple[Metric, Table]:
    metric = METRICS.get(slug)
    if metric is None:
        raise NotFound
    return metric, metric.table(session, selection)


def _about(city: City, metric: Metric, selection: Selection, now: datetime) -> tuple[Cell, ...]:
    return (
        metric.unit,
        selection.first.isoformat(),
        selection.last.isoformat(),
        selection.procedure or "すべて",
        " ".join(channel.value for channel in selection.channels),
        selection.profile.name,
        to_jst(now).isoformat(timespec="seconds"),
        f"{city.name} てのひら市役所 届いた申請の記録",
        TERMS,
    )


def _sheet_about(
    book: xlsxwriter.Workbook, metric: Metric, table: Table, about: Sequence[Cell]
) -> None:
    sheet = book.add_worksheet("説明")
    told = [("題", metric.title), ("定義", metric.about), ("注", table.note)]
    for place, (name, value) in enumerate([*told, *zip(ABOUT_COLUMNS, about, strict=True)]):
        sheet.write_row(place, 0, (name, guarded(value)))
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 80)
