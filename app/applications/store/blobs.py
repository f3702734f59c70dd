"""Owns the question which sealed bytes in storage are named by a row."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from app.applications.models import Attachment, Upload


def named(session: Session, blobs: Sequence[str]) -> set[str]:
    """Those of some blobs that a draft or an application refers to."""
    found: set[str] = set()
    for column in (col(Upload.blob), col(Attachment.blob)):
        found.update(session.exec(select(column).where(column.in_(blobs))))
    return found
