"""Owns new revisions of an application: a correction answered, a change before the decision.

The first answers stay, sealed under their own number; a clerk compares. A post names the revision
its page showed: another one in between is answered with both, and nothing is replaced.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from app.applications.models import (
    Application,
    Cause,
    Status,
    StatusChange,
)
from app.applications.service import amending, contacts, corrections, papers, status
from app.applications.service.amending import Amended, Raw
from app.applications.service.corrections import Asked
from app.applications.service.keeping import attached_of, keep
from app.applications.service.mail_codes import Letterhead
from app.applications.service.numbers import read_number
from app.applications.service.opened_answers import answers_of
from app.applications.service.step_post import is_broken
from app.applications.store import cases as case_store
from app.applications.store import revisions as store
from app.applications.store import submissions
from app.catalogue import service as catalogue
from app.clock import to_jst
from app.crypto import Keys
from app.database import new_id
from app.errors import Conflict, NotFound, Unprocessable
from app.forms import answers as engine
from app.forms.definition import Form
from app.forms.places import prune
from app.forms.values import Answers, FieldError, input_name
from app.journal import service as journal
from app.journal.models import Event, FactKind

CHANGEABLE = frozenset(
    {
        Status.ARRIVED, Status.ACCEPTED, Status.CORRECTION_REQUESTED, Status.CORRECTED,
        Status.REVIEWING, Status.LOTTERY,
    }
)  # fmt: skip


@dataclass(frozen=True)
class Subject:
    """An application whose answers its resident may change: all of it, opened."""

    application: Application
    send: list[Application]
    form: Form
    answers: Answers
    asked: Asked | None
    may_change: bool

    @property
    def has_siblings(self) -> bool:
        """Whether other applications of the same send could take the same change."""
        return len(self.send) > 1


@dataclass(frozen=True)
class Outcome:
    """What became of a post: done, or the page again (`is_stale`: other answers are kept now)."""

    page: Amended
    is_done: bool = False
    is_stale: bool = False


@dataclass(frozen=True)
class Post:
    """What was typed: on which revision, for one step or ("") the correction, for siblings too."""

    raw: Raw
    revision: int
    step: str = ""
    is_for_all: bool = False
    faults: tuple[FieldError, ...] = ()
    """What is wrong with the documents of the same post."""


def may_change(application: Application, now: datetime) -> bool:
    """Whether answers may still change; a decision that is not released is none yet (内定)."""
    return status.shown_status(application, now) in CHANGEABLE


def find(
    session: Session, keys: Keys, now: datetime, *, number: str, device: str, lock: bool = False
) -> Subject:
    """The application of a number for a device that may see it; NotFound otherwise."""
    number = read_number(number)
    found = submissions.submission_for_device(session, number=number, device=device, now=now)
    if found is None:
        raise NotFound
    send = submissions.applications_of(session, found.id, lock=lock)
    application = next(each for each in send if each.number == number)
    return Subject(
        application, send, catalogue.form_by_fingerprint(session, application.fingerprint),
        answers_of(keys, application), corrections.open_one(session, keys, application),
        may_change(application, now),
    )  # fmt: skip


def wanted(subject: Subject, step: str) -> frozenset[str]:
    """The places of a page: those of a step, or ("") those that the office marked."""
    if step:
        return amending.paths_of(subject.form, subject.answers, step)
    return subject.asked.paths if subject.asked else frozenset()


def post(
    session: Session, head: Letterhead, now: datetime, subject: Subject, sent: Post
) -> Outcome:
    """Take a post for a locked subject; what was typed stays on the page unless it is kept."""
    if any(is_broken(text) for texts in sent.raw.values() for text in texts):
        raise Unprocessable("使えない文字（制御文字）が入っています")
    paths = wanted(subject, sent.step)
    is_over = not subject.may_change or not (sent.step or subject.asked)
    # A marked place that is open no more still says whether this very post was taken before.
    paths = paths or amending.paths_of(subject.form, subject.answers)
    attached = attached_of(session, subject.application)
    try:
        page = amending.amend(
            subject.form, subject.answers, _padded(subject, sent, paths), paths, attached,
            today=to_jst(now).date(),
        )  # fmt: skip
    except engine.UnknownField as error:
        raise Unprocessable from error
    if is_over or sent.revision != subject.application.revision:
        is_same = not page.errors and page.answers == prune(subject.form, subject.answers)
        return Outcome(page, is_done=is_same and sent.revision >= 0, is_stale=not is_same)
    if page.errors or sent.faults:
        return Outcome(replace(page, errors=(*page.errors, *sent.faults)))
    _take(session, head, now, subject, page.answers, sent)
    return Outcome(page, is_done=True)


def with_address(session: Session, now: datetime, subject: Subject, sent: Post) -> Amended:
    """The page with an address that was looked up; nothing is kept, and nothing is wrong yet."""
    paths = wanted(subject, sent.step)
    attached = attached_of(session, subject.application)
    try:
        page = amending.amend(
            subject.form, subject.answers, sent.raw, paths, attached, today=to_jst(now).date()
        )
    except engine.UnknownField as error:
        raise Unprocessable from error
    return replace(amending.shown(subject.form, page.answers, paths), typed=page.typed)


def _padded(subject: Subject, sent: Post, paths: Collection[str]) -> Raw:
    """For a page whose marks are gone: what it did not ask counts as it is stored."""
    if wanted(subject, sent.step):
        return sent.raw
    stored: dict[str, list[str]] = {}
    for group in amending.shown(subject.form, subject.answers, paths).groups:
        for place, value, _ in group.places:
            boxes = place.field.boxes(place.path, value, None)
            stored |= {input_name(place.path, part): boxes[part] for part in boxes}
    return stored | dict(sent.raw)


def _take(
    session: Session,
    head: Letterhead,
    now: datetime,
    subject: Subject,
    answers: Answers,
    sent: Post,
) -> None:
    application, asked = subject.application, None if sent.step else subject.asked
    paths = amending.changed(subject.form, subject.answers, answers)
    cause = Cause.CORRECTION if asked else Cause.CHANGE
    if not paths and not asked:
        return
    keep(session, head.keys, now, application, answers, cause=cause, correction=asked)
    _move_contact(session, head, now, subject, answers)
    for path in paths:
        corrections.record(session, now, application, Event.ANSWER_CHANGED, path=path)
    is_answer = asked is not None or (
        application.status == Status.CORRECTION_REQUESTED and subject.asked is None
    )
    if is_answer:
        answered(session, now, application, asked)
    elif not submissions.renew(
        session, now, application, version=application.version,
        missing_documents=application.missing_documents,
    ):  # fmt: skip
        raise Conflict
    if sent.is_for_all:
        _take_for_siblings(session, head.keys, now, subject, answers, paths)


def _move_contact(
    session: Session, head: Letterhead, now: datetime, subject: Subject, answers: Answers
) -> None:
    """Notices follow the address that was answered, once it is proven."""
    before, after = (
        contacts.recipient_of(subject.form, each) for each in (subject.answers, answers)
    )
    if before != after:
        contacts.change(session, head, now, subject.application.submission, after)


def answered(
    session: Session, now: datetime, application: Application, asked: Asked | None
) -> None:
    """補正依頼中 → 補正済み, and how long it took."""
    if not case_store.move(
        session, now, application, version=application.version, status=Status.CORRECTED,
        decision=status.decision_of(application), visible_at=application.decision_visible_at,
    ):  # fmt: skip
        raise Conflict
    change = StatusChange(
        id=new_id(now), application=application.id, at=now,
        before=Status.CORRECTION_REQUESTED, after=Status.CORRECTED,
    )  # fmt: skip
    submissions.add(session, change)
    seconds = None
    if asked:
        store.answer(session, asked.row, now)
        seconds = int((now - asked.row.asked_at).total_seconds())
    corrections.record(session, now, application, Event.CORRECTED, seconds=seconds)
    journal.record(
        session, now, event=Event.STATUS_CHANGED, procedure=application.procedure,
        section=application.section, intake=application.intake, form=application.fingerprint,
        channel=application.channel, detail=Status.CORRECTED.value,
        kind=FactKind(application.kind),
    )  # fmt: skip


def _take_for_siblings(
    session: Session, keys: Keys, now: datetime, subject: Subject, answers: Answers,
    paths: Collection[str],
) -> None:  # fmt: skip
    """The shared answers for the other applications of the send, where they may still change."""
    form = subject.form
    shared = [path for path in paths if not papers.is_of_part(form, path)]
    fields = {path.partition(".")[0] for path in shared}
    for other in subject.send:
        if other.id == subject.application.id or not may_change(other, now):
            continue
        before = answers_of(keys, other)
        after = prune(form, before | {key: answers.get(key) for key in fields})
        attached = attached_of(session, other)
        if after == prune(form, before) or engine.validate(form, after, attached=attached):
            continue
        keep(session, keys, now, other, after, cause=Cause.CHANGE)
        if not submissions.renew(
            session, now, other, version=other.version, missing_documents=other.missing_documents
        ):
            raise Conflict
