"""Owns the page after a step whose answers decide: an exit, or the check of eligibility."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.applications.deps import CurrentDraft
from app.applications.service import drafts, filling
from app.database import Reading
from app.forms import journey
from app.web.templating import Renderer

router = APIRouter()


@router.get("/{locale}/apply/{form}/{draft}/after/{step}", name="after_step")
def after_step(
    request: Request, step: str, here: CurrentDraft, reading: Reading, page: Renderer
) -> Response:
    """Where the answers of a finished step lead: out, or on with what speaks against it."""
    base = f"/{page.language.address}/apply/{here.form.slug}/{here.draft.public_id}"
    if here.draft.sent_at is not None:
        return page.redirect(f"{base}/{journey.REVIEW}")
    opened = drafts.open_draft(reading, request.app.state.keys, here.draft, here.form)
    current = filling.visible_step(opened, step)
    leads_out = journey.exit_of(here.form, opened.answers, current)
    reasons = journey.eligibility_after(here.form, opened.answers, current)
    is_due = step in opened.done and (leads_out is not None or reasons is not None)
    if not is_due or not filling.may_visit(opened, step):
        return page.redirect(f"{base}/{filling.first_open(opened)}")
    return page(
        "applications/after_step.html", form=here.form, step=current, base=base,
        leads_out=leads_out, reasons=reasons or (),
        onwards=journey.next_step(here.form, opened.answers, step),
    )  # fmt: skip
