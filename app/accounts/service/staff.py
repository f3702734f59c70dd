"""Owns the accounts of staff and the sections they belong to."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from app.accounts import store
from app.accounts.models import Role, Section, StaffMember
from app.accounts.service.reorganising import lines
from app.accounts.service.signing_in import hash_password
from app.city import City
from app.crypto import token
from app.database import new_id
from app.errors import NotFound, Unprocessable


class LoginTaken(Unprocessable):
    """There is an account of this login already."""

    message = "このメールアドレスのアカウントはすでにあります：{login}"


class UnknownSection(Unprocessable):
    """A section code the city does not have."""

    message = "課のコードが見つかりません：{code}"


@dataclass(frozen=True)
class Account:
    """An account of staff with the sections it belongs to."""

    member: StaffMember
    sections: list[str]
    tied_at: datetime | None = None
    """Since when an identity of the organisation's provider is tied to it."""


def sections_of(session: Session, member: StaffMember) -> frozenset[str]:
    """The sections somebody works for; an administrator works for all of them."""
    if member.role == Role.ADMIN:
        return frozenset(section.code for section in store.sections(session))
    own = set(store.sections_of(session, member.id))
    # A successor section works what its predecessors took in (組織改正).
    return frozenset(
        own | {code for code, line in lines(store.sections(session)).items() if own & set(line)}
    )


def load_sections(session: Session, city: City, today: date) -> int:
    """Add the sections of the city profile that are not there yet."""
    known = {section.code for section in store.sections(session)}
    new = [section for section in city.sections if section.code not in known]
    for section in new:
        row = Section(
            code=section.code, name=section.name, name_en=section.name_en, valid_from=today
        )
        store.add(session, row)
    return len(new)


def section_names(session: Session) -> dict[str, str]:
    """Names by code."""
    return {section.code: section.name for section in store.sections(session)}


def has_staff(session: Session) -> bool:
    """Whether anybody can sign in at all."""
    return bool(store.all_staff(session))


def add_staff(
    session: Session, now: datetime, *,
    login: str, name: str, role: Role, sections: list[str], password: str = "",
) -> str:  # fmt: skip
    """A new account that must change its first password; returns that password."""
    known = {section.code for section in store.sections(session)}
    for code in sections:
        if code not in known:
            raise UnknownSection(code=code)
    if store.staff_by_login(session, login):
        raise LoginTaken(login=login)
    first = password or token(96)
    member = StaffMember(
        id=new_id(now), login=login.lower(), name=name, role=role, must_change=not password,
        password_hash=hash_password(first), created_at=now,
    )  # fmt: skip
    store.add(session, member)
    store.set_sections(session, member.id, list(dict.fromkeys(sections)))
    return first


def all_accounts(session: Session) -> list[Account]:
    """Every account by login."""
    tied = {row.staff_id: row.tied_at for row in store.identities(session)}
    return [
        Account(member, store.sections_of(session, member.id), tied.get(member.id))
        for member in store.all_staff(session)
    ]


def staff_names(session: Session) -> dict[str, str]:
    """Names of all staff by id, for histories."""
    return {member.id: member.name for member in store.all_staff(session)}


def account(session: Session, staff_id: str) -> Account:
    """One account; raises NotFound."""
    member = store.staff_by_id(session, staff_id)
    if member is None:
        raise NotFound
    return Account(member, store.sections_of(session, member.id))


def account_of_login(session: Session, login: str) -> Account:
    """The account behind a login; raises NotFound."""
    member = store.staff_by_login(session, login)
    return account(session, member.id if member else "")


def change_account(
    session: Session, staff_id: str, *, role: Role, sections: list[str]
) -> StaffMember:
    """Give an account another role and other sections, at once: rights are read per request."""
    member = account(session, staff_id).member
    known = section_names(session)
    for code in sections:
        if code not in known:
            raise UnknownSection(code=code)
    member.role = role
    store.add(session, member)
    store.set_sections(session, staff_id, list(dict.fromkeys(sections)))
    return member


def set_active(session: Session, staff_id: str, *, is_active: bool) -> StaffMember:
    """Close or reopen an account; closing ends its sessions."""
    member = account(session, staff_id).member
    member.is_active = is_active
    store.add(session, member)
    if not is_active:
        store.end_sessions_of(session, staff_id)
    return member


def new_first_password(session: Session, staff_id: str) -> str:
    """A fresh first password for somebody who forgot theirs; ends their sessions."""
    member = account(session, staff_id).member
    first = token(96)
    member.password_hash, member.must_change = hash_password(first), True
    store.add(session, member)
    store.end_sessions_of(session, staff_id)
    return first
