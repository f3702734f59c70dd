"""Owns the queries of accounts."""

from datetime import datetime

from sqlalchemy import bindparam, delete, func
from sqlmodel import Session, col, select

from app.accounts.models import (
    ApiToken,
    Device,
    LinkCode,
    OpenIdVisit,
    Section,
    SignInTry,
    StaffIdentity,
    StaffMember,
    StaffSection,
    StaffSession,
)
from app.database import Asked, write_at_once


def staff_by_login(session: Session, login: str) -> StaffMember | None:
    """The account behind a login, folded to lower case."""
    return session.exec(select(StaffMember).where(StaffMember.login == login.lower())).first()


def staff_by_id(session: Session, staff_id: str) -> StaffMember | None:
    """One account."""
    return session.get(StaffMember, staff_id)


def all_staff(session: Session) -> list[StaffMember]:
    """Every account by login."""
    return list(session.exec(select(StaffMember).order_by(col(StaffMember.login))))


def sections_of(session: Session, staff_id: str) -> list[str]:
    """The section codes somebody belongs to."""
    query = select(StaffSection.section).where(StaffSection.staff_id == staff_id)
    return list(session.exec(query.order_by(col(StaffSection.section))))


def set_sections(session: Session, staff_id: str, sections: list[str]) -> None:
    """Replace the sections of one account."""
    session.execute(delete(StaffSection).where(col(StaffSection.staff_id) == staff_id))
    for code in sections:
        session.add(StaffSection(staff_id=staff_id, section=code))


def sections(session: Session) -> list[Section]:
    """Every section by code."""
    return list(session.exec(select(Section).order_by(col(Section.code))))


def staff_session(session: Session, token_hash: str) -> StaffSession | None:
    """A signed-in browser."""
    return session.get(StaffSession, token_hash)


def end_sessions_of(session: Session, staff_id: str) -> None:
    """Sign somebody out everywhere."""
    session.execute(delete(StaffSession).where(col(StaffSession.staff_id) == staff_id))


def end_session(session: Session, token_hash: str) -> None:
    """Sign one browser out."""
    session.execute(delete(StaffSession).where(col(StaffSession.token_hash) == token_hash))


def tries_since(session: Session, key: str, since: datetime) -> int:
    """How many failed sign-ins one key (login or address, hashed) had."""
    query = select(func.count()).select_from(SignInTry)
    return int(
        session.scalar(query.where(col(SignInTry.key) == key, col(SignInTry.at) >= since)) or 0
    )


def forget_tries(session: Session, before: datetime) -> None:
    """Drop tries that no longer count, whoever made them."""
    session.execute(delete(SignInTry).where(col(SignInTry.at) < before))


def staff_by_identity(session: Session, issuer: str, subject: str) -> StaffMember | None:
    """The account an identity of a provider is tied to."""
    query = select(StaffMember).join(StaffIdentity, col(StaffIdentity.staff_id) == StaffMember.id)
    return session.exec(
        query.where(StaffIdentity.issuer == issuer, StaffIdentity.subject == subject)
    ).first()


def identities(session: Session) -> list[StaffIdentity]:
    """Every identity of a provider that is tied to an account."""
    return list(session.exec(select(StaffIdentity)))


def untie(session: Session, staff_id: str) -> bool:
    """Forget the identity of an account; whether there was one."""
    mine = col(StaffIdentity.staff_id) == staff_id
    return bool(session.execute(delete(StaffIdentity).where(mine).returning(mine)).all())


def forget_code(session: Session, staff_id: str) -> None:
    """Drop the link code of an account."""
    session.execute(delete(LinkCode).where(col(LinkCode.staff_id) == staff_id))


def take_code(session: Session, code_hash: str, since: datetime) -> str:
    """Use up a link code made not before `since`: the account it is for, "" where there is none."""
    right = (col(LinkCode.code_hash) == code_hash, col(LinkCode.made_at) >= since)
    return session.scalar(delete(LinkCode).where(*right).returning(col(LinkCode.staff_id))) or ""


def visit(session: Session, token_hash: str) -> OpenIdVisit | None:
    """A browser on its way to the provider or back."""
    return session.get(OpenIdVisit, token_hash)


def end_visit(session: Session, token_hash: str) -> bool:
    """End a visit; False when it is over already, so that of two that ask only one goes on."""
    mine = col(OpenIdVisit.token_hash) == token_hash
    return bool(session.execute(delete(OpenIdVisit).where(mine).returning(mine)).all())


def forget_visits(session: Session, before: datetime) -> None:
    """Drop visits that came to nothing."""
    session.execute(delete(OpenIdVisit).where(col(OpenIdVisit.begun_at) < before))


def api_token(session: Session, token_hash: str) -> ApiToken | None:
    """A bearer token that was not revoked."""
    found = session.get(ApiToken, token_hash)
    return found if found and found.revoked_at is None else None


def all_api_tokens(session: Session) -> list[ApiToken]:
    """Every bearer token there ever was, newest first."""
    query = select(ApiToken).order_by(col(ApiToken.created_at).desc(), col(ApiToken.token_hash))
    return list(session.exec(query))


def api_token_by_mark(session: Session, mark: str, *, lock: bool = False) -> ApiToken | None:
    """The bearer token whose hash begins with a mark."""
    query = select(ApiToken).where(col(ApiToken.token_hash).startswith(mark))
    return session.exec(query.with_for_update() if lock else query).first()


_DEVICE = Asked(select(Device).where(Device.token_hash == bindparam("token_hash")))


def device_by_token(session: Session, token_hash: str) -> Device | None:
    """A resident's browser."""
    return _DEVICE.first(session, token_hash=token_hash)


def add_device(session: Session, device: Device) -> None:
    """Keep a new browser; it is not changed again in this transaction."""
    write_at_once(session, device)


def add(session: Session, row: object) -> None:
    """Keep a new row."""
    session.add(row)
    session.flush()
