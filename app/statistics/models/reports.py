"""Owns who is mailed the month's numbers, and which section fills an indicator in."""

from datetime import datetime

from sqlmodel import Field, SQLModel


class ReportSubscription(SQLModel, table=True):
    """One account's monthly report; the address is sealed, `last_month` was the last one sent."""

    __tablename__ = "report_subscriptions"

    staff: str = Field(primary_key=True, foreign_key="staff_members.id", max_length=32)
    recipient: bytes
    day: int = 1
    procedure: str = Field(default="", max_length=64)
    section: str = Field(default="", max_length=40)
    last_month: str = Field(default="", max_length=7)
    created_at: datetime


class IndicatorOwner(SQLModel, table=True):
    """The section that enters an indicator's values, where its name in the plan does not tell."""

    __tablename__ = "indicator_owners"

    indicator: str = Field(primary_key=True, max_length=64)
    section: str = Field(foreign_key="sections.code", max_length=40, index=True)
    changed_at: datetime
    changed_by: str = Field(max_length=64)
