"""Owns import and export of the catalogue as files: what is added, changed, withdrawn, revived."""

import csv
import os
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import IO

from sqlmodel import Session

from app.accounts import service as accounts
from app.audit import service as audit
from app.catalogue import cells, sheet, store
from app.catalogue.cells import BadCell
from app.catalogue.models import Procedure, Source
from app.catalogue.service.editing import record
from app.catalogue.sheet import ImportProblem, Line, Sheet
from app.database import Database

ACTOR = "import"
Watched = Callable[[Sequence[Line], str], Iterable[Line]]
"""Hands the lines on, one by one, and may tell somebody how far they are."""


def import_file(
    database: Database, now: datetime, path: Path, *,
    systems: Collection[str] | None = None, watched: Watched | None = None,
) -> list[str]:  # fmt: skip
    """Bring the rows of one source to what a file says; returns the lines of the report.

    The file is read and checked whole before the write lock; raises ImportProblem, and then
    nothing was changed. Rows of another source are untouched.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ImportProblem(str(path), f"cannot be read ({error.strerror})") from error
    with database.reading() as session:
        forms = store.form_slugs(session)
        sections = accounts.section_names(session)
    read = sheet.read(data, path.name, forms=forms, systems=systems, sections=sections)
    with database.writing() as session:
        last = _apply(session, now, read, path.name, watched)
    said = [f"ignored columns: {', '.join(read.ignored)}"] if read.ignored else []
    return [*said, last]


def export_file(database: Database, path: Path) -> list[str]:
    """Write the city's rows that are not withdrawn; returns the lines of the report."""
    with database.reading() as session:
        rows = [
            row for row in store.of_source(session, Source.CITY).values() if not row.withdrawn_at
        ]
    beside = path.with_name(f".{path.name}.part")
    try:
        with beside.open("w", encoding="utf-8", newline="") as file:
            _write(file, rows)
        os.replace(beside, path)
    except OSError as error:
        raise ImportProblem(str(path), f"cannot be written ({error.strerror})") from error
    return [f"exported {len(rows)} procedures"]


def _write(file: IO[str], rows: Collection[Procedure]) -> None:
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(cells.COLUMNS)
    for row in rows:
        writer.writerow([cells.written(getattr(row, name)) for name in cells.COLUMNS])


def _apply(session: Session, now: datetime, read: Sheet, file: str, watched: Watched | None) -> str:
    known = store.of_source(session, read.source)
    _refuse_foreign_codes(session, read, file)
    new: list[Procedure] = []
    changed = unchanged = 0
    for line in watched(read.lines, "rows") if watched else read.lines:
        row = known.pop(str(line.values["code"]), None)
        if row is None:
            new.append(_new(now, read, line, file))
        elif _update(session, now, row, read, line, file):
            changed += 1
        else:
            unchanged += 1
    store.add_all(session, new)
    gone = [row for row in known.values() if row.withdrawn_at is None]
    for row in gone:
        record(session, now, row, {"withdrawn_at": now}, actor=ACTOR, actor_name=file[:80])
    said = (
        f"added {len(new)}, changed {changed}, withdrawn {len(gone)}, unchanged {unchanged}"
        f" (source {read.source})"
    )
    if new or changed or gone:
        audit.record(
            session, now, actor=ACTOR, action="catalogue.import",
            subject=f"catalogue:{read.source}", detail=said,
        )  # fmt: skip
        store.bump(session)
    return said


def _refuse_foreign_codes(session: Session, read: Sheet, file: str) -> None:
    sources = store.all_codes(session)
    for line in read.lines:
        owner = sources.get(str(line.values["code"]), read.source)
        if owner != read.source:
            why = f"{line.values['code']} belongs to the source {owner}"
            raise ImportProblem(file, why, row=line.number, column="code")


def _new(now: datetime, read: Sheet, line: Line, file: str) -> Procedure:
    row = cells.new_row(read.source, now, line.values)
    _check(row, line, file)
    return row


def _update(
    session: Session, now: datetime, row: Procedure, read: Sheet, line: Line, file: str
) -> bool:
    wanted = {name: value for name, value in line.values.items() if name not in read.first_only}
    if row.withdrawn_at is not None:
        wanted["withdrawn_at"] = None
    changed = record(session, now, row, wanted, actor=ACTOR, actor_name=file[:80])
    if changed:
        _check(row, line, file)
    return bool(changed)


def _check(row: Procedure, line: Line, file: str) -> None:
    try:
        cells.check_whole({name: getattr(row, name) for name in cells.COLUMNS})
    except BadCell as error:
        raise ImportProblem(file, error.why, row=line.number, column=error.column) from error
