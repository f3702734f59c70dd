"""Owns the URLs of staff accounts: signing in and out, the password, and their administration."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from app.accounts import service
from app.accounts.deps import STAFF_COOKIE, Administrator, Now, SignedIn, Staff, set_cookie
from app.accounts.models import Role
from app.accounts.service import NewPassword
from app.audit import service as audit
from app.database import Reading, Session
from app.errors import Unprocessable
from app.forms.values import FieldError
from app.web.posted import Post, Posted
from app.web.templating import Renderer

router = APIRouter()
WORKBENCH = "/staff/"
ROLES = {
    Role.CLERK: "担当職員（自分の課の申請）",
    Role.LEADER: "係長・課長など（自分の課の申請と、選考の内定）",
    Role.DX_OFFICE: "DX推進（自分の課の申請と統計）",
    Role.ADMIN: "管理者（すべての課と職員の管理）",
}
# Only a plain path below /staff: no host, no backslash, no dots, nothing encoded (ASVS 5.1.5).
_OWN_PATH = re.compile(r"/staff(/[A-Za-z0-9_-]+)*/?(\?[A-Za-z0-9_=&-]*)?")


def own_path(wanted: str) -> str:
    """The address to go on to after sign-in: one of our own staff pages, else the workbench."""
    is_own = _OWN_PATH.fullmatch(wanted) and not wanted.startswith("/staff/sign-")
    return wanted if is_own else WORKBENCH


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
        audit.record(session, now, actor="anonymous", action="sign_in_refused", subject="staff")
        errors = (FieldError("login", service.SignInRefused.message),)
        return page("accounts/sign_in.html", status=422, goal=goal, login=login, errors=errors)
    # The id the browser came with never becomes a signed-in one (session fixation).
    service.sign_out(session, request.cookies.get(STAFF_COOKIE, ""))
    member = found[0]
    _record(session, now, member.id, "signed_in", member.id)
    response = page.redirect("/staff/password" if member.must_change else goal)
    set_cookie(request, response, STAFF_COOKIE, secret, days=0)
    return response


@router.post("/staff/sign-out")
def sign_out(
    request: Request, me: SignedIn, session: Session, clock: Now, page: Renderer
) -> Response:
    """End the session on the server; the cookie opens nothing any more."""
    service.sign_out(session, request.cookies.get(STAFF_COOKIE, ""))
    _record(session, clock.now(), me.id, "signed_out", me.id)
    response = page.redirect("/staff/sign-in")
    response.delete_cookie(STAFF_COOKIE, path="/")
    return response


@router.get("/staff/password")
def password_page(me: SignedIn, page: Renderer) -> Response:
    """The form for a new password."""
    return page("accounts/password.html", me=me, errors=(), shortest=service.SHORTEST_PASSWORD)


def prepared(
    me: SignedIn, post: Post, reading: Reading, clock: Now
) -> NewPassword | FieldError:  # fmt: skip
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
    _record(session, now, me.id, "password_changed", me.id)
    response = page.redirect(WORKBENCH)
    secret = service.renew_session(session, now, me.id)
    set_cookie(request, response, STAFF_COOKIE, secret, days=0)
    return response


@router.get("/staff/accounts")
def accounts_page(me: Administrator, reading: Reading, page: Renderer) -> Response:
    """Every account, and the form for a new one."""
    return _draw(reading, me, page)


@router.post("/staff/accounts")
def add(me: Administrator, post: Post, session: Session, clock: Now, page: Renderer) -> Response:
    """A new account; its first password is shown on this one page and nowhere else."""
    now, login, name = clock.now(), post.get("login").strip(), post.get("name").strip()
    errors = []
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", login) or len(login) > 254:
        errors.append(
            FieldError("login", "メールアドレスを入力してください", label="メールアドレス")
        )
    if not 0 < len(name) <= 80:
        errors.append(FieldError("name", "氏名を80文字までで入力してください", label="氏名"))
    first = ""
    if not errors:
        try:
            first = service.add_staff(
                session, now, login=login, name=name, role=_role(post),
                sections=post.fields.get("sections", []),
            )  # fmt: skip
        except service.LoginTaken as error:
            errors.append(FieldError("login", error.message, {"login": login}))
    if errors:
        return _draw(session, me, page, status=422, errors=tuple(errors), typed=post)
    made = service.account_of_login(session, login).member.id
    _record(session, now, me.id, "account_added", made, _detail(post))
    return _draw(session, me, page, first=first, first_login=login)


@router.post("/staff/accounts/{staff_id}")
def change(
    staff_id: str, me: Administrator, post: Post, session: Session, clock: Now, page: Renderer
) -> Response:
    """Another role and other sections."""
    role, sections = _role(post), post.fields.get("sections", [])
    if staff_id == me.id and role != Role.ADMIN:
        raise Unprocessable("自分の管理者の役割は外せません")
    service.change_account(session, staff_id, role=role, sections=sections)
    _record(session, clock.now(), me.id, "account_changed", staff_id, _detail(post))
    return page.redirect("/staff/accounts")


@router.post("/staff/accounts/{staff_id}/active")
def set_active(
    staff_id: str, me: Administrator, post: Post, session: Session, clock: Now, page: Renderer
) -> Response:
    """Close an account, which ends its sessions, or reopen it."""
    is_active = post.get("active") == "1"
    if staff_id == me.id:
        raise Unprocessable("自分のアカウントは止められません")
    service.set_active(session, staff_id, is_active=is_active)
    action = "account_reopened" if is_active else "account_closed"
    _record(session, clock.now(), me.id, action, staff_id)
    return page.redirect("/staff/accounts")


@router.post("/staff/accounts/{staff_id}/first-password")
def first_password(
    staff_id: str, me: Administrator, session: Session, clock: Now, page: Renderer
) -> Response:
    """A new first password for somebody who forgot theirs, shown on this one page."""
    login = service.account(session, staff_id).member.login
    first = service.new_first_password(session, staff_id)
    _record(session, clock.now(), me.id, "first_password_made", staff_id)
    return _draw(session, me, page, first=first, first_login=login)


@router.get("/staff/sections")
def sections_page(
    me: Administrator, reading: Reading, page: Renderer, saved: str = ""
) -> Response:  # fmt: skip
    """Every section with the one that has its work after a reorganisation."""
    return _draw_sections(reading, me, page, saved=saved)


@router.post("/staff/sections/{code}")
def reorganise(
    code: str, me: Administrator, post: Post, session: Session, clock: Now, page: Renderer
) -> Response:
    """Name the successor of a section, or none; what cannot be is told on the page."""
    successor = post.get("successor")
    try:
        service.set_successor(session, code, successor)
    except Unprocessable as error:
        told = FieldError(f"successor-{code}", error.message, label="引き継ぐ課")
        return _draw_sections(session, me, page, errors=(told,), status=422)
    audit.record(
        session, clock.now(), actor=me.id, action="section_succeeded", subject=f"section:{code}",
        detail=successor,
    )  # fmt: skip
    return page.redirect(f"/staff/sections?saved={code}")


def _draw_sections(
    session: Reading, me: Staff, page: Renderer, *, status: int = 200,
    errors: tuple[FieldError, ...] = (), saved: str = "",
) -> Response:  # fmt: skip
    return page(
        "accounts/sections.html", status=status, me=me, errors=errors, saved=saved,
        sections=service.all_sections(session), now=service.sections_now(session),
        names=service.section_names(session),
    )  # fmt: skip


def _draw(
    session: Reading, me: Staff, page: Renderer, *, status: int = 200,
    errors: tuple[FieldError, ...] = (), typed: Posted | None = None, first: str = "",
    first_login: str = "",
) -> Response:  # fmt: skip
    return page(
        "accounts/accounts.html", status=status, me=me, accounts=service.all_accounts(session),
        section_names=service.section_names(session), roles=ROLES, errors=errors,
        typed=typed or Posted({}, {}), first=first, first_login=first_login,
    )  # fmt: skip


def _role(post: Posted) -> Role:
    try:
        return Role(post.get("role"))
    except ValueError as error:
        raise Unprocessable from error


def _detail(post: Posted) -> str:
    return " ".join((post.get("role"), *post.fields.get("sections", [])))


def _record(
    session: Session, now: datetime, actor: str, action: str, subject: str, detail: str = ""
) -> None:  # fmt: skip
    audit.record(
        session, now, actor=actor, action=action, subject=f"staff:{subject}", detail=detail
    )
