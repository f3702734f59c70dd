"""Owns the table of calendar versions: a version is never edited, a change adds one."""

from datetime import datetime

from sqlalchemy import bindparam
from sqlmodel import Field, SQLModel, col, select


class CalendarVersion(SQLModel, table=True):
    """One version of one hours profile, as the document `office_hours` loads."""

    __tablename__ = "calendar_versions"

    id: str = Field(primary_key=True, max_length=40)
    profile: str = Field(max_length=80, index=True)
    document: str
    note: str = Field(default="", max_length=200)
    recorded_at: datetime
    recorded_by: str = Field(max_length=64)


VERSION_IN_FORCE = (
    select(CalendarVersion.id)
    .where(CalendarVersion.profile == bindparam("profile"))
    .order_by(col(CalendarVersion.recorded_at).desc(), col(CalendarVersion.id).desc())
    .limit(1)
)
"""The id of the version recorded last; a question that is asked anyway can bring it along."""
