"""Owns the documents that a request for correction (補正依頼) marks: awaited again, and answered.

They are asked for and answered with the marked questions, on one page. A file that can be taken is
taken even where another answer is still wrong: nobody chooses a photo twice.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from app.applications.service import files, follow_up, papers, revising
from app.applications.service.corrections import DocumentMark
from app.applications.service.files import FileFault, Reception, StoredFile
from app.applications.service.follow_up import Sender
from app.applications.service.revising import Subject
from app.applications.service.step_files import as_error, too_many
from app.applications.store import submissions
from app.crypto import Keys
from app.errors import Unprocessable
from app.forms.fields.upload import UploadField
from app.forms.values import N_, FieldError
from app.web.posted import Posted

CHOOSE = N_("ファイルか写真を選ぶか、「あとで、または紙で出す」に印をつけてください。")
LATER = "_later."
"""What the name of a box begins with that says a document comes later or on paper."""


@dataclass(frozen=True)
class Wanted:
    """A marked document as its resident sees it; `is_open`: it has not come yet."""

    path: str
    mark: DocumentMark
    field: UploadField
    is_open: bool


@dataclass(frozen=True)
class Received:
    """The files of a post, stored before its transaction, and those refused."""

    stored: tuple[StoredFile, ...] = ()
    faults: tuple[FileFault, ...] = ()

    @property
    def blobs(self) -> list[str]:
        """The sealed bytes, to be dropped when they were not taken."""
        return [file.blob for file in self.stored]


def documents(session: Session, subject: Subject) -> tuple[Wanted, ...]:
    """The marked documents of an open request."""
    if subject.asked is None:
        return ()
    fields = papers.upload_fields(subject.form, subject.answers)
    rows = submissions.attachments_of(session, subject.application.id)
    awaited = {row.path for row in rows if papers.is_awaited(row)}
    return tuple(
        Wanted(path, mark, fields[path], path in awaited)
        for path, mark in subject.asked.documents.items()
        if path in fields
    )


def receive(reception: Reception, wanted: Collection[Wanted], post: Posted) -> Received:
    """Check, seal and store the files of a post; for what is not asked for, nothing is stored."""
    accept = {each.path: each.field.accept for each in wanted if each.is_open}
    known = {f"{each.path}.files" for each in wanted}
    if post.files.keys() - known:
        raise Unprocessable
    stored, faults = files.take(reception, post.files, accept)
    return Received(tuple(stored), tuple(faults))


def take(
    session: Session, keys: Keys, now: datetime, subject: Subject, sender: Sender, *,
    received: Received, post: Posted,
) -> tuple[tuple[FieldError, ...], list[str]]:  # fmt: skip
    """Hand the files in; returns what is still wrong, and blobs that were not taken."""
    errors, dropped = list[FieldError](), list[str]()
    for each in documents(session, subject):
        own = [file for file in received.stored if file.path == each.path]
        faults = [fault for fault in received.faults if fault.path == each.path]
        is_surplus = len(own) > each.field.max_files
        if faults or is_surplus:
            first = as_error(faults[0], each.field) if faults else too_many(each.path, each.field)
            errors.append(first)
            dropped += [file.blob for file in own]
        elif own:
            taken = follow_up.hand_in(session, keys, now, sender, path=each.path, stored=own)
            dropped += [] if taken else [file.blob for file in own]
        elif each.is_open and f"{LATER}{each.path}" not in post.fields:
            errors.append(FieldError(each.path, CHOOSE, {}, "files", each.field.label))
    return tuple(errors), dropped


def settle(session: Session, now: datetime, subject: Subject) -> None:
    """A request that marks documents alone is answered once all of them came, by whatever way."""
    asked = subject.asked
    if asked is None or asked.reasons or not asked.documents:
        return
    if not any(each.is_open for each in documents(session, subject)):
        revising.answered(session, now, subject.application, asked)
