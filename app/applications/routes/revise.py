"""Owns the URLs of changing what was sent: a correction asked for, a change before the decision."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from fastapi import APIRouter
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response

from app.accounts.deps import Now
from app.applications.deps import KnownDevice, MarkedFiles
from app.applications.routes.addresses import of_application
from app.applications.routes.letterhead import letterhead
from app.applications.service import (
    amending,
    files,
    follow_up,
    languages,
    marked,
    revising,
    towns,
)
from app.applications.service.follow_up import Sender
from app.applications.service.revising import Outcome, Subject
from app.database import Reading, Session
from app.errors import NotFound
from app.forms import journey
from app.forms.values import FieldError
from app.i18n.own_words import speak
from app.web.posted import Post, Posted, whole_number
from app.web.templating import Page, Renderer

router = APIRouter()
HERE = "/{locale}/applications/{number}"
ADDRESS_BUTTONS = frozenset({"_lookup", "_town"})
NOTHING: Mapping[str, list[str]] = MappingProxyType({})


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
    return _draw(page, reading, subject, Outcome(shown))


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
    return _draw(page, reading, subject, Outcome(shown), step=step)


@router.post(f"{HERE}/correct")
def correct(
    request: Request, number: str, device: KnownDevice, received: MarkedFiles, post: Post,
    session: Session, clock: Now, page: Renderer,
) -> Response:  # fmt: skip
    """Answer a request for correction: questions and documents together."""
    state, now = request.app.state, clock.now()
    subject = _find(request, session, now, number, device.id, lock=True)
    faults: tuple[FieldError, ...] = ()
    dropped = received.blobs
    if not ADDRESS_BUTTONS & post.fields.keys():
        sender = Sender(device.id, number, post.get("_slip"))
        faults, dropped = marked.take(
            session, state.keys, now, subject, sender, received=received, post=post
        )
    response = _take(request, page, session, now, subject, post=post, step="", faults=faults)
    response.background = BackgroundTask(files.drop, state.storage, dropped)
    return response


@router.post(f"{HERE}/change/{{step}}")
def change(
    request: Request, number: str, step: str, device: KnownDevice, post: Post, session: Session,
    clock: Now, page: Renderer,
) -> Response:  # fmt: skip
    """Change answers before the decision."""
    now = clock.now()
    subject = _find(request, session, now, number, device.id, lock=True)
    _paths(subject, step)
    return _take(request, page, session, now, subject, post=post, step=step)


def _take(
    request: Request, page: Page, session: Session, now: datetime, subject: Subject, *,
    post: Post, step: str, faults: tuple[FieldError, ...] = (),
) -> Response:  # fmt: skip
    version = whole_number(post.get("_revision"))
    sent = revising.Post(post.answers(), version, step, "_all" in post.fields, faults)
    if ADDRESS_BUTTONS & post.fields.keys():
        sent = replace(sent, raw=_pressed(post))
        shown = Outcome(revising.with_address(session, now, subject, sent))
        return _draw(
            page, session, subject, shown, step=step, is_for_all=sent.is_for_all, post=post,
            typed=sent.raw,
        )  # fmt: skip
    outcome = revising.post(session, letterhead(request, page), now, subject, sent)
    if outcome.is_done:
        done = "changed" if step else "corrected"
        return page.redirect(f"{_status(page, subject)}?done={done}")
    return _draw(
        page, session, subject, outcome, step=step, is_for_all=sent.is_for_all,
        code=409 if outcome.is_stale else 422, post=post,
    )  # fmt: skip


def _pressed(post: Posted) -> dict[str, list[str]]:
    """What was typed, with what a button of an address put in."""
    if "_lookup" in post.fields:
        return towns.looked_up(post.answers(), post.get("_lookup"))
    path, _, wanted = post.get("_town").partition(" ")
    return towns.with_town(post.answers(), path, wanted)


def _draw(
    page: Page, session: Reading, subject: Subject, outcome: Outcome, *, step: str = "",
    is_for_all: bool = True, code: int = 200, post: Posted | None = None,
    typed: Mapping[str, list[str]] = NOTHING,
) -> Response:  # fmt: skip
    fields = [place.field for group in outcome.page.groups for place, *_ in group.places]
    can_send = subject.may_change and bool(step or subject.asked)
    return page(
        "applications/revise.html", status=code, subject=subject, shown=outcome.page, step=step,
        errors=[] if outcome.is_stale else list(outcome.page.errors), can_send=can_send,
        is_stale=outcome.is_stale, is_for_all=is_for_all,
        summary=journey.summary(subject.form, subject.answers) if outcome.is_stale else (),
        is_partial=languages.is_partial(subject.form, page.language),
        documents=() if step else marked.documents(session, subject),
        later=[name for name in (post.fields if post else ()) if name.startswith(marked.LATER)],
        towns=towns.offered(fields, typed),
        slip=follow_up.new_slip(page.request.app.state.clock.now()),
    )  # fmt: skip


def _find(
    request: Request, session: Reading, now: datetime, number: str, device: str, *,
    lock: bool = False,
) -> Subject:  # fmt: skip
    subject = revising.find(
        session, request.app.state.keys, now, number=number, device=device, lock=lock
    )
    speak(subject.form.translations)
    return subject


def _paths(subject: Subject, step: str) -> frozenset[str]:
    paths = amending.paths_of(subject.form, subject.answers, step)
    if not paths:
        raise NotFound
    return paths


def _status(page: Page, subject: Subject) -> str:
    return of_application(page, subject.application.number)
