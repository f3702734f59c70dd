"""Owns the queries of mail addresses at their pace: codes, contacts, resuming, reminders."""

from datetime import datetime

from sqlalchemy import bindparam, delete, func, update
from sqlmodel import Session, SQLModel, col, select

from app.applications.models import (
    Application,
    Draft,
    DraftContact,
    DraftOpening,
    Intake,
    MailCode,
    Reminder,
    Submission,
    SubmissionContact,
)
from app.database import Asked, write_at_once

_MAILS = Asked(
    select(func.count())
    .select_from(MailCode)
    .where(MailCode.address_mark == bindparam("mark"), MailCode.created_at >= bindparam("since"))
)


def add(session: Session, row: SQLModel) -> None:
    """Keep a new or changed row."""
    session.add(row)
    session.flush()


def add_new(session: Session, row: SQLModel) -> None:
    """Keep a row that is not changed again in this transaction."""
    write_at_once(session, row)


def delete_row(session: Session, row: SQLModel) -> None:
    """Take a row out."""
    session.delete(row)
    session.flush()


def mails_since(session: Session, mark: str, since: datetime) -> int:
    """How many codes went to one address lately."""
    return _MAILS.first(session, mark=mark, since=since) or 0


def latest_code(session: Session, subject: str) -> MailCode | None:
    """The code that counts: the last one mailed for a draft or a submission."""
    query = select(MailCode).where(MailCode.subject == subject).with_for_update()
    newest = (col(MailCode.created_at).desc(), col(MailCode.id).desc())
    return session.exec(query.order_by(*newest).limit(1)).first()


def has_codes(session: Session, *, before: datetime) -> bool:
    """Whether any code was mailed before an instant."""
    query = select(MailCode.id).where(MailCode.created_at < before).limit(1)
    return session.exec(query).first() is not None


def forget_codes(session: Session, *, subject: str = "", before: datetime | None = None) -> None:
    """Drop the codes of one subject, or those mailed before an instant."""
    query = delete(MailCode)
    if before is not None:
        query = query.where(col(MailCode.created_at) < before)
    else:
        query = query.where(col(MailCode.subject) == subject)
    session.execute(query)


def draft_contact(session: Session, draft: str) -> DraftContact | None:
    """The address a draft is resumed by."""
    return session.get(DraftContact, draft)


def draft_by_token(session: Session, token_hash: str) -> tuple[Draft, DraftContact] | None:
    """The unsent draft that a link leads to, if its address was proven."""
    query = (
        select(Draft, DraftContact)
        .where(Draft.id == DraftContact.draft, DraftContact.token_hash == token_hash)
        .where(col(Draft.sent_at).is_(None), col(DraftContact.proven_at).is_not(None))
    )
    return session.exec(query).first()


def opening(session: Session, draft: str, device: str) -> DraftOpening | None:
    """The right of a further device to go on with a draft."""
    return session.get(DraftOpening, (draft, device))


def submission_contact(session: Session, submission: str) -> SubmissionContact | None:
    """An address of a send that nobody has proven yet."""
    return session.get(SubmissionContact, submission)


def set_recipient(session: Session, submission: str, sealed: bytes | None) -> None:
    """Where notices of a send go from now on; None: nowhere."""
    session.execute(
        update(Submission).where(col(Submission.id) == submission).values(recipient=sealed)
    )


def open_with_contact(
    session: Session, *, intake: str, now: datetime
) -> list[tuple[Draft, DraftContact]]:
    """Every unsent draft of an intake with a proven address."""
    query = (
        select(Draft, DraftContact)
        .where(Draft.id == DraftContact.draft, Draft.intake == intake)
        .where(col(Draft.sent_at).is_(None), col(DraftContact.proven_at).is_not(None))
        .where(Draft.expires_at > now)
    )
    return list(session.exec(query.order_by(col(Draft.id))).all())


def unsent_with_contact(
    session: Session, *, closes_after: datetime, closes_before: datetime, limit: int
) -> list[tuple[Draft, DraftContact, Intake]]:
    """Unsent drafts with a proven address, whose intake closes in between, not yet reminded."""
    reminded = select(Reminder.target).where(
        Reminder.topic == "draft", Reminder.target == Draft.id, Reminder.due == Intake.closes_at
    )
    query = (
        select(Draft, DraftContact, Intake)
        .where(Draft.id == DraftContact.draft, Draft.intake == Intake.id)
        .where(col(Draft.sent_at).is_(None), col(DraftContact.proven_at).is_not(None))
        .where(Intake.closes_at > closes_after, Intake.closes_at <= closes_before)
        .where(~reminded.exists())
        .order_by(col(Draft.id))
        .limit(limit)
    )
    return list(session.exec(query).all())


def missing_documents(
    session: Session, *, due_after: datetime, due_before: datetime, limit: int
) -> list[tuple[Application, Submission, Intake]]:
    """Applications that still miss documents due in between, whose sender has a proven address."""
    reminded = select(Reminder.target).where(
        Reminder.topic == "documents", Reminder.target == Submission.id,
        Reminder.due == Intake.document_deadline,
    )  # fmt: skip
    query = (
        select(Application, Submission, Intake)
        .where(Application.submission == Submission.id, Application.intake == Intake.id)
        .where(Application.missing_documents > 0, col(Submission.recipient).is_not(None))
        .where(col(Intake.document_deadline) > due_after)
        .where(col(Intake.document_deadline) <= due_before)
        .where(~reminded.exists())
        .order_by(col(Submission.id), col(Application.part))
        .limit(limit)
    )
    return list(session.exec(query).all())
