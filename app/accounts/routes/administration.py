"""Owns the URLs of the administration of accounts: who they are, and the sections they are in."""

import re
from textwrap import wrap

from fastapi import APIRouter
from starlette.responses import Response

from app.accounts import service
from app.accounts.deps import Administrator, Now, Staff
from app.accounts.models import Role
from app.accounts.service import openid
from app.accounts.service.deeds import record
from app.audit import service as audit
from app.database import Reading, Session
from app.errors import Unprocessable
from app.forms.values import FieldError
from app.web.posted import Post, Posted
from app.web.templating import Renderer

router = APIRouter()
ROLES = {
    Role.CLERK: "担当職員（自分の課の申請）",
    Role.LEADER: "係長・課長など（自分の課の申請と、選考の内定）",
    Role.DX_OFFICE: "DX推進（自分の課の申請と統計）",
    Role.ADMIN: "管理者（すべての課と職員の管理）",
}


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
    record(session, now, me.id, "account_added", made, _detail(post))
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
    record(session, clock.now(), me.id, "account_changed", staff_id, _detail(post))
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
    record(session, clock.now(), me.id, action, staff_id)
    return page.redirect("/staff/accounts")


@router.post("/staff/accounts/{staff_id}/first-password")
def first_password(
    staff_id: str, me: Administrator, session: Session, clock: Now, page: Renderer
) -> Response:
    """A new first password for somebody who forgot theirs, shown on this one page."""
    login = service.account(session, staff_id).member.login
    first = service.new_first_password(session, staff_id)
    record(session, clock.now(), me.id, "first_password_made", staff_id)
    return _draw(session, me, page, first=first, first_login=login)


@router.post("/staff/accounts/{staff_id}/link-code")
def link_code(
    staff_id: str, me: Administrator, session: Session, clock: Now, page: Renderer
) -> Response:
    """A code that ties the organisation's account of its owner, shown on this one page."""
    code = openid.new_link_code(session, clock.now(), staff_id)
    record(session, clock.now(), me.id, "link_code_made", staff_id)
    login = service.account(session, staff_id).member.login
    in_fours = " ".join(wrap(code, 4))  # as it is read out; typed, blanks do not count
    return _draw(session, me, page, code=in_fours, first_login=login)


@router.post("/staff/accounts/{staff_id}/untie")
def untie(
    staff_id: str, me: Administrator, session: Session, clock: Now, page: Renderer
) -> Response:
    """Take the organisation's account away from this one, which ends its sessions."""
    if openid.untie(session, staff_id):
        record(session, clock.now(), me.id, "identity_untied", staff_id)
    return page.redirect("/staff/accounts")


@router.get("/staff/sections")
def sections_page(me: Administrator, reading: Reading, page: Renderer, saved: str = "") -> Response:
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
    first_login: str = "", code: str = "",
) -> Response:  # fmt: skip
    return page(
        "accounts/accounts.html", status=status, me=me, accounts=service.all_accounts(session),
        section_names=service.section_names(session), roles=ROLES, errors=errors,
        typed=typed or Posted({}, {}), first=first, first_login=first_login, code=code,
    )  # fmt: skip


def _role(post: Posted) -> Role:
    try:
        return Role(post.get("role"))
    except ValueError as error:
        raise Unprocessable from error


def _detail(post: Posted) -> str:
    return " ".join((post.get("role"), *post.fields.get("sections", [])))
