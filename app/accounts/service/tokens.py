"""Owns what is known by a secret alone: tokens of scripts, browsers of residents."""

from datetime import datetime

from sqlmodel import Session

from app.accounts import store
from app.accounts.models import ApiToken, Device, Role
from app.crypto import digest, token
from app.database import new_id


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
