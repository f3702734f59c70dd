"""Owns the files of a season: the list for decisions (起案) out and in, and the hand-over.

Columns are stable: new ones come at the end. What is sensitive or under 支援措置 stays closed.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import xlsxwriter
from sqlmodel import Session

from app.applications.models import Application, Decision, Intake, Ruling, Status
from app.applications.service import cases
from app.applications.service.season import rulings, steps, tables
from app.applications.service.season.rulings import Entry, Fault, Proposal
from app.applications.service.status import DECISIONS, STAFF_LABELS
from app.catalogue import service as catalogue
from app.clock import to_jst
from app.crypto import Keys
from app.i18n.formats import parse_date
from app.staff.service import export

MOST_BYTES = 4_000_000
MOST_LINES = 20_000
RULING_COLUMNS = (
    "申請番号", "場所コード", "場所", "学年", "名前", "希望順位", "決定", "決裁日", "文書番号",
    "施行日", "理由",
)  # fmt: skip
_BACK = ("申請番号", "決定", "決裁日", "文書番号", "施行日", "理由")
HANDOVER_COLUMNS = (
    "申請番号", "対象年度", "募集", "到達日時", "状態", "決定", "決定の種類", "場所コード", "場所",
    "学年コード", "決裁日", "文書番号", "施行日", "支援措置",
)  # fmt: skip
KINDS = {"first": "当初", "moved_up": "繰上げ"}
_BY_NAME = {name: decision for decision, name in DECISIONS.items()}
Rows = Iterable[list[str]]


@dataclass(frozen=True)
class Reader:
    """Whose list it is: the keys, and the sections of the reader."""

    keys: Keys
    sections: cases.Sections


def as_csv(columns: Iterable[str], rows: Rows) -> str:
    """A file for spreadsheets: UTF-8 with BOM, CRLF, no cell that runs."""
    return export.BOM + "".join(export.line(row) for row in ([*columns], *rows))


def as_excel(columns: Iterable[str], rows: Rows) -> bytes:
    """The same as a workbook of texts."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "constant_memory": True})
    sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
    for number, row in enumerate(([*columns], *rows)):
        for place, cell in enumerate(row):
            sheet.write_string(number, place, cell, bold if number == 0 else None)
    sheet.freeze_panes(1, 1)
    book.close()
    return buffer.getvalue()


def ruling_rows(session: Session, reader: Reader, intake: Intake) -> Iterator[list[str]]:
    """The list for decisions, by place and number; days and numbers are left to be filled in."""
    places, held = tables.places(session, intake), rulings.latest(session, intake)
    grade = tables.in_force(session, intake).table.grade or ""
    proposed = rulings.proposals(session, intake, sections=reader.sections)

    def order(each: Proposal) -> tuple[str, str]:
        return each.row.place_key or "~", each.application.number

    for each in sorted(proposed, key=order):
        ruling = held.get(each.application.id)
        decision = Decision(ruling.decision) if ruling else each.decision
        yield [
            each.application.number, each.row.place_key, places.get(each.row.place_key, ""),
            _own(reader.keys, each.application, grade),
            cases.listed_title(reader.keys, each.application),
            str(each.row.wish) if each.row.wish else "", DECISIONS[decision],
            *_papers(ruling), "",
        ]  # fmt: skip


def read_entries(body: bytes) -> tuple[list[Entry], list[Fault]]:
    """The lines of a list that came back (UTF-8 or Shift_JIS), or what cannot be read."""
    if len(body) > MOST_BYTES:
        return [], [Fault(0, "", "ファイルが大きすぎます")]
    try:
        text = _decoded(body)
        rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error):
        text = "CSVとして読めません。CSV UTF-8（コンマ区切り）で保存してください"
        return [], [Fault(0, "", text)]
    if len(rows) > MOST_LINES:
        return [], [Fault(0, "", f"{MOST_LINES}行までにしてください")]
    missing = [name for name in _BACK if rows and name not in rows[0]]
    if missing or not rows:
        return [], [Fault(0, "", f"列がありません：{'、'.join(missing or _BACK)}")]
    return [_entry(line, row) for line, row in enumerate(rows, 2)], []


def entries_by_hand(proposed: Iterable[Proposal], typed: Mapping[str, str]) -> list[Entry]:
    """One entry for each proposal, with the same number and days."""
    return [
        Entry(
            0, each.application.number, each.decision, typed.get("document_number", "").strip(),
            day_of(typed, "decided_on"), day_of(typed, "effective_on"),
        )
        for each in proposed
    ]  # fmt: skip


def handover_rows(
    session: Session, reader: Reader, intake: Intake, columns: tuple[export.Column, ...]
) -> Iterator[list[str]]:
    """One row for each application with a decision, for the club system and RPA."""
    places, held = tables.places(session, intake), rulings.latest(session, intake)
    grade = tables.in_force(session, intake).table.grade or ""
    every = steps.applications_of(session, intake, sections=reader.sections)
    for each in sorted(every.values(), key=lambda application: application.number):
        ruling = held.get(each.id)
        if ruling is None:
            continue
        yield [
            each.number, str(intake.target_year), intake.name,
            f"{to_jst(each.received_at):%Y-%m-%d %H:%M:%S}", STAFF_LABELS[Status(each.status)],
            DECISIONS[Decision(ruling.decision)], KINDS[ruling.kind], ruling.place_key,
            places.get(ruling.place_key, ""), _own(reader.keys, each, grade), *_papers(ruling),
            "あり" if each.is_masked else "",
            *export.answer_cells(session, reader.keys, each, columns),
        ]  # fmt: skip


def handover_columns(session: Session, intake: Intake) -> tuple[export.Column, ...]:
    """The columns of the form's answers, those that are not sensitive."""
    return export.answer_columns(catalogue.current_form(session, intake.form))


def day(typed: str) -> date | None:
    """A day as typed, None where it is none."""
    try:
        return parse_date(typed) if typed.strip() else None
    except ValueError:
        return None


def day_of(typed: Mapping[str, str], name: str) -> date | None:
    """A day from its three boxes; the year Western or of an era."""
    parts = [typed.get(f"{name}_{part}", "").strip() for part in ("year", "month", "day")]
    year, month, number = (
        part.removesuffix(unit) for part, unit in zip(parts, "年月日", strict=True)
    )
    return day(f"{year}年{month}月{number}日") if year and month and number else None


def _papers(ruling: Ruling | None) -> list[str]:
    if ruling is None:
        return ["", "", ""]
    return [
        ruling.decided_on.isoformat(), ruling.document_number, ruling.effective_on.isoformat(),
    ]  # fmt: skip


def _entry(line: int, row: Mapping[str, str | None]) -> Entry:
    cells = {name: _plain(row.get(name)) for name in _BACK}
    return Entry(
        line, cells["申請番号"].upper(), _BY_NAME.get(cells["決定"]), cells["文書番号"],
        day(cells["決裁日"]), day(cells["施行日"]), cells["理由"],
    )  # fmt: skip


def _plain(cell: str | None) -> str:
    """A cell as it was meant, without the apostrophe that keeps it from running."""
    text = (cell or "").strip()
    return text[1:] if text.startswith("'") and text[1:].startswith(export.FORMULA) else text


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("cp932")


def _own(keys: Keys, application: Application, key: str) -> str:
    """An answer of the child (its grade), unsealed for the list."""
    for stored in cases.answers_of(keys, application).values():
        if isinstance(stored, list) and stored and isinstance(stored[0], dict) and key in stored[0]:
            return str(stored[0][key])
    return ""
