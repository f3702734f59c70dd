"""Owns the URLs after sending: receipt and status, attachments, the secret link, forgetting."""

from urllib.parse import quote

import segno
from fastapi import APIRouter
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from app.accounts import service as accounts
from app.accounts.deps import DEVICE_COOKIE, Now, set_cookie
from app.applications.deps import KnownDevice, Visitor
from app.applications.service import receipt, status
from app.database import Reading, Session
from app.errors import NotFound
from app.web.templating import Renderer

router = APIRouter()
# Every mask can be read; trying all eight for the prettiest took most of a receipt's time.
QR_MASK = 0


@router.get("/{locale}/applications/{number}", name="receipt")
def show(
    request: Request, number: str, device: Visitor, reading: Reading, clock: Now, page: Renderer
) -> Response:
    """Receipt and status of one send; 404 unless this device may see it."""
    state = request.app.state
    now = clock.now()
    opened = receipt.open_receipt(
        reading, state.keys, now, number=number, device=device.id if device else None
    )
    link = f"{state.settings.base_url.rstrip('/')}/{page.language.address}/open/{opened.secret}"
    made = segno.make(link, error="m", mask=QR_MASK, micro=False)
    code = made.svg_inline(scale=3, border=2, title="QR")
    return page(
        "applications/receipt.html", receipt=opened, link=link, qr=Markup(code), now=now,
        labels=status.LABELS, decisions=status.DECISIONS,
    )  # fmt: skip


@router.post("/{locale}/applications/{number}/forget")
def forget(
    number: str, device: KnownDevice, session: Session, clock: Now, page: Renderer
) -> Response:
    """「この端末から消す」: only the secret link opens it from now on."""
    receipt.forget(session, clock.now(), number=number, device=device.id)
    return page.redirect(f"/{page.language.address}/?forgotten=1")


@router.get("/{locale}/open/{secret}", name="open")
def ask(secret: str, reading: Reading, page: Renderer) -> Response:
    """One button and nothing about the application; an unknown secret is 404."""
    if not receipt.knows_secret(reading, secret):
        raise NotFound
    return page("applications/open.html", secret=secret)


@router.post("/{locale}/open/{secret}")
def open_here(
    request: Request, secret: str, device: Visitor, session: Session, clock: Now, page: Renderer
) -> Response:
    """Open the application on this device for 24 hours."""
    now, cookie = clock.now(), ""
    if device is None:
        device, cookie = accounts.new_device(session, now)
    number = receipt.open_by_secret(session, now, secret=secret, device=device.id)
    response = page.redirect(f"/{page.language.address}/applications/{quote(number)}")
    if cookie:
        set_cookie(request, response, DEVICE_COOKIE, cookie, days=0)
    return response
