"""Owns entries (窓口・郵送・電話の入力): what staff type in from paper goes the way of every draft.

An entry is a draft of a device that no browser has; only the member of staff who began it, and who
still belongs to the section, reaches it.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from app.accounts import service as accounts
from app.applications.models import Application, CounterEntry, Draft, Intake, Submission
from app.applications.models.desk import EntryChannel
from app.applications.service import drafts, finding
from app.applications.service.admission import Paper
from app.applications.store import desk as store
from app.applications.store import submissions
from app.audit import service as audit
from app.catalogue import service as catalogue
from app.catalogue.models import Procedure
from app.crypto import Keys, open_envelope
from app.errors import NotFound
from app.forms.definition import Form

JAPANESE = "ja"


@dataclass(frozen=True)
class Wanted:
    """What an entry is begun with: the procedure's form, how the paper came, and when."""

    form: Form
    fingerprint: str
    procedure: Procedure
    intake: Intake | None
    paper: Paper


@dataclass(frozen=True)
class Entry:
    """An entry of this member of staff, with its form and procedure."""

    draft: Draft
    row: CounterEntry
    form: Form
    procedure: Procedure

    def paper(self, now: datetime) -> Paper:
        """The paper that is typed in."""
        return Paper(
            EntryChannel(self.row.channel), self.row.arrived_at, now, self.row.staff,
            self.row.late_reason,
        )  # fmt: skip


def begin(session: Session, keys: Keys, wanted: Wanted) -> Draft:
    """A new entry; the draft's device has no cookie anywhere."""
    paper, now = wanted.paper, wanted.paper.typed_at
    device, _ = accounts.new_device(session, now, is_shared=True)
    draft = drafts.start(
        session, keys, now, form=wanted.form, fingerprint=wanted.fingerprint,
        procedure=wanted.procedure.code, intake=wanted.intake, device=device.id, locale=JAPANESE,
        preferred_locale="", device_class="unknown", section=wanted.procedure.section,
        channel=paper.channel,
    )  # fmt: skip
    row = CounterEntry(
        draft=draft.id, staff=paper.staff, channel=paper.channel, arrived_at=paper.arrived_at,
        late_reason=paper.late_reason, started_at=now,
    )  # fmt: skip
    store.add(session, row)
    audit.record(
        session, now, actor=paper.staff, action="entry_begun", subject=f"draft:{draft.id}",
        detail=f"{wanted.form.slug} {paper.channel} {paper.arrived_at.isoformat()}"
        + (f" | {paper.late_reason}" if paper.late_reason else ""),
    )  # fmt: skip
    return draft


def find(session: Session, *, public_id: str, staff: str, sections: frozenset[str]) -> Entry:
    """The entry of the address; NotFound unless this member of staff began it for their section."""
    found = store.entry(session, staff=staff, public_id=public_id) if _is_id(public_id) else None
    if found is None:
        raise NotFound
    draft, row = found
    procedure = catalogue.kept_procedure(session, draft.procedure)
    if procedure.section not in sections:
        raise NotFound
    form = catalogue.form_by_fingerprint(session, draft.fingerprint)
    return Entry(draft, row, form, procedure)


def of_staff(session: Session, *, staff: str, sections: frozenset[str]) -> list[Entry]:
    """What this member of staff has begun and not finished, the newest first."""
    rows = store.open_entries(session, staff=staff)
    found = [
        Entry(
            draft, row, catalogue.form_by_fingerprint(session, draft.fingerprint),
            catalogue.kept_procedure(session, draft.procedure),
        )
        for draft, row in rows
    ]  # fmt: skip
    return [each for each in found if each.procedure.section in sections]


def discard(session: Session, now: datetime, entry: Entry) -> list[str]:
    """Throw an unfinished entry away; returns blobs to drop after the commit."""
    draft = finding.find(
        session, now, public_id=entry.draft.public_id, form=entry.form.slug,
        device=entry.draft.device, lock=True,
    )  # fmt: skip
    if draft.sent_at is not None:
        raise NotFound
    audit.record(
        session, now, actor=entry.row.staff, action="entry_discarded",
        subject=f"draft:{draft.id}",
    )  # fmt: skip
    return drafts.erase(session, draft)


@dataclass(frozen=True)
class Slip:
    """What the person at the counter takes home: the numbers and the secret of the link."""

    submission: Submission
    applications: list[Application]
    secret: str


def slip(session: Session, keys: Keys, application: Application) -> Slip:
    """The slip of an application that staff typed in; NotFound for any other."""
    submission = submissions.submission_of_draft(session, application.draft)
    if application.channel not in set(EntryChannel) or submission is None:
        raise NotFound
    envelope = open_envelope(keys, "submissions", submission.id, submission.wrapped_key)
    rows = submissions.applications_of(session, submission.id)
    return Slip(submission, rows, envelope.open("secret", submission.secret).decode())


def _is_id(text: str) -> bool:
    return len(text) == 32 and text.isascii() and text.isalnum()
