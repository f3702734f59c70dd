"""Owns the tables of procedures, their changes, form revisions and forms in the workshop."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import false, func
from sqlmodel import Field, SQLModel, select


class OnlineStatus(StrEnum):
    """Whether a resident can act on a procedure online, as files and the API say it."""

    ONLINE = "online"
    PLANNED = "planned"
    COUNTER_ONLY = "counter_only"
    EXCLUDED = "excluded"


class Channel(StrEnum):
    """A way to file, as files and the API say it."""

    OWN = "own"
    NATIONAL_PORTAL = "national_portal"
    PREFECTURE = "prefecture"
    OTHER_ONLINE = "other_online"
    COUNTER = "counter"
    MAIL = "mail"
    PHONE = "phone"
    CONVENIENCE_STORE = "convenience_store"


ONLINE_CHANNELS = frozenset(
    {Channel.OWN, Channel.NATIONAL_PORTAL, Channel.PREFECTURE, Channel.OTHER_ONLINE}
)


class LegalBasis(StrEnum):
    """The kind of rule a procedure rests on (根拠区分)."""

    NATIONAL_LAW = "national_law"
    ORDINANCE = "ordinance"
    RULE = "rule"
    OUTLINE = "outline"
    VOLUNTARY = "voluntary"


class Source(StrEnum):
    """Where a row came from; an import compares only with its own source."""

    CITY = "city"
    SURVEY = "survey"


class Procedure(SQLModel, table=True):
    """A row of the catalogue (手続). Cells with several values are joined by `; `.

    `fee`, `processing_days`, `contact` and `extra_documents` are facts each city decides: residents
    see them only when `confirmed_by` and `confirmed_on` are set.
    """

    __tablename__ = "procedures"

    code: str = Field(primary_key=True, max_length=64)
    source: str = Field(default=Source.CITY, max_length=10, index=True)
    survey_id: str = Field(default="", max_length=20)
    name: str = Field(max_length=300)
    kana: str = Field(default="", max_length=300)
    plain_name: str = Field(default="", max_length=200)
    summary: str = Field(default="", max_length=500)
    section: str = Field(default="", max_length=40, index=True)
    basis: str = Field(default=LegalBasis.NATIONAL_LAW, max_length=14)
    law: str = Field(default="", max_length=300)
    article: str = Field(default="", max_length=300)
    audience: str = Field(default="resident", max_length=10)
    life_events: str = Field(default="", max_length=200)
    documents: str = Field(default="", max_length=1000)
    seal: str = Field(default="no", max_length=4)
    identity_level: str = Field(default="L0", max_length=2)
    channels: str = Field(default="counter", max_length=120)
    online_status: str = Field(default=OnlineStatus.COUNTER_ONLY, max_length=14)
    form: str = Field(default="", max_length=64)
    system: str = Field(default="", max_length=40)
    reason: str = Field(default="", max_length=500)
    keywords: str = Field(default="", max_length=500)
    fee: str = Field(default="", max_length=200)
    payment_methods: str = Field(default="", max_length=200)
    processing_days: str = Field(default="", max_length=100)
    contact: str = Field(default="", max_length=200)
    extra_documents: str = Field(default="", max_length=500)
    confirmed_by: str = Field(default="", max_length=80)
    confirmed_on: date | None = None
    volume: int = 0
    volume_online: int = 0
    is_published: bool = True
    withdrawn_at: datetime | None = None
    updated_at: datetime


class ProcedureChange(SQLModel, table=True):
    """One change of one cell: who, when, from, to."""

    __tablename__ = "procedure_changes"

    id: str = Field(primary_key=True, max_length=32)
    procedure: str = Field(max_length=64, index=True)
    at: datetime
    actor: str = Field(max_length=64)
    actor_name: str = Field(default="", max_length=80)
    cell: str = Field(max_length=30)
    before: str = Field(default="", max_length=1000)
    after: str = Field(default="", max_length=1000)


class CatalogueVersion(SQLModel, table=True):
    """One row that counts the changes, so that every process sees a change at its next request."""

    __tablename__ = "catalogue_version"

    id: int = Field(primary_key=True)
    version: int


VERSION_IN_FORCE = func.coalesce(
    select(CatalogueVersion.version).where(CatalogueVersion.id == 1).scalar_subquery(), 0
)
"""The number of changes so far; a question that is asked anyway can bring it along."""


class FormRevision(SQLModel, table=True):
    """A published form document, for ever; the newest `published_at` of a slug is current.

    One that is only tried out (`is_trial`) is nobody's current form until it is published.
    """

    __tablename__ = "form_revisions"

    fingerprint: str = Field(primary_key=True, max_length=64)
    slug: str = Field(max_length=64, index=True)
    title: str = Field(max_length=200)
    document: str
    published_at: datetime
    published_by: str = Field(max_length=64)
    is_trial: bool = Field(default=False, sa_column_kwargs={"server_default": false()})


class FormWork(SQLModel, table=True):
    """A form that a section looks after: its work copy, its next publication, its pause.

    `position` is the version (FormWorkVersion) the work copy stands at, 0 where there is no work;
    `version` counts every change, undoing included, so that the second of two clerks is told.
    """

    __tablename__ = "form_works"

    slug: str = Field(primary_key=True, max_length=64)
    section: str = Field(max_length=40, index=True)
    title: str = Field(max_length=200)
    version: int = 0
    position: int = 0
    base: str | None = Field(default=None, max_length=64)
    scheduled: str | None = Field(default=None, max_length=64)
    scheduled_at: datetime | None = Field(default=None, index=True)
    scheduled_by: str = Field(default="", max_length=64)
    paused_at: datetime | None = None
    pause_reason: str = Field(default="", max_length=500)
    created_at: datetime
    updated_at: datetime
    updated_by: str = Field(max_length=64)


class FormWorkVersion(SQLModel, table=True):
    """The work copy after one deed: who did what when, and the whole document as it was then."""

    __tablename__ = "form_work_versions"

    form: str = Field(
        primary_key=True, foreign_key="form_works.slug", max_length=64, ondelete="CASCADE"
    )
    number: int = Field(primary_key=True)
    at: datetime
    actor: str = Field(max_length=64)
    actor_name: str = Field(max_length=80)
    deed: str = Field(max_length=200)
    document: str


class SearchMiss(SQLModel, table=True):
    """How often words found nothing on one day; no more is known of who asked.

    The words are normalised and cut, and hold no run of digits, so that they name nobody.
    """

    __tablename__ = "search_misses"

    day: date = Field(primary_key=True)
    words: str = Field(primary_key=True, max_length=30)
    count: int = 1
