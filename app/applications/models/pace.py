"""Owns the tables of residents at their pace: corrections, revisions, resuming, reminders."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel


class Cause(StrEnum):
    """Why answers were replaced: the office asked (補正), or the resident wished (変更)."""

    CORRECTION = "correction"
    CHANGE = "change"


class Correction(SQLModel, table=True):
    """A request for correction (補正依頼); `body` seals the marked fields and the reasons.

    From `asked_at` to `answered_at` the standard processing period (標準処理期間) stands still.
    """

    __tablename__ = "corrections"

    id: str = Field(primary_key=True, max_length=32)
    application: str = Field(
        foreign_key="applications.id", max_length=32, index=True, ondelete="CASCADE"
    )
    asked_at: datetime
    asked_by: str = Field(max_length=32)
    body: bytes
    answered_at: datetime | None = None


class Revision(SQLModel, table=True):
    """Answers as they were before they were replaced, still sealed under their own number."""

    __tablename__ = "application_revisions"

    application: str = Field(
        primary_key=True, foreign_key="applications.id", max_length=32, ondelete="CASCADE"
    )
    number: int = Field(primary_key=True)
    answers: bytes
    cause: str = Field(max_length=10)
    correction: str | None = Field(default=None, max_length=32)
    replaced_at: datetime


class DraftOpening(SQLModel, table=True):
    """A further device that may go on with a draft: it was opened there with link and code."""

    __tablename__ = "draft_openings"

    draft: str = Field(primary_key=True, foreign_key="drafts.id", max_length=32, ondelete="CASCADE")
    device: str = Field(
        primary_key=True, foreign_key="devices.id", max_length=32, ondelete="CASCADE", index=True
    )
    at: datetime


class DraftContact(SQLModel, table=True):
    """The mail address a draft is resumed by; nothing but codes goes there before it is proven.

    `token` (sealed) makes the link, `token_hash` finds the draft again.
    """

    __tablename__ = "draft_contacts"

    draft: str = Field(primary_key=True, foreign_key="drafts.id", max_length=32, ondelete="CASCADE")
    address: bytes
    address_mark: str = Field(max_length=64)
    locale: str = Field(max_length=20)
    token: bytes
    token_hash: str = Field(unique=True, max_length=64)
    created_at: datetime
    proven_at: datetime | None = None


class SubmissionContact(SQLModel, table=True):
    """An address given for notices of a send that nobody has proven yet; then it is gone."""

    __tablename__ = "submission_contacts"

    submission: str = Field(
        primary_key=True, foreign_key="submissions.id", max_length=32, ondelete="CASCADE"
    )
    address: bytes
    address_mark: str = Field(max_length=64)
    created_at: datetime


class MailCode(SQLModel, table=True):
    """A six-digit code that was mailed, kept as a keyed hash; few guesses, few minutes.

    `subject` is the draft or the submission that it is for, or a contact of statistics.
    """

    __tablename__ = "mail_codes"

    id: str = Field(primary_key=True, max_length=32)
    subject: str = Field(max_length=64, index=True)
    address_mark: str = Field(max_length=64, index=True)
    code_hash: str = Field(max_length=64)
    tries: int = 0
    created_at: datetime
    expires_at: datetime = Field(index=True)


class Reminder(SQLModel, table=True):
    """A reminder that was sent, so that each goes out once for each deadline."""

    __tablename__ = "reminders"

    topic: str = Field(primary_key=True, max_length=12)
    target: str = Field(primary_key=True, max_length=32)
    due: datetime = Field(primary_key=True)
    sent_at: datetime


class Rating(SQLModel, table=True):
    """That a send was rated, once; how it was rated stands in the journal alone."""

    __tablename__ = "ratings"

    submission: str = Field(
        primary_key=True, foreign_key="submissions.id", max_length=32, ondelete="CASCADE"
    )
    at: datetime
