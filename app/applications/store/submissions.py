"""Owns the queries of submissions and applications from the resident's side, scoped by device."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, exists, update
from sqlalchemy import delete as delete_rows
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, SQLModel, col, select

from app.accounts.models import Device
from app.applications.models import (
    Application,
    Attachment,
    IssuedNumber,
    Message,
    MessageKind,
    Opening,
    Rating,
    StatusChange,
    Submission,
    SubmissionContact,
)
from app.catalogue.models import VERSION_IN_FORCE
from app.database import Asked, write_at_once


class ForReceipt(NamedTuple):
    """A submission with what its receipt tells first: all of it comes with one question."""

    submission: Submission
    applications: list[tuple[Application, bool]]
    """In their order, each with whether it has messages that its resident may read."""
    awaits_code: bool
    """Whether an address of it waits to be proven."""
    is_rated: bool
    version: int
    """Of the catalogue."""


_OF_DRAFT = Asked(select(Submission).where(Submission.draft == bindparam("draft")))
_ASKED_FOR = aliased(Application)
_OPEN = (
    col(_ASKED_FOR.submission) == col(Submission.id),
    col(Opening.submission) == col(Submission.id),
    col(_ASKED_FOR.number) == bindparam("number"),
    col(Opening.until) > bindparam("now"),
)
_ON_DEVICE = Opening.device == bindparam("device")
_ON_TOKEN = (
    col(Opening.device) == col(Device.id),
    Device.token_hash == bindparam("token_hash"),
)
_TO_RESIDENT = col(Message.kind) != MessageKind.NOTE
_RECEIPT: Any = (
    select_columns(
        Submission,
        Application,
        exists().where(col(Message.application) == Application.id, _TO_RESIDENT),
        exists().where(col(SubmissionContact.submission) == Submission.id),
        exists().where(col(Rating.submission) == Submission.id),
        VERSION_IN_FORCE,
    )
    .where(*_OPEN, col(Application.submission) == col(Submission.id))
    .order_by(col(Application.part))
)
_FOR_DEVICE = Asked(select(Submission).where(*_OPEN, _ON_DEVICE))
_FOR_RECEIPT: Asked[Any] = Asked(_RECEIPT.where(_ON_DEVICE))
_FOR_RECEIPT_OF_TOKEN: Asked[Any] = Asked(_RECEIPT.where(*_ON_TOKEN))
_OF_SUBMISSION = (
    select(Application)
    .where(Application.submission == bindparam("submission"))
    .order_by(col(Application.part))
)
_APPLICATIONS = Asked(_OF_SUBMISSION)
_LOCKED_APPLICATIONS = Asked(
    _OF_SUBMISSION.with_for_update().execution_options(populate_existing=True)
)
_ATTACHMENTS = Asked(
    select(Attachment)
    .where(Attachment.application == bindparam("application"))
    .order_by(col(Attachment.id))
)
_HISTORY = Asked(
    select(StatusChange)
    .where(StatusChange.application == bindparam("application"))
    .order_by(col(StatusChange.at), col(StatusChange.id))
)
_ALL_MESSAGES = (
    select(Message)
    .where(Message.application == bindparam("application"))
    .order_by(col(Message.at), col(Message.id))
)
_MESSAGES_AND_NOTES = Asked(_ALL_MESSAGES)
_MESSAGES = Asked(_ALL_MESSAGES.where(_TO_RESIDENT))
_NUMBER = Asked(select(IssuedNumber.number).where(IssuedNumber.number == bindparam("number")))
_RATED = Asked(select(Rating.submission).where(Rating.submission == bindparam("submission")))


def submission_of_draft(session: Session, draft: str) -> Submission | None:
    """What a draft became when it was sent."""
    return _OF_DRAFT.first(session, draft=draft)


def submission_for_device(
    session: Session, *, number: str, device: str, now: datetime
) -> Submission | None:
    """The submission of an application number, only while it is open on this device."""
    return _FOR_DEVICE.first(session, number=number, device=device, now=now)


def submission_for_receipt(
    session: Session, *, number: str, device: str, now: datetime
) -> ForReceipt | None:
    """The same, and what a receipt tells of it."""
    return _together(_FOR_RECEIPT.all(session, number=number, device=device, now=now))


def submission_for_token(
    session: Session, *, number: str, token_hash: str, now: datetime
) -> ForReceipt | None:
    """The same for the device behind a token."""
    return _together(
        _FOR_RECEIPT_OF_TOKEN.all(session, number=number, token_hash=token_hash, now=now)
    )


def _together(rows: Sequence[Any]) -> ForReceipt | None:
    """What the rows of one submission, a row for each application, say of it."""
    if not rows:
        return None
    submission, _, _, awaits_code, is_rated, version = rows[0]
    applications = [(row[1], row[2]) for row in rows]
    return ForReceipt(submission, applications, awaits_code, is_rated, version)


def submission_by_secret(session: Session, secret_hash: str) -> Submission | None:
    """The submission a secret link opens."""
    return session.exec(select(Submission).where(Submission.secret_hash == secret_hash)).first()


def applications_of(session: Session, submission: str, *, lock: bool = False) -> list[Application]:
    """The applications of one send in their order; locked ones as they stand now."""
    asked = _LOCKED_APPLICATIONS if lock else _APPLICATIONS
    return asked.all(session, submission=submission)


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
    return _ATTACHMENTS.all(session, application=application)


def history_of(session: Session, application: str) -> list[StatusChange]:
    """The history of one application, oldest first."""
    return _HISTORY.all(session, application=application)


def messages_of(session: Session, application: str, *, with_notes: bool) -> list[Message]:
    """The messages of one application, oldest first; notes are for the office only."""
    asked = _MESSAGES_AND_NOTES if with_notes else _MESSAGES
    return asked.all(session, application=application)


def is_number_issued(session: Session, number: str) -> bool:
    """Whether a number was ever given."""
    return _NUMBER.first(session, number=number) is not None


def is_rated(session: Session, submission: str) -> bool:
    """Whether a send was rated."""
    return _RATED.first(session, submission=submission) is not None


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
    write_at_once(session, *rows)


def add(session: Session, *rows: object) -> None:
    """Keep new or changed rows."""
    session.add_all(rows)
    session.flush()
