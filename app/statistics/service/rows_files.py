"""Owns the files of single arrivals: CSV and JSON go on to their end, a page of rows at a time.

Each page is read by a connection that is given back before the page is written: who receives
slowly keeps nothing of the database. What arrives meanwhile is newer than the first row and stays
out.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from sqlmodel import Session

from app.catalogue.models import Channel
from app.city import City
from app.clock import to_jst
from app.database import Database
from app.journal.models import DeviceClass, Fact
from app.office_hours import Reason
from app.statistics.metrics.by_device import NAMES as DEVICES
from app.statistics.metrics.by_language import NAMES as LANGUAGES
from app.statistics.metrics.by_origin import NAMES as ORIGINS
from app.statistics.metrics.by_reason import NAMES as REASONS
from app.statistics.models import APPLICATIONS, CHANNEL_NAMES, Cell, Selection, Table
from app.statistics.service import listing, numbers
from app.statistics.service.csv_text import BOM, csv_lines
from app.statistics.service.files import Export, as_json
from app.statistics.stamped_hours import stamped_hours

Rows = list[tuple[Cell, ...]]
MOST_ROWS: Final = 1_000_000
MOST_IN_EXCEL: Final = 10_000
AT_ONCE: Final = 2_000
LIMITS: Final = (
    f"新しい順に、CSVとJSONは{MOST_ROWS:,}行まで、Excelは{MOST_IN_EXCEL:,}行までです。"
    "続きがあるときは、ファイルの終わりに書きます。"
)
COLUMNS: Final = (
    "届いた時刻", "手続", "手続名", "内外", "理由", "経路", "端末", "言語", "件数", "暦の版",
    "記録",
)  # fmt: skip


def head(
    session: Session, city: City, selection: Selection, now: datetime, rows: Rows | None = None
) -> Export:
    """What stands before the rows: how many there are, how many a file takes, what they are."""
    total = numbers.off_hours(session, selection).total
    note = f"この条件で届いた申請は{total:,}件です。{LIMITS}"
    return Export(
        "rows", "届いた申請を1件ずつ",
        "届いた申請の記録を、新しい順に並べたものです。名前・番号・回答は記録にありません。",
        APPLICATIONS, Table(COLUMNS, tuple(rows or ()), note=note), selection, city, now,
        hours=stamped_hours(session, selection),
    )  # fmt: skip


def export(
    session: Session, city: City, selection: Selection, now: datetime, most: int = MOST_IN_EXCEL
) -> Export:
    """The newest arrivals as one table for a workbook; its last row says where the rest is."""
    found = listing.listed(session, selection, at_once=most)
    rows = _rows(found)
    if found.after:
        rows.append(_told(_rest(found.facts[-1], most, "CSVかJSONで保存するか、")))
    return head(session, city, selection, now, rows)


def csv_pieces(database: Database, about: Export, most: int = MOST_ROWS) -> Iterator[str]:
    """The file piece by piece; a last row tells of what is left out beyond `most` rows."""
    beside = tuple(about.about.values())
    yield BOM + csv_lines([(*COLUMNS, *about.about)])
    for rows, rest in _pages(database, about.selection, most):
        told = [*rows, _told(rest)] if rest else rows
        yield csv_lines((*row, *beside) for row in told)


def json_pieces(database: Database, about: Export, most: int = MOST_ROWS) -> Iterator[str]:
    """The same for programs; `rest` tells of what is left out, or is empty."""
    # The rows come last in it, and there are none yet.
    yield _json(as_json(about)).removesuffix("]}")
    between, end = "", ""
    for rows, rest in _pages(database, about.selection, most):
        yield between + _json(rows)[1:-1]
        between, end = ",", rest
    yield f'],"rest":{_json(end)}}}'


def _pages(database: Database, selection: Selection, most: int) -> Iterator[tuple[Rows, str]]:
    """(rows, what is left out) page by page; nothing is told to be left out before the last."""
    after, left, rest = "", most, ""
    while left and not rest:
        with database.reading() as session:
            found = listing.listed(session, selection, after=after, at_once=min(AT_ONCE, left))
        after, left = found.after, left - len(found.facts)
        if after and not left:
            rest = _rest(found.facts[-1], most)
        yield _rows(found), rest
        if not after:
            return


def _rest(last: Fact, rows: int, instead: str = "") -> str:
    assert last.occurred_at is not None
    return (
        f"ここまでで{rows:,}行です。続きは、{instead}期間の終わりを"
        f"{to_jst(last.occurred_at).date()}にして保存してください（その日の行は重なります）"
    )


def _told(words: str) -> tuple[Cell, ...]:
    """A row that says something in place of an arrival."""
    return (words, *[""] * (len(COLUMNS) - 1))


def _rows(found: listing.Listing) -> Rows:
    return [_row(fact, found.names.get(fact.procedure, "")) for fact in found.facts]


def _row(fact: Fact, name: str) -> tuple[Cell, ...]:
    moment = to_jst(fact.occurred_at).isoformat(timespec="minutes") if fact.occurred_at else ""
    return (
        moment, fact.procedure, name, "内" if fact.in_hours else "外",
        REASONS[Reason(fact.reason or "")], CHANNEL_NAMES[Channel(fact.channel)],
        DEVICES[DeviceClass(fact.device)], LANGUAGES.get(fact.locale or "", fact.locale or ""),
        fact.count, fact.calendar_version or "", ORIGINS[listing.origin(fact)],
    )  # fmt: skip


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
