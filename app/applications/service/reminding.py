"""Owns reminders: of a draft before its intake closes, of documents before their deadline.

Each goes once for each deadline, to proven addresses only, and says nothing about a person.
"""

from datetime import datetime, timedelta

from sqlmodel import Session

from app.applications.models import Application, Draft, DraftContact, Intake, Reminder, Submission
from app.applications.service import mail_codes, resuming, status
from app.applications.service.deciding import Office
from app.applications.service.mail_codes import Letterhead
from app.applications.store import contacts as store
from app.clock import Clock
from app.crypto import open_envelope
from app.database import Database
from app.i18n import formats
from app.journal import service as journal
from app.journal.models import Event, FactKind

BEFORE = timedelta(days=3)
BATCH = 50
CODES_KEPT = timedelta(days=1)


def remind_all(database: Database, office: Office, clock: Clock) -> int:
    """Write every reminder that is due, batch by batch; returns how many went out.

    Codes that opened nothing any more for a day are forgotten on the way.
    """
    total = 0
    for remind in (remind_drafts, remind_documents):
        while True:
            with database.reading() as session:
                if not remind_is_due(session, clock.now()):
                    break
            with database.writing() as session:
                seen, sent = remind(session, office, clock.now())
            total += sent
            if seen < BATCH:
                break
    with database.reading() as session:
        is_stale = store.has_codes(session, before=clock.now() - CODES_KEPT)
    if is_stale:
        with database.writing() as session:
            store.forget_codes(session, before=clock.now() - CODES_KEPT)
    return total


def remind_is_due(session: Session, now: datetime) -> bool:
    """Whether anybody waits for a reminder; cheap, so that idle rounds never take the writer."""
    return bool(
        store.unsent_with_contact(session, closes_after=now, closes_before=now + BEFORE, limit=1)
        or store.missing_documents(session, due_after=now, due_before=now + BEFORE, limit=1)
    )


def remind_drafts(session: Session, office: Office, now: datetime) -> tuple[int, int]:
    """Remind of unsent drafts; returns how many were looked at, and how many mails went out."""
    found = store.unsent_with_contact(
        session, closes_after=now, closes_before=now + BEFORE, limit=BATCH
    )
    for draft, contact, intake in found:
        store.add(
            session, Reminder(topic="draft", target=draft.id, due=intake.closes_at, sent_at=now)
        )
        _mail_draft(session, office, now, draft, contact, intake)
    return len(found), len(found)


def tell_drafts(session: Session, office: Office, now: datetime, intake: Intake, body: str) -> int:
    """Send a notice of an intake (its extension) to all who have not sent; returns how many."""
    found = store.open_with_contact(session, intake=intake.id, now=now)
    for _draft, contact in found:
        head = _head(office, contact.locale)
        _, shown = head.language.gettext, formats.format_datetime(intake.closes_at, contact.locale)
        mail_codes.write(
            session, head, now, address=resuming.address_of(office.keys, contact),
            subject=_("受付についてのお知らせがあります"),
            paragraphs=(
                body,
                _("受付は {time} までです。続きは次のリンクから開けます。", time=shown),
                resuming.link_of(head, contact),
            ),
        )  # fmt: skip
    return len(found)


def remind_documents(session: Session, office: Office, now: datetime) -> tuple[int, int]:
    """Remind of documents still to come, once for a whole send."""
    found = store.missing_documents(session, due_after=now, due_before=now + BEFORE, limit=BATCH)
    sends = {send.id: (send, intake) for _, send, intake in found}
    sent = 0
    for ident, (send, intake) in sends.items():
        due = intake.document_deadline
        rows = [row for row, own, _ in found if own.id == ident]
        waiting = [row for row in rows if status.takes_documents(row, now)]
        if due is None:
            continue
        store.add(session, Reminder(topic="documents", target=ident, due=due, sent_at=now))
        if waiting:
            _mail_documents(session, office, now, send, waiting, due)
            sent += 1
    return len(found), sent


def _mail_draft(
    session: Session, office: Office, now: datetime, draft: Draft, contact: DraftContact,
    intake: Intake,
) -> None:  # fmt: skip
    head = _head(office, contact.locale)
    _, shown = head.language.gettext, formats.format_datetime(intake.closes_at, contact.locale)
    mail_codes.write(
        session, head, now, address=resuming.address_of(office.keys, contact),
        subject=_("まだ送信していない手続があります"),
        paragraphs=(
            _("入力の途中の手続があります。まだ送信していません。"),
            _("受付は {time} までです。続きは次のリンクから開けます。", time=shown),
            resuming.link_of(head, contact),
        ),
    )  # fmt: skip
    journal.record(
        session, now, event=Event.REMINDED, procedure=draft.procedure, intake=draft.intake,
        form=draft.fingerprint, locale=draft.locale, detail="draft", kind=FactKind(draft.kind),
    )  # fmt: skip


def _mail_documents(
    session: Session, office: Office, now: datetime, send: Submission, rows: list[Application],
    due: datetime,
) -> None:  # fmt: skip
    head = _head(office, send.locale)
    _, shown = head.language.gettext, formats.format_datetime(due, send.locale)
    envelope = open_envelope(office.keys, "submissions", send.id, send.wrapped_key)
    mail_codes.write(
        session, head, now, topic="reminder",
        address=envelope.open("recipient", send.recipient or b"").decode(),
        subject=_("まだ出していただく書類があります"),
        paragraphs=(
            _("まだ届いていない書類があります。期限は {time} です。", time=shown),
            "\n".join(f"{_('申請番号')}：{row.number}" for row in rows),
            _("状況は、送信した端末か、控えにある秘密のリンクから確かめられます。"),
        ),
    )  # fmt: skip
    for row in rows:
        journal.record(
            session, now, event=Event.REMINDED, procedure=row.procedure, section=row.section,
            intake=row.intake, form=row.fingerprint, locale=row.locale, channel=row.channel,
            detail="documents", kind=FactKind(row.kind),
        )  # fmt: skip


def _head(office: Office, code: str) -> Letterhead:
    language = office.languages.of_code(code)
    return Letterhead(office.keys, language, office.city_name, office.base_url)
