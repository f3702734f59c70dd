"""Owns the URLs of decisions: the list out and in (起案・決裁), taking back, notices, 通知済み."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from app.accounts.deps import Me, Now, Staff
from app.applications.models import Intake
from app.applications.service import cases
from app.applications.service.season import letters, rulings, runs, steps, undoing
from app.applications.service.season.rulings import Fault
from app.clock import jst_date
from app.database import Database, Reading, Session
from app.errors import NotFound
from app.staff.deps import IntakeHere, in_turns, record
from app.staff.routes.deeds import office
from app.staff.routes.season import sure
from app.staff.service import season_files as files
from app.web.files import CSV, EXCEL, PDF, file
from app.web.pdf import make_pdf
from app.web.posted import Post, Posted
from app.web.templating import Page, Renderer

router = APIRouter()
SEALS = ("omitted", "place")


@router.get("/staff/season/{intake}/rulings")
def show(here: IntakeHere, me: Me, reading: Reading, clock: Now, page: Renderer) -> Response:
    """The list out, and the ways it comes back."""
    return _draw(page, reading, me, here, clock.now())


async def ready(
    request: Request, here: IntakeHere, me: Me, post: Post, clock: Now
) -> rulings.Prepared | list[Fault]:
    """The list that came back, checked and sealed before the writer is waited for."""
    return await run_in_threadpool(_prepare, request, here, me, post, clock.now())


Ready = Annotated[rulings.Prepared | list[Fault], Depends(ready)]


@router.post("/staff/season/{intake}/rulings")
def rule(
    here: IntakeHere, me: Me, post: Post, found: Ready, session: Session, clock: Now,
    page: Renderer,
) -> Response:  # fmt: skip
    """Record a whole list, from the file that came back or by hand; faults name the row."""
    if not isinstance(found, rulings.Prepared):
        typed = {name: values[0] for name, values in post.fields.items()}
        return _draw(page, session, me, here, clock.now(), faults=found, typed=typed, code=422)
    rulings.record(session, clock.now(), here, found)
    return page.redirect(f"/staff/season/{here.id}?done=ruled")


def _prepare(
    request: Request, here: Intake, me: Staff, post: Posted, now: datetime
) -> rulings.Prepared | list[Fault]:
    database: Database = request.app.state.database
    faults: list[Fault] = []
    with database.reading() as session:
        if post.get("way") == "file":
            sent = post.files.get("file", [])
            entries, faults = files.read_entries(sent[0].body.read() if sent else b"")
        else:
            sure(post)
            typed = {name: values[0] for name, values in post.fields.items()}
            proposed = rulings.proposals(session, here, sections=me.sections)
            entries = files.entries_by_hand(proposed, typed)
        return faults or rulings.prepare(
            session, office(request), now, here, entries, actor=me.id, sections=me.sections
        )


@router.post("/staff/season/{intake}/rulings/take-back")
def take_back(
    here: IntakeHere, me: Me, post: Post, session: Session, clock: Now, page: Renderer
) -> Response:
    """Undo the decisions before the release."""
    sure(post)
    undoing.take_back(session, clock.now(), here, actor=me.id, sections=me.sections)
    return page.redirect(f"/staff/season/{here.id}?done=taken-back")


async def ruling_list(
    request: Request, here: IntakeHere, me: Me, reading: Reading, clock: Now
) -> list[list[str]]:
    """The rows of the list, written down before they leave."""
    reader = files.Reader(request.app.state.keys, me.sections)
    rows = await run_in_threadpool(lambda: list(files.ruling_rows(reading, reader, here)))
    reading.commit()
    await _recorded(request, me, clock, here, "ruling_list_exported", len(rows))
    return rows


@router.get("/staff/season/{intake}/rulings.csv")
def ruling_csv(
    here: IntakeHere, me: Me, rows: Annotated[list[list[str]], Depends(ruling_list)], clock: Now
) -> Response:
    """The list for decisions as CSV."""
    text = files.as_csv(files.RULING_COLUMNS, rows)
    return file(text, CSV, f"rulings_{_day(clock.now())}.csv")


@router.get("/staff/season/{intake}/rulings.xlsx")
def ruling_excel(
    here: IntakeHere, me: Me, rows: Annotated[list[list[str]], Depends(ruling_list)], clock: Now
) -> Response:
    """The list for decisions as a workbook."""
    body = files.as_excel(files.RULING_COLUMNS, rows)
    return file(body, EXCEL, f"rulings_{_day(clock.now())}.xlsx")


async def printed(
    request: Request, here: IntakeHere, me: Me, clock: Now, number: str = ""
) -> bytes:
    """A PDF of one or all notices, written down before it leaves."""
    body, count = await run_in_threadpool(_print, request, here, me, clock.now(), number)
    await _recorded(request, me, clock, here, "letters_printed", count, number)
    return body


@router.get("/staff/season/{intake}/letters.pdf")
def all_letters(
    here: IntakeHere, me: Me, body: Annotated[bytes, Depends(printed)], clock: Now
) -> Response:
    """All notices in one file, by place, grade and number."""
    return file(body, PDF, f"letters_{_day(clock.now())}.pdf", way="inline")


@router.get("/staff/season/{intake}/letters/{number}.pdf")
def one_letter(
    number: str, here: IntakeHere, me: Me, body: Annotated[bytes, Depends(printed)]
) -> Response:
    """The notice of one application."""
    return file(body, PDF, "letter.pdf", way="inline")


@router.post("/staff/season/{intake}/notify")
async def notify(
    request: Request, here: IntakeHere, me: Me, post: Post, clock: Now, page: Renderer
) -> Response:
    """Set all whose results are out to 通知済み."""
    sure(post)
    house = office(request)
    await in_turns(
        request,
        lambda session: steps.notify_some(
            session, house, clock.now(), here, sections=me.sections, actor=me.id
        ),
    )
    return page.redirect(f"/staff/season/{here.id}?done=notified")


def _print(
    request: Request, here: Intake, me: Staff, now: datetime, number: str
) -> tuple[bytes, int]:
    state = request.app.state
    database: Database = state.database
    seal = request.query_params.get("seal", "")
    desk = letters.Desk(state.keys, state.city, seal if seal in SEALS else SEALS[0])
    with database.reading() as session:
        if number:
            application = cases.find(session, sections=me.sections, number=number)
            made = steps.rulings_of(session, application)
            if application.intake != here.id or not made:
                raise NotFound
            found = [letters.of_application(session, desk, here, application, made[-1])]
        else:
            kind = request.query_params.get("kind", "")
            found = list(letters.of_intake(session, desk, here, sections=me.sections, kind=kind))
    return make_pdf("notice", letters.plain(found), made_at=now), len(found)


def _draw(
    page: Page, session: Reading, me: Staff, here: Intake, now: datetime, *,
    faults: Iterable[Fault] = (), typed: dict[str, str] | None = None, code: int = 200,
) -> Response:  # fmt: skip
    proposed = rulings.proposals(session, here, sections=me.sections)
    found = list(faults)
    return page(
        "staff/season/rulings.html", status=code, me=me, intake=here, faults=found[:200],
        more=max(0, len(found) - 200), typed=typed or {}, final=runs.final_run(session, here),
        approved=sum(bool(each.row.place_key) for each in proposed), total=len(proposed),
        ruled=len(rulings.latest(session, here)), today=jst_date(now), columns=files.RULING_COLUMNS,
        is_released=here.release_at is not None and here.release_at <= now,
    )  # fmt: skip


async def _recorded(
    request: Request, me: Staff, clock: Now, here: Intake, action: str, count: int, more: str = ""
) -> None:
    detail = f"{count} {more}".strip()
    subject = f"intake:{here.id}"
    await record(request, me, clock, action=action, subject=subject, detail=detail)


def _day(now: datetime) -> str:
    return f"{jst_date(now):%Y%m%d}"
