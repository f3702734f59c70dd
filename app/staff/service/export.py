"""Owns the CSV of the queue: one row per application, stable columns, nothing sensitive.

A cell that a spreadsheet would run as a formula begins with an apostrophe (OWASP: CSV injection).
"""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from pydantic import JsonValue
from sqlmodel import Session

from app.applications.models import Application, Decision, Status
from app.applications.service import cases
from app.applications.service.status import DECISIONS, STAFF_LABELS
from app.catalogue import service as catalogue
from app.clock import to_jst
from app.crypto import Keys
from app.database import Database
from app.forms.definition import Form
from app.forms.field import Field
from app.forms.fields.calculated import CalculatedField
from app.forms.places import items
from app.forms.values import Answers
from app.staff.service.board import REASONS

BOM = "\ufeff"
TOGETHER = 100
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
COLUMNS = (
    "申請番号", "到達日時", "開庁時間", "到達の区分", "手続コード", "手続", "課", "募集", "名前",
    "状態", "決定", "未提出の書類", "言語",
)  # fmt: skip


@dataclass(frozen=True)
class Names:
    """Names by code for the cells of an export."""

    procedures: Mapping[str, str]
    sections: Mapping[str, str]
    intakes: Mapping[str, str]


@dataclass(frozen=True)
class Column:
    """One question of the form as a column; items of a list stand in one cell."""

    repeat: str | None
    key: str
    label: str


def guarded(text: str) -> str:
    """The text as a cell that no spreadsheet runs."""
    return f"'{text}" if text.startswith(FORMULA) else text


def answer_columns(form: Form | None) -> tuple[Column, ...]:
    """The questions of a form that are not sensitive, in order; none where no form is named."""
    if form is None:
        return ()
    asked = [
        (step, field)
        for step in form.steps
        for field in step.fields
        if field.keeps and not _is_sensitive(form, step.repeat, field)
    ]
    seen = Counter(field.label for _, field in asked)
    return tuple(
        Column(
            step.repeat, field.key,
            field.label if seen[field.label] == 1 else f"{step.title}：{field.label}",
        )
        for step, field in asked
    )  # fmt: skip


def _is_sensitive(form: Form, repeat: str | None, field: Field) -> bool:
    """Whether a cell would tell what is sensitive; a calculated value tells what it rests on."""
    if field.sensitive or not isinstance(field, CalculatedField):
        return field.sensitive
    for name in field.node.names():
        scope, _, key = name.rpartition(".")
        known = form.field(scope or repeat, key)
        if known is not None and known is not field and _is_sensitive(form, scope or repeat, known):
            return True
    return False


def lines(
    database: Database, keys: Keys, names: Names, form: Form | None, *,
    sections: cases.Sections, wanted: cases.Wanted,
) -> Iterator[str]:  # fmt: skip
    """The file, some lines at a time, from a read session of its own; UTF-8 with BOM, CRLF.

    Each piece costs the server two changes of threads, so a line is no piece by itself.
    """
    columns = answer_columns(form)
    yield BOM + line([*COLUMNS, *(column.label for column in columns)])
    with database.reading() as session:
        rows = cases.stream(session, sections=sections, wanted=wanted)
        while some := list(islice(rows, TOGETHER)):
            yield "".join(
                line([*_known(keys, names, row), *answer_cells(session, keys, row, columns)])
                for row in some
            )


def line(cells: Iterable[str]) -> str:
    """One line of CSV."""
    buffer = io.StringIO()
    csv.writer(buffer).writerow([guarded(cell) for cell in cells])
    return buffer.getvalue()


def _known(keys: Keys, names: Names, row: Application) -> list[str]:
    decision = row.decision
    return [
        row.number,
        f"{to_jst(row.received_at):%Y-%m-%d %H:%M:%S}",
        "内" if row.in_hours else "外",
        REASONS.get(row.reason, row.reason),
        row.procedure,
        names.procedures.get(row.procedure, row.procedure),
        names.sections.get(row.section, row.section),
        names.intakes.get(row.intake or "", ""),
        cases.listed_title(keys, row),
        STAFF_LABELS[Status(row.status)],
        DECISIONS[Decision(decision)] if decision else "",
        str(row.missing_documents),
        row.locale,
    ]


def answer_cells(
    session: Session, keys: Keys, row: Application, columns: tuple[Column, ...]
) -> list[str]:
    """The cells of the form's columns, read through the revision the application was made with."""
    if not columns:
        return []
    form = catalogue.form_by_fingerprint(session, row.fingerprint)
    answers = cases.answers_of(keys, row)
    return [_cell(row, form, answers, column) for column in columns]


def _cell(row: Application, form: Form, answers: Answers, column: Column) -> str:
    is_asked = column.repeat is None or form.is_own(column.repeat, column.key)
    field = form.field(column.repeat, column.key) if is_asked else None
    if field is None or field.sensitive:
        return ""
    if column.repeat is None:
        return _shown(row, field, answers.get(column.key))
    values = (item.get(column.key) for item in items(answers, column.repeat))
    return "；".join(_shown(row, field, value) for value in values)


def _shown(row: Application, field: Field, value: JsonValue) -> str:
    if value is None:
        return ""
    if cases.leads_to(row, field):
        return cases.MASK
    return field.show(value, str)
