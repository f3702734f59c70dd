"""Owns what a resident sees after sending: receipt, status, messages, the secret link."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from app.applications.models import (
    Application,
    Attachment,
    Decision,
    Intake,
    Message,
    Opening,
    Status,
    StatusChange,
    Submission,
)
from app.applications.service import (
    corrections,
    intakes,
    papers,
    proxies,
    revising,
    status,
)
from app.applications.service.comparing import Comparison, comparisons
from app.applications.service.corrections import Asked
from app.applications.service.numbers import read_number
from app.applications.service.opened_answers import envelope_of
from app.applications.store import submissions as store
from app.catalogue import service as catalogue
from app.crypto import Envelope, Keys, digest, open_envelope
from app.errors import NotFound
from app.forms import journey
from app.forms.definition import Form
from app.forms.fields.statement import StatementField
from app.forms.fields.upload import UploadField

SEEN_FOR = timedelta(hours=24)


@dataclass(frozen=True)
class Case:
    """One application, opened for its resident."""

    application: Application
    title: str
    status: Status
    decision: Decision | None
    sections: tuple[journey.Section, ...]
    attachments: list[tuple[Attachment, str]]
    history: list[StatusChange]
    messages: list[tuple[Message, str]]
    way_out: Status | None
    takes_documents: bool
    asked: Asked | None
    may_change: bool
    changes: list[Comparison]
    guidance: tuple[StatementField, ...]

    def reason_of(self, attachment: Attachment) -> str:
        """Why a document was asked for again: the message under its id, or the correction."""
        mark = self.asked.documents.get(attachment.path) if self.asked else None
        own = mark.reason if mark else ""
        return next((body for row, body in self.messages if row.id == attachment.id), own)

    def fault_of(self, attachment: Attachment) -> str:
        """What the correction says is wrong with a document (a message id), or nothing."""
        mark = self.asked.documents.get(attachment.path) if self.asked else None
        return mark.told if mark else ""


@dataclass(frozen=True)
class Paper:
    """A document of a send as its resident sees it; `name` is whose it is, if a child's."""

    case: Case
    attachment: Attachment
    field: UploadField
    step_title: str
    name: str
    file_name: str
    is_late: bool = False

    @property
    def reason(self) -> str:
        """Why it was asked for again."""
        return self.case.reason_of(self.attachment)


@dataclass(frozen=True)
class Receipt:
    """One send, opened for the device that may see it."""

    submission: Submission
    form: Form
    procedure_name: str
    procedure_code: str
    basis: str
    intake: Intake | None
    secret: str
    cases: list[Case]
    awaits_code: bool
    proxy: list[proxies.Row]
    is_rated: bool

    @property
    def missing(self) -> list[Paper]:
        """Documents still to come; one of a guardian once, an own reason before none."""
        found: dict[tuple[str, str], Paper] = {}
        for paper in self._papers():
            if paper.case.takes_documents and papers.is_awaited(paper.attachment):
                key = (paper.attachment.path, paper.name)
                if key not in found or (paper.reason and not found[key].reason):
                    found[key] = paper
        return list(found.values())

    @property
    def added(self) -> list[Paper]:
        """Documents that came after the send; one of a guardian once."""
        found: dict[tuple[str, str], Paper] = {}
        for paper in self._papers():
            row = paper.attachment
            if row.created_at > self.submission.received_at and not papers.is_awaited(row):
                found.setdefault((row.blob or row.path, paper.name), paper)
        return list(found.values())

    def _papers(self) -> Iterator[Paper]:
        deadline = self.intake.document_deadline if self.intake else None
        for case in self.cases:
            places = {row.path: (row, each) for each in case.sections for row in each.rows}
            for attachment, file_name in case.attachments:
                row, section = places.get(attachment.path, (None, None))
                if row and section and isinstance(row.field, UploadField):
                    is_own = papers.is_of_part(self.form, attachment.path)
                    yield Paper(
                        case, attachment, row.field, section.title,
                        case.title if is_own else "", file_name,
                        is_late=deadline is not None and attachment.created_at > deadline,
                    )  # fmt: skip

    def case(self, number: str) -> Case:
        """The application of a number of this send."""
        return next(each for each in self.cases if each.application.number == number)

    @property
    def first(self) -> Application:
        """The application that stands for the send."""
        return self.cases[0].application


def open_receipt(
    session: Session, keys: Keys, now: datetime, *, number: str, device: str
) -> Receipt:
    """The receipt of an application number, for a device that may see it; NotFound otherwise."""
    wanted = read_number(number)
    here = store.submission_for_receipt(session, number=wanted, device=device, now=now)
    return _opened(session, keys, now, here)


def open_here(session: Session, keys: Keys, now: datetime, *, number: str, secret: str) -> Receipt:
    """The same for the browser behind a cookie, in one question."""
    wanted = read_number(number)
    here = store.submission_for_token(session, number=wanted, token_hash=digest(secret), now=now)
    return _opened(session, keys, now, here)


def _opened(session: Session, keys: Keys, now: datetime, here: store.ForReceipt | None) -> Receipt:
    if here is None:
        raise NotFound
    catalogue.note_version(session, here.version)
    found, first = here.submission, here.applications[0][0]
    form = catalogue.form_by_fingerprint(session, first.fingerprint)
    procedure = catalogue.kept_procedure(session, first.procedure)
    envelope = open_envelope(keys, "submissions", found.id, found.wrapped_key)
    return Receipt(
        submission=found, form=form, procedure_name=procedure.name,
        procedure_code=first.procedure, basis=procedure.basis,
        intake=intakes.get(session, first.intake) if first.intake else None,
        secret=envelope.open("secret", found.secret).decode(),
        cases=[
            _case(session, keys, now, form, application, has_messages=has_messages)
            for application, has_messages in here.applications
        ],
        awaits_code=found.recipient is None and here.awaits_code,
        proxy=proxies.of_application(keys, first), is_rated=here.is_rated,
    )  # fmt: skip


def find(session: Session, now: datetime, *, number: str, device: str | None) -> Submission:
    """The send of an application number, for a device that may see it; NotFound otherwise."""
    number = read_number(number)
    found = device and store.submission_for_device(session, number=number, device=device, now=now)
    if not found:
        raise NotFound
    return found


def _case(
    session: Session, keys: Keys, now: datetime, form: Form, application: Application, *,
    has_messages: bool,
) -> Case:  # fmt: skip
    envelope = envelope_of(keys, application)
    answers = json.loads(
        envelope.open("answers", application.answers, revision=application.revision)
    )
    visible = status.is_decision_visible(application, now)
    hidden = {Status.DECIDED, Status.NOTIFIED} if not visible else set()
    ident = application.id
    documents = store.attachments_of(session, ident) if journey.has_uploads(form) else []
    messages = store.messages_of(session, ident, with_notes=False) if has_messages else []
    return Case(
        application=application,
        title=envelope.open("title", application.title).decode(),
        status=status.shown_status(application, now),
        decision=status.decision_of(application) if visible else None,
        sections=journey.summary(form, answers),
        guidance=journey.guidance(form, answers),
        attachments=[(each, name_of(envelope, each)) for each in documents],
        history=[
            each for each in store.history_of(session, application.id) if each.after not in hidden
        ],
        messages=[
            (each, envelope.open(f"message:{each.id}", each.body).decode()) for each in messages
        ],
        way_out=status.way_out(application, now),
        takes_documents=status.takes_documents(application, now),
        asked=corrections.open_one(session, keys, application),
        may_change=revising.may_change(application, now),
        changes=comparisons(session, keys, application, lambda _: False)
        if application.revision > 1
        else [],
    )


def name_of(envelope: Envelope, attachment: Attachment) -> str:
    """The file name of an attachment, or nothing when no file came."""
    if attachment.name is None:
        return ""
    return envelope.open(f"attachment:{attachment.id}:name", attachment.name).decode()


def knows_secret(session: Session, secret: str) -> bool:
    """Whether a secret link leads anywhere."""
    return store.submission_by_secret(session, digest(secret)) is not None


def open_by_secret(session: Session, now: datetime, *, secret: str, device: str) -> str:
    """Let this device see the submission for 24 hours; returns an application number."""
    found = store.submission_by_secret(session, digest(secret))
    if found is None:
        raise NotFound
    existing = store.opening(session, found.id, device)
    if existing is None:
        until = now + SEEN_FOR
        store.add(session, Opening(submission=found.id, device=device, until=until))
    else:
        existing.until = now + SEEN_FOR
        session.add(existing)
    return store.applications_of(session, found.id)[0].number


def forget(session: Session, now: datetime, *, number: str, device: str) -> str:
    """「この端末から消す」: this device can no longer see the submission; returns its draft."""
    found = store.submission_for_device(session, number=read_number(number), device=device, now=now)
    if found is None:
        raise NotFound
    row = store.opening(session, found.id, device)
    if row is not None:
        store.forget(session, row)
    return found.draft
