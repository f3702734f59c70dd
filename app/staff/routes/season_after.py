"""Owns the URLs after the release: moving up (繰上げ), the hand-over."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from app.accounts.deps import Me, Now, Staff
from app.applications.models import Decision, Intake
from app.applications.service import cases
from app.applications.service.season import release, tables, waiting
from app.applications.service.season.rulings import Entry, Fault
from app.clock import jst_date
from app.database import Database, Reading, Session
from app.errors import Conflict
from app.staff.deps import IntakeHere, record
from app.staff.routes.deeds import office
from app.staff.service import export
from app.staff.service import season_files as files
from app.web.files import CSV, EXCEL, file
from app.web.posted import Post
from app.web.templating import Page, Renderer

router = APIRouter()


@router.get("/staff/season/{intake}/waiting")
def show(
    request: Request, here: IntakeHere, me: Me, reading: Reading, clock: Now, page: Renderer
) -> Response:
    """Seats of each place, and who moves up next."""
    return _draw(request, page, reading, me, here, clock)


@router.post("/staff/season/{intake}/waiting")
def move_up(
    request: Request, here: IntakeHere, me: Me, post: Post, session: Session, clock: Now,
    page: Renderer,
) -> Response:  # fmt: skip
    """Give free seats to those who are next, with a paper of their own."""
    if not release.is_over(here, clock.now()):
        raise Conflict("公表の前には、繰り上げられません。")
    typed = {name: values[0] for name, values in post.fields.items()}
    numbers = list(dict.fromkeys(post.fields.get("number", [])))
    entry = Entry(
        0, "", Decision.APPROVED, post.get("document_number").strip(),
        files.day_of(typed, "decided_on"), files.day_of(typed, "effective_on"),
    )  # fmt: skip
    faults = [] if numbers else [Fault(0, "", "繰り上げる申請を選んでください")]
    if not faults:
        faults = waiting.move_up(
            session, office(request), clock.now(), here, numbers, entry=entry,
            sections=me.sections, actor=me.id,
        )  # fmt: skip
    if faults:
        return _draw(
            request, page, session, me, here, clock, faults=faults, typed=typed, chosen=numbers
        )
    return page.redirect(f"/staff/season/{here.id}?done=moved-up")


async def handed_over(
    request: Request, here: IntakeHere, me: Me, clock: Now
) -> tuple[list[str], list[list[str]]]:
    """Columns and rows of the hand-over, written down before they leave."""
    columns, rows = await run_in_threadpool(_hand_over, request, here, me)
    subject = f"intake:{here.id}"
    await record(
        request, me, clock, action="handover_exported", subject=subject, detail=str(len(rows))
    )
    return columns, rows


HandedOver = Annotated[tuple[list[str], list[list[str]]], Depends(handed_over)]


@router.get("/staff/season/{intake}/handover.csv")
def handover_csv(here: IntakeHere, me: Me, table: HandedOver, clock: Now) -> Response:
    """What the club system and RPA take over, as CSV."""
    name = f"handover_{jst_date(clock.now()):%Y%m%d}.csv"
    return file(files.as_csv(*table), CSV, name)


@router.get("/staff/season/{intake}/handover.xlsx")
def handover_excel(here: IntakeHere, me: Me, table: HandedOver, clock: Now) -> Response:
    """The same as a workbook."""
    name = f"handover_{jst_date(clock.now()):%Y%m%d}.xlsx"
    return file(files.as_excel(*table), EXCEL, name)


def _hand_over(request: Request, here: Intake, me: Staff) -> tuple[list[str], list[list[str]]]:
    database: Database = request.app.state.database
    reader = files.Reader(request.app.state.keys, me.sections)
    with database.reading() as session:
        columns: tuple[export.Column, ...] = files.handover_columns(session, here)
        rows = list(files.handover_rows(session, reader, here, columns))
    return [*files.HANDOVER_COLUMNS, *(each.label for each in columns)], rows


def _draw(
    request: Request, page: Page, session: Reading, me: Staff, here: Intake, clock: Now, *,
    faults: list[Fault] | None = None, typed: dict[str, str] | None = None,
    chosen: list[str] | None = None,
) -> Response:  # fmt: skip
    keys = request.app.state.keys
    line = waiting.line(session, keys, here, sections=me.sections)
    return page(
        "staff/season/waiting.html", status=422 if faults else 200, me=me, intake=here, line=line,
        faults=faults or [], typed=typed or {}, chosen=chosen or [],
        places=tables.places(session, here), is_released=release.is_over(here, clock.now()),
        titles={
            each.id: cases.listed_title(keys, each)
            for group in line.next_up
            for each in group.applications
        },
    )  # fmt: skip
