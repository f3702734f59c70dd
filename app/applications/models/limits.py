"""Owns the table by which a form's limit for each device or household is counted."""

from sqlmodel import Field, SQLModel


class LimitMark(SQLModel, table=True):
    """A keyed digest of what an application counts for: equal marks, the same device or answer.

    It holds where it was sent to as well (form, procedure, intake), and says nothing without the
    key.
    """

    __tablename__ = "limit_marks"

    application: str = Field(
        primary_key=True, foreign_key="applications.id", max_length=32, ondelete="CASCADE"
    )
    mark: str = Field(max_length=64, index=True)
