"""Owns what is known by a secret alone: tokens of scripts, browsers of residents."""

import re
from datetime import datetime

from sqlmodel import Session

from app.accounts import store
from app.accounts.models import ApiToken, Device, Role
from app.crypto import digest, token
from app.database import new_id
from app.errors import NotFound

MARK_LENGTH = 16


def make_token(session: Session, now: datetime, *, role: Role, label: str, actor: str) -> str:
    """A bearer token for scripts; shown once, kept as its hash."""
    secret = f"tnh_{token()}"
    row = ApiToken(
        token_hash=digest(secret), label=label, role=role, created_at=now, created_by=actor
    )
    store.add(session, row)
    return secret


def mark_of(row: ApiToken) -> str:
    """What a token is called in pages and addresses: the beginning of its hash opens nothing."""
    return row.token_hash[:MARK_LENGTH]


def all_tokens(session: Session) -> list[ApiToken]:
    """Every token, newest first, the revoked ones with them."""
    return store.all_api_tokens(session)


def token_of_mark(session: Session, mark: str, *, lock: bool = False) -> ApiToken:
    """The token of a mark; raises NotFound."""
    is_mark = re.fullmatch(rf"[0-9a-f]{{{MARK_LENGTH}}}", mark)
    found = store.api_token_by_mark(session, mark, lock=lock) if is_mark else None
    if found is None:
        raise NotFound
    return found


def revoke_token(session: Session, now: datetime, mark: str) -> ApiToken | None:
    """Make a token open nothing from now on; None when it was revoked before."""
    row = token_of_mark(session, mark, lock=True)
    if row.revoked_at is not None:
        return None
    row.revoked_at = now
    store.add(session, row)
    return row


def role_of_token(session: Session, secret: str) -> Role | None:
    """The role a bearer token carries."""
    found = store.api_token(session, digest(secret)) if secret else None
    return Role(found.role) if found else None


def device_of(session: Session, secret: str) -> Device | None:
    """The device behind a cookie."""
    return store.device_by_token(session, digest(secret)) if secret else None


def unkept_device(now: datetime, *, is_shared: bool = False) -> tuple[Device, str]:
    """A device that the caller keeps with what it does first, and the secret for its cookie."""
    secret = token()
    device = Device(id=new_id(now), token_hash=digest(secret), is_shared=is_shared, created_at=now)
    return device, secret


def new_device(session: Session, now: datetime, *, is_shared: bool = False) -> tuple[Device, str]:
    """A device and the secret for its cookie."""
    device, secret = unkept_device(now, is_shared=is_shared)
    store.add_device(session, device)
    return device, secret
