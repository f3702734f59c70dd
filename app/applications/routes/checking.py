"""Owns the check before the form (対象になるかを先に確かめる): a few questions; nothing is kept."""

from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.accounts.deps import Now, Visitor
from app.applications.deps import CurrentOffer
from app.applications.routes.beginning import beginning
from app.applications.service import checking, languages
from app.applications.service.step_post import is_broken
from app.database import Reading
from app.errors import NotFound, Unprocessable
from app.forms import eligibility
from app.forms.answers import UnknownField
from app.web.near import Near
from app.web.posted import Post
from app.web.templating import Renderer

router = APIRouter(route_class=Near)
SAME_POST = 307


@router.get("/{locale}/apply/{form}/check", name="check")
def check_page(offer: CurrentOffer, page: Renderer) -> Response:
    """The questions, empty."""
    if eligibility.questions(offer.form) is None:
        raise NotFound
    asked = checking.asked(offer.form, {}, offer.now)
    return page(
        "applications/check.html", offer=offer, form=offer.form, groups=asked.places, typed={},
        errors=(), is_partial=languages.is_partial(offer.form, page.language),
    )  # fmt: skip


@router.post("/{locale}/apply/{form}/check")
def check(
    request: Request, offer: CurrentOffer, device: Visitor, post: Post, reading: Reading,
    clock: Now, page: Renderer,
) -> Response:  # fmt: skip
    """What the answers say; they are read and forgotten."""
    if any(is_broken(text) for each in post.fields.values() for text in each):
        raise Unprocessable
    is_turning, wanted = "_language" in post.fields, post.get("_language")
    if wanted != page.language.address and wanted in page.web.languages.by_address:
        # The browser posts the same answers to the page in the other language.
        address = f"/{wanted}/apply/{offer.form.slug}/check?procedure={offer.procedure.code}"
        return RedirectResponse(address, status_code=SAME_POST)
    try:
        asked = checking.asked(offer.form, post.answers(), clock.now())
    except UnknownField as error:
        raise Unprocessable from error
    common: dict[str, Any] = {
        "offer": offer, "form": offer.form,
        "is_partial": languages.is_partial(offer.form, page.language),
    }  # fmt: skip
    if asked.errors or is_turning or "_change" in post.fields:
        is_wrong = bool(asked.errors) and not is_turning and "_change" not in post.fields
        return page(
            "applications/check.html", status=422 if is_wrong else 200, groups=asked.places,
            typed=post.answers(), errors=asked.errors if is_wrong else (), **common,
        )  # fmt: skip
    return page(
        "applications/checked.html", verdict=eligibility.verdict(offer.form, asked.answers),
        groups=asked.places, carried=checking.carried(post.answers()), typed=post.answers(),
        **common, **beginning(request, reading, offer, device),
    )  # fmt: skip
