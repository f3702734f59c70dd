"""Owns the table of calendar versions: a version is never edited, a change adds one."""

from datetime import datetime

from sqlmodel import Field, SQLModel


class CalendarVersion(SQLModel, table=True):
    """One version of one hours profile, as the document `office_hours` loads."""

    __tablename__ = "calendar_versions"

    id: str = Field(primary_key=True, max_length=40)
    profile: str = Field(max_length=80, index=True)
    document: str
    note: str = Field(default="", max_length=200)
    recorded_at: datetime
    recorded_by: str = Field(max_length=64)
