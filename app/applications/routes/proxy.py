"""Owns the URL of who fills in for somebody else."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.accounts.deps import Now
from app.applications.deps import CurrentDraft, DraftHere
from app.applications.routes.addresses import of_draft
from app.applications.service import drafts, filling, proxies
from app.applications.service.drafts import Filling, Raw
from app.database import Reading, Session
from app.errors import NotFound
from app.forms.values import FieldError
from app.web.posted import Post, whole_number
from app.web.templating import Page, Renderer

router = APIRouter()
HERE = "/{locale}/apply/{form}/{draft}/proxy"


@router.get(HERE)
def proxy_page(request: Request, here: CurrentDraft, reading: Reading, page: Renderer) -> Response:
    """The questions about the person who fills in."""
    if here.draft.sent_at is not None:
        return page.redirect(f"{of_draft(page, here.draft)}/review")
    opened = drafts.open_draft(reading, request.app.state.keys, here.draft, here.form)
    return _draw(page, here, opened)


@router.post(HERE)
def keep(
    request: Request, here: CurrentDraft, post: Post, session: Session, clock: Now, page: Renderer
) -> Response:
    """Keep the answers, or go on as the person themselves."""
    now = clock.now()
    draft = here.locked(session, now)
    opened = drafts.open_draft(session, request.app.state.keys, draft, here.form)
    if draft.sent_at is not None or not proxies.is_offered(here.form):
        raise NotFound
    if whole_number(post.get("_version")) != draft.version:
        return _draw(page, here, opened, typed=post.answers(), is_conflict=True)
    errors: list[FieldError] = []
    if "_self" in post.fields:
        proxies.give_up(session, now, opened, locale=page.language.code)
    else:
        errors = proxies.keep(session, now, opened, post.answers(), locale=page.language.code)
    if errors:
        return _draw(page, here, opened, typed=post.answers(), errors=errors)
    base = of_draft(page, draft)
    return page.redirect(f"{base}/{filling.first_open(opened)}")


def _draw(
    page: Page, here: DraftHere, opened: Filling, *, typed: Raw | None = None,
    errors: list[FieldError] | None = None, is_conflict: bool = False,
) -> Response:  # fmt: skip
    stored = opened.beside.get("proxy")
    return page(
        "applications/proxy.html", status=409 if is_conflict else 422 if errors else 200,
        form=here.form, draft=opened.draft, opened=opened, fields=proxies.FIELDS,
        stored=stored if isinstance(stored, dict) else {}, typed=typed or {},
        errors=errors or [], is_conflict=is_conflict,
        base=of_draft(page, here.draft),
    )  # fmt: skip
