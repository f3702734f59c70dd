"""Owns what one browser holds: its unsent drafts and the receipts it may look at."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from app.applications.models import Application, Draft, Opening
from app.applications.service import abandoning, drafts
from app.applications.store import devices as store
from app.catalogue import service as catalogue


@dataclass(frozen=True)
class HeldDraft:
    """An unsent draft and the title of its form (a message id)."""

    draft: Draft
    title: str


@dataclass(frozen=True)
class HeldReceipt:
    """A send that this browser may look at, by its first application."""

    opening: Opening
    application: Application
    title: str


@dataclass(frozen=True)
class Held:
    """All of it, newest first."""

    drafts: tuple[HeldDraft, ...] = ()
    receipts: tuple[HeldReceipt, ...] = ()


def of_device(session: Session, now: datetime, device: str) -> Held:
    """What a browser holds; nothing for an unknown one ("")."""
    if not device:
        return Held()
    return Held(
        tuple(
            HeldDraft(draft, _title(session, draft.fingerprint))
            for draft in drafts.of_device(session, now, device=device)
        ),
        tuple(
            HeldReceipt(opening, application, _title(session, application.fingerprint))
            for opening, application in store.receipts(session, device=device, now=now)
        ),
    )


def forget(session: Session, now: datetime, device: str) -> list[str]:
    """Erase the drafts of a browser and end its right to receipts; returns blobs to drop.

    A sent draft goes too, so that its answers are offered to nobody any more. A draft that was
    only opened here by mail stays with the device it was begun on.
    """
    blobs = []
    for draft in store.drafts_of(session, device):
        abandoning.record(session, now, draft, abandoning.ERASED)
        blobs += drafts.erase(session, draft)
    store.end_openings(session, device)
    return blobs


def forget_send(session: Session, *, draft: str, device: str) -> list[str]:
    """After 「この端末から消す」 of a receipt: the sent draft of this device goes with it."""
    return [
        blob
        for row in store.drafts_of(session, device)
        if row.id == draft
        for blob in drafts.erase(session, row)
    ]


def _title(session: Session, fingerprint: str) -> str:
    return catalogue.form_by_fingerprint(session, fingerprint).title
