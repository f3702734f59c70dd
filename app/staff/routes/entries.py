"""Owns the URLs of entries: paper and calls typed in by staff, step by step, and the slip."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from app.accounts.deps import Me, Now, Staff
from app.applications import service as applications
from app.applications.models import Intake
from app.applications.service import (
    cases,
    drafts,
    entries,
    files,
    filling,
    finding,
    sending,
    showing,
    step_files,
)
from app.applications.service.entries import Entry
from app.applications.service.step_files import Received
from app.applications.service.step_post import StepPost
from app.calendar import service as calendar
from app.catalogue import service as catalogue
from app.catalogue.models import Procedure
from app.database import Reading, Session
from app.errors import NotFound, Unprocessable
from app.forms import journey
from app.staff.deps import record
from app.staff.service.entry_form import ARRIVED, CHANNELS, Start, read_start
from app.web.posted import Post, whole_number
from app.web.qr import drawing
from app.web.templating import Page, Renderer

router = APIRouter()


def entry_here(draft: str, me: Me, reading: Reading) -> Entry:
    """The entry of the address, only of the one who began it; raises NotFound."""
    return entries.find(reading, public_id=draft, staff=me.id, sections=me.sections)


Here = Annotated[Entry, Depends(entry_here)]


async def received(
    step: str, here: Here, request: Request, reading: Reading, post: Post
) -> Received:
    """Check, seal and store the scanned files of a step, before the transaction begins."""
    state = request.app.state
    return await run_in_threadpool(
        step_files.receive, state.reception, state.keys, reading, here.draft,
        form=here.form, slug=step, post=post,
    )  # fmt: skip


@router.get("/staff/entries")
def listed(request: Request, me: Me, reading: Reading, clock: Now, page: Renderer) -> Response:
    """What is begun and not finished, and the start of a new entry."""
    return _start_page(page, me, reading, Start(None), request.query_params.get("procedure", ""))


@router.post("/staff/entries")
def begin(
    request: Request, me: Me, post: Post, session: Session, clock: Now, page: Renderer
) -> Response:
    """Begin an entry for one of the reader's own procedures."""
    code, _, intake_id = post.get("for").partition("@")
    offered = catalogue.filed_here(session, me.sections)
    procedure = next((each for each in offered if each.code == code), None)
    if procedure is None:
        raise NotFound
    intake = next((i for i in _intakes(session, procedure) if i.id == intake_id), None)
    start = read_start(post, intake, clock.now(), staff=me.id)
    if start.paper is None:
        return _start_page(page, me, session, start, post.get("for"), status=422)
    fingerprint = catalogue.current_fingerprint(session, procedure.form)
    if fingerprint is None:
        raise NotFound
    form = catalogue.form_by_fingerprint(session, fingerprint)
    wanted = entries.Wanted(form, fingerprint, procedure, intake, start.paper)
    draft = entries.begin(session, request.app.state.keys, wanted)
    return page.redirect(f"/staff/entries/{draft.public_id}/{form.steps[0].slug}")


@router.get("/staff/entries/{draft}/review")
def review(request: Request, here: Here, me: Me, reading: Reading, page: Renderer) -> Response:
    """All that was typed, beside the paper; nothing has arrived yet."""
    opened = drafts.open_draft(reading, request.app.state.keys, here.draft, here.form)
    if here.draft.sent_at is not None:
        return page.redirect(_slip_of(reading, here))
    goto = filling.first_open(opened)
    if goto != journey.REVIEW:
        return page.redirect(f"{_base(here)}/{goto}")
    return page(
        "staff/entry_review.html", me=me, entry=here, form=here.form, base=_base(here),
        opened=opened, sections=journey.summary(here.form, opened.answers), channels=CHANNELS,
        parts=journey.parts(here.form, opened.answers),
        previous=journey.previous_step(here.form, opened.answers, journey.REVIEW),
    )  # fmt: skip


@router.post("/staff/entries/{draft}/review")
def send(
    request: Request, here: Here, me: Me, post: Post, session: Session, clock: Now, page: Renderer
) -> Response:
    """Take the paper in: it arrived when it reached the office."""
    state = request.app.state
    version = whole_number(post.get("_version"))
    if version < 0:
        raise Unprocessable
    found = finding.find_to_send(
        session, clock.now(), public_id=here.draft.public_id, form=here.form.slug,
        device=here.draft.device, profile=state.city.statistics_profile,
    )  # fmt: skip
    draft = found.draft
    opened = drafts.open_draft(session, state.keys, draft, here.form)
    setting = sending.Setting(
        keys=state.keys, number=found.number,
        profile=calendar.in_force(session, state.city, seen=found.calendar),
        procedure=here.procedure, fingerprint=draft.fingerprint, language=page.language,
        city_name=state.city.name, base_url=state.settings.base_url, paper=here.paper(clock.now()),
    )  # fmt: skip
    _, made = sending.send(session, setting, opened, read_clock=clock.now, version=version)
    return page.redirect(f"/staff/applications/{made[0].number}/slip")


@router.post("/staff/entries/{draft}/discard")
def discard(request: Request, here: Here, session: Session, clock: Now, page: Renderer) -> Response:
    """Throw the entry away."""
    blobs = entries.discard(session, clock.now(), here)
    response = page.redirect("/staff/entries")
    response.background = BackgroundTask(files.drop, request.app.state.storage, blobs)
    return response


@router.get("/staff/entries/{draft}/after/{step}")
def after_step(
    request: Request, step: str, here: Here, me: Me, reading: Reading, page: Renderer
) -> Response:
    """What the answers of a finished step say about the application; the paper stays one."""
    opened = drafts.open_draft(reading, request.app.state.keys, here.draft, here.form)
    if here.draft.sent_at is not None:
        return page.redirect(_slip_of(reading, here))
    told = showing.after_step(opened, step)
    if told is None:
        return page.redirect(f"{_base(here)}/{filling.first_open(opened)}")
    return page(
        "staff/entry_after.html", me=me, entry=here, base=_base(here), told=told, form=here.form,
        channels=CHANNELS,
    )  # fmt: skip


@router.get("/staff/entries/{draft}/{step}")
def step_page(
    request: Request, step: str, here: Here, me: Me, reading: Reading, page: Renderer
) -> Response:
    """One step with what was typed or stored; a step too early leads to the first open one."""
    opened = drafts.open_draft(reading, request.app.state.keys, here.draft, here.form)
    if here.draft.sent_at is not None:
        return page.redirect(_slip_of(reading, here))
    if any(each.slug == step for each in here.form.steps) and not filling.may_visit(opened, step):
        return page.redirect(f"{_base(here)}/{filling.first_open(opened)}")
    outcome = filling.Outcome(opened, filling.visible_step(opened, step))
    typed = dict(opened.typed.get(step, {}))
    return _draw(page, me, here, outcome, typed=typed, returns="return" in request.query_params)


@router.post("/staff/entries/{draft}/{step}")
def save_step(
    request: Request, step: str, here: Here, me: Me, post: Post,
    got: Annotated[Received, Depends(received)], session: Session, clock: Now, page: Renderer,
) -> Response:  # fmt: skip
    """Keep a step; on to the next, or the same page with what is wrong."""
    posted = StepPost(
        step, post, got.stored, got.faults, page.language.code, here.procedure.section
    )
    outcome = filling.post_step(
        session, request.app.state.keys, clock.now(), posted,
        public_id=here.draft.public_id, form=here.form, device=here.draft.device,
    )  # fmt: skip
    returns = "_return" in post.fields
    if outcome.goto is None:
        response = _draw(page, me, here, outcome, typed=outcome.typed or {}, returns=returns)
    elif outcome.goto:
        suffix = "?return=1" if returns and outcome.goto == step else ""
        anchor = f"#{outcome.anchor}" if outcome.anchor else ""
        response = page.redirect(f"{_base(here)}/{outcome.goto}{suffix}{anchor}")
    else:
        response = page.redirect("/staff/entries")
    response.background = BackgroundTask(files.drop, request.app.state.storage, list(outcome.blobs))
    return response


async def slip_here(
    number: str, request: Request, me: Me, reading: Reading, clock: Now
) -> entries.Slip:
    """The slip of an application that was typed in; who prints it is written down first."""
    keys = request.app.state.keys
    application = await run_in_threadpool(cases.find, reading, sections=me.sections, number=number)
    made = await run_in_threadpool(entries.slip, reading, keys, application)
    subject = f"application:{application.number}"
    await record(request, me, clock, action="slip_printed", subject=subject, detail="")
    return made


@router.get("/staff/applications/{number}/slip")
def slip(
    request: Request, made: Annotated[entries.Slip, Depends(slip_here)], me: Me, reading: Reading,
    clock: Now, page: Renderer,
) -> Response:  # fmt: skip
    """The slip for the person at the counter: numbers and the secret link."""
    link = f"{request.app.state.settings.base_url.rstrip('/')}/ja/open/{made.secret}"
    return page(
        "staff/slip.html", me=me, slip=made, link=link, now=clock.now(),
        name=catalogue.kept_procedure(reading, made.applications[0].procedure).name,
        qr=drawing(link),
    )  # fmt: skip


def _draw(
    page: Page, me: Staff, here: Entry, outcome: filling.Outcome, *, typed: drafts.Raw,
    returns: bool,
) -> Response:  # fmt: skip
    return page(
        "staff/entry_step.html", **showing.step(outcome, typed), status=outcome.status, me=me,
        entry=here, base=_base(here), channels=CHANNELS, returns=returns,
    )  # fmt: skip


def _start_page(
    page: Page, me: Staff, session: Reading, start: Start, chosen: str, *, status: int = 200
) -> Response:
    offered = catalogue.filed_here(session, me.sections)
    return page(
        "staff/entries.html", status=status, me=me, chosen=chosen,
        offered=[(each, _intakes(session, each)) for each in offered],
        errors=start.errors, raw=start.raw, channels=CHANNELS, arrived=ARRIVED,
        entries=entries.of_staff(session, staff=me.id, sections=me.sections),
    )  # fmt: skip


def _intakes(session: Reading, procedure: Procedure) -> list[Intake]:
    return [each for each in applications.all_intakes(session) if each.form == procedure.form]


def _base(here: Entry) -> str:
    return f"/staff/entries/{here.draft.public_id}"


def _slip_of(session: Reading, here: Entry) -> str:
    return f"/staff/applications/{sending.number_of_draft(session, here.draft.id)}/slip"
