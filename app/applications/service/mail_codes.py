"""Owns the six-digit codes that prove a mail address: mailed, typed in, few guesses, few minutes.

A code opens only what it was mailed for. It is kept as a keyed hash; the mail that carries it
holds nothing about a person, so that a wrong address learns nothing.
"""

import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from app.applications.models import MailCode
from app.applications.store import contacts as store
from app.crypto import Keys
from app.database import new_id
from app.forms.fields.email import EmailField
from app.forms.values import N_, FieldError
from app.i18n.messages import Language
from app.notifications import service as notifications

LASTS = timedelta(minutes=15)
MOST_TRIES = 5
MOST_MAILS = 5
WITHIN = timedelta(hours=1)
LABEL = N_("確認コード（6けたの数字）")
ADDRESS_LABEL = N_("メールアドレス")
WRONG = N_("確認コードがちがいます。メールにある6けたの数字を入力してください。")
OVER = N_(
    "この確認コードは、もう使えません。「確認コードをもう一度送る」を押して、新しいメールの数字を入力してください。"
)
TOO_MANY = N_(
    "このメールアドレスに送れる回数をこえました。1時間ほど待ってから、もう一度押してください。"
)


@dataclass(frozen=True)
class Letterhead:
    """What a mail needs to know of the house around it, in its reader's language."""

    keys: Keys
    language: Language
    city_name: str
    base_url: str


def mark_of(keys: Keys, address: str) -> str:
    """The keyed digest of an address: counts mails, says nothing without the key."""
    return keys.sign("mail-address", address.casefold())


def address_of(typed: str) -> str | FieldError:
    """A mail address as typed, canonical; or what is wrong with it."""
    field = EmailField(key="address", label=ADDRESS_LABEL)
    found = field.parse({"": [typed]})
    if isinstance(found, str):
        return found
    fault = found if isinstance(found, FieldError) else field.fault(field.MISSING)
    return FieldError("address", fault.message_id, fault.params, "", ADDRESS_LABEL)


def may_send(session: Session, keys: Keys, now: datetime, address: str) -> bool:
    """Whether one more code may go to an address, whoever asks."""
    return store.mails_since(session, mark_of(keys, address), now - WITHIN) < MOST_MAILS


def new_code(session: Session, keys: Keys, now: datetime, *, subject: str, address: str) -> str:
    """A fresh code for a subject; the ones before it open nothing any more."""
    ident, code = new_id(now), f"{secrets.randbelow(10**6):06d}"
    row = MailCode(
        id=ident, subject=subject, address_mark=mark_of(keys, address),
        code_hash=_hash(keys, ident, code), created_at=now, expires_at=now + LASTS,
    )  # fmt: skip
    store.add_new(session, row)
    return code


def mail_code(
    session: Session, head: Letterhead, now: datetime, *, subject: str, address: str
) -> bool:
    """Mail a fresh code; False, and nothing sent, when too many went to this address."""
    if not may_send(session, head.keys, now, address):
        return False
    code = new_code(session, head.keys, now, subject=subject, address=address)
    _ = head.language.gettext
    write(
        session, head, now, address=address, subject=_("確認コードのお知らせ"),
        paragraphs=(code_line(head, code), _("この数字を、開いている画面に入力してください。")),
    )  # fmt: skip
    return True


def code_line(head: Letterhead, code: str) -> str:
    """The line of a mail that holds a code."""
    _ = head.language.gettext
    minutes = int(LASTS.total_seconds() // 60)
    until = _("{minutes}分のあいだ使えます。", minutes=minutes)
    return f"{_('確認コード')}：{code}\n{until}"


def write(
    session: Session, head: Letterhead, now: datetime, *, address: str, subject: str,
    paragraphs: tuple[str, ...], topic: str = notifications.SECRET,
) -> None:  # fmt: skip
    """Put a mail out that names nobody."""
    _ = head.language.gettext
    body = "\n\n".join(
        (
            *paragraphs,
            _("このメールには返信できません。心当たりがないときは、お手数ですが破棄してください。"),
            head.base_url,
        )
    )
    notifications.announce(
        session, head.keys, now, topic=topic, recipient=address,
        subject=f"【{head.city_name}】{subject}", body=body, locale=head.language.code,
    )  # fmt: skip


def guess(
    session: Session, keys: Keys, now: datetime, *, subject: str, typed: str
) -> FieldError | None:
    """Take one guess: what is wrong with it, or None; a right code is used up."""
    row = store.latest_code(session, subject)
    if row is None or now >= row.expires_at or row.tries >= MOST_TRIES:
        return FieldError("code", OVER, label=LABEL)
    folded = "".join(unicodedata.normalize("NFKC", typed).split())[:12]
    if not secrets.compare_digest(_hash(keys, row.id, folded), row.code_hash):
        row.tries += 1
        store.add(session, row)
        return FieldError("code", WRONG if row.tries < MOST_TRIES else OVER, label=LABEL)
    store.forget_codes(session, subject=subject)
    return None


def forget(session: Session, subject: str) -> None:
    """Let the codes of a subject open nothing any more."""
    store.forget_codes(session, subject=subject)


def _hash(keys: Keys, ident: str, code: str) -> str:
    return keys.sign("mail-code", f"{ident}:{code}")
