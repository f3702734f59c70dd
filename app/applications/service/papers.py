"""Owns which documents of an application are still to come, and which question each answers."""

from collections.abc import Iterable, Mapping

from sqlmodel import Session

from app.applications.models import Application, Attachment, AttachmentState
from app.applications.store import submissions as store
from app.forms import journey
from app.forms.definition import Form
from app.forms.fields.upload import UploadField
from app.forms.values import Answers

AWAITED = frozenset({AttachmentState.LATER, AttachmentState.PAPER, AttachmentState.AGAIN})


def is_awaited(attachment: Attachment) -> bool:
    """Whether a row stands for a document that is still to come."""
    return attachment.state in AWAITED


def is_of_part(form: Form, path: str) -> bool:
    """Whether a document belongs to one application of a send (a child's), not to all of them."""
    repeat = form.one_application_per
    return repeat is not None and path.partition(".")[0] == repeat


def upload_fields(form: Form, answers: Answers) -> Mapping[str, UploadField]:
    """The questions for documents that these answers are asked, by path."""
    return {
        row.path: row.field
        for section in journey.summary(form, answers)
        for row in section.rows
        if isinstance(row.field, UploadField)
    }


def awaited(session: Session, application: Application, path: str) -> list[Attachment]:
    """The rows that stand for a document that is still to come."""
    rows = store.attachments_of(session, application.id)
    return [each for each in rows if each.path == path and is_awaited(each)]


def missing(session: Session, application: Application) -> int:
    """How many documents are still to come."""
    return count(store.attachments_of(session, application.id))


def count(rows: Iterable[Attachment]) -> int:
    """How many documents these rows say are still to come."""
    return len({each.path for each in rows if is_awaited(each)})
