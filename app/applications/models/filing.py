"""Owns the tables of intakes, drafts, submissions, applications and what belongs to them.

One send is a `Submission` (送信) with one receipt and one secret; it holds one `Application` (件)
per child. Columns of type bytes are sealed (`app.crypto`).
"""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel


class Status(StrEnum):
    """Where an application stands; `service.status` knows which follows which."""

    ARRIVED = "arrived"
    ACCEPTED = "accepted"
    CORRECTION_REQUESTED = "correction_requested"
    CORRECTED = "corrected"
    REVIEWING = "reviewing"
    DECIDED = "decided"
    NOTIFIED = "notified"
    COMPLETED = "completed"
    CONFIRMED = "confirmed"
    LOTTERY = "lottery"
    FULL = "full"
    IN_PROGRESS = "in_progress"
    RESOLVED = "resolved"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"
    DECLINED = "declined"


GONE = frozenset({Status.WITHDRAWN, Status.DECLINED})
"""What its resident ended: 取下げ before the decision, 辞退 after it."""


class Decision(StrEnum):
    """What was decided on an application of the kind 申請."""

    APPROVED = "approved"
    REFUSED = "refused"
    WAITING = "waiting"
    DISMISSED = "dismissed"


class AttachmentState(StrEnum):
    """How a document comes: now, later (後日提出), on paper (紙で提出); or how it stands since.

    The office asks for one AGAIN (再提出) that cannot be used; a paper that came is TAKEN (受領).
    """

    NOW = "now"
    LATER = "later"
    PAPER = "paper"
    AGAIN = "again"
    TAKEN = "taken"


class Intake(SQLModel, table=True):
    """A period in which a form is taken (募集・受付期間): from ≤ t ≤ to, both in UTC instants."""

    __tablename__ = "intakes"

    id: str = Field(primary_key=True, max_length=32)
    form: str = Field(max_length=64, index=True)
    procedure: str = Field(max_length=64)
    name: str = Field(max_length=120)
    target_year: int
    opens_at: datetime
    closes_at: datetime
    document_deadline: datetime | None = None
    release_at: datetime | None = None
    quota: int | None = None
    is_sample: bool = False
    created_at: datetime
    created_by: str = Field(max_length=64)


class Draft(SQLModel, table=True):
    """What a resident is filling in; `body` seals the answers and what was typed beside them."""

    __tablename__ = "drafts"

    id: str = Field(primary_key=True, max_length=32)
    public_id: str = Field(unique=True, max_length=32)
    device: str = Field(foreign_key="devices.id", max_length=32, index=True)
    form: str = Field(max_length=64)
    fingerprint: str = Field(foreign_key="form_revisions.fingerprint", max_length=64)
    procedure: str = Field(max_length=64)
    intake: str | None = Field(default=None, foreign_key="intakes.id", max_length=32)
    version: int = 1
    wrapped_key: bytes
    body: bytes
    done: str = Field(default="", max_length=2000)
    locale: str = Field(max_length=20)
    preferred_locale: str = Field(default="", max_length=20)
    device_class: str = Field(default="unknown", max_length=10)
    started_at: datetime
    updated_at: datetime
    expires_at: datetime = Field(index=True)
    sent_at: datetime | None = None
    kind: str = Field(default="live", max_length=4, sa_column_kwargs={"server_default": "live"})


class Upload(SQLModel, table=True):
    """A file of a draft. Its bytes lie sealed in storage under `blob`, its key is sealed here."""

    __tablename__ = "uploads"

    id: str = Field(primary_key=True, max_length=32)
    draft: str = Field(foreign_key="drafts.id", max_length=32, index=True)
    path: str = Field(max_length=120)
    name: bytes
    media_type: str = Field(max_length=100)
    size: int
    sha256: str = Field(max_length=64)
    blob: str = Field(max_length=40, index=True)
    file_key: bytes
    created_at: datetime


class Submission(SQLModel, table=True):
    """One send (送信): its moment of arrival, its receipt and its secret link."""

    __tablename__ = "submissions"

    id: str = Field(primary_key=True, max_length=32)
    draft: str = Field(unique=True, max_length=32)
    content_hash: str = Field(max_length=64)
    received_at: datetime
    secret_hash: str = Field(unique=True, max_length=64)
    secret: bytes
    wrapped_key: bytes
    recipient: bytes | None = None
    locale: str = Field(max_length=20)


class Opening(SQLModel, table=True):
    """A device that may see a submission, and until when (24 hours after sending or opening)."""

    __tablename__ = "openings"

    submission: str = Field(primary_key=True, foreign_key="submissions.id", max_length=32)
    device: str = Field(primary_key=True, foreign_key="devices.id", max_length=32, index=True)
    until: datetime


class Application(SQLModel, table=True):
    """One application (申請, 1件), for one child where the form says so."""

    __tablename__ = "applications"
    __table_args__ = (
        UniqueConstraint("draft", "part"),
        Index("ix_applications_section_received_at", "section", "received_at"),
    )

    id: str = Field(primary_key=True, max_length=32)
    submission: str = Field(foreign_key="submissions.id", max_length=32, index=True)
    draft: str = Field(max_length=32)
    part: int
    number: str = Field(unique=True, max_length=11)
    procedure: str = Field(max_length=64, index=True)
    section: str = Field(max_length=40)
    intake: str | None = Field(default=None, foreign_key="intakes.id", max_length=32)
    form: str = Field(max_length=64)
    fingerprint: str = Field(foreign_key="form_revisions.fingerprint", max_length=64)
    filing_kind: str = Field(max_length=12)
    status: str = Field(default=Status.ARRIVED, max_length=22, index=True)
    decision: str | None = Field(default=None, max_length=10)
    decision_visible_at: datetime | None = None
    received_at: datetime
    in_hours: bool
    reason: str = Field(max_length=20)
    calendar_version: str = Field(max_length=40)
    next_open_day: date
    channel: str = Field(default="own", max_length=20)
    locale: str = Field(max_length=20)
    wrapped_key: bytes
    title: bytes
    answers: bytes
    proxy: bytes | None = None
    is_masked: bool = False
    missing_documents: int = 0
    version: int = 1
    revision: int = 1
    kind: str = Field(default="live", max_length=4)
    updated_at: datetime


class IssuedNumber(SQLModel, table=True):
    """Every application number ever issued; purge never touches it, so none is given twice."""

    __tablename__ = "issued_numbers"

    number: str = Field(primary_key=True, max_length=11)


class Attachment(SQLModel, table=True):
    """A document of an application; siblings share sealed bytes, each with its own sealed key."""

    __tablename__ = "attachments"

    id: str = Field(primary_key=True, max_length=32)
    application: str = Field(foreign_key="applications.id", max_length=32, index=True)
    path: str = Field(max_length=120)
    label: str = Field(max_length=200)
    state: str = Field(max_length=5)
    name: bytes | None = None
    media_type: str = Field(default="", max_length=100)
    size: int = 0
    sha256: str = Field(default="", max_length=64)
    blob: str = Field(default="", max_length=40, index=True)
    file_key: bytes | None = None
    created_at: datetime


class StatusChange(SQLModel, table=True):
    """One step of an application's history."""

    __tablename__ = "status_changes"

    id: str = Field(primary_key=True, max_length=32)
    application: str = Field(foreign_key="applications.id", max_length=32, index=True)
    at: datetime
    before: str = Field(default="", max_length=22)
    after: str = Field(max_length=22)
    decision: str | None = Field(default=None, max_length=10)
    staff: str | None = Field(default=None, max_length=32)


class MessageKind(StrEnum):
    """Who a message is for."""

    TO_RESIDENT = "to_resident"
    FROM_RESIDENT = "from_resident"
    NOTE = "note"


class Message(SQLModel, table=True):
    """A message to or from the resident, or an internal note of the office."""

    __tablename__ = "messages"

    id: str = Field(primary_key=True, max_length=32)
    application: str = Field(foreign_key="applications.id", max_length=32, index=True)
    at: datetime
    kind: str = Field(max_length=14)
    staff: str | None = Field(default=None, max_length=32)
    body: bytes
