"""Owns the URLs of API tokens: the list, a new one shown once, revoking one."""

from fastapi import APIRouter
from starlette.responses import Response

from app.accounts import service as accounts
from app.accounts.deps import Administrator, Now, Staff
from app.database import Reading, Session
from app.forms.values import FieldError
from app.staff.service import tokens
from app.web.posted import Post, Posted
from app.web.templating import Page, Renderer

router = APIRouter()


@router.get("/staff/tokens")
def listed(me: Administrator, reading: Reading, page: Renderer) -> Response:
    """Every token there ever was, and the form for a new one."""
    return _draw(page, me, reading)


@router.post("/staff/tokens")
def make(me: Administrator, post: Post, session: Session, clock: Now, page: Renderer) -> Response:
    """A new token, shown on this one page and nowhere else."""
    label, errors = tokens.read_label(post)
    if errors:
        return _draw(page, me, session, status=422, errors=errors, typed=post)
    secret = tokens.make(session, clock.now(), label=label, actor=me.id)
    return _draw(page, me, session, secret=secret, secret_label=label)


@router.get("/staff/tokens/{mark}/revoke")
def revoke_page(mark: str, me: Administrator, reading: Reading, page: Renderer) -> Response:
    """Ask whether a token is to be revoked."""
    token = accounts.token_of_mark(reading, mark)
    return page("staff/tokens_revoke.html", me=me, token=token, mark=mark, roles=tokens.ROLES)


@router.post("/staff/tokens/{mark}/revoke")
def revoke(mark: str, me: Administrator, session: Session, clock: Now, page: Renderer) -> Response:
    """Make a token open nothing from now on."""
    tokens.revoke(session, clock.now(), mark, actor=me.id)
    return page.redirect("/staff/tokens")


def _draw(
    page: Page, me: Staff, session: Reading, *, status: int = 200,
    errors: list[FieldError] | None = None, typed: Posted | None = None, secret: str = "",
    secret_label: str = "",
) -> Response:  # fmt: skip
    rows = [(accounts.mark_of(row), row) for row in accounts.all_tokens(session)]
    return page(
        "staff/tokens.html", status=status, me=me, tokens=rows, errors=errors or [],
        typed=typed or Posted({}, {}), secret=secret, secret_label=secret_label,
        roles=tokens.ROLES, offered=tokens.OFFERED, most_label=tokens.MOST_LABEL,
        names=accounts.staff_names(session) | {"cli": "コマンド"},
    )  # fmt: skip
