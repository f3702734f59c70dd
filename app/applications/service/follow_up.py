"""Owns what a resident does after sending: later documents, ending an application, messages.

Every form of the status page carries a slip. The ids of what a post makes follow from the slip and
from what was posted, so that the same post twice makes nothing twice.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import count

from sqlmodel import Session

from app.applications.models import (
    Application,
    Attachment,
    AttachmentState,
    Message,
    MessageKind,
    Status,
    StatusChange,
)
from app.applications.service import awaiting, deciding, papers, status
from app.applications.service.files import StoredFile
from app.applications.service.numbers import read_number
from app.applications.service.opened_answers import envelope_of
from app.applications.service.step_post import is_broken
from app.applications.store import cases
from app.applications.store import submissions as store
from app.catalogue import service as catalogue
from app.crypto import Keys
from app.database import new_id
from app.errors import Conflict, NotFound, Unprocessable
from app.forms.values import N_
from app.journal import service as journal
from app.journal.models import Event, FactKind

LONGEST_MESSAGE = 2000
MOST_MESSAGES = 50
LABEL = N_("市へのメッセージ")
EMPTY = N_("メッセージを入力してください。")
TOO_LONG = N_("メッセージは{max}文字までで入力してください。")
TOO_MANY = N_(
    "この画面から送れるメッセージの数をこえました。担当の課に電話などでお問い合わせください。"
)
_SLIP = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Sender:
    """Who posts from the status page, on which application, with which slip."""

    device: str
    number: str
    slip: str


def new_slip(now: datetime) -> str:
    """The slip of a page of the status: all its forms carry it."""
    return new_id(now)


def hand_in(
    session: Session, keys: Keys, now: datetime, sender: Sender, *,
    path: str, stored: list[StoredFile],
) -> bool | None:  # fmt: skip
    """Take files for a document that is awaited; a guardian's one lands on the whole send.

    True when taken, None when this very post was taken before (its new blobs are to be dropped),
    False when nothing is awaited any more.
    """
    target, send = _locked(session, now, sender)
    awaited, content = papers.awaited(session, target, path), path
    if store.attachment(session, next(_ids(sender, target, content))):
        if not awaited:
            return None
        content = f"{path}:{awaited[0].id}"  # asked for again, and answered from an old page
    if not stored or not awaited or not status.takes_documents(target, now):
        return False
    form = catalogue.form_by_fingerprint(session, target.fingerprint)
    is_own = papers.is_of_part(form, path)
    for application in [target] if is_own else send:
        rows = [each for each in store.attachments_of(session, application.id) if each.path == path]
        if rows and status.takes_documents(application, now):
            ids = _ids(sender, application, content)
            _replace(session, keys, now, application, rows, zip(ids, stored, strict=False))
    return True


def end(
    session: Session, office: deciding.Office, now: datetime, sender: Sender, wanted: Status
) -> bool:
    """Withdraw (取下げ) or decline (辞退); False when it cannot be done any more.

    The mail tells an applicant whose link somebody else used.
    """
    application, _ = _locked(session, now, sender)
    ident = next(_ids(sender, application, wanted))
    if store.status_change(session, ident):
        return True
    if status.way_out(application, now) != wanted:
        return False
    before, decision, visible_at = application.status, None, None
    if status.is_decision_visible(application, now):
        decision, visible_at = status.decision_of(application), application.decision_visible_at
    if not cases.move(
        session, now, application, version=application.version, status=wanted,
        decision=decision, visible_at=visible_at,
    ):  # fmt: skip
        raise Conflict
    change = StatusChange(id=ident, application=application.id, at=now, before=before, after=wanted)
    store.add(session, change)
    application.missing_documents = 0
    store.add(session, application)
    deciding.announce(session, office, now, application, due_at=now)
    journal.record(
        session, now,
        event=Event.WITHDRAWN if wanted == Status.WITHDRAWN else Event.STATUS_CHANGED,
        procedure=application.procedure, section=application.section, intake=application.intake,
        form=application.fingerprint, channel=application.channel, detail=wanted.value,
        kind=FactKind(application.kind),
    )  # fmt: skip
    return True


def fault_of(body: str) -> str:
    """What is wrong with the text of a message, as a message id, or nothing."""
    if not body.strip():
        return EMPTY
    return TOO_LONG if len(body) > LONGEST_MESSAGE else ""


def write(session: Session, keys: Keys, now: datetime, sender: Sender, body: str) -> bool:
    """A message to the office, kept as typed; False when there are too many already."""
    if fault_of(body) or is_broken(body):
        raise Unprocessable
    application, _ = _locked(session, now, sender)
    ident = next(_ids(sender, application, body))
    if store.message(session, ident):
        return True
    written = store.messages_of(session, application.id, with_notes=False)
    if sum(each.kind == MessageKind.FROM_RESIDENT for each in written) >= MOST_MESSAGES:
        return False
    sealed = envelope_of(keys, application).seal(f"message:{ident}", body.encode())
    kind = MessageKind.FROM_RESIDENT
    store.add(
        session,
        Message(id=ident, application=application.id, at=now, kind=kind, body=sealed),
    )
    _renew(session, now, application, missing=application.missing_documents)
    return True


def _locked(
    session: Session, now: datetime, sender: Sender
) -> tuple[Application, list[Application]]:
    """The application of a number and its whole send, locked; NotFound for a foreign device."""
    if not _SLIP.fullmatch(sender.slip):
        raise Unprocessable
    number = read_number(sender.number)
    found = store.submission_for_device(session, number=number, device=sender.device, now=now)
    if found is None:
        raise NotFound
    send = store.applications_of(session, found.id, lock=True)
    return next(each for each in send if each.number == number), send


def _ids(sender: Sender, application: Application, content: str) -> Iterator[str]:
    """The ids of what a post makes, in time order like every id: the same post, the same ids."""
    began = int(sender.slip[:12], 16)
    for number in count():
        text = f"{sender.slip}:{application.id}:{number}:{content}"
        mark = hashlib.sha256(text.encode()).hexdigest()[:20]
        yield f"{(began + number) % 2**48:012x}{mark}"


def _replace(
    session: Session, keys: Keys, now: datetime, application: Application,
    rows: list[Attachment], files: Iterator[tuple[str, StoredFile]],
) -> None:  # fmt: skip
    """The files instead of the rows that awaited them; each application seals their keys anew."""
    envelope, first = envelope_of(keys, application), rows[0]
    store.delete(session, [each for each in rows if papers.is_awaited(each)])
    store.add(
        session,
        *(
            Attachment(
                id=ident, application=application.id, path=first.path, label=first.label,
                state=AttachmentState.NOW, created_at=now, media_type=file.media_type,
                size=file.size, sha256=file.sha256, blob=file.blob,
                name=envelope.seal(f"attachment:{ident}:name", file.name.encode()),
                file_key=envelope.seal(f"attachment:{ident}:key", file.key),
            )
            for ident, file in files
        ),
    )  # fmt: skip
    _renew(session, now, application, missing=papers.missing(session, application))
    if any(each.state == AttachmentState.AGAIN for each in rows):
        awaiting.follow(session, keys, now, application)


def _renew(session: Session, now: datetime, application: Application, *, missing: int) -> None:
    if not store.renew(
        session, now, application, version=application.version, missing_documents=missing
    ):
        raise Conflict
