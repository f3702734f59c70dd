"""Owns the outbox table."""

from datetime import datetime

from sqlmodel import Field, SQLModel


class OutboxRow(SQLModel, table=True):
    """One message to one recipient. The address is sealed; the texts hold no personal data."""

    __tablename__ = "outbox"

    id: str = Field(primary_key=True, max_length=32)
    topic: str = Field(max_length=40)
    channel: str = Field(default="mail", max_length=10)
    recipient: bytes
    subject: str = Field(max_length=200)
    body: str
    locale: str = Field(max_length=20)
    created_at: datetime
    due_at: datetime = Field(index=True)
    attempts: int = 0
    claimed_until: datetime | None = None
    delivered_at: datetime | None = Field(default=None, index=True)
    given_up_at: datetime | None = None
    problem: str = Field(default="", max_length=200)
