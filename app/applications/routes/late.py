"""Owns the URL of a late case: the code opens one draft after the intake has closed."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.accounts import service as accounts
from app.accounts.deps import DEVICE_COOKIE, Now, Visitor, set_cookie
from app.applications.routes.addresses import of_draft
from app.applications.service import device_class, drafts, late
from app.catalogue import service as catalogue
from app.database import Reading, Session
from app.errors import NotFound
from app.web.templating import Renderer

router = APIRouter()


@router.get("/{locale}/late/{code}", name="late")
def ask(code: str, reading: Reading, clock: Now, page: Renderer) -> Response:
    """One button; an unknown, used or past code is 404."""
    found = late.of_code(reading, clock.now(), code)
    return page("applications/late.html", late=found, intake=late.intake_of(reading, found))


@router.post("/{locale}/late/{code}")
def open_here(
    request: Request, code: str, device: Visitor, session: Session, clock: Now, page: Renderer
) -> Response:
    """Go on with this device's unsent draft of the intake, or begin one, and let it in."""
    now, cookie = clock.now(), ""
    found = late.of_code(session, now, code, lock=True)
    intake = late.intake_of(session, found)
    if device is None:
        device, cookie = accounts.new_device(session, now)
    draft = late.draft_of(session, found, device=device.id)
    if draft is None:
        own = drafts.of_device(session, now, device=device.id, form=intake.form)
        draft = next((each for each in own if each.intake == intake.id), None)
    if draft is None:
        fingerprint = catalogue.current_fingerprint(session, intake.form)
        if fingerprint is None:
            raise NotFound
        procedure = catalogue.kept_procedure(session, intake.procedure)
        draft = drafts.start(
            session, request.app.state.keys, now,
            form=catalogue.form_by_fingerprint(session, fingerprint), fingerprint=fingerprint,
            procedure=procedure.code, intake=intake, device=device.id, locale=page.language.code,
            preferred_locale="", section=procedure.section,
            device_class=device_class.of(request.headers.get("user-agent", "")),
        )  # fmt: skip
    late.bind(session, found, draft)
    response = page.redirect(f"{of_draft(page, draft)}/review")
    if cookie:
        set_cookie(request, response, DEVICE_COOKIE, cookie, days=30)
    return response
