"""Owns rows that are valid by default; a test names only what it is about."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from functools import cache

from sqlmodel import Session

from app.accounts import store
from app.accounts.models import Role, StaffMember
from app.accounts.service.signing_in import hash_password
from app.database import new_id

PASSWORD = "見本の ながい パスワード"


@cache
def hashed(password: str) -> str:
    """The hash of a password, worked out once: it is meant to cost time."""
    return hash_password(password)


def add_staff(
    session: Session, now: datetime, *, role: Role = Role.CLERK, sections: Iterable[str] = (),
    login: str = "", password: str = PASSWORD,
) -> StaffMember:  # fmt: skip
    """A member of staff whose password is already their own."""
    member = StaffMember(
        id=new_id(now), login=login or f"hanako.{secrets.token_hex(4)}@city.example",
        name="見本 花子", role=role, password_hash=hashed(password),
        created_at=now,
    )  # fmt: skip
    store.add(session, member)
    store.set_sections(session, member.id, list(sections))
    session.flush()
    return member
