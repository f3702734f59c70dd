"""Owns signing in: the password, its limits, and the server-side session that follows."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache

from pwdlib import PasswordHash
from sqlmodel import Session

from app.accounts import store
from app.accounts.models import SignInTry, StaffMember, StaffSession
from app.crypto import digest, token
from app.database import new_id
from app.errors import CityHallError, RateLimited, SignInNeeded, Unprocessable

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


def hash_password(password: str) -> str:
    """The hash under which a password is kept (argon2id)."""
    return _passwords.hash(password)


class SignInRefused(CityHallError):
    """Login and password do not match."""

    status = 422
    code = "SIGN_IN"
    message = "メールアドレスかパスワードが違います"


class WeakPassword(Unprocessable):
    """A password that is too short or the same as before."""

    message = "パスワードは12文字以上で、今までと違うものにしてください"


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
        store.forget_tries(session, now - TRY_WINDOW)
        for key in keys:
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
        raise RateLimited("パスワードの間違いが続いたため、10分間お待ちください")


def open_session(
    session: Session, now: datetime, member: StaffMember, *, by_openid: bool = False
) -> str:
    """A fresh session for a proven member of staff; never an id chosen by the browser."""
    secret = token()
    row = StaffSession(
        token_hash=digest(secret), staff_id=member.id, created_at=now, last_seen=now,
        by_openid=by_openid,
    )  # fmt: skip
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


@dataclass(frozen=True)
class NewPassword:
    """The hash of a new password, and of the one it replaces ("" where the guess was wrong)."""

    replaced: str = field(default="", repr=False)
    hashed: str = field(default="", repr=False)


def prepare_password(
    session: Session, now: datetime, member_id: str, *, current: str, new: str
) -> NewPassword:
    """Ask the current password again and hash the new one. Slow by intent: never under the lock.

    Raises RateLimited, WeakPassword.
    """
    _refuse_too_many(session, now, [_guessed(member_id)])
    member = store.staff_by_id(session, member_id)
    if member is None or not _passwords.verify(current, member.password_hash):
        return NewPassword()
    if len(new) < SHORTEST_PASSWORD or new == current:
        raise WeakPassword
    return NewPassword(member.password_hash, _passwords.hash(new))


def change_password(session: Session, now: datetime, member_id: str, prepared: NewPassword) -> bool:
    """Replace the password; False for a wrong guess (returned, so that it is committed)."""
    _refuse_too_many(session, now, [_guessed(member_id)])
    member = store.staff_by_id(session, member_id)
    if member is None or not prepared.hashed or member.password_hash != prepared.replaced:
        store.forget_tries(session, now - TRY_WINDOW)
        store.add(session, SignInTry(id=new_id(now), key=_guessed(member_id), at=now))
        return False
    member.password_hash = prepared.hashed
    member.must_change = False
    session.add(member)
    return True


def _guessed(member_id: str) -> str:
    return digest(f"password:{member_id}")


def renew_session(session: Session, now: datetime, staff_id: str) -> str:
    """End every session of somebody and open a new one; returns its token."""
    store.end_sessions_of(session, staff_id)
    return open_session(session, now, _known(session, staff_id))


def _known(session: Session, staff_id: str) -> StaffMember:
    member = store.staff_by_id(session, staff_id)
    if member is None:
        raise SignInNeeded
    return member
