"""Owns requests for correction (補正): which fields and documents are marked, why, what is open.

行政手続法7条: what does not meet the formal requirements is to be corrected within a set time or
refused; the request therefore names each place. An answer may come until the clerk goes on.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime

from sqlmodel import Session

from app.applications.models import Application, Correction, Status
from app.applications.service import again, amending, deciding
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
from app.forms.values import N_, Answers
from app.journal import service as journal
from app.journal.models import Event, FactKind

LONGEST_REASON = 1000
WHY = {
    "unreadable": N_("読めません（ぼやけている・切れている）"),
    "wrong": N_("ちがう書類です"),
    "missing": N_("足りないところがあります（裏面・続きのページなど）"),
    "outdated": N_("期限が切れているか、古いものです"),
}
"""What is wrong with a document, as its resident reads it."""


@dataclass(frozen=True)
class DocumentMark:
    """A document that cannot be used: which (`label`), what is wrong (of WHY), further words."""

    label: str
    why: str
    reason: str = ""

    @property
    def told(self) -> str:
        """What is wrong, as a message id."""
        return WHY.get(self.why, "")


@dataclass(frozen=True)
class Asked:
    """A request for correction, opened: the reason by path, and words for all of it."""

    row: Correction
    reasons: Mapping[str, str]
    words: str
    documents: Mapping[str, DocumentMark] = field(default_factory=dict)

    @property
    def paths(self) -> frozenset[str]:
        """The marked questions."""
        return frozenset(self.reasons)


@dataclass(frozen=True)
class Marks:
    """What a clerk marked: a reason by path (may be empty), and words for all of it."""

    actor: str
    version: int
    reasons: Mapping[str, str]
    words: str = ""
    documents: Mapping[str, DocumentMark] = field(default_factory=dict)

    @property
    def fault(self) -> str:
        """What a request lacks: "fields", "why", "words", "length", or nothing."""
        if not self.reasons and not self.documents:
            return "fields"
        if any(each.why not in WHY for each in self.documents.values()):
            return "why"
        texts = [self.words, *self.reasons.values()]
        texts += [each.reason for each in self.documents.values()]
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
    came = again.came(session, application, now)
    if marks.fault or marks.reasons.keys() - amending.paths_of(form, answers):
        raise Unprocessable
    if marks.documents.keys() - came.keys():
        raise Unprocessable
    documents = {
        path: replace(mark, label=came[path].label) for path, mark in marks.documents.items()
    }
    lines = _lines(_labels(form, answers), marks.reasons, documents)
    deed = Deed(
        marks.actor, marks.version, Status.CORRECTION_REQUESTED,
        words="\n".join(filter(None, (marks.words, *lines)))[:LONGEST_TEXT],
    )  # fmt: skip
    if not deciding.set_status(session, office, now, application, deed):
        return False
    ident = new_id(now)
    told = {path: asdict(mark) for path, mark in documents.items()}
    kept = {"words": marks.words, "fields": dict(marks.reasons), "documents": told}
    text = json.dumps(kept, ensure_ascii=False)
    body = envelope_of(office.keys, application).seal(f"correction:{ident}", text.encode())
    row = Correction(
        id=ident, application=application.id, asked_at=now, asked_by=marks.actor, body=body
    )
    store.add_correction(session, row)
    again.want(session, now, application, [came[path] for path in documents])
    for path in (*marks.reasons, *documents):
        record(session, now, application, Event.CORRECTION_ASKED, path=path)
    paths = " ".join(sorted([*marks.reasons, *documents]))
    audit.record(
        session, now, actor=marks.actor, action="correction_asked",
        subject=f"application:{application.number}", detail=paths[:500],
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
    marks = {path: DocumentMark(**mark) for path, mark in body.get("documents", {}).items()}
    return Asked(row, body["fields"], body["words"], marks)


def record(
    session: Session, now: datetime, application: Application, event: Event, *, path: str = "",
    seconds: int | None = None,
) -> None:  # fmt: skip
    """A fact about a correction or change; `path` without its number says which field."""
    journal.record(
        session, now, event=event, procedure=application.procedure, section=application.section,
        intake=application.intake, form=application.fingerprint, locale=application.locale,
        channel=application.channel, detail=field_of(path)[:64] or None, seconds=seconds,
        kind=FactKind(application.kind),
    )  # fmt: skip


def _lines(
    labels: Mapping[str, str], reasons: Mapping[str, str], documents: Mapping[str, DocumentMark]
) -> list[str]:
    """What is asked for, as it stands among the messages."""
    found = [f"・{labels[path]}：{why}".rstrip("：") for path, why in reasons.items()]
    for mark in documents.values():
        found.append(f"・{mark.label}：{mark.told}　{mark.reason}".rstrip("　"))
    return found


def field_of(path: str) -> str:
    """The field that a path means, of whichever item: `children.0.name` is `children.name`."""
    return ".".join(part for part in path.split(".") if not part.isdigit())


def _labels(form: Form, answers: Answers) -> dict[str, str]:
    return {row.path: row.label for part in journey.summary(form, answers) for row in part.rows}
