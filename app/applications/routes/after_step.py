"""Owns the page after a step whose answers decide: an exit, or the check of eligibility."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.applications.deps import CurrentDraft
from app.applications.routes.addresses import of_draft
from app.applications.service import drafts, filling, showing
from app.database import Reading
from app.forms import journey
from app.web.templating import Renderer

router = APIRouter()


@router.get("/{locale}/apply/{form}/{draft}/after/{step}", name="after_step")
def after_step(
    request: Request, step: str, here: CurrentDraft, reading: Reading, page: Renderer
) -> Response:
    """Where the answers of a finished step lead: out, or on with what speaks against it."""
    base = of_draft(page, here.draft)
    if here.draft.sent_at is not None:
        return page.redirect(f"{base}/{journey.REVIEW}")
    opened = drafts.open_draft(reading, request.app.state.keys, here.draft, here.form)
    told = showing.after_step(opened, step)
    if told is None:
        return page.redirect(f"{base}/{filling.first_open(opened)}")
    return page("applications/after_step.html", form=here.form, base=base, told=told)
