"""Owns sending: one transaction makes the applications, their stamp, numbers, facts and mails.

The commit of that transaction is the arrival (到達); `received_at` is read once, with the write
lock held. A repeated send finds the first submission and answers with the same receipt.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from sqlmodel import Session

from app.applications.models import (
    Application,
    Attachment,
    AttachmentState,
    IssuedNumber,
    LimitMark,
    Opening,
    PersonMark,
    Status,
    StatusChange,
    Submission,
)
from app.applications.service import admission, contacts, intakes, likeness, limiting, proxies
from app.applications.service.admission import Paper
from app.applications.service.drafts import Filling, TooEarly, ids_in_order
from app.applications.service.mail_codes import Letterhead
from app.applications.service.numbers import new_number
from app.applications.store import submissions as store
from app.catalogue.models import Procedure
from app.clock import to_jst
from app.crypto import Envelope, Keys, digest, new_envelope, readable_token
from app.database import new_id
from app.errors import CityHallError, Conflict, NotFound
from app.forms import journey
from app.forms.answers import validate
from app.i18n.messages import Language
from app.journal import service as journal
from app.journal.models import Event, FactKind
from app.office_hours import Arrival, HoursProfile, classify

SEEN_FOR = timedelta(hours=24)
MASKING_FIELD = "support_measures"
OWN_CHANNEL = "own"


class ContentChanged(CityHallError):
    """The same draft was sent before with other content."""

    status = 422
    code = "IDEM_MISMATCH"
    message = "内容が変わっています。この内容では送信していません"
    advice = "先に送信した内容は市に届いています。控えの画面で確かめてください。"


class DraftMoved(Conflict):
    """The review page shows an older version of the draft than the one kept."""

    code = "FORM_CHANGED"
    message = "別の画面で内容が変わりました。もう一度確かめてから送信してください"
    advice = "入力した内容は残っています。まだ送信していません。"
    reached = False
    kept = True


class Lapsed(TooEarly):
    """What was right when it was typed is wrong today; `step` is where it is asked."""

    def __init__(self, step: str) -> None:
        super().__init__()
        self.step = step


@dataclass(frozen=True)
class Setting:
    """What a send needs to know of the house around it."""

    keys: Keys
    profile: HoursProfile
    procedure: Procedure
    fingerprint: str
    language: Language
    city_name: str
    base_url: str
    paper: Paper | None = None

    @property
    def letterhead(self) -> Letterhead:
        """What its mails need to know."""
        return Letterhead(self.keys, self.language, self.city_name, self.base_url)


def send(
    session: Session, setting: Setting, filling: Filling, *, read_clock: Callable[[], datetime],
    version: int,
) -> tuple[Submission, list[Application]]:  # fmt: skip
    """Send a locked draft, or return what it became before; raises IntakeClosed, TooEarly, …"""
    draft = filling.draft
    earlier = store.submission_of_draft(session, draft.id)
    if earlier is not None:
        if version != draft.version:
            raise ContentChanged
        return earlier, store.applications_of(session, earlier.id)
    if version != draft.version:
        raise DraftMoved
    limiting.hold(session, filling.form, draft.procedure)
    clock_now, paper = read_clock(), setting.paper
    now = paper.arrived_at if paper else clock_now
    intake = intakes.get(session, draft.intake) if draft.intake else None
    late = admission.check(session, draft, intake, now, paper)
    _check_answers(filling, None if paper else to_jst(now).date())
    form = filling.form
    parts = journey.parts(form, filling.answers)
    if paper is None:
        limiting.check(
            session, setting.keys, _scope(filling), filling.answers, device=draft.device,
            wanted=len(parts),
        )  # fmt: skip
    submission = _submission(session, setting, filling, now)
    arrival = classify(now, setting.profile)
    made = [_application(session, setting, filling, submission, part, arrival) for part in parts]
    draft.sent_at = clock_now
    session.add(draft)
    if late:
        late.used_at = clock_now
        session.add(late)
    contacts.at_sending(
        session, setting.letterhead, clock_now, submission=submission, made=made,
        address=contacts.recipient_of(form, filling.answers),
    )  # fmt: skip
    return submission, made


def _check_answers(filling: Filling, today: date | None) -> None:
    """Raise TooEarly for an open step, Lapsed for one that `today` opened again.

    Paper has no today: it was right on the day it reached the office.
    """
    form, answers, attached = filling.form, filling.answers, filling.attached
    opened = journey.first_open(form, answers, attached=attached, done=filling.done)
    if opened != journey.REVIEW or proxies.is_pending(filling):
        raise TooEarly
    if validate(form, answers, attached=attached):
        raise TooEarly
    opened = journey.first_open(form, answers, attached=attached, done=filling.done, today=today)
    if opened != journey.REVIEW:
        raise Lapsed(opened)


def _scope(filling: Filling) -> limiting.Scope:
    draft = filling.draft
    return limiting.Scope(filling.form, draft.procedure, draft.intake, draft.kind)


def _submission(session: Session, setting: Setting, filling: Filling, now: datetime) -> Submission:
    ident = new_id(now)
    envelope, wrapped = new_envelope(setting.keys, "submissions", ident)
    secret = readable_token()
    submission = Submission(
        id=ident, draft=filling.draft.id, content_hash=_content_hash(filling), received_at=now,
        secret_hash=digest(secret), secret=envelope.seal("secret", secret.encode()),
        wrapped_key=wrapped, locale=setting.language.code,
    )  # fmt: skip
    opening = Opening(submission=ident, device=filling.draft.device, until=now + SEEN_FOR)
    store.add_new(session, submission, opening)
    return submission


def _application(
    session: Session, setting: Setting, filling: Filling, submission: Submission,
    part: journey.Part, arrival: Arrival,
) -> Application:  # fmt: skip
    draft, form, now = filling.draft, filling.form, submission.received_at
    ident, number = new_id(now), _unused_number(session)
    envelope, wrapped = new_envelope(setting.keys, "applications", ident)
    documents = journey.documents(form, part.answers)
    application = Application(
        id=ident, submission=submission.id, draft=draft.id, part=part.index, number=number,
        procedure=setting.procedure.code, section=setting.procedure.section, intake=draft.intake,
        form=form.slug, fingerprint=setting.fingerprint, filing_kind=form.kind, received_at=now,
        in_hours=arrival.in_hours, reason=arrival.reason, next_open_day=arrival.next_open_day,
        calendar_version=arrival.calendar_version, locale=setting.language.code,
        wrapped_key=wrapped, title=envelope.seal("title", part.title.encode()),
        answers=envelope.seal("answers", _json(part.answers), revision=1),
        is_masked=filling.answers.get(MASKING_FIELD) is True, updated_at=now,
        proxy=_proxy(filling, envelope),
        missing_documents=sum(each.mode in ("later", "paper") for each in documents),
        channel=setting.paper.channel if setting.paper else OWN_CHANNEL, kind=draft.kind,
    )  # fmt: skip
    store.add_new(session, IssuedNumber(number=number), application)
    if mark := likeness.mark_of(setting.keys, form, part.answers):
        store.add_new(session, PersonMark(application=ident, mark=mark))
    device = "" if setting.paper else draft.device
    if counted := limiting.mark_of(setting.keys, _scope(filling), part.answers, device):
        store.add_new(session, LimitMark(application=ident, mark=counted))
    change = StatusChange(
        id=new_id(now), application=ident, at=now, after=Status.ARRIVED,
        staff=setting.paper.staff if setting.paper else None,
    )  # fmt: skip
    store.add_new(session, change, *_attachments(filling, envelope, ident, part, now))
    _count(session, setting, filling, application, arrival)
    return application


def _count(
    session: Session, setting: Setting, filling: Filling, application: Application, arrival: Arrival
) -> None:
    """The fact of an arrival; paper counts at the instant it reached the office."""
    draft, paper, now = filling.draft, setting.paper, application.received_at
    facts: journal.Details = {
        "event": Event.ARRIVED, "procedure": application.procedure,
        "section": application.section, "intake": draft.intake, "form": setting.fingerprint,
        "locale": setting.language.code, "arrival": arrival, "channel": application.channel,
        "kind": FactKind(application.kind),
    }  # fmt: skip
    if paper is not None:
        journal.record_past(session, now, paper.typed_at, **facts)
        return
    facts["preferred_locale"], facts["device"] = draft.preferred_locale, draft.device_class
    facts["seconds"] = int((now - draft.started_at).total_seconds())
    journal.record(session, now, **facts)
    if application.proxy is not None:
        helped: journal.Details = {**facts, "event": Event.HELPED, "detail": "proxy"}
        journal.record(session, now, **helped)


def _attachments(
    filling: Filling, envelope: Envelope, application: str, part: journey.Part, now: datetime
) -> list[Attachment]:
    """Each child's own rows: sealed bytes are shared, their key is sealed once per application."""
    rows: list[Attachment] = []
    ids = ids_in_order(now)
    for document in journey.documents(filling.form, filling.answers):
        path = journey.part_path(filling.form, document.path, part.index)
        if path is None or not document.mode:
            continue
        blank = partial(
            Attachment, application=application, path=path, label=document.label[:200],
            state=AttachmentState(document.mode), created_at=now,
        )  # fmt: skip
        files = filling.files.get(document.path, []) if document.mode == "now" else []
        if not files:
            rows.append(blank(id=next(ids)))
        for upload, name in files:
            key = filling.envelope.open(f"upload:{upload.id}:key", upload.file_key)
            ident = next(ids)
            rows.append(
                blank(
                    id=ident,
                    media_type=upload.media_type,
                    size=upload.size,
                    sha256=upload.sha256,
                    blob=upload.blob,
                    name=envelope.seal(f"attachment:{ident}:name", name.encode()),
                    file_key=envelope.seal(f"attachment:{ident}:key", key),
                )
            )
    return rows


def _proxy(filling: Filling, envelope: Envelope) -> bytes | None:
    """Who filled in for somebody else, sealed with the application."""
    if not proxies.is_chosen(filling):
        return None
    return envelope.seal("proxy", _json(filling.beside["proxy"]))


def _unused_number(session: Session) -> str:
    while store.is_number_issued(session, number := new_number()):
        continue
    return number


def _content_hash(filling: Filling) -> str:
    files = sorted(
        (path, upload.sha256) for path, rows in filling.files.items() for upload, _ in rows
    )
    text = json.dumps([filling.answers, files], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def number_of_draft(session: Session, draft: str) -> str:
    """The first application number a draft became; NotFound when it was not sent."""
    submission = store.submission_of_draft(session, draft)
    if submission is None:
        raise NotFound
    return store.applications_of(session, submission.id)[0].number
