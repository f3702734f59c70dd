"""Owns the URLs of going on elsewhere: leaving an address with a draft, the link and its code."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.accounts import service as accounts
from app.accounts.deps import DEVICE_COOKIE, DEVICE_DAYS, Now, Visitor, set_cookie
from app.applications.deps import CurrentDraft, DraftHere
from app.applications.models import DraftContact
from app.applications.routes.addresses import of_draft
from app.applications.routes.letterhead import letterhead
from app.applications.service import mail_codes, resuming
from app.crypto import Keys
from app.database import Reading, Session
from app.errors import Conflict, Unprocessable
from app.forms.values import FieldError
from app.web.posted import Post
from app.web.templating import Page, Renderer

router = APIRouter()
HERE = "/{locale}/apply/{form}/{draft}/by-mail"
LINK = "/{locale}/resume/{token}"


@router.get(HERE)
def address_page(
    request: Request, here: CurrentDraft, reading: Reading, page: Renderer
) -> Response:
    """Where the link goes: the address, its code, or that all is done."""
    if here.draft.sent_at is not None:
        return page.redirect(f"{of_draft(page, here.draft)}/review")
    contact = resuming.contact_of(reading, here.draft.id)
    change = "change" in request.query_params
    return _draw(page, request.app.state.keys, here, contact, asks_address=change)


@router.post(HERE)
def leave_address(
    request: Request, here: CurrentDraft, post: Post, session: Session, clock: Now, page: Renderer
) -> Response:
    """Keep an address, take its code, or mail the code again."""
    now, head = clock.now(), letterhead(request, page)
    draft = here.locked(session, now)
    if draft.sent_at is not None:
        raise Conflict("すでに送信しています")
    contact, typed = resuming.contact_of(session, draft.id), post.get("address")
    asks_address = post.get("do") == "address"
    if asks_address:
        fault = resuming.leave_address(session, head, now, draft, typed)
    elif contact is None:
        raise Unprocessable
    elif post.get("do") == "again":
        fault = resuming.code_again(session, head, now, contact)
    else:
        fault = resuming.prove(session, head, now, contact, post.get("code"))
    if fault is None:
        return page.redirect(request.url.path)
    return _draw(page, head.keys, here, contact, fault=fault, typed=typed,
                 asks_address=asks_address)  # fmt: skip


@router.get(LINK)
def link_page(token: str, reading: Reading, page: Renderer) -> Response:
    """A button that mails a code, and a box for it; nothing about the draft."""
    resuming.by_token(reading, token)
    return _draw_link(page)


@router.post(LINK)
def open_here(
    request: Request, token: str, device: Visitor, post: Post, session: Session, clock: Now,
    page: Renderer,
) -> Response:  # fmt: skip
    """Mail a code, or take it: then this device goes on with the draft."""
    now, head = clock.now(), letterhead(request, page)
    draft, contact = resuming.by_token(session, token)
    if post.get("do") != "open":
        fault = resuming.code_again(session, head, now, contact)
        return _draw_link(page, fault, is_mailed=fault is None)
    cookie, is_shared = "", "shared" in post.fields
    fault = mail_codes.guess(session, head.keys, now, subject=draft.id, typed=post.get("code"))
    if fault:
        return _draw_link(page, fault, is_mailed=True)
    if device is None or is_shared:
        device, cookie = accounts.new_device(session, now, is_shared=is_shared)
    resuming.open_here(session, now, draft, device=device.id)
    response = page.redirect(f"{of_draft(page, draft)}/review")
    if cookie:
        days = 0 if is_shared else DEVICE_DAYS
        set_cookie(request, response, DEVICE_COOKIE, cookie, days=days)
    return response


def _draw(
    page: Page, keys: Keys, here: DraftHere, contact: DraftContact | None, *,
    fault: FieldError | None = None, typed: str = "", asks_address: bool = False,
) -> Response:  # fmt: skip
    base = of_draft(page, here.draft)
    return page(
        "applications/by_mail.html", status=422 if fault else 200, form=here.form, base=base,
        contact=contact, address=resuming.address_of(keys, contact) if contact else "",
        asks_address=asks_address or contact is None, errors=[fault] if fault else [],
        typed=typed,
    )  # fmt: skip


def _draw_link(page: Page, fault: FieldError | None = None, *, is_mailed: bool = False) -> Response:
    return page(
        "applications/resume.html", status=422 if fault else 200, is_mailed=is_mailed,
        errors=[fault] if fault else [],
    )  # fmt: skip
