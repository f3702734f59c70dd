"""Owns the audit table: each entry carries the hash of the one before it."""

from datetime import datetime

from sqlmodel import Field, SQLModel


class Entry(SQLModel, table=True):
    """One deed. `detail` holds no personal data, only names of fields, statuses and counts."""

    __tablename__ = "audit_entries"

    position: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime
    actor: str = Field(max_length=64)
    action: str = Field(max_length=40)
    subject: str = Field(max_length=80, index=True)
    detail: str = Field(default="", max_length=500)
    previous: str = Field(max_length=64)
    hash: str = Field(max_length=64)


class Head(SQLModel, table=True):
    """The end of the chain: one row, locked while an entry is added."""

    __tablename__ = "audit_head"

    id: int = Field(primary_key=True)
    position: int
    hash: str = Field(max_length=64)
