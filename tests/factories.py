"""Owns rows that are valid by default; a test names only what it is about."""

import secrets
from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session

from app.accounts import service, store
from app.accounts.models import Role, StaffMember

PASSWORD = "見本のながいパスワード"


def add_staff(
    session: Session, now: datetime, *, role: Role = Role.CLERK, sections: Iterable[str] = (),
    login: str = "", password: str = PASSWORD,
) -> StaffMember:  # fmt: skip
    """A member of staff whose password is already their own."""
    login = login or f"hanako.{secrets.token_hex(4)}@city.example"
    service.add_staff(
        session, now, login=login, name="見本 花子", role=role, sections=list(sections),
        password=password,
    )  # fmt: skip
    member = store.staff_by_login(session, login)
    assert member is not None
    return member
