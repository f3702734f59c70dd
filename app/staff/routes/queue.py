"""Owns the URLs of the queue: the list and its CSV."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from app.accounts import service as accounts
from app.accounts.deps import Me, Now, Staff
from app.applications import service as applications
from app.applications.service import cases
from app.catalogue import service as catalogue
from app.clock import jst_date
from app.database import Reading
from app.forms.definition import Form
from app.staff.deps import Asked, PageNumber, record
from app.staff.service import board, export
from app.web.files import CSV, named
from app.web.templating import Renderer

router = APIRouter()


@router.get("/staff/")
def queue(
    request: Request, me: Me, asked: Asked, number: PageNumber, reading: Reading, clock: Now,
    page: Renderer,
) -> Response:  # fmt: skip
    """What arrived for the reader's sections, newest first."""
    state = request.app.state
    since = board.openings_now(reading, state.city, clock.now())
    shown = board.board(reading, state.keys, since, asked, sections=me.sections, page=number)
    return page("staff/queue.html", fragment="main", me=me, board=shown, reasons=board.REASONS)


@dataclass(frozen=True)
class Export:
    """What an export holds, counted and written down before its first byte leaves."""

    wanted: cases.Wanted
    names: export.Names
    form: Form | None


async def recorded_export(
    request: Request, me: Me, asked: Asked, reading: Reading, clock: Now
) -> Export:
    """Count the rows, write the export down, then let it go."""
    found, total = await run_in_threadpool(_export, request, me, asked, reading, clock)
    detail = f"{total} {asked.query()}"
    await record(request, me, clock, action="queue_exported", subject="applications", detail=detail)
    return found


@router.get("/staff/applications.csv")
def export_queue(
    request: Request, me: Me, chosen: Annotated[Export, Depends(recorded_export)], clock: Now
) -> Response:
    """The filtered list for a spreadsheet."""
    state = request.app.state
    body = export.lines(
        state.database, state.keys, chosen.names, chosen.form, sections=me.sections,
        wanted=chosen.wanted,
    )  # fmt: skip
    name = f"applications_{jst_date(clock.now()):%Y%m%d}.csv"
    return StreamingResponse(body, media_type=CSV, headers=named(name))


def _export(
    request: Request, me: Staff, asked: Asked, reading: Reading, clock: Now
) -> tuple[Export, int]:
    since = board.openings_now(reading, request.app.state.city, clock.now())
    wanted = board.wanted(asked, since)
    intakes = applications.all_intakes(reading)
    procedures = cases.procedure_names(reading, sections=me.sections)
    names = export.Names(
        procedures=procedures, sections=accounts.section_names(reading),
        intakes={intake.id: intake.name for intake in intakes},
    )  # fmt: skip
    slug = next((each.form for each in intakes if each.id == asked.intake), "")
    if asked.procedure in procedures:
        slug = catalogue.kept_procedure(reading, asked.procedure).form
    form = catalogue.current_form(reading, slug) if slug else None
    total = cases.count(reading, sections=me.sections, wanted=wanted)
    return Export(wanted, names, form), total
