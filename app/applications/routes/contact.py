"""Owns the URL of proving, from the status page, where notices of a send go."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.accounts.deps import Now
from app.applications.deps import KnownDevice
from app.applications.routes.addresses import of_application
from app.applications.routes.letterhead import letterhead
from app.applications.routes.tracking import draw
from app.applications.service import contacts, receipt
from app.applications.service.numbers import read_number
from app.database import Session
from app.web.posted import Post
from app.web.templating import Renderer

router = APIRouter()


@router.post("/{locale}/applications/{number}/contact")
def prove(
    request: Request, number: str, device: KnownDevice, post: Post, session: Session, clock: Now,
    page: Renderer,
) -> Response:  # fmt: skip
    """Take the code of the mail, or mail another one."""
    now, head = clock.now(), letterhead(request, page)
    submission = receipt.find(session, now, number=number, device=device.id)
    if post.get("do") == "again":
        fault, done = contacts.again(session, head, now, submission), "mailed"
    else:
        fault = contacts.prove(session, head.keys, now, submission, post.get("code"))
        done = "proven"
    if fault is None:
        return page.redirect(f"{of_application(page, read_number(number))}?done={done}")
    return draw(request, page, session, now, device=device, number=number, error=fault, code=422)
