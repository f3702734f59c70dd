"""Owns the URLs of signing in by password, signing out, and the password itself."""

import re
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from app.accounts import service
from app.accounts.deps import STAFF_COOKIE, Now, SignedIn, set_cookie
from app.accounts.service import NewPassword
from app.accounts.service.deeds import record, refused
from app.database import Reading, Session
from app.forms.values import FieldError
from app.web.posted import Post
from app.web.templating import Renderer

router = APIRouter()
WORKBENCH = "/staff/"
LONGEST_GOAL = 2000
# Only a plain path below /staff: no host, no backslash, no dots, nothing encoded (ASVS 5.1.5).
_OWN_PATH = re.compile(r"/staff(/[A-Za-z0-9_-]+)*/?(\?[A-Za-z0-9_=&-]*)?")


def own_path(wanted: str) -> str:
    """The address to go on to after sign-in: one of our own staff pages, else the workbench."""
    is_own = len(wanted) <= LONGEST_GOAL and _OWN_PATH.fullmatch(wanted)
    return wanted if is_own and not wanted.startswith("/staff/sign-") else WORKBENCH


@router.get("/staff/sign-in")
def sign_in_page(request: Request, page: Renderer) -> Response:
    """The sign-in form."""
    goal = own_path(request.query_params.get("next", ""))
    return page("accounts/sign_in.html", goal=goal, login="", errors=())


@dataclass(frozen=True)
class Proof:
    """Who signs in from where, and whose password it was ("" for nobody's)."""

    login: str
    address: str
    staff_id: str


def proof(request: Request, post: Post, reading: Reading, clock: Now) -> Proof:
    """The slow half of signing in, done before the transaction: writers never wait for a hash."""
    login, host = post.get("login").strip(), request.client.host if request.client else ""
    # Under a key: of a plain hash the four thousand million addresses are soon tried out.
    address = request.app.state.keys.sign("index", f"sign-in:{host}")
    password = post.get("password")
    return Proof(
        login, address,
        service.prove(reading, clock.now(), login=login, password=password, address=address),
    )  # fmt: skip


@router.post("/staff/sign-in")
def sign_in(
    request: Request, proven: Annotated[Proof, Depends(proof)], post: Post, session: Session,
    clock: Now, page: Renderer,
) -> Response:  # fmt: skip
    """Open a session of its own id; a refusal is answered, not raised, so that the try counts."""
    now, goal, login = clock.now(), own_path(post.get("next")), proven.login
    secret = service.enter(
        session, now, login=login, address=proven.address, proven=proven.staff_id
    )
    found = service.member_of(session, now, secret) if secret else None
    if secret is None or found is None:
        refused(session, now)
        errors = (FieldError("login", service.SignInRefused.message),)
        return page("accounts/sign_in.html", status=422, goal=goal, login=login, errors=errors)
    # The id the browser came with never becomes a signed-in one (session fixation).
    service.sign_out(session, request.cookies.get(STAFF_COOKIE, ""))
    member = found[0]
    record(session, now, member.id, "signed_in", member.id)
    response = page.redirect("/staff/password" if member.must_change else goal)
    set_cookie(request, response, STAFF_COOKIE, secret, days=0)
    return response


@router.post("/staff/sign-out")
def sign_out(
    request: Request, me: SignedIn, session: Session, clock: Now, page: Renderer
) -> Response:
    """End the session on the server; the cookie opens nothing any more."""
    service.sign_out(session, request.cookies.get(STAFF_COOKIE, ""))
    record(session, clock.now(), me.id, "signed_out", me.id)
    # A form of ours may not lead to another house, not even by way of us (CSP `form-action`).
    response = page.redirect("/staff/sign-in/openid/out" if me.by_openid else "/staff/sign-in")
    response.delete_cookie(STAFF_COOKIE, path="/")
    return response


@router.get("/staff/password")
def password_page(me: SignedIn, page: Renderer) -> Response:
    """The form for a new password."""
    return page("accounts/password.html", me=me, errors=(), shortest=service.SHORTEST_PASSWORD)


def prepared(me: SignedIn, post: Post, reading: Reading, clock: Now) -> NewPassword | FieldError:
    """The slow half of a new password, done before the transaction, like the one of signing in."""
    if post.get("new") != post.get("again"):
        return FieldError("again", "確認のためのパスワードが、新しいパスワードと違います")
    current, new = post.get("current"), post.get("new")
    try:
        return service.prepare_password(reading, clock.now(), me.id, current=current, new=new)
    except service.WeakPassword as error:
        return FieldError("new", error.message)


@router.post("/staff/password")
def change_password(
    request: Request, me: SignedIn, new: Annotated[NewPassword | FieldError, Depends(prepared)],
    session: Session, clock: Now, page: Renderer,
) -> Response:  # fmt: skip
    """Replace the password and every session of this account; a wrong guess is counted."""
    now = clock.now()
    error = new if isinstance(new, FieldError) else None
    if isinstance(new, NewPassword) and not service.change_password(session, now, me.id, new):
        error = FieldError("current", "今のパスワードが違います")
    if error:
        return page(
            "accounts/password.html", status=422, me=me, errors=(error,),
            shortest=service.SHORTEST_PASSWORD,
        )  # fmt: skip
    record(session, now, me.id, "password_changed", me.id)
    response = page.redirect(WORKBENCH)
    secret = service.renew_session(session, now, me.id)
    set_cookie(request, response, STAFF_COOKIE, secret, days=0)
    return response
