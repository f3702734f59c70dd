"""Owns the rows a send becomes: submission, applications, their documents, and their facts."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlmodel import Session, SQLModel

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
from app.applications.service import likeness, limiting, proxies
from app.applications.service.admission import Paper
from app.applications.service.drafts import Filling, ids_in_order
from app.applications.service.mail_codes import Letterhead
from app.applications.service.numbers import new_number
from app.applications.store import submissions as store
from app.catalogue.models import Procedure
from app.crypto import Envelope, Keys, digest, new_envelope, readable_token
from app.database import Change, new_id
from app.forms import journey
from app.i18n.messages import Language
from app.journal import service as journal
from app.journal.models import Event, FactKind
from app.office_hours import Arrival, HoursProfile, classify

SEEN_FOR = timedelta(hours=24)
MASKING_FIELD = "support_measures"
OWN_CHANNEL = "own"


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
    number: str | None = None
    """The first application's, which nobody has; else one is looked for."""
    paper: Paper | None = None

    @property
    def letterhead(self) -> Letterhead:
        """What its mails need to know."""
        return Letterhead(self.keys, self.language, self.city_name, self.base_url)


def write(
    session: Session, setting: Setting, filling: Filling, parts: Sequence[journey.Part],
    submission: Submission, beside: Sequence[SQLModel | Change],
) -> list[Application]:  # fmt: skip
    """Write all a send becomes: with each child's fact, in one word, the rows it tells of.

    What rests on the submission alone is `beside` it.
    """
    opening = Opening(
        submission=submission.id, device=filling.draft.device,
        until=submission.received_at + SEEN_FOR,
    )  # fmt: skip
    arrival = classify(submission.received_at, setting.profile)
    made: list[Application] = []
    before: list[SQLModel | Change] = [submission, opening, *beside]
    for part in parts:
        number = _unused_number(session) if made or not setting.number else setting.number
        application, resting = _application(
            setting, filling, submission, part, number=number, arrival=arrival
        )
        rows = [*before, IssuedNumber(number=number), application, *resting]
        _record(session, setting, filling, arrival, application, rows)
        made.append(application)
        before = []
    return made


def new_submission(setting: Setting, filling: Filling, now: datetime) -> Submission:
    """The row of a send that arrives now; `write` keeps it."""
    ident = new_id(now)
    envelope, wrapped = new_envelope(setting.keys, "submissions", ident)
    secret = readable_token()
    return Submission(
        id=ident, draft=filling.draft.id, content_hash=_content_hash(filling), received_at=now,
        secret_hash=digest(secret), secret=envelope.seal("secret", secret.encode()),
        wrapped_key=wrapped, locale=setting.language.code,
    )  # fmt: skip


def _application(
    setting: Setting, filling: Filling, submission: Submission, part: journey.Part, *,
    number: str, arrival: Arrival,
) -> tuple[Application, list[SQLModel]]:  # fmt: skip
    """One child's application, and the rows that rest on it."""
    draft, form, now = filling.draft, filling.form, submission.received_at
    ident = new_id(now)
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
    change = StatusChange(
        id=new_id(now), application=ident, at=now, after=Status.ARRIVED,
        staff=setting.paper.staff if setting.paper else None,
    )  # fmt: skip
    return application, [
        *_marks(setting, filling, ident, part),
        change,
        *_attachments(filling, envelope, ident, part, now),
    ]


def _marks(
    setting: Setting, filling: Filling, application: str, part: journey.Part
) -> Iterator[SQLModel]:
    """By what a later application is known to be of the same person, or one too many."""
    draft, form = filling.draft, filling.form
    if mark := likeness.mark_of(setting.keys, form, part.answers):
        yield PersonMark(application=application, mark=mark)
    device = "" if setting.paper else draft.device
    scope = limiting.scope_of(form, draft)
    if counted := limiting.mark_of(setting.keys, scope, part.answers, device):
        yield LimitMark(application=application, mark=counted)


def _record(
    session: Session, setting: Setting, filling: Filling, arrival: Arrival,
    application: Application, beside: Sequence[SQLModel | Change],
) -> None:  # fmt: skip
    """The fact of an arrival with the rows it tells of; paper counts when it reached the office."""
    draft, paper, now = filling.draft, setting.paper, application.received_at
    facts: journal.Details = {
        "event": Event.ARRIVED, "procedure": application.procedure,
        "section": application.section, "intake": draft.intake, "form": setting.fingerprint,
        "locale": setting.language.code, "arrival": arrival, "channel": application.channel,
        "kind": FactKind(application.kind),
    }  # fmt: skip
    if paper is not None:
        journal.record_past(session, now, paper.typed_at, beside=beside, **facts)
        return
    facts["preferred_locale"], facts["device"] = draft.preferred_locale, draft.device_class
    facts["seconds"] = int((now - draft.started_at).total_seconds())
    journal.record(session, now, beside=beside, **facts)
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
