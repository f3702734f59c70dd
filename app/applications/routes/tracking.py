"""Owns the URLs after sending: receipt and status, attachments, the secret link, forgetting."""

from datetime import datetime

from fastapi import APIRouter
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response

from app.accounts import service as accounts
from app.accounts.deps import DEVICE_COOKIE, Now, Visitor, set_cookie
from app.accounts.models import Device
from app.applications.deps import KnownDevice
from app.applications.models import AttachmentState, MessageKind, Status
from app.applications.routes.addresses import of_application
from app.applications.service import belongings, files, follow_up, late, receipt, status
from app.applications.service.season import results
from app.database import Reading, Session
from app.errors import NotFound
from app.forms.values import N_, FieldError
from app.i18n.own_words import speak
from app.web import qr
from app.web.near import Near
from app.web.templating import Page, Renderer

router = APIRouter(route_class=Near)
NOTICES = {
    "document": N_("書類が市に届きました。"),
    "message": N_("メッセージを市に送りました。"),
    "corrected": N_("直した内容が市に届きました。"),
    "changed": N_("変えた内容が市に届きました。"),
    "proven": N_("メールアドレスを確認しました。これからのお知らせは、そのメールに届きます。"),
    "rated": N_("ありがとうございました。評価を受け取りました。"),
    "mailed": N_("確認コードをメールで送りました。15分のあいだ使えます。"),
    Status.WITHDRAWN: N_("申請を取り下げました。"),
    Status.DECLINED: N_("辞退しました。"),
}


@router.get("/{locale}/applications/{number}", name="receipt")
def show(request: Request, number: str, reading: Reading, clock: Now, page: Renderer) -> Response:
    """Receipt and status of one send; 404 unless this device may see it."""
    keys, now = request.app.state.keys, clock.now()
    secret = request.cookies.get(DEVICE_COOKIE, "")
    opened = receipt.open_here(reading, keys, now, number=number, secret=secret)
    notice = request.query_params.get("done", "")
    return _drawn(request, page, reading, now, opened, notice=notice)


def draw(
    request: Request, page: Page, session: Reading, now: datetime, *, device: Device, number: str,
    code: int = 200, error: FieldError | None = None, typed: str = "",
) -> Response:  # fmt: skip
    """The status page; with an error what was `typed` is kept, 409 says that things moved on."""
    keys = request.app.state.keys
    opened = receipt.open_receipt(session, keys, now, number=number, device=device.id)
    return _drawn(request, page, session, now, opened, code=code, error=error, typed=typed)


def _drawn(
    request: Request, page: Page, session: Reading, now: datetime, opened: receipt.Receipt, *,
    code: int = 200, notice: str = "", error: FieldError | None = None, typed: str = "",
) -> Response:  # fmt: skip
    state = request.app.state
    speak(opened.form.translations)
    link = f"{state.settings.base_url.rstrip('/')}/{page.language.address}/open/{opened.secret}"
    return page(
        "applications/receipt.html", status=code, receipt=opened, link=link, now=now,
        results=results.of_receipt(session, state.keys, now, opened),
        told=late.notice_of(session, opened.intake),
        qr=qr.drawing(link), labels=status.LABELS,
        decisions=status.DECISIONS, kinds=MessageKind, states=AttachmentState,
        slip=follow_up.new_slip(now), longest=follow_up.LONGEST_MESSAGE, notice=notice,
        notices=NOTICES, errors=[error] if error else [], typed=typed, is_conflict=code == 409,
    )  # fmt: skip


@router.post("/{locale}/applications/{number}/forget")
def forget(
    request: Request, number: str, device: KnownDevice, session: Session, clock: Now, page: Renderer
) -> Response:
    """「この端末から消す」: only the secret link opens it from now on."""
    now = clock.now()
    draft = receipt.forget(session, now, number=number, device=device.id)
    blobs = belongings.forget_send(session, draft=draft, device=device.id)
    response = page.redirect(f"/{page.language.address}/?forgotten=1")
    response.background = BackgroundTask(files.drop, request.app.state.storage, blobs)
    return response


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
    response = page.redirect(of_application(page, number))
    if cookie:
        set_cookie(request, response, DEVICE_COOKIE, cookie, days=0)
    return response
