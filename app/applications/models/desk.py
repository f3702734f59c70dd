"""Owns the tables of the counter: typed-in paper, late cases, notices of intakes, like persons."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel


class EntryChannel(StrEnum):
    """How an application came that staff type in, as facts name its channel."""

    COUNTER = "counter"
    MAIL = "mail"
    PHONE = "phone"


class CounterEntry(SQLModel, table=True):
    """A draft that a member of staff fills in from paper or for a caller (窓口・郵送・電話の入力).

    `arrived_at` is when the paper reached the office, which is the arrival of the application.
    """

    __tablename__ = "counter_entries"

    draft: str = Field(primary_key=True, foreign_key="drafts.id", max_length=32, ondelete="CASCADE")
    staff: str = Field(max_length=32, index=True)
    channel: str = Field(max_length=10)
    arrived_at: datetime
    late_reason: str = Field(default="", max_length=200)
    started_at: datetime


class LateCase(SQLModel, table=True):
    """One send let in after the intake has closed, with the reason; its code opens it once."""

    __tablename__ = "late_cases"

    id: str = Field(primary_key=True, max_length=32)
    intake: str = Field(foreign_key="intakes.id", max_length=32, index=True)
    code_hash: str = Field(unique=True, max_length=64)
    reason: str = Field(max_length=200)
    granted_by: str = Field(max_length=32)
    granted_at: datetime
    until: datetime
    draft: str | None = Field(default=None, max_length=32, index=True)
    used_at: datetime | None = None
    revoked_at: datetime | None = None


class IntakeNotice(SQLModel, table=True):
    """What everybody is told about an intake: its extension and why."""

    __tablename__ = "intake_notices"

    id: str = Field(primary_key=True, max_length=32)
    intake: str = Field(foreign_key="intakes.id", max_length=32, index=True)
    body: str = Field(max_length=400)
    at: datetime
    staff: str = Field(max_length=32)


class PersonMark(SQLModel, table=True):
    """A keyed digest of the name and birth date an application is for: equal marks, like persons.

    Compared only within an intake and a section; says nothing without the key.
    """

    __tablename__ = "person_marks"

    application: str = Field(
        primary_key=True, foreign_key="applications.id", max_length=32, ondelete="CASCADE"
    )
    mark: str = Field(max_length=64, index=True)
