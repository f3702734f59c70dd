"""Owns what a clerk reads: the queue, one case with its answers, and the documents of a case.

Every verb takes the reader's sections. Answers marked sensitive, and addresses and telephone
numbers of people under 支援措置, stay closed until they are opened; the room above records it.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from sqlmodel import Session

from app.applications.models import (
    Application,
    Attachment,
    Intake,
    Message,
    Status,
    StatusChange,
)
from app.applications.service import files, intakes, papers
from app.applications.service.numbers import ALPHABET, read_number
from app.applications.service.opened_answers import answers_of as answers_of
from app.applications.service.opened_answers import envelope_of
from app.applications.service.receipt import name_of
from app.applications.store import cases as store
from app.applications.store import desk, submissions
from app.applications.store.cases import Sections as Sections
from app.applications.store.cases import Wanted as Wanted
from app.catalogue import service as catalogue
from app.crypto import Envelope, Keys
from app.errors import Forbidden, NotFound
from app.forms import journey
from app.forms.definition import Form
from app.forms.field import Field
from app.forms.fields.address import AddressField
from app.forms.fields.choice import ChoiceField
from app.forms.fields.choices import ChoicesField
from app.forms.fields.date import DateField
from app.forms.fields.email import EmailField
from app.forms.fields.location import LocationField
from app.forms.fields.month import MonthField
from app.forms.fields.number import NumberField
from app.forms.fields.phone import PhoneField
from app.forms.fields.postal import PostalField
from app.forms.fields.time import TimeField
from app.forms.fields.upload import UploadField
from app.forms.fields.weekdays import WeekdaysField
from app.forms.fields.yesno import YesNoField
from app.storage import Storage

MASK = "（支援措置）"
# 支援措置 (住民基本台帳事務処理要領 第5-10): where somebody lives or can be reached stays closed.
WHEREABOUTS = (AddressField, EmailField, LocationField, PhoneField, PostalField)
# In lists, files and comparisons nothing stands that leads there either (a name, a place of work):
# only what was chosen, counted or dated.
HARMLESS = (
    ChoiceField, ChoicesField, DateField, MonthField, NumberField, TimeField, UploadField,
    WeekdaysField, YesNoField,
)  # fmt: skip


class StillClosed(Forbidden):
    """A sensitive document that was not opened first."""

    code = "CLOSED_FIELD"
    message = "この書類は閉じています"
    advice = "申請の画面で「閉じている内容を開く」を押してから、もう一度開いてください。"


@dataclass(frozen=True)
class QueueRow:
    """One line of the queue; the title is a child's name, or a mask."""

    application: Application
    title: str
    has_news: bool = False
    has_like: bool = False


@dataclass(frozen=True)
class CaseDocument:
    """One document of a case; a closed one shows neither name nor bytes.

    `is_added`: it came after the send, `is_late`: after the deadline for documents.
    """

    attachment: Attachment
    name: str
    is_closed: bool
    is_added: bool = False
    is_late: bool = False


@dataclass(frozen=True)
class Case:
    """One application, opened for a clerk. Closed rows carry no value; `closed` names them."""

    application: Application
    form: Form
    procedure_name: str
    intake: Intake | None
    title: str
    sections: tuple[journey.Section, ...]
    closed: frozenset[str]
    documents: list[CaseDocument]
    history: list[StatusChange]
    messages: list[tuple[Message, str]]
    siblings: list[str]
    has_recipient: bool

    @property
    def awaited(self) -> frozenset[str]:
        """The ids of the rows that stand for a document still to come."""
        rows = [each.attachment for each in self.documents]
        return frozenset(row.id for row in rows if papers.is_awaited(row))


@dataclass(frozen=True)
class OpenedDocument:
    """The bytes of a document for one reader."""

    name: str
    media_type: str
    body: bytes
    is_sensitive: bool


def number_prefix(typed: str) -> str:
    """The beginning of a number as issued, from what was typed; "-" where none can begin so."""
    folded = unicodedata.normalize("NFKC", typed).upper()
    plain = "".join(each for each in folded if each.isalnum())
    if any(each not in ALPHABET for each in plain) or len(plain) > 9:
        return "-"
    groups = (plain[:4], plain[4:8], plain[8:])
    return "-".join(each for each in groups if each)


def queue(
    session: Session, keys: Keys, *, sections: Sections, wanted: Wanted, offset: int, limit: int
) -> list[QueueRow]:
    """One page of the queue, newest first; names of people under 支援措置 are masked."""
    rows = store.page(session, sections=sections, wanted=wanted, offset=offset, limit=limit)
    news, likes = store.with_news(session, rows), desk.with_likes(session, rows)
    return [QueueRow(row, listed_title(keys, row), row.id in news, row.id in likes) for row in rows]


def count(session: Session, *, sections: Sections, wanted: Wanted) -> int:
    """How many applications the whole queue holds."""
    return store.count(session, sections=sections, wanted=wanted)


def stream(session: Session, *, sections: Sections, wanted: Wanted) -> Iterator[Application]:
    """Every application of the queue, for an export."""
    return store.stream(session, sections=sections, wanted=wanted)


def procedure_names(session: Session, *, sections: Sections) -> dict[str, str]:
    """Names by code of the procedures these sections have applications of."""
    codes = store.procedures(session, sections=sections)
    return {code: catalogue.kept_procedure(session, code).name for code in codes}


def listed_title(keys: Keys, application: Application) -> str:
    """What a list may call an application."""
    if application.is_masked:
        return MASK
    return envelope_of(keys, application).open("title", application.title).decode()


def find(session: Session, *, sections: Sections, number: str) -> Application:
    """An application of these sections; NotFound, alike for absent and foreign."""
    found = store.application(session, sections=sections, number=read_number(number))
    if found is None:
        raise NotFound
    return found


def following(
    session: Session, application: Application, *, sections: Sections, status: Status
) -> str | None:
    """The number of the next application of this status, in the order of arrival."""
    return store.following(session, application, sections=sections, status=status)


def is_closed(application: Application, field: Field) -> bool:
    """Whether an answer stays closed until somebody opens it."""
    return field.sensitive or (application.is_masked and isinstance(field, WHEREABOUTS))


def traces(case: Case) -> frozenset[str]:
    """The rows of a case under 支援措置 that stay closed beside other cases; none of others."""
    rows = (row for section in case.sections for row in section.rows)
    return frozenset(row.path for row in rows if leads_to(case.application, row.field))


def leads_to(application: Application, field: Field) -> bool:
    """Whether an answer could lead to somebody under 支援措置: it stands in no list and no file."""
    return application.is_masked and not isinstance(field, HARMLESS)


def open_case(session: Session, keys: Keys, application: Application, *, is_open: bool) -> Case:
    """Unseal one application; without `is_open` closed answers and documents stay closed."""
    envelope = envelope_of(keys, application)
    form = catalogue.form_by_fingerprint(session, application.fingerprint)
    sections = journey.summary(form, answers_of(keys, application))
    fields = {row.path: row.field for section in sections for row in section.rows}
    closed = frozenset(
        path for path, field in fields.items() if not is_open and is_closed(application, field)
    )
    intake = intakes.get(session, application.intake) if application.intake else None
    documents = [
        _timed(_document(envelope, each, fields, is_open=is_open), application, intake)
        for each in submissions.attachments_of(session, application.id)
    ]
    send = store.submission(session, application.submission)
    return Case(
        application=application, form=form,
        procedure_name=catalogue.kept_procedure(session, application.procedure).name,
        intake=intake,
        title=envelope.open("title", application.title).decode(),
        sections=tuple(_shut(section, closed) for section in sections), closed=closed,
        documents=documents,
        history=submissions.history_of(session, application.id),
        messages=[
            (each, envelope.open(f"message:{each.id}", each.body).decode())
            for each in submissions.messages_of(session, application.id, with_notes=True)
        ],
        siblings=[
            each.number
            for each in submissions.applications_of(session, application.submission)
            if each.id != application.id and each.section == application.section
        ],
        has_recipient=send.recipient is not None,
    )  # fmt: skip


def open_document(
    session: Session, keys: Keys, storage: Storage, application: Application, *,
    ident: str, is_open: bool,
) -> OpenedDocument:  # fmt: skip
    """The bytes of one document; NotFound when none came, StillClosed for a sensitive one."""
    found = store.attachment(session, application=application.id, ident=ident)
    if found is None or found.file_key is None:
        raise NotFound
    is_sensitive = is_sensitive_document(session, keys, application, found)
    if is_sensitive and not is_open:
        raise StillClosed
    envelope = envelope_of(keys, application)
    key = envelope.open(f"attachment:{found.id}:key", found.file_key)
    body = files.read(storage, found.blob, key)
    return OpenedDocument(name_of(envelope, found), found.media_type, body, is_sensitive)


def is_sensitive_document(
    session: Session, keys: Keys, application: Application, attachment: Attachment
) -> bool:
    """Whether a document answers a sensitive question; one of an unknown question does."""
    form = catalogue.form_by_fingerprint(session, application.fingerprint)
    sections = journey.summary(form, answers_of(keys, application))
    fields = {row.path: row.field for section in sections for row in section.rows}
    return attachment.path not in fields or fields[attachment.path].sensitive


def _document(
    envelope: Envelope, attachment: Attachment, fields: Mapping[str, Field], *, is_open: bool
) -> CaseDocument:
    field = fields.get(attachment.path)
    is_shut = not is_open and (field is None or field.sensitive)
    return CaseDocument(attachment, "" if is_shut else name_of(envelope, attachment), is_shut)


def _timed(document: CaseDocument, application: Application, intake: Intake | None) -> CaseDocument:
    came = document.attachment.created_at
    is_added = came > application.received_at and not papers.is_awaited(document.attachment)
    deadline = intake.document_deadline if intake else None
    is_late = is_added and deadline is not None and came > deadline
    return replace(document, is_added=is_added, is_late=is_late)


def _shut(section: journey.Section, closed: frozenset[str]) -> journey.Section:
    rows = tuple(replace(row, value=None) if row.path in closed else row for row in section.rows)
    return replace(section, rows=rows)
