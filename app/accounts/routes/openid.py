"""Owns the URLs of signing in by the organisation's provider, and of leaving it again."""

from datetime import datetime

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.accounts import service
from app.accounts.deps import (
    OPENID_COOKIE,
    STAFF_COOKIE,
    Departing,
    Now,
    Returning,
    StaffProvider,
    WayOut,
    set_cookie,
)
from app.accounts.models import OpenIdVisit, StaffMember
from app.accounts.routes.signing_in import own_path
from app.accounts.service import openid
from app.accounts.service.deeds import record, refused
from app.database import Reading, Session
from app.errors import SignInNeeded
from app.forms.values import FieldError
from app.web.posted import Post
from app.web.templating import Renderer

router = APIRouter()
CLOSED = FieldError("login", "このアカウントは止められています。管理者に確かめてください")
WRONG_CODE = FieldError(
    "code", "コードが違うか、期限（3日）が過ぎています。管理者に新しいコードを頼んでください",
    label="結び付けるコード",
)  # fmt: skip
CALLBACK = "/staff/sign-in/openid/callback"
LINK = "/staff/sign-in/openid/link"


@router.get("/staff/sign-in/openid")
def leave(request: Request, departing: Departing, session: Session, clock: Now) -> Response:
    """Send the browser to the provider. A link, no form: a form may not lead out of the house."""
    goal = own_path(request.query_params.get("next", ""))
    openid.begin(session, clock.now(), departing.secret, goal)
    response = RedirectResponse(departing.address, status_code=303)
    set_cookie(request, response, OPENID_COOKIE, departing.secret, days=0)
    return response


@router.get(CALLBACK)
def come_back(
    request: Request, returning: Returning, session: Session, clock: Now, page: Renderer
) -> Response:
    """Let in whose identity is tied to an account; ask the others for their link code."""
    now, identity = clock.now(), returning.identity
    member = openid.member_of_identity(session, identity)
    if member is None:
        response = page.redirect(LINK)
        secret = openid.wait_for_code(session, now, identity, returning.goal)
        set_cookie(request, response, OPENID_COOKIE, secret, days=0)
        return response
    if not member.is_active:
        refused(session, now, "openid closed")
        return page(
            "accounts/sign_in.html", status=403, goal=returning.goal, login="", errors=(CLOSED,)
        )
    return _let_in(request, session, now, member, page.redirect(returning.goal))


@router.get(LINK)
def link_page(
    request: Request, provider: StaffProvider, reading: Reading, clock: Now, page: Renderer
) -> Response:
    """The form for the link code; only for whom the provider has just proven."""
    _waiting(request, reading, clock)
    return page("accounts/link.html", errors=())


@router.post(LINK)
def link(
    request: Request, provider: StaffProvider, post: Post, session: Session, clock: Now,
    page: Renderer,
) -> Response:  # fmt: skip
    """Tie the identity to the account of the code and let its owner in."""
    now, visit = clock.now(), _waiting(request, session, clock)
    member = openid.tie(session, now, visit, "".join(post.get("code").split()).lower())
    if member is None:
        refused(session, now, "openid link code")
        return page("accounts/link.html", status=422, errors=(WRONG_CODE,))
    record(session, now, member.id, "identity_tied", member.id)
    return _let_in(request, session, now, member, page.redirect(visit.goal))


@router.get("/staff/sign-in/openid/out")
def left(way: WayOut, page: Renderer) -> Response:
    """Signed out here; the way to sign out of the provider too, where it offers one."""
    return page("accounts/signed_out.html", way=way)


def _waiting(request: Request, session: Reading, clock: Now) -> OpenIdVisit:
    secret = request.cookies.get(OPENID_COOKIE, "")
    visit = openid.waiting(session, clock.now(), secret)
    if visit is None:
        raise SignInNeeded
    return visit


def _let_in(
    request: Request, session: Session, now: datetime, member: StaffMember, response: Response
) -> Response:
    """Open a session of its own id; the one the browser came with ends (session fixation)."""
    service.sign_out(session, request.cookies.get(STAFF_COOKIE, ""))
    secret = service.open_session(session, now, member, by_openid=True)
    record(session, now, member.id, "signed_in", member.id, "openid")
    set_cookie(request, response, STAFF_COOKIE, secret, days=0)
    response.delete_cookie(OPENID_COOKIE, path="/")
    return response
