"""Owns documents that came and are wanted once more: which can be, and the rows that await them."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session

from app.applications.models import Application, Attachment, AttachmentState
from app.applications.service import papers, status
from app.applications.service.drafts import ids_in_order
from app.applications.store import submissions


def came(session: Session, application: Application, now: datetime) -> dict[str, Attachment]:
    """The last of each document that came and is not awaited, by path; none after the end."""
    if not status.takes_documents(application, now):
        return {}
    rows = submissions.attachments_of(session, application.id)
    awaited = {row.path for row in rows if papers.is_awaited(row)}
    return {row.path: row for row in rows if row.path not in awaited}


def want(
    session: Session, now: datetime, application: Application, rows: Collection[Attachment]
) -> list[Attachment]:
    """Await these documents again; files that came stay, a paper that came counts no more."""
    made = [
        Attachment(
            id=ident, application=application.id, path=row.path, label=row.label,
            state=AttachmentState.AGAIN, created_at=now,
        )
        for ident, row in zip(ids_in_order(now), rows, strict=False)
    ]  # fmt: skip
    taken = [row for row in rows if row.state == AttachmentState.TAKEN]
    submissions.delete(session, taken)
    submissions.add(session, *made)
    application.missing_documents = papers.missing(session, application)
    submissions.add(session, application)
    return made
