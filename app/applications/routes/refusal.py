"""Owns the page of a send that was refused by a limit or the time: what is kept, and what to do."""

from datetime import datetime

from starlette.responses import Response

from app.applications.deps import DraftHere
from app.applications.routes.addresses import of_draft
from app.applications.service import elsewhere, limiting
from app.database import Reading
from app.errors import Conflict, Forbidden
from app.journal.models import FactKind
from app.web.templating import Renderer


def refused(
    page: Renderer, session: Reading, here: DraftHere, now: datetime, error: Conflict | Forbidden
) -> Response:
    """Nothing was sent; what was typed stays in the draft."""
    draft = here.draft
    return page(
        "applications/refused.html", status=error.status, form=here.form, draft=draft,
        base=of_draft(page, draft),
        code=error.code, message=page.language.gettext(error.message).format(**error.params),
        is_few=isinstance(error, limiting.TooFewPlaces),
        others=elsewhere.others(session, _scope(here), now),
    )  # fmt: skip


def standing(page: Renderer, session: Reading, here: DraftHere) -> str:
    """What the pages of a draft say before everything is typed: "full", "reached" or ""."""
    keys = page.request.app.state.keys
    return limiting.standing(session, keys, _scope(here), here.device.id)


def _scope(here: DraftHere) -> limiting.Scope:
    draft = here.draft
    return limiting.Scope(here.form, draft.procedure, draft.intake, FactKind(draft.kind))
