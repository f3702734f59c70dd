"""Owns the table of facts. A fact never names a person, and never changes once it is written."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel


class Event(StrEnum):
    """What happened.

    The funnel: `started`, `step_done` for each step the first time it is finished (the next one is
    reached then), `arrived`; or `abandoned` when an unsent draft goes (`step`: the first one that
    was not finished, `detail`: `expired` or `erased`). `correction_asked` is one fact for each
    field that a clerk marked, `answer_changed` one for each answer its resident changed (`detail`:
    the field's key), `corrected` one for each answered request (`seconds` since it was asked).
    `decision_undone` takes one `decided` back that nobody had seen: decisions are the one less the
    other. `rated` is one for each send that was rated (`detail`: `1` to `5`), `reminded` one for
    each reminder (`detail`: `draft` or `documents`), `helped` one for each application that another
    person filled in (`detail`: `proxy`). `none_arrived` says that another system or the counter
    reported a month in which nothing came by its channel: a count of 0, which a missing one is not.
    """

    STARTED = "started"
    STEP_DONE = "step_done"
    ARRIVED = "arrived"
    ABANDONED = "abandoned"
    WITHDRAWN = "withdrawn"
    STATUS_CHANGED = "status_changed"
    DECIDED = "decided"
    DECISION_UNDONE = "decision_undone"
    SEARCHED = "searched"
    CORRECTION_ASKED = "correction_asked"
    CORRECTED = "corrected"
    ANSWER_CHANGED = "answer_changed"
    RATED = "rated"
    REMINDED = "reminded"
    HELPED = "helped"
    NONE_ARRIVED = "none_arrived"


class FactKind(StrEnum):
    """Only live facts are in any number."""

    LIVE = "live"
    TEST = "test"
    DEMO = "demo"


class DeviceClass(StrEnum):
    """The class of device, from the browser's own words; nothing finer is kept."""

    PHONE = "phone"
    TABLET = "tablet"
    DESKTOP = "desktop"
    UNKNOWN = "unknown"


class Fact(SQLModel, table=True):
    """One fact. Times are UTC in whole seconds; `count` is in applications (件 = one child)."""

    __tablename__ = "journal_facts"
    __table_args__ = (
        Index("ix_journal_facts_event_procedure_occurred_at", "event", "procedure", "occurred_at"),
        Index(
            "ix_journal_facts_batch_id",
            "batch",
            "id",
            sqlite_where=text("batch IS NOT NULL"),
            postgresql_where=text("batch IS NOT NULL"),
        ),
        Index(
            # Not by the event too: PostgreSQL takes it for told, and would walk the whole index.
            "ix_journal_facts_arrived_at",
            "occurred_at",
            "id",
            sqlite_where=text("event = 'arrived'"),
            postgresql_where=text("event = 'arrived'"),
        ),
    )

    id: str = Field(primary_key=True, max_length=32)
    event: str = Field(max_length=20)
    occurred_at: datetime | None = None
    recorded_at: datetime
    procedure: str = Field(max_length=64)
    section: str = Field(default="", max_length=40)
    intake: str | None = Field(default=None, max_length=32)
    form: str | None = Field(default=None, max_length=64)
    step: str | None = Field(default=None, max_length=64)
    seconds: int | None = None
    locale: str | None = Field(default=None, max_length=20)
    preferred_locale: str | None = Field(default=None, max_length=20)
    channel: str = Field(default="own", max_length=20)
    device: str = Field(default=DeviceClass.UNKNOWN, max_length=10)
    in_hours: bool | None = None
    reason: str | None = Field(default=None, max_length=20)
    calendar_version: str | None = Field(default=None, max_length=40)
    detail: str | None = Field(default=None, max_length=64)
    count: int = 1
    month: str | None = Field(default=None, max_length=7)
    batch: str | None = Field(default=None, max_length=64)
    kind: str = Field(default=FactKind.LIVE, max_length=4)


class Batch(SQLModel, table=True):
    """One import of arrivals, known by the hash of its rows; withdrawn, it is in no number."""

    __tablename__ = "journal_batches"

    id: str = Field(primary_key=True, max_length=64)
    source: str = Field(max_length=200)
    rows: int
    total: int
    imported_at: datetime
    withdrawn_at: datetime | None = None
