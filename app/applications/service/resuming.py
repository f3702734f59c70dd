"""Owns going on with a draft on another device: an address that was proven, a link, a code.

The link alone opens nothing (mail is forwarded, previewed, printed): it leads to a page that mails
a code to the same address, and only this draft is opened. Once it is sent, the link is dead.
"""

import secrets
from datetime import datetime

from sqlmodel import Session

from app.applications.models import Draft, DraftContact, DraftOpening
from app.applications.service import mail_codes
from app.applications.service.mail_codes import TOO_MANY, Letterhead
from app.applications.store import contacts as store
from app.crypto import Keys, digest
from app.errors import NotFound
from app.forms.values import FieldError


def contact_of(session: Session, draft: str) -> DraftContact | None:
    """The address a draft is resumed by, proven or not."""
    return store.draft_contact(session, draft)


def address_of(keys: Keys, contact: DraftContact) -> str:
    """The address itself; only for the device that owns the draft, and for the mail."""
    return keys.unwrap(contact.address, f"draft_contacts:{contact.draft}:address").decode()


def leave_address(
    session: Session, head: Letterhead, now: datetime, draft: Draft, typed: str
) -> FieldError | None:
    """Keep an address for a draft and mail it a code; or what is wrong with it."""
    address = mail_codes.address_of(typed)
    if isinstance(address, FieldError):
        return address
    if not mail_codes.mail_code(session, head, now, subject=draft.id, address=address):
        return FieldError("address", TOO_MANY, label=mail_codes.ADDRESS_LABEL)
    place, token = f"draft_contacts:{draft.id}", secrets.token_hex(16)
    if old := store.draft_contact(session, draft.id):
        store.delete_row(session, old)
    row = DraftContact(
        draft=draft.id, address=head.keys.wrap(address.encode(), f"{place}:address"),
        address_mark=mail_codes.mark_of(head.keys, address), locale=head.language.code,
        token=head.keys.wrap(token.encode(), f"{place}:token"), token_hash=digest(token),
        created_at=now,
    )  # fmt: skip
    store.add(session, row)
    return None


def code_again(
    session: Session, head: Letterhead, now: datetime, contact: DraftContact
) -> FieldError | None:
    """Mail a code once more to the address of a draft."""
    address = address_of(head.keys, contact)
    sent = mail_codes.mail_code(session, head, now, subject=contact.draft, address=address)
    return None if sent else FieldError("code", TOO_MANY, label=mail_codes.LABEL)


def prove(
    session: Session, head: Letterhead, now: datetime, contact: DraftContact, typed: str
) -> FieldError | None:
    """Take the code on the owner's device; then the link is mailed."""
    keys = head.keys
    fault = mail_codes.guess(session, keys, now, subject=contact.draft, typed=typed)
    if fault is None:
        contact.proven_at = now
        store.add(session, contact)
        mail_link(session, head, now, contact)
    return fault


def mail_link(session: Session, head: Letterhead, now: datetime, contact: DraftContact) -> None:
    """The mail that holds the link; it says neither who fills in nor what."""
    _ = head.language.gettext
    mail_codes.write(
        session, head, now, address=address_of(head.keys, contact),
        subject=_("続きから入力するためのリンク"),
        paragraphs=(
            _("入力の途中の手続の続きは、次のリンクから開けます。まだ送信していません。"),
            link_of(head, contact),
            _("開くときに、確認コードをこのメールアドレスに送ります。リンクは人に見せないでください。"),
        ),
    )  # fmt: skip


def link_of(head: Letterhead, contact: DraftContact) -> str:
    """The address that leads to the draft."""
    token = head.keys.unwrap(contact.token, f"draft_contacts:{contact.draft}:token").decode()
    return f"{head.base_url.rstrip('/')}/{head.language.address}/resume/{token}"


def by_token(session: Session, token: str) -> tuple[Draft, DraftContact]:
    """The draft that a link leads to; NotFound, alike for unknown, sent and unproven."""
    found = store.draft_by_token(session, digest(token))
    if found is None:
        raise NotFound
    return found


def open_here(session: Session, now: datetime, draft: Draft, *, device: str) -> None:
    """After its code was taken: this device may go on with the draft, the others still may."""
    if draft.device != device and not store.opening(session, draft.id, device):
        store.add(session, DraftOpening(draft=draft.id, device=device, at=now))
