"""Owns who is mailed by statistics and where, and which section fills an indicator in."""

from datetime import datetime

from sqlmodel import Field, SQLModel


class ReportSubscription(SQLModel, table=True):
    """One account's monthly report, mailed to its contact; `last_month` was the last one sent."""

    __tablename__ = "report_subscriptions"

    staff: str = Field(primary_key=True, foreign_key="staff_members.id", max_length=32)
    day: int = 1
    procedure: str = Field(default="", max_length=64)
    section: str = Field(default="", max_length=40)
    last_month: str = Field(default="", max_length=7)
    created_at: datetime


class Contact(SQLModel, table=True):
    """A mail address of `report:<account>` or `section:<code>`, sealed.

    Mails go to `address`, which somebody proved by a code; `waiting` gets nothing but codes.
    """

    __tablename__ = "statistics_contacts"

    subject: str = Field(primary_key=True, max_length=64)
    address: bytes | None = None
    waiting: bytes | None = None
    waiting_since: datetime | None = None


class SectionReminder(SQLModel, table=True):
    """The last month a section's missing values were looked at, and when it was last mailed."""

    __tablename__ = "section_reminders"

    section: str = Field(primary_key=True, foreign_key="sections.code", max_length=40)
    last_month: str = Field(default="", max_length=7)
    mailed_at: datetime | None = None


class IndicatorOwner(SQLModel, table=True):
    """The section that enters an indicator's values, where its name in the plan does not tell."""

    __tablename__ = "indicator_owners"

    indicator: str = Field(primary_key=True, max_length=64)
    section: str = Field(foreign_key="sections.code", max_length=40, index=True)
    changed_at: datetime
    changed_by: str = Field(max_length=64)
