"""Owns the URLs of what this browser holds: drafts, opened receipts, forgetting all of it."""

from fastapi import APIRouter
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response

from app.accounts.deps import DEVICE_COOKIE, Now, Visitor
from app.applications.deps import KnownDevice
from app.applications.service import belongings, files
from app.database import Reading, Session
from app.web.templating import Renderer

router = APIRouter()


@router.get("/{locale}/mine")
def mine(device: Visitor, reading: Reading, clock: Now, page: Renderer) -> Response:
    """What is unsent and what can be looked at here; htmx gets the list alone, for home."""
    held = belongings.of_device(reading, clock.now(), device.id if device else "")
    return page("applications/mine.html", fragment="held", held=held, device=device)


@router.post("/{locale}/mine/forget")
def forget(
    request: Request, device: KnownDevice, session: Session, clock: Now, page: Renderer
) -> Response:
    """「この端末から消す」 for all of it: what is unsent goes, what was sent stays."""
    blobs = belongings.forget(session, clock.now(), device.id)
    response = page.redirect(f"/{page.language.address}/?forgotten=1")
    response.delete_cookie(DEVICE_COOKIE, path="/")
    response.background = BackgroundTask(files.drop, request.app.state.storage, blobs)
    return response
