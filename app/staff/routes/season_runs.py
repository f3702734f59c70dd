"""Owns the URLs of giving places: making a run, reading and comparing it, making it final."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from app.accounts import service as accounts
from app.accounts.deps import Me, Now, Staff
from app.applications.models import Intake
from app.applications.service import cases
from app.applications.service.season import runs, steps, tables
from app.applications.service.season.runs import Prepared
from app.database import Database, Reading, Session
from app.errors import Forbidden
from app.staff.deps import IntakeHere
from app.staff.routes.season import sure
from app.web.posted import Post
from app.web.templating import Renderer

router = APIRouter()
LONGEST_NAME = 80


class NotLeading(Forbidden):
    """Somebody who is no leader wanted to make places final."""

    message = "内定にする・取り消すのは、係長・課長などの役割の職員だけです"
    advice = "役割は、管理者が「職員」の画面で変えられます。"


async def prepared(request: Request, here: IntakeHere, me: Me, clock: Now, post: Post) -> Prepared:
    """A run, worked out before the writer is waited for."""
    name = post.get("name").strip()[:LONGEST_NAME] or "割振り案"
    return await run_in_threadpool(_prepare, request, here, me, clock, name)


def _prepare(request: Request, here: Intake, me: Staff, clock: Now, name: str) -> Prepared:
    database: Database = request.app.state.database
    with database.reading() as session:
        return runs.prepare(
            session, request.app.state.keys, clock.now(), here, name=name, actor=me.id,
            sections=me.sections,
        )  # fmt: skip


@router.post("/staff/season/{intake}/runs")
def make(
    here: IntakeHere, me: Me, run: Annotated[Prepared, Depends(prepared)], session: Session,
    clock: Now, page: Renderer,
) -> Response:  # fmt: skip
    """Keep a run under its name."""
    kept = runs.keep(session, clock.now(), run)
    return page.redirect(f"/staff/season/{here.id}/runs/{kept.id}")


@router.get("/staff/season/{intake}/runs/{run}")
def show(
    run: str, request: Request, here: IntakeHere, me: Me, reading: Reading, page: Renderer
) -> Response:
    """A run: seats of each place, who gets which, and who moves against another run."""
    keys = request.app.state.keys
    found = runs.find(reading, here, run)
    other = request.query_params.get("with", "")
    every = steps.applications_of(reading, here, sections=me.sections)
    rows = [row for row in runs.rows(reading, found) if row.application in every]
    compared = runs.find(reading, here, other) if other else None
    return page(
        "staff/season/run.html", me=me, intake=here, run=found, rows=rows, every=every,
        titles={each.id: cases.listed_title(keys, each) for each in every.values()},
        places=tables.places(reading, here), seats=steps.seats_of(reading, here), compared=compared,
        moves=runs.compare(reading, compared, found, every) if compared else [],
        others=[each for each in runs.all_runs(reading, here) if each.id != found.id],
        final=runs.final_run(reading, here), staff_names=accounts.staff_names(reading),
        is_fresh=runs.is_fresh(reading, keys, here, found, sections=me.sections),
    )  # fmt: skip


@router.post("/staff/season/{intake}/runs/{run}/final")
def make_final(
    run: str, request: Request, here: IntakeHere, me: Me, post: Post, session: Session,
    clock: Now, page: Renderer,
) -> Response:  # fmt: skip
    """Make it 内定: by a leader, who is somebody else than its maker."""
    _lead(me)
    sure(post)
    runs.make_final(
        session, request.app.state.keys, clock.now(), here, run, actor=me.id,
        sections=me.sections,
    )  # fmt: skip
    return page.redirect(f"/staff/season/{here.id}?done=final")


@router.post("/staff/season/{intake}/runs/{run}/undo")
def undo(
    run: str, here: IntakeHere, me: Me, post: Post, session: Session, clock: Now, page: Renderer
) -> Response:
    """Take 内定 back, before anything was decided on it."""
    _lead(me)
    sure(post)
    runs.undo_final(session, clock.now(), here, run, actor=me.id)
    return page.redirect(f"/staff/season/{here.id}?done=undone")


def _lead(me: Staff) -> None:
    if not me.leads:
        raise NotLeading
