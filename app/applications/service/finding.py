"""Owns finding a draft: the browser's own, or one opened there by mail; any other is NotFound."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict, Unpack

from sqlmodel import Session

from app.accounts import service as accounts
from app.accounts.models import Device
from app.applications.models import Draft
from app.applications.service.drafts import AFTER_INTAKE
from app.applications.service.numbers import new_number
from app.applications.store import drafts as store
from app.catalogue import service as catalogue
from app.crypto import digest
from app.errors import NotFound


class Wanted(TypedDict):
    """Which draft, and whose."""

    public_id: str
    form: str
    device: str


def find(
    session: Session, now: datetime, *, lock: bool = False, **wanted: Unpack[Wanted]
) -> Draft:  # fmt: skip
    """The device's own draft or one opened here by mail; NotFound for any other or over."""
    if "\x00" in wanted["public_id"] + wanted["form"]:
        raise NotFound
    draft = store.draft_of_device(session, **wanted, lock=lock)
    draft = draft or store.draft_opened_here(session, **wanted, lock=lock)
    if draft is None or _is_over(session, now, draft):
        raise NotFound
    return draft


@dataclass(frozen=True)
class ToSend:
    """A locked draft, and what its send will need, asked for in one question where it can be."""

    draft: Draft
    calendar: str | None = None
    """The version in force."""
    number: str | None = None
    """An application number that nobody has."""


def find_to_send(
    session: Session, now: datetime, *, profile: str, **wanted: Unpack[Wanted]
) -> ToSend:  # fmt: skip
    """What `find` finds, locked; `profile` is that of the hours by which arrivals are stamped."""
    number = new_number()
    found = store.draft_to_send(session, **wanted, profile=profile, number=number)
    if found is None:
        return ToSend(find(session, now, **wanted, lock=True))
    draft, calendar, is_taken = found
    if _is_over(session, now, draft):
        raise NotFound
    return ToSend(draft, calendar, None if is_taken else number)


def find_here(
    session: Session, now: datetime, *, public_id: str, form: str, secret: str
) -> tuple[Device, Draft, bool]:
    """The browser behind a cookie and what `find` finds for it; mostly both in one question.

    The last is False where no address is kept for the draft to go on elsewhere.
    """
    if "\x00" in public_id + form:
        raise NotFound
    here = store.draft_here(session, public_id=public_id, form=form, token_hash=digest(secret))
    if here is not None:
        owner, draft, has_contact, version = here
        catalogue.note_version(session, version)
        if _is_over(session, now, draft):
            raise NotFound
        return owner, draft, has_contact
    device = accounts.device_of(session, secret)
    if device is None:
        raise NotFound
    return device, find(session, now, public_id=public_id, form=form, device=device.id), True


def _is_over(session: Session, now: datetime, draft: Draft) -> bool:
    """Whether its time is past; an intake that was extended meanwhile keeps its drafts.

    So does a late case that lets the draft in, and so do staff who type in paper.
    """
    if now < draft.expires_at or store.is_kept_open(session, draft.id, now):
        return False
    intake = store.intake(session, draft.intake) if draft.intake else None
    return intake is None or intake.closes_at + AFTER_INTAKE <= now
