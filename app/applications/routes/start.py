"""Owns the start page of a form, and beginning a draft there."""

import re
from dataclasses import replace
from datetime import datetime

from fastapi import APIRouter
from pydantic import JsonValue
from starlette.requests import Request
from starlette.responses import Response

from app.accounts import service as accounts
from app.accounts.deps import DEVICE_COOKIE, DEVICE_DAYS, Now, Visitor, set_cookie
from app.applications.deps import CurrentOffer, Offer
from app.applications.routes.addresses import of_draft
from app.applications.routes.beginning import beginning, scope
from app.applications.service import (
    checking,
    device_class,
    drafts,
    elsewhere,
    intakes,
    languages,
    late,
    limiting,
    proxies,
    reusing,
)
from app.database import Reading, Session
from app.forms import eligibility
from app.forms.definition import Form
from app.forms.values import Answers
from app.web.near import Near
from app.web.posted import Post, Posted
from app.web.templating import Renderer

router = APIRouter(route_class=Near)
LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,2}")


@router.get("/{locale}/apply/{form}", name="start")
def start_page(
    request: Request, offer: CurrentOffer, device: Visitor, reading: Reading, page: Renderer
) -> Response:
    """What the form is for, how long it takes, what to have at hand; writes nothing."""
    offer, chosen = _at(reading, offer, request.query_params.get("intake", ""))
    return page(
        "applications/start.html", chosen_intake=chosen, offer=offer, form=offer.form,
        notice=late.notice_of(reading, offer.window.intake),
        is_partial=languages.is_partial(offer.form, page.language),
        can_check=eligibility.questions(offer.form) is not None,
        **beginning(request, reading, offer, device),
    )  # fmt: skip


@router.post("/{locale}/apply/{form}")
def start(
    request: Request, offer: CurrentOffer, device: Visitor, post: Post, session: Session,
    clock: Now, page: Renderer,
) -> Response:  # fmt: skip
    """Make a draft for this device and go to its first step."""
    now = clock.now()
    is_shared, secret = "shared" in post.fields, ""
    _let_in(request, session, offer, now, "" if device is None or is_shared else device.id)
    offer, _ = _at(session, offer, post.get("_intake"))
    if limiting.left(session, scope(offer)) == 0:
        raise limiting.Full
    if device is None or is_shared:
        device, secret = accounts.unkept_device(now, is_shared=is_shared)
    keys, known = request.app.state.keys, "" if secret else device.id
    past, wanted = [], post.get("from")
    if wanted:
        past = reusing.past_sends(session, keys, now, device=known, form=offer.form.slug)
    source = next((each for each in past if each.number == wanted), None)
    draft = drafts.start(
        session, keys, now, form=offer.form, fingerprint=offer.fingerprint,
        answers=_first_answers(offer.form, source, post, now),
        beside=_beside(session, now, known, offer.form, post),
        procedure=offer.procedure.code, intake=offer.window.intake, device=device.id,
        locale=page.language.code, preferred_locale=_preferred(request),
        device_class=device_class.of(request.headers.get("user-agent", "")),
        section=offer.procedure.section, rests_on=[device] if secret else [],
    )  # fmt: skip
    base = of_draft(page, draft)
    is_proxy = proxies.is_offered(offer.form) and post.get("filler") == "proxy"
    response = page.redirect(f"{base}/{'proxy' if is_proxy else offer.form.steps[0].slug}")
    if secret:
        set_cookie(request, response, DEVICE_COOKIE, secret, days=0 if is_shared else DEVICE_DAYS)
    return response


def _let_in(request: Request, session: Session, offer: Offer, now: datetime, device: str) -> None:
    """Raise what stands against one more draft: time, too many of a browser or address."""
    if offer.window.state == "paused":
        raise intakes.FormPaused(reason=offer.window.pause)
    if not offer.window.is_open and offer.window.intake:
        raise intakes.IntakeClosed(**intakes.dates(offer.window.intake))
    if device:
        drafts.check_room(session, now, device)
    request.app.state.starting.press(request.client.host if request.client else "", now)


def _at(session: Reading, offer: Offer, wanted: str) -> tuple[Offer, str]:
    """The offer in another open intake that was chosen; NotFound for what is none."""
    if not wanted:
        return offer, ""
    chosen = elsewhere.chosen(session, scope(offer), offer.now, wanted)
    return replace(offer, window=replace(offer.window, intake=chosen)), chosen.id


def _first_answers(
    form: Form, source: reusing.Source | None, post: Posted, now: datetime
) -> Answers | None:
    """What a draft begins with: an earlier application, or the check if the person says so."""
    if source is not None:
        return reusing.beginning(form, source)
    return checking.taken_along(form, post.answers(), now) if "carry" in post.fields else None


def _beside(
    session: Session, now: datetime, device: str, form: Form, post: Posted
) -> dict[str, JsonValue]:
    """What a draft keeps beside its answers: earlier ones to offer, and a proxy to come."""
    noted: list[JsonValue] = [*(reusing.noted(session, now, device) if device else ())]
    beside: dict[str, JsonValue] = {"sources": noted} if noted else {}
    if proxies.is_offered(form) and post.get("filler") == "proxy":
        beside["proxy"] = {}
    if post.get("from"):
        beside["continued"] = True
    return beside


def _preferred(request: Request) -> str:
    """The first wish of the browser; nothing else of what it says is kept."""
    wish = request.headers.get("accept-language", "").split(",")[0].split(";")[0].strip()
    return wish if LANGUAGE_TAG.fullmatch(wish) else ""
