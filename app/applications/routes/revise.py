"""Owns the URLs of changing what was sent: a correction asked for, a change before the decision."""

from datetime import datetime

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.accounts.deps import Now
from app.applications.deps import KnownDevice
from app.applications.routes.letterhead import letterhead
from app.applications.service import amending, languages, revising
from app.applications.service.revising import Outcome, Subject
from app.applications.service.step_post import whole_number
from app.database import Reading, Session
from app.errors import NotFound
from app.forms import journey
from app.i18n.own_words import speak
from app.web.posted import Post
from app.web.templating import Page, Renderer

router = APIRouter()
HERE = "/{locale}/applications/{number}"


@router.get(f"{HERE}/correct")
def correction_page(
    request: Request, number: str, device: KnownDevice, reading: Reading, clock: Now,
    page: Renderer,
) -> Response:  # fmt: skip
    """The marked questions with the reasons; where nothing is asked any more, the status."""
    subject = _find(request, reading, clock.now(), number, device.id)
    if subject.asked is None:
        return page.redirect(_status(page, subject))
    shown = amending.shown(subject.form, subject.answers, subject.asked.paths)
    return _draw(page, subject, Outcome(shown))


@router.get(f"{HERE}/change")
def change_page(
    request: Request, number: str, device: KnownDevice, reading: Reading, clock: Now,
    page: Renderer,
) -> Response:  # fmt: skip
    """What can be changed, part by part."""
    subject = _find(request, reading, clock.now(), number, device.id)
    if not subject.may_change:
        return page.redirect(_status(page, subject))
    changeable = amending.paths_of(subject.form, subject.answers)
    sections = [
        each
        for each in journey.summary(subject.form, subject.answers)
        if any(row.path in changeable for row in each.rows)
    ]
    return page(
        "applications/change.html", subject=subject, sections=sections,
        is_partial=languages.is_partial(subject.form, page.language),
    )  # fmt: skip


@router.get(f"{HERE}/change/{{step}}")
def change_step_page(
    request: Request, number: str, step: str, device: KnownDevice, reading: Reading, clock: Now,
    page: Renderer,
) -> Response:  # fmt: skip
    """The questions of one part with the answers as they are."""
    subject = _find(request, reading, clock.now(), number, device.id)
    if not subject.may_change:
        return page.redirect(_status(page, subject))
    shown = amending.shown(subject.form, subject.answers, _paths(subject, step))
    return _draw(page, subject, Outcome(shown), step=step)


@router.post(f"{HERE}/correct")
def correct(
    request: Request, number: str, device: KnownDevice, post: Post, session: Session, clock: Now,
    page: Renderer,
) -> Response:  # fmt: skip
    """Answer a request for correction."""
    return _take(request, page, session, clock.now(), number, device=device.id, post=post, step="")


@router.post(f"{HERE}/change/{{step}}")
def change(
    request: Request, number: str, step: str, device: KnownDevice, post: Post, session: Session,
    clock: Now, page: Renderer,
) -> Response:  # fmt: skip
    """Change answers before the decision."""
    return _take(
        request, page, session, clock.now(), number, device=device.id, post=post, step=step
    )  # fmt: skip


def _take(
    request: Request, page: Page, session: Session, now: datetime, number: str, *, device: str,
    post: Post, step: str,
) -> Response:  # fmt: skip
    keys = request.app.state.keys
    subject = revising.find(session, keys, now, number=number, device=device, lock=True)
    speak(subject.form.translations)
    if step:
        _paths(subject, step)
    version = whole_number(post.get("_revision"))
    sent = revising.Post(post.answers(), version, step, "_all" in post.fields)
    outcome = revising.post(session, letterhead(request, page), now, subject, sent)
    if outcome.is_done:
        done = "changed" if step else "corrected"
        return page.redirect(f"{_status(page, subject)}?done={done}")
    return _draw(
        page, subject, outcome, step=step, is_for_all=sent.is_for_all,
        code=409 if outcome.is_stale else 422,
    )  # fmt: skip


def _draw(
    page: Page, subject: Subject, outcome: Outcome, *, step: str = "", is_for_all: bool = True,
    code: int = 200,
) -> Response:  # fmt: skip
    can_send = subject.may_change and bool(step or subject.asked)
    return page(
        "applications/revise.html", status=code, subject=subject, shown=outcome.page, step=step,
        errors=[] if outcome.is_stale else list(outcome.page.errors), can_send=can_send,
        is_stale=outcome.is_stale, is_for_all=is_for_all,
        summary=journey.summary(subject.form, subject.answers) if outcome.is_stale else (),
        is_partial=languages.is_partial(subject.form, page.language),
    )  # fmt: skip


def _find(request: Request, session: Reading, now: datetime, number: str, device: str) -> Subject:
    subject = revising.find(session, request.app.state.keys, now, number=number, device=device)
    speak(subject.form.translations)
    return subject


def _paths(subject: Subject, step: str) -> frozenset[str]:
    paths = amending.paths_of(subject.form, subject.answers, step)
    if not paths:
        raise NotFound
    return paths


def _status(page: Page, subject: Subject) -> str:
    return f"/{page.language.address}/applications/{subject.application.number}"
