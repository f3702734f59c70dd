"""Owns what a clerk does to a case: its status, its decision, messages to the resident, notes.

A deed names the version of the case it was made on; whoever comes second changes nothing.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from app.applications.models import (
    Application,
    Decision,
    Message,
    MessageKind,
    Status,
    StatusChange,
)
from app.applications.service import intakes, status
from app.applications.store import cases as store
from app.audit import service as audit
from app.crypto import Keys, open_envelope
from app.database import new_id
from app.errors import Unprocessable
from app.i18n.messages import Language, Languages
from app.journal import service as journal
from app.journal.models import Event, FactKind
from app.notifications import service as notifications

LONGEST_TEXT = 4000
# Nothing leads back from these: the page asks once more.
FINAL = frozenset(
    {Status.DECIDED, Status.COMPLETED, Status.FULL, Status.WITHDRAWN, Status.DECLINED}
)
# Before these the page offers words to the resident.
ASKS_MORE = FINAL | {
    Status.CORRECTION_REQUESTED, Status.NOTIFIED, Status.RESOLVED, Status.ANSWERED,
}  # fmt: skip
ENDED = frozenset({Status.WITHDRAWN, Status.DECLINED})
HELD = "（公表前の理由）"
# 行政手続法7条 (補正 names what to correct) and 8条1項 (a refusal gives its reasons).
REASONED = frozenset({Decision.REFUSED, Decision.DISMISSED})
_EVENTS = {Status.DECIDED: Event.DECIDED, Status.WITHDRAWN: Event.WITHDRAWN}


class NotFollowing(Unprocessable):
    """A status that the present one does not lead to."""

    message = "今の状態からは、この状態にできません"


class DeedIncomplete(Unprocessable):
    """A decision without its kind, or without the reasons it needs."""

    message = "決定の内容か理由が足りません"


@dataclass(frozen=True)
class Office:
    """What a deed needs to know of the house around it."""

    keys: Keys
    languages: Languages
    city_name: str
    base_url: str


@dataclass(frozen=True)
class Deed:
    """A status to set: by whom, on which version, with which decision and words."""

    actor: str
    version: int
    status: Status
    decision: Decision | None = None
    words: str = ""


def missing(deed: Deed) -> str:
    """What a deed lacks: "decision", "words", or nothing."""
    if deed.status == Status.DECIDED and deed.decision is None:
        return "decision"
    needs_words = deed.status == Status.CORRECTION_REQUESTED or deed.decision in REASONED
    return "words" if needs_words and not deed.words.strip() else ""


def words_for(application: Application, messages: list[tuple[Message, str]], now: datetime) -> str:
    """The reasons that were kept back until the release, to be sent with the notice."""
    if not status.is_decision_visible(application, now):
        return ""
    notes = [body for row, body in messages if row.kind == MessageKind.NOTE]
    held = [body.removeprefix(HELD) for body in notes if body.startswith(HELD)]
    return held[-1] if held else ""


def set_status(
    session: Session, office: Office, now: datetime, application: Application, deed: Deed
) -> bool:
    """Carry out a deed; False, and nothing changed, when somebody else was first."""
    if deed.version != application.version:
        return False
    if deed.status not in status.following(application.filing_kind, application.status):
        raise NotFollowing
    if missing(deed):
        raise DeedIncomplete
    before, shown = Status(application.status), status.shown_status(application, now)
    decision, visible_at = application.decision, application.decision_visible_at
    if deed.status == Status.DECIDED:
        decision, visible_at = deed.decision, _release(session, now, application)
    is_first = store.move(
        session, now, application, version=deed.version, status=deed.status,
        decision=Decision(decision) if decision else None, visible_at=visible_at,
    )  # fmt: skip
    if is_first and deed.status in ENDED:
        application.missing_documents = 0  # nobody waits for papers of what has ended
        store.add(session, application)
    if is_first:
        _tell(session, office, now, application, deed, shown)
        _write_down(session, now, application, deed, before)
    return is_first


def send_message(
    session: Session, office: Office, now: datetime, application: Application, *,
    actor: str, body: str,
) -> None:  # fmt: skip
    """A message on the resident's status page, announced by mail where an address is known."""
    keep(session, office, now, application, MessageKind.TO_RESIDENT, actor=actor, body=body)
    announce(session, office, now, application, due_at=now)
    subject = f"application:{application.number}"
    audit.record(session, now, actor=actor, action="message_sent", subject=subject)


def add_note(
    session: Session, office: Office, now: datetime, application: Application, *,
    actor: str, body: str,
) -> None:  # fmt: skip
    """A note that only the office reads."""
    keep(session, office, now, application, MessageKind.NOTE, actor=actor, body=body)
    subject = f"application:{application.number}"
    audit.record(session, now, actor=actor, action="note_added", subject=subject)


def _release(session: Session, now: datetime, application: Application) -> datetime:
    """When the resident may see the decision: the intake's release time, else at once."""
    intake = intakes.get(session, application.intake) if application.intake else None
    return intake.release_at if intake and intake.release_at else now


def _tell(
    session: Session, office: Office, now: datetime, application: Application, deed: Deed,
    shown: Status,
) -> None:  # fmt: skip
    """Words and mail of a deed; before the release time neither betrays the decision (内定)."""
    visible_at = application.decision_visible_at
    is_held = deed.status in (Status.DECIDED, Status.NOTIFIED) and bool(
        visible_at and visible_at > now
    )
    if deed.words.strip():
        kind = MessageKind.NOTE if is_held else MessageKind.TO_RESIDENT
        words = HELD + deed.words if is_held else deed.words
        keep(session, office, now, application, kind, actor=deed.actor, body=words)
    if status.shown_status(application, now) != shown:
        announce(session, office, now, application, due_at=now)
    elif deed.status == Status.DECIDED and visible_at:
        topic = release_topic(application.intake) if is_held else "news"
        announce(session, office, now, application, due_at=visible_at, topic=topic)


def _write_down(
    session: Session, now: datetime, application: Application, deed: Deed, before: Status
) -> None:
    store.add(
        session,
        StatusChange(
            id=new_id(now), application=application.id, at=now, before=before, after=deed.status,
            decision=deed.decision, staff=deed.actor,
        ),
    )  # fmt: skip
    journal.record(
        session, now, event=_EVENTS.get(deed.status, Event.STATUS_CHANGED),
        procedure=application.procedure, section=application.section, intake=application.intake,
        form=application.fingerprint, channel=application.channel, detail=deed.status.value,
        kind=FactKind(application.kind),
    )  # fmt: skip
    detail = f"{before}>{deed.status}" + (f" {deed.decision}" if deed.decision else "")
    subject = f"application:{application.number}"
    audit.record(
        session, now, actor=deed.actor, action="status_changed", subject=subject, detail=detail
    )


def keep(
    session: Session, office: Office, now: datetime, application: Application, kind: MessageKind,
    *, actor: str, body: str, ident: str = "",
) -> None:  # fmt: skip
    """Seal and keep a text of the office; Unprocessable for an empty or too long one."""
    if not body.strip() or len(body) > LONGEST_TEXT:
        raise Unprocessable("文章は1文字から4000文字までで入力してください")
    envelope = open_envelope(office.keys, "applications", application.id, application.wrapped_key)
    ident = ident or new_id(now)
    sealed = envelope.seal(f"message:{ident}", body.encode())
    row = Message(id=ident, application=application.id, at=now, kind=kind, staff=actor, body=sealed)
    store.add(session, row)


def release_topic(intake: str | None) -> str:
    """The topic of mails that wait for the release of an intake; they move and go with it."""
    return f"release:{intake}" if intake else "news"


def announce(
    session: Session, office: Office, now: datetime, application: Application, *,
    due_at: datetime, topic: str = "news",
) -> None:  # fmt: skip
    """A mail without anything personal: there is news; nothing where no address is known."""
    send = store.submission(session, application.submission)
    if send.recipient is None:
        return
    envelope = open_envelope(office.keys, "submissions", send.id, send.wrapped_key)
    language = _language(office.languages, application.locale)
    _ = language.gettext
    body = "\n\n".join(
        (
            _("申請について、市からお知らせがあります。"),
            f"{_('申請番号')}：{application.number}",
            _("状況は、送信した端末か、控えにある秘密のリンクから確かめられます。"),
            _("このメールには返信できません。心当たりがないときは、お手数ですが破棄してください。"),
            office.base_url,
        )
    )
    notifications.announce(
        session, office.keys, now, topic=topic,
        recipient=envelope.open("recipient", send.recipient).decode(),
        subject=f"【{office.city_name}】{_('お知らせがあります')}", body=body, locale=language.code,
        due_at=due_at,
    )  # fmt: skip


def _language(languages: Languages, code: str) -> Language:
    return next((each for each in languages if each.code == code), languages.japanese)
