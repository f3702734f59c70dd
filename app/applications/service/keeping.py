"""Owns replacing the answers of an application by a new revision; the earlier ones stay sealed."""

import json
from datetime import datetime

from sqlmodel import Session

from app.applications.models import Application, Attachment, AttachmentState, Cause, Revision
from app.applications.service import likeness, limiting, papers
from app.applications.service.corrections import Asked
from app.applications.service.drafts import ids_in_order
from app.applications.service.opened_answers import envelope_of
from app.applications.store import revisions as store
from app.applications.store import submissions
from app.catalogue import service as catalogue
from app.crypto import Keys
from app.forms import journey
from app.forms.definition import Form
from app.forms.values import Answers

MASKING_FIELD = "support_measures"


def keep(
    session: Session, keys: Keys, now: datetime, application: Application, answers: Answers, *,
    cause: Cause, correction: Asked | None = None,
) -> None:  # fmt: skip
    """Replace the answers by a new revision; earlier ones stay as they were sealed."""
    form = catalogue.form_by_fingerprint(session, application.fingerprint)
    envelope = envelope_of(keys, application)
    store.add_revision(
        session,
        Revision(
            application=application.id, number=application.revision, answers=application.answers,
            cause=cause, correction=correction.row.id if correction else None, replaced_at=now,
        ),
    )  # fmt: skip
    application.revision += 1
    text = json.dumps(answers, ensure_ascii=False).encode()
    application.answers = envelope.seal("answers", text, revision=application.revision)
    application.title = envelope.seal("title", journey.parts(form, answers)[0].title.encode())
    # Whoever asked once not to be found is not shown again by a slip of the finger.
    application.is_masked = application.is_masked or answers.get(MASKING_FIELD) is True
    store.mark_anew(session, application.id, likeness.mark_of(keys, form, answers))
    limiting.follow(session, keys, application, form, answers)
    _await_documents(session, now, application, form, answers)
    application.missing_documents = papers.missing(session, application)
    submissions.add(session, application)


def _await_documents(
    session: Session, now: datetime, application: Application, form: Form, answers: Answers
) -> None:
    """A row for every document that is asked for now; what is awaited in vain goes."""
    rows = submissions.attachments_of(session, application.id)
    asked = {each.path: each for each in journey.documents(form, answers)}
    gone = [row for row in rows if row.path not in asked and papers.is_awaited(row)]
    submissions.delete(session, gone)
    fresh = [each for path, each in asked.items() if path not in {row.path for row in rows}]
    submissions.add(
        session,
        *(
            Attachment(
                id=ident, application=application.id, path=each.path, label=each.label[:200],
                state=AttachmentState.PAPER if each.mode == "paper" else AttachmentState.LATER,
                created_at=application.received_at,
            )
            for ident, each in zip(ids_in_order(now), fresh, strict=False)
        ),
    )  # fmt: skip


def attached_of(session: Session, application: Application) -> dict[str, int]:
    """Number of files by path."""
    found: dict[str, int] = {}
    for row in submissions.attachments_of(session, application.id):
        if row.file_key is not None:
            found[row.path] = found.get(row.path, 0) + 1
    return found
