"""Owns signing in and being known: staff by password and server-side session, devices by cookie."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Protocol

from pwdlib import PasswordHash
from sqlmodel import Session

from app.accounts import store
from app.accounts.models import (
    ApiToken,
    Device,
    Role,
    Section,
    SignInTry,
    StaffMember,
    StaffSession,
)
from app.city import City
from app.crypto import digest, token
from app.database import new_id
from app.errors import CityHallError, NotFound, RateLimited, Unprocessable

IDLE = timedelta(minutes=15)
LONGEST = timedelta(hours=8)
TRY_WINDOW = timedelta(minutes=10)
MOST_TRIES = 10
SHORTEST_PASSWORD = 12

_passwords = PasswordHash.recommended()


@lru_cache(maxsize=1)
def _nobody() -> str:
    """A hash of nothing: unknown logins cost the same time as wrong passwords (ASVS 6.3.8)."""
    return _passwords.hash(token())


class SignInRefused(CityHallError):
    """Login and password do not match."""

    status = 422
    code = "SIGN_IN"
    message = "メールアドレスかパスワードが違います"


class WeakPassword(Unprocessable):
    """A password that is too short or the same as before."""

    message = "パスワードは12文字以上で、今までと違うものにしてください"


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


class Identity(Protocol):
    """The seam for other ways of staff sign-in (OpenID Connect): proves a login."""

    def login_of(self, proof: str) -> str:
        """The login this proof belongs to."""


def prove(session: Session, now: datetime, *, login: str, password: str, address: str) -> str:
    """Whose password this is ("" for nobody's). Slow by intent: never under the write lock."""
    _refuse_too_many(session, now, _tried(login, address))
    member = store.staff_by_login(session, login)
    hashed = member.password_hash if member and member.is_active else _nobody()
    is_right = _passwords.verify(password, hashed)
    return member.id if is_right and member else ""


def enter(session: Session, now: datetime, *, login: str, address: str, proven: str) -> str | None:
    """The token of a new session; None when refused (returned, so that the try is committed)."""
    keys = _tried(login, address)
    _refuse_too_many(session, now, keys)
    member = store.staff_by_id(session, proven) if proven else None
    if member is None or not member.is_active:
        for key in keys:
            store.forget_tries(session, key, now - TRY_WINDOW)
            store.add(session, SignInTry(id=new_id(now), key=key, at=now))
        return None
    return open_session(session, now, member)


def sign_in(
    session: Session, now: datetime, *, login: str, password: str, address: str
) -> str | None:
    """Prove and enter in one transaction, where nobody waits for the writer."""
    proven = prove(session, now, login=login, password=password, address=address)
    return enter(session, now, login=login, address=address, proven=proven)


def _tried(login: str, address: str) -> list[str]:
    return [digest(f"login:{login.lower()}"), digest(f"address:{address}")]


def _refuse_too_many(session: Session, now: datetime, keys: list[str]) -> None:
    if any(store.tries_since(session, key, now - TRY_WINDOW) >= MOST_TRIES for key in keys):
        raise RateLimited("サインインの失敗が続いたため、10分間お待ちください")


def open_session(session: Session, now: datetime, member: StaffMember) -> str:
    """A fresh session for a proven member of staff; never an id chosen by the browser."""
    secret = token()
    row = StaffSession(token_hash=digest(secret), staff_id=member.id, created_at=now, last_seen=now)
    store.add(session, row)
    return secret


def member_of(
    session: Session, now: datetime, secret: str
) -> tuple[StaffMember, StaffSession] | None:
    """Who holds this session, if it is still alive: 15 minutes idle, 8 hours in all."""
    if not secret:
        return None
    row = store.staff_session(session, digest(secret))
    if row is None or now - row.last_seen > IDLE or now - row.created_at > LONGEST:
        return None
    member = store.staff_by_id(session, row.staff_id)
    return (member, row) if member and member.is_active else None


def touch(session: Session, now: datetime, token_hash: str) -> None:
    """Note that a session was used (once a minute at most; the caller decides)."""
    row = store.staff_session(session, token_hash)
    if row is not None:
        row.last_seen = now
        session.add(row)


def sign_out(session: Session, secret: str) -> None:
    """End a session; its cookie opens nothing any more."""
    store.end_session(session, digest(secret))


def sections_of(session: Session, member: StaffMember) -> frozenset[str]:
    """The sections somebody works for; an administrator works for all of them."""
    if member.role == Role.ADMIN:
        return frozenset(section.code for section in store.sections(session))
    own = set(store.sections_of(session, member.id))
    # A successor section works what its predecessor took in (組織改正).
    for section in store.sections(session):
        if section.successor in own:
            own.add(section.code)
    return frozenset(own)


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
        password_hash=_passwords.hash(first), created_at=now,
    )  # fmt: skip
    store.add(session, member)
    store.set_sections(session, member.id, sections)
    return first


def change_password(session: Session, member_id: str, *, current: str, new: str) -> None:
    """Replace the password; the current one is asked again."""
    member = store.staff_by_id(session, member_id)
    if member is None or not _passwords.verify(current, member.password_hash):
        raise SignInRefused("今のパスワードが違います")
    if len(new) < SHORTEST_PASSWORD or new == current:
        raise WeakPassword
    member.password_hash = _passwords.hash(new)
    member.must_change = False
    session.add(member)


def all_accounts(session: Session) -> list[Account]:
    """Every account by login."""
    return [
        Account(member, store.sections_of(session, member.id))
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
    store.set_sections(session, staff_id, sections)
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
    member.password_hash, member.must_change = _passwords.hash(first), True
    store.add(session, member)
    store.end_sessions_of(session, staff_id)
    return first


def renew_session(session: Session, now: datetime, staff_id: str) -> str:
    """End every session of somebody and open a new one; returns its token."""
    store.end_sessions_of(session, staff_id)
    return open_session(session, now, account(session, staff_id).member)


def make_token(session: Session, now: datetime, *, role: Role, label: str, actor: str) -> str:
    """A bearer token for scripts; shown once, kept as its hash."""
    secret = f"tnh_{token()}"
    row = ApiToken(
        token_hash=digest(secret), label=label, role=role, created_at=now, created_by=actor
    )
    store.add(session, row)
    return secret


def role_of_token(session: Session, secret: str) -> Role | None:
    """The role a bearer token carries."""
    found = store.api_token(session, digest(secret)) if secret else None
    return Role(found.role) if found else None


def device_of(session: Session, secret: str) -> Device | None:
    """The device behind a cookie."""
    return store.device_by_token(session, digest(secret)) if secret else None


def new_device(session: Session, now: datetime, *, is_shared: bool = False) -> tuple[Device, str]:
    """A device and the secret for its cookie."""
    secret = token()
    device = Device(id=new_id(now), token_hash=digest(secret), is_shared=is_shared, created_at=now)
    store.add(session, device)
    return device, secret


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
