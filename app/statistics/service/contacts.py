"""Owns the mail addresses of statistics: proven by a code before anything else goes there.

A contact belongs to a subject: `report:<account>` or `section:<code>`. A new address waits beside
the proven one, which stays in use until the code of the new one was typed in; what waits can be
taken back, and is forgotten after a week.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session

from app.applications.service import mail_codes
from app.applications.service.mail_codes import Letterhead
from app.audit import service as audit
from app.clock import Clock
from app.crypto import Keys
from app.database import Database
from app.errors import NotFound
from app.forms.values import FieldError
from app.statistics.models import Contact
from app.statistics.store import reports as store

WAITS: Final = timedelta(days=7)


@dataclass(frozen=True)
class Reach:
    """Where mails of a subject go, and the address that waits for its code; empty: none."""

    address: str = ""
    waiting: str = ""
    until: datetime | None = None
    """When what waits is forgotten."""

    @property
    def is_known(self) -> bool:
        """Whether there is any address."""
        return bool(self.address or self.waiting)


def reach(session: Session, keys: Keys, subject: str) -> Reach:
    """Where a subject can be reached."""
    return _reach(keys, store.contact(session, subject))


def reaches(session: Session, keys: Keys, subjects: Sequence[str]) -> dict[str, Reach]:
    """Where many subjects can be reached; one without any address has an empty reach."""
    rows = store.contacts(session, subjects)
    return {subject: _reach(keys, rows.get(subject)) for subject in subjects}


def ask(
    session: Session, head: Letterhead, now: datetime, *, subject: str, address: str
) -> FieldError | None:
    """Let an address wait and mail it a code; the address in use needs none.

    Returns what is wrong when too many codes went there: it waits all the same.
    """
    row = store.contact(session, subject) or Contact(subject=subject)
    if address == _reach(head.keys, row).address:
        undo(session, subject)
        return None
    row.waiting = head.keys.wrap(address.encode(), _context(subject))
    row.waiting_since = now.replace(microsecond=0)
    store.keep(session, row)
    return again(session, head, now, subject)


def again(session: Session, head: Letterhead, now: datetime, subject: str) -> FieldError | None:
    """Mail a fresh code to the address that waits; what is wrong when it went too often."""
    address = _waiting(session, head.keys, subject)
    sent = mail_codes.mail_code(session, head, now, subject=subject, address=address)
    return None if sent else FieldError("code", mail_codes.TOO_MANY, label=mail_codes.LABEL)


def prove(
    session: Session, keys: Keys, now: datetime, *, subject: str, typed: str, actor: str
) -> FieldError | None:
    """Take a code: mails go to the address it was mailed to from now on."""
    address = _waiting(session, keys, subject)
    fault = mail_codes.guess(session, keys, now, subject=subject, typed=typed)
    if fault is None:
        wrapped = keys.wrap(address.encode(), _context(subject))
        store.keep(session, Contact(subject=subject, address=wrapped))
        audit.record(session, now, actor=actor, action="mail_address_proven", subject=subject)
    return fault


def undo(session: Session, subject: str) -> None:
    """Take back the address that waits; the one in use stays."""
    row = store.contact(session, subject)
    if row is None:
        return
    mail_codes.forget(session, subject)
    if row.address is None:
        store.remove(session, row)
    else:
        store.keep(session, Contact(subject=subject, address=row.address))


def forget(session: Session, subject: str) -> None:
    """Forget every address of a subject."""
    row = store.contact(session, subject)
    if row is not None:
        mail_codes.forget(session, subject)
        store.remove(session, row)


def forget_lapsed(database: Database, clock: Clock) -> None:
    """Forget the addresses nobody proved within a week."""
    before = clock.now() - WAITS
    with database.reading() as session:
        if not store.has_lapsed(session, before):
            return
    with database.writing() as session:
        store.forget_lapsed(session, before)


def _reach(keys: Keys, row: Contact | None) -> Reach:
    if row is None:
        return Reach()
    address, waiting = (
        keys.unwrap(part, _context(row.subject)).decode() if part else ""
        for part in (row.address, row.waiting)
    )
    return Reach(address, waiting, row.waiting_since and row.waiting_since + WAITS)


def _waiting(session: Session, keys: Keys, subject: str) -> str:
    found = reach(session, keys, subject).waiting
    if not found:
        raise NotFound
    return found


def _context(subject: str) -> str:
    return f"{subject}:recipient"
