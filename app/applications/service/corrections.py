"""Owns requests for correction (補正): which fields a clerk marks, why, and what is still open.

行政手続法7条: what does not meet the formal requirements is to be corrected within a set time or
refused; the request therefore names each place. An answer may come until the clerk goes on.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from app.applications.models import Application, Correction, Status
from app.applications.service import amending, deciding
from app.applications.service.deciding import LONGEST_TEXT, Deed, Office
from app.applications.service.opened_answers import answers_of, envelope_of
from app.applications.store import revisions as store
from app.audit import service as audit
from app.catalogue import service as catalogue
from app.crypto import Keys
from app.database import new_id
from app.errors import Unprocessable
from app.forms import journey
from app.forms.definition import Form
from app.forms.values import Answers
from app.journal import service as journal
from app.journal.models import Event, FactKind

LONGEST_REASON = 1000


@dataclass(frozen=True)
class Asked:
    """A request for correction, opened: the reason by path, and words for all of it."""

    row: Correction
    reasons: Mapping[str, str]
    words: str

    @property
    def paths(self) -> frozenset[str]:
        """The marked places."""
        return frozenset(self.reasons)


@dataclass(frozen=True)
class Marks:
    """What a clerk marked: a reason by path (may be empty), and words for all of it."""

    actor: str
    version: int
    reasons: Mapping[str, str]
    words: str = ""

    @property
    def fault(self) -> str:
        """What a request lacks: "fields", "words", "length", or nothing."""
        if not self.reasons:
            return "fields"
        texts = [self.words, *self.reasons.values()]
        if max(map(len, texts)) > LONGEST_REASON or sum(map(len, texts)) > LONGEST_TEXT // 2:
            return "length"
        is_told = self.words.strip() or all(each.strip() for each in self.reasons.values())
        return "" if is_told else "words"


def ask(
    session: Session, office: Office, now: datetime, application: Application, marks: Marks
) -> bool:
    """Ask for the marked places to be corrected; False when somebody else was first.

    The words also stand among the messages, so that they can be read after the correction.
    """
    form = catalogue.form_by_fingerprint(session, application.fingerprint)
    answers = answers_of(office.keys, application)
    if marks.fault or marks.reasons.keys() - amending.paths_of(form, answers):
        raise Unprocessable
    labels = _labels(form, answers)
    lines = [f"・{labels[path]}：{why}".rstrip("：") for path, why in marks.reasons.items()]
    deed = Deed(
        marks.actor, marks.version, Status.CORRECTION_REQUESTED,
        words="\n".join(filter(None, (marks.words, *lines)))[:LONGEST_TEXT],
    )  # fmt: skip
    if not deciding.set_status(session, office, now, application, deed):
        return False
    ident = new_id(now)
    text = json.dumps({"words": marks.words, "fields": dict(marks.reasons)}, ensure_ascii=False)
    body = envelope_of(office.keys, application).seal(f"correction:{ident}", text.encode())
    row = Correction(
        id=ident, application=application.id, asked_at=now, asked_by=marks.actor, body=body
    )
    store.add_correction(session, row)
    for path in marks.reasons:
        record(session, now, application, Event.CORRECTION_ASKED, path=path)
    audit.record(
        session, now, actor=marks.actor, action="correction_asked",
        subject=f"application:{application.number}", detail=" ".join(sorted(marks.reasons))[:500],
    )  # fmt: skip
    return True


def open_one(session: Session, keys: Keys, application: Application) -> Asked | None:
    """The request that its resident has still to answer."""
    if application.status != Status.CORRECTION_REQUESTED:
        return None
    rows = store.corrections_of(session, application.id)
    if not rows or rows[-1].answered_at is not None:
        return None
    return opened(keys, application, rows[-1])


def all_of(session: Session, keys: Keys, application: Application) -> list[Asked]:
    """Every request of an application, oldest first."""
    return [opened(keys, application, row) for row in store.corrections_of(session, application.id)]


def opened(keys: Keys, application: Application, row: Correction) -> Asked:
    """A request with its reasons."""
    body = json.loads(envelope_of(keys, application).open(f"correction:{row.id}", row.body))
    return Asked(row, body["fields"], body["words"])


def record(
    session: Session, now: datetime, application: Application, event: Event, *, path: str = "",
    seconds: int | None = None,
) -> None:  # fmt: skip
    """A fact about a correction or change; `path` without its number says which field."""
    field = ".".join(part for part in path.split(".") if not part.isdigit())[:64]
    journal.record(
        session, now, event=event, procedure=application.procedure, section=application.section,
        intake=application.intake, form=application.fingerprint, locale=application.locale,
        channel=application.channel, detail=field or None, seconds=seconds,
        kind=FactKind(application.kind),
    )  # fmt: skip


def _labels(form: Form, answers: Answers) -> dict[str, str]:
    return {row.path: row.label for part in journey.summary(form, answers) for row in part.rows}
