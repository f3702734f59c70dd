"""Owns the tables of statistics: sums of the journal by day, and the factors of estimates.

The sums are a copy that can be thrown away: `tenohira statistics rebuild` makes them again.
"""

from datetime import date, datetime

from sqlalchemy import BigInteger, Index
from sqlmodel import Field, SQLModel


class DaySum(SQLModel, table=True):
    """Facts of the whole city by one thing they are `about`, at one `grain` of time.

    `grain` is `d`, `m` or `y` (fiscal year), `start` the first day of it in Asia/Tokyo. A period
    of years is read from few rows: whole years, then months, then days. Months and years of a
    procedure tell inside or outside for the reason, and no calendar.
    """

    __tablename__ = "statistics_sums"
    __table_args__ = {"sqlite_with_rowid": False}

    about: str = Field(primary_key=True, max_length=10)
    event: str = Field(primary_key=True, max_length=20)
    kind: str = Field(primary_key=True, max_length=4)
    grain: str = Field(primary_key=True, max_length=1)
    start: date = Field(primary_key=True)
    value: str = Field(primary_key=True, max_length=130)
    channel: str = Field(primary_key=True, max_length=20)
    reason: str = Field(primary_key=True, max_length=20)
    calendar: str = Field(primary_key=True, max_length=40)
    count: int = Field(sa_type=BigInteger)


class ArrivalCell(SQLModel, table=True):
    """Arrivals by all there is to know of them; what is asked of one procedure is read here.

    `slot` is the number of the five minutes since Monday 0:00 in Asia/Tokyo (0 to 2015).
    """

    __tablename__ = "statistics_arrivals"
    __table_args__ = (
        # With the count in it, and the key that SQLite puts at its end, it holds all that is asked.
        Index("ix_statistics_arrivals_section_day", "section", "day", "count"),
        {"sqlite_with_rowid": False},
    )

    procedure: str = Field(primary_key=True, max_length=64)
    day: date = Field(primary_key=True)
    slot: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    channel: str = Field(primary_key=True, max_length=20)
    reason: str = Field(primary_key=True, max_length=20)
    section: str = Field(primary_key=True, max_length=40)
    intake: str = Field(primary_key=True, max_length=32)
    locale: str = Field(primary_key=True, max_length=20)
    device: str = Field(primary_key=True, max_length=10)
    origin: str = Field(primary_key=True, max_length=8)
    calendar: str = Field(primary_key=True, max_length=40)
    kind: str = Field(primary_key=True, max_length=4)
    count: int = Field(sa_type=BigInteger)


class Folded(SQLModel, table=True):
    """How far the facts are in the sums: those of no batch (`batch` is empty), and of each batch.

    All facts up to the id `mark` are in, none after it.
    """

    __tablename__ = "statistics_folded"

    batch: str = Field(primary_key=True, max_length=64)
    mark: str = Field(default="", max_length=32)
    facts: int = Field(default=0, sa_type=BigInteger)
    folded_at: datetime


class DemonstrationSum(SQLModel, table=True):
    """What the demonstration tells of a month that is in no journal; real tables hold none of it.

    `about` handled: `name` is a procedure, `part` of `count` came within `standard` days, `days`
    went into corrections. missed: `name` is the words. mailed: `name` is a topic, `part` was lost.
    """

    __tablename__ = "demonstration_sums"

    about: str = Field(primary_key=True, max_length=8)
    month: str = Field(primary_key=True, max_length=7)
    name: str = Field(primary_key=True, max_length=64)
    count: int
    part: int = 0
    standard: int = 0
    days: int = 0


class Factor(SQLModel, table=True):
    """One assumption of an estimate (minutes of a visit), with where it comes from."""

    __tablename__ = "statistics_factors"

    name: str = Field(primary_key=True, max_length=40)
    value: str = Field(max_length=20)
    note: str = Field(default="", max_length=300)
    changed_by: str = Field(max_length=64)
    changed_at: datetime
