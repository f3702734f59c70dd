"""Owns what a clerk does about a document: taken on paper (受領), taken back, asked for again.

A deed names the version of the case it was made on; whoever comes second changes nothing. A paper
of a guardian comes once for all children of a send; what cannot be used is asked for on one case.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from app.applications.models import (
    Application,
    Attachment,
    AttachmentState,
    MessageKind,
)
from app.applications.service import again, awaiting, deciding, papers, status
from app.applications.service.cases import Case, Sections
from app.applications.service.opened_answers import answers_of
from app.applications.store import cases as store
from app.applications.store import submissions
from app.audit import service as audit
from app.catalogue import service as catalogue
from app.crypto import Keys
from app.errors import Conflict, NotFound, Unprocessable
from app.forms import journey

LONGEST_REASON = 1000


@dataclass(frozen=True)
class Deed:
    """Who does something, for which sections, on which version, about which document."""

    actor: str
    sections: Sections
    version: int
    document: str


def askable(case: Case, now: datetime) -> dict[str, Attachment]:
    """The documents that came and can be asked for once more, by id."""
    if not status.takes_documents(case.application, now):
        return {}
    rows = [each.attachment for each in case.documents]
    awaited = {row.path for row in rows if papers.is_awaited(row)}
    return {row.id: row for row in rows if row.path not in awaited}


def is_reason(text: str) -> bool:
    """Whether a text can tell a resident why."""
    return bool(text.strip()) and len(text) <= LONGEST_REASON


def receive(
    session: Session, keys: Keys, now: datetime, application: Application, deed: Deed
) -> bool:
    """The paper is here; False, and nothing changed, when somebody else was first."""
    wanted = _document(session, application, deed)
    if wanted is None or not papers.is_awaited(wanted):
        return False
    for each in _sharing(session, application, wanted.path, deed.sections):
        rows = papers.awaited(session, each, wanted.path)
        is_again = any(row.state == AttachmentState.AGAIN for row in rows)
        for row in rows:
            row.state, row.created_at = AttachmentState.TAKEN, now
        if rows:
            submissions.add(session, *rows)
            _write_down(session, now, each, deed, "document_received", wanted.path)
        if is_again:
            awaiting.follow(session, keys, now, each, actor=deed.actor)
    return True


def take_back(
    session: Session, keys: Keys, now: datetime, application: Application, deed: Deed
) -> bool:
    """The paper is not here after all; False when somebody else was first."""
    wanted = _document(session, application, deed)
    if wanted is None or wanted.state != AttachmentState.TAKEN:
        return False
    for each in _sharing(session, application, wanted.path, deed.sections):
        rows = [
            row
            for row in submissions.attachments_of(session, each.id)
            if row.path == wanted.path and row.state == AttachmentState.TAKEN
        ]
        for row in rows:
            row.state, row.created_at = _state_before(session, keys, each, row), each.received_at
        if rows:
            submissions.add(session, *rows)
            _write_down(session, now, each, deed, "document_taken_back", wanted.path)
            awaiting.follow(session, keys, now, each, actor=deed.actor)
    return True


def ask_again(
    session: Session, office: deciding.Office, now: datetime, application: Application, deed: Deed,
    *, reason: str,
) -> bool:  # fmt: skip
    """Ask for a document that cannot be used, with the reason; it is missing again.

    The reason is a message under the id of the row that awaits the document.
    """
    came = _document(session, application, deed)
    if came is None or not status.takes_documents(application, now):
        return False
    if not is_reason(reason):
        raise Unprocessable
    if papers.awaited(session, application, came.path):
        return False
    (row,) = again.want(session, now, application, [came])
    deciding.keep(
        session, office, now, application, MessageKind.TO_RESIDENT, actor=deed.actor,
        body=f"「{came.label}」をもう一度出してください。\n{reason}", ident=row.id,
    )  # fmt: skip
    _write_down(session, now, application, deed, "document_asked_again", came.path)
    awaiting.follow(session, office.keys, now, application, actor=deed.actor)
    deciding.announce(session, office, now, application, due_at=now)
    return True


def _document(session: Session, application: Application, deed: Deed) -> Attachment | None:
    """The document of a deed; None when the case is another than the clerk saw."""
    if deed.version != application.version:
        return None
    found = store.attachment(session, application=application.id, ident=deed.document)
    if found is None:
        raise NotFound
    return found


def _sharing(
    session: Session, application: Application, path: str, sections: Sections
) -> list[Application]:
    """The applications that a document is for, of these sections, the named one first."""
    form = catalogue.form_by_fingerprint(session, application.fingerprint)
    if papers.is_of_part(form, path):
        return [application]
    send = submissions.applications_of(session, application.submission)
    others = [each for each in send if each.id != application.id and each.section in sections]
    return [application, *others]


def _state_before(
    session: Session, keys: Keys, application: Application, row: Attachment
) -> AttachmentState:
    """What was chosen when it was sent; a document that came then was asked for again."""
    form = catalogue.form_by_fingerprint(session, application.fingerprint)
    for document in journey.documents(form, answers_of(keys, application)):
        if document.path == row.path and document.mode in papers.AWAITED:
            return AttachmentState(document.mode)
    return AttachmentState.AGAIN


def _write_down(
    session: Session, now: datetime, application: Application, deed: Deed, action: str, path: str
) -> None:
    missing = papers.missing(session, application)
    if not submissions.renew(
        session, now, application, version=application.version, missing_documents=missing
    ):
        raise Conflict
    subject = f"application:{application.number}"
    audit.record(session, now, actor=deed.actor, action=action, subject=subject, detail=path)
