"""Owns the URL of rating a send."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.accounts.deps import Now
from app.applications.deps import KnownDevice
from app.applications.routes.addresses import of_application
from app.applications.routes.tracking import draw
from app.applications.service import rating, receipt
from app.applications.service.numbers import read_number
from app.database import Session
from app.forms.values import N_, FieldError
from app.web.posted import Post
from app.web.templating import Renderer

router = APIRouter()
CHOOSE = FieldError("rating", N_("1から5までのどれかを選んでください。"), label=N_("使いやすさ"))


@router.post("/{locale}/applications/{number}/rating")
def rate(
    request: Request, number: str, device: KnownDevice, post: Post, session: Session, clock: Now,
    page: Renderer,
) -> Response:  # fmt: skip
    """Take one rating; the second of the same send changes nothing."""
    now, given = clock.now(), post.get("rating")
    submission = receipt.find(session, now, number=number, device=device.id)
    if not given:
        return draw(
            request, page, session, now, device=device, number=number, error=CHOOSE, code=422
        )
    rating.rate(session, now, submission, given)
    return page.redirect(f"{of_application(page, read_number(number))}?done=rated")
