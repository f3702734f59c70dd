"""Owns what a clerk does to a case: its status, its decision, messages to the resident, notes.

A deed names the version of the case it was made on; whoever comes second changes nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from app.applications.models import (
    GONE,
    Application,
    Decision,
    Message,
    MessageKind,
    Status,
    StatusChange,
    Submission,
)
from app.applications.service import intakes, status
from app.applications.service.announcing import Office as Office
from app.applications.service.announcing import announce as announce
from app.applications.service.announcing import news
from app.applications.service.announcing import release_topic as release_topic
from app.applications.service.opened_answers import envelope_of
from app.applications.store import cases as store
from app.audit import service as audit
from app.database import new_id
from app.errors import Unprocessable
from app.journal import service as journal
from app.journal.models import Event, Fact, FactKind
from app.notifications import service as notifications
from app.notifications.models import OutboxRow

LONGEST_TEXT = 4000
# Nothing leads back from these: the page asks once more.
FINAL = GONE | {Status.DECIDED, Status.COMPLETED, Status.FULL}
# Before these the page offers words to the resident.
ASKS_MORE = FINAL | {
    Status.CORRECTION_REQUESTED, Status.NOTIFIED, Status.RESOLVED, Status.ANSWERED,
}  # fmt: skip
HELD = "（公表前の理由）"
# 行政手続法7条 (補正 names what to correct) and 8条1項 (a refusal gives its reasons).
REASONED = frozenset({Decision.REFUSED, Decision.DISMISSED})
Move = tuple[Status, Decision | None, datetime | None]
_EVENTS = {Status.DECIDED: Event.DECIDED, Status.WITHDRAWN: Event.WITHDRAWN}


class NotFollowing(Unprocessable):
    """A status that the present one does not lead to."""

    message = "今の状態からは、この状態にできません"


class DeedIncomplete(Unprocessable):
    """A decision without its kind, or without the reasons it needs."""

    message = "決定の内容か理由が足りません"


@dataclass(frozen=True)
class Deed:
    """A status to set: by whom, on which version, with which decision and words."""

    actor: str
    version: int
    status: Status
    decision: Decision | None = None
    words: str = ""


@dataclass(frozen=True)
class Prepared:
    """What deeds of one actor write: who moves where, and the rows beside it."""

    actor: str
    moves: dict[Move, list[Application]] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    changes: list[StatusChange] = field(default_factory=list)
    mails: list[OutboxRow] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    entries: list[audit.Deed] = field(default_factory=list)


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
    return carry_out(session, now, prepare(session, office, now, [(application, deed)]))


def prepare(
    session: Session, office: Office, now: datetime, deeds: Sequence[tuple[Application, Deed]]
) -> Prepared:
    """All that deeds write, sealed and ready; reads only, so that the writer is not held.

    Raises NotFollowing or DeedIncomplete, and nothing is prepared then.
    """
    for application, deed in deeds:
        if deed.status not in status.following(application.filing_kind, application.status):
            raise NotFollowing
        if missing(deed):
            raise DeedIncomplete
    sends = store.submissions(session, {application.submission for application, _ in deeds})
    releases = _Releases(session, now)
    made = Prepared(actor=deeds[0][1].actor if deeds else "")
    for application, deed in deeds:
        decided = (status.decision_of(application), application.decision_visible_at)
        if deed.status == Status.DECIDED:
            decided = (deed.decision, releases.of(application))
        made.moves.setdefault((deed.status, *decided), []).append(application)
        send = sends[application.submission]
        _tell(made, office, now, application, deed, decided=decided, send=send)
        _write_down(made, now, application, deed)
    return made


def carry_out(session: Session, now: datetime, prepared: Prepared) -> bool:
    """Write prepared deeds; False when somebody else was first: the caller rolls all back."""
    for (wanted, decision, visible_at), applications in prepared.moves.items():
        if not store.move_all(
            session, now, applications, status=wanted, decision=decision, visible_at=visible_at
        ):
            return False
        if wanted in GONE:
            for application in applications:
                application.missing_documents = 0  # nobody waits for papers of what has ended
                store.add(session, application)
    store.add_new(session, *prepared.messages, *prepared.changes)
    notifications.announce_all(session, prepared.mails)
    journal.record_all(session, prepared.facts)
    audit.record_all(session, now, actor=prepared.actor, deeds=prepared.entries)
    return True


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


class _Releases:
    """When residents may see decisions: at the release time of their intake, else at once."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session, self._now = session, now
        self._known: dict[str, datetime] = {}

    def of(self, application: Application) -> datetime:
        """The moment for one application; every intake is read once."""
        ident = application.intake
        if not ident:
            return self._now
        if ident not in self._known:
            self._known[ident] = intakes.get(self._session, ident).release_at or self._now
        return self._known[ident]


def _tell(
    made: Prepared, office: Office, now: datetime, application: Application, deed: Deed, *,
    decided: tuple[Decision | None, datetime | None], send: Submission,
) -> None:  # fmt: skip
    """Words and mail of a deed; before the release time neither betrays the decision (内定)."""
    decision, visible_at = decided
    is_held = deed.status in (Status.DECIDED, Status.NOTIFIED) and bool(
        visible_at and visible_at > now
    )
    if deed.words.strip():
        kind = MessageKind.NOTE if is_held else MessageKind.TO_RESIDENT
        words = HELD + deed.words if is_held else deed.words
        made.messages.append(sealed(office, now, application, kind, actor=deed.actor, body=words))
    topic, due_at = "news", now
    after = status.shown(deed.status, decision, visible_at, now)
    if after == status.shown_status(application, now):
        if deed.status != Status.DECIDED or not visible_at:
            return
        topic, due_at = release_topic(application.intake) if is_held else "news", visible_at
    made.mails.extend(news(office, now, application, send, due_at=due_at, topic=topic))


def _write_down(made: Prepared, now: datetime, application: Application, deed: Deed) -> None:
    before = Status(application.status)
    made.changes.append(
        StatusChange(
            id=new_id(now), application=application.id, at=now, before=before, after=deed.status,
            decision=deed.decision, staff=deed.actor,
        )
    )  # fmt: skip
    made.facts.append(
        journal.new_fact(
            now, event=_EVENTS.get(deed.status, Event.STATUS_CHANGED),
            procedure=application.procedure, section=application.section,
            intake=application.intake, form=application.fingerprint, channel=application.channel,
            detail=deed.status.value, kind=FactKind(application.kind),
        )
    )  # fmt: skip
    detail = f"{before}>{deed.status}" + (f" {deed.decision}" if deed.decision else "")
    made.entries.append(("status_changed", f"application:{application.number}", detail))


def keep(
    session: Session, office: Office, now: datetime, application: Application, kind: MessageKind,
    *, actor: str, body: str, ident: str = "",
) -> None:  # fmt: skip
    """Seal and keep a text of the office; Unprocessable for an empty or too long one."""
    row = sealed(office, now, application, kind, actor=actor, body=body, ident=ident)
    store.add(session, row)


def sealed(
    office: Office, now: datetime, application: Application, kind: MessageKind, *,
    actor: str, body: str, ident: str = "",
) -> Message:  # fmt: skip
    """A text of the office, sealed and not kept yet; Unprocessable for an empty or too long one."""
    if not body.strip() or len(body) > LONGEST_TEXT:
        raise Unprocessable("文章は1文字から4000文字までで入力してください")
    ident = ident or new_id(now)
    text = envelope_of(office.keys, application).seal(f"message:{ident}", body.encode())
    return Message(id=ident, application=application.id, at=now, kind=kind, staff=actor, body=text)
