"""Owns the queries of submissions and applications from the resident's side, scoped by device."""

from datetime import datetime

from sqlalchemy import bindparam, update
from sqlalchemy import delete as delete_rows
from sqlmodel import Session, SQLModel, col, select

from app.applications.models import (
    Application,
    Attachment,
    IssuedNumber,
    Message,
    MessageKind,
    Opening,
    StatusChange,
    Submission,
)
from app.database import insert_new

# What a send and every receipt ask: built once, for building costs more than asking.
_OF_DRAFT = select(Submission).where(Submission.draft == bindparam("draft"))
_FOR_DEVICE = (
    select(Submission)
    .join(Application, col(Application.submission) == col(Submission.id))
    .join(Opening, col(Opening.submission) == col(Submission.id))
    .where(
        Application.number == bindparam("number"),
        Opening.device == bindparam("device"),
        Opening.until > bindparam("now"),
    )
)
_APPLICATIONS = (
    select(Application)
    .where(Application.submission == bindparam("submission"))
    .order_by(col(Application.part))
)
_ATTACHMENTS = (
    select(Attachment)
    .where(Attachment.application == bindparam("application"))
    .order_by(col(Attachment.id))
)
_HISTORY = (
    select(StatusChange)
    .where(StatusChange.application == bindparam("application"))
    .order_by(col(StatusChange.at), col(StatusChange.id))
)


def submission_of_draft(session: Session, draft: str) -> Submission | None:
    """What a draft became when it was sent."""
    return session.exec(_OF_DRAFT, params={"draft": draft}).first()


def submission_for_device(
    session: Session, *, number: str, device: str, now: datetime
) -> Submission | None:
    """The submission of an application number, only while it is open on this device."""
    wanted = {"number": number, "device": device, "now": now}
    return session.exec(_FOR_DEVICE, params=wanted).first()


def submission_by_secret(session: Session, secret_hash: str) -> Submission | None:
    """The submission a secret link opens."""
    return session.exec(select(Submission).where(Submission.secret_hash == secret_hash)).first()


def applications_of(session: Session, submission: str, *, lock: bool = False) -> list[Application]:
    """The applications of one send in their order; locked ones as they stand now."""
    query = _APPLICATIONS
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return list(session.exec(query, params={"submission": submission}))


def renew(
    session: Session, now: datetime, application: Application, *,
    version: int, missing_documents: int,
) -> bool:  # fmt: skip
    """Say that something came or went, where nobody else was first."""
    changed = session.execute(
        update(Application)
        .where(col(Application.id) == application.id, col(Application.version) == version)
        .values(missing_documents=missing_documents, updated_at=now, version=version + 1)
    )
    if changed.rowcount != 1:  # type: ignore[attr-defined]
        return False
    session.refresh(application)
    return True


def attachment(session: Session, ident: str) -> Attachment | None:
    """One document by its id."""
    return session.get(Attachment, ident)


def status_change(session: Session, ident: str) -> StatusChange | None:
    """One step of a history by its id."""
    return session.get(StatusChange, ident)


def message(session: Session, ident: str) -> Message | None:
    """One message by its id."""
    return session.get(Message, ident)


def delete(session: Session, rows: list[Attachment]) -> None:
    """Take rows of documents out."""
    for row in rows:
        session.delete(row)
    session.flush()


def attachments_of(session: Session, application: str) -> list[Attachment]:
    """The documents of one application."""
    return list(session.exec(_ATTACHMENTS, params={"application": application}))


def history_of(session: Session, application: str) -> list[StatusChange]:
    """The history of one application, oldest first."""
    return list(session.exec(_HISTORY, params={"application": application}))


def messages_of(session: Session, application: str, *, with_notes: bool) -> list[Message]:
    """The messages of one application, oldest first; notes are for the office only."""
    query = select(Message).where(Message.application == application)
    if not with_notes:
        query = query.where(Message.kind != MessageKind.NOTE)
    return list(session.exec(query.order_by(col(Message.at), col(Message.id))))


def is_number_issued(session: Session, number: str) -> bool:
    """Whether a number was ever given."""
    return session.get(IssuedNumber, number) is not None


def opening(session: Session, submission: str, device: str) -> Opening | None:
    """The right of a device to see a submission."""
    return session.get(Opening, (submission, device))


def shut(session: Session, submission: str) -> None:
    """End the right of every device to see a submission."""
    session.execute(delete_rows(Opening).where(col(Opening.submission) == submission))


def forget(session: Session, row: Opening) -> None:
    """End a device's right."""
    session.delete(row)


def add_new(session: Session, *rows: SQLModel) -> None:
    """Keep rows of a send, in the order of their references; nothing changes them after."""
    insert_new(session, *rows)


def add(session: Session, *rows: object) -> None:
    """Keep new or changed rows."""
    session.add_all(rows)
    session.flush()
