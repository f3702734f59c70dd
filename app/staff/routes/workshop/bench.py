"""Owns the noun of the bench's URLs: a form of the reader's sections, with its sheet and faults."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends
from starlette.responses import Response

from app.accounts.deps import Me, Staff
from app.catalogue import service as catalogue
from app.catalogue.models import FormWork, FormWorkVersion
from app.catalogue.service import works
from app.catalogue.service.works import Editor
from app.clock import Clock
from app.database import Reading, Session
from app.errors import NotFound
from app.staff.service.workshop import faults
from app.staff.service.workshop import sheet as sheets
from app.staff.service.workshop.faults import Checked
from app.staff.service.workshop.sheet import Sheet
from app.web.posted import Posted, whole_number
from app.web.templating import Page


@dataclass(frozen=True)
class Bench:
    """A form, its sheet (the work copy, else the current revision), and what is wrong with it."""

    work: FormWork
    sheet: Sheet
    checked: Checked

    @property
    def address(self) -> str:
        """The page of the form."""
        return f"/staff/forms/{self.work.slug}"

    @property
    def is_in_work(self) -> bool:
        """Whether there is a work copy to change."""
        return self.work.position > 0


def editor_of(me: Staff) -> Editor:
    """The reader at the bench."""
    return Editor(me.id, me.name, me.sections)


def bench_of(session: Reading, me: Staff, slug: str) -> Bench:
    """A form of the reader's sections; raises NotFound."""
    work = works.find(session, slug, me.sections)
    if work.position:
        sheet = sheets.read(works.document(session, work))
    else:
        mark = catalogue.current_fingerprint(session, slug) or work.scheduled or ""
        sheet = sheets.of_form(catalogue.form_by_fingerprint(session, mark))
    return Bench(work, sheet, faults.check(sheet))


def in_work(session: Reading, me: Staff, slug: str) -> Bench:
    """A form of the reader's sections with a work copy to change; raises NotFound."""
    bench = bench_of(session, me, slug)
    if not bench.is_in_work:
        raise NotFound
    return bench


def bench_here(slug: str, me: Me, reading: Reading) -> Bench:
    """The form of the address."""
    return bench_of(reading, me, slug)


Here = Annotated[Bench, Depends(bench_here)]


def seen(post: Posted) -> int:
    """The version of the work copy that the page showed; -1 for none."""
    return whole_number(post.get("_version"))


def keep(session: Session, clock: Clock, me: Staff, bench: Bench, sheet: Sheet, deed: str) -> None:
    """Keep the sheet after a deed; raises WorkMoved where somebody was between."""
    works.change(
        session, clock.now(), editor_of(me), slug=bench.work.slug, seen=bench.work.version,
        title=sheet.title, document=sheets.write(sheet), deed=deed,
    )  # fmt: skip


@dataclass(frozen=True)
class Both:
    """One box of a page that two clerks had open: as it stands now, and as the second typed it."""

    label: str
    now: str
    mine: str


def conflict(
    page: Page, session: Reading, me: Staff, bench: Bench, post: Posted, *,
    both: Sequence[Both] = (),
) -> Response:  # fmt: skip
    """What the second of two clerks sees: who did what meanwhile, and both contents."""
    return page(
        "staff/forms/conflict.html", status=409, me=me, bench=bench, both=both,
        deeds=deeds_since(session, bench.work, seen(post)),
        posted={name: values for name, values in post.fields.items() if name[0] != "_"},
    )  # fmt: skip


def deeds_since(session: Reading, work: FormWork, version: int) -> list[FormWorkVersion]:
    """The newest deeds on the work copy, as many as it moved since a version."""
    moved = max(1, work.version - max(version, 0))
    done = [each for each in works.history(session, work.slug) if each.number <= work.position]
    return done[: min(moved, 10)]
