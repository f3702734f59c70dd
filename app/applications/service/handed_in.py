"""Owns the files of a post from the status page: checked, sealed and stored before its transaction.

A post is taken whole or not at all: its sender cannot see which of its files were kept.
"""

from dataclasses import dataclass

from app.applications.service import files
from app.applications.service.files import FileFault, Reception, StoredFile
from app.applications.service.receipt import Paper, Receipt
from app.applications.service.step_files import as_error, too_many
from app.errors import Unprocessable
from app.forms.fields.upload import NO_FILE_NOW
from app.forms.values import FieldError
from app.web.posted import Posted


@dataclass(frozen=True)
class HandedIn:
    """The stored files of a post and what is wrong with it; `status` answers a faulty one."""

    path: str
    stored: list[StoredFile]
    error: FieldError | None = None
    status: int = 422

    @property
    def blobs(self) -> list[str]:
        """The sealed bytes, to be dropped when they were not taken."""
        return [file.blob for file in self.stored]


def take(reception: Reception, receipt: Receipt, number: str, post: Posted) -> HandedIn:
    """Store the files for a document that is awaited; for another nothing is stored."""
    path = post.get("document")
    if post.files.keys() - {f"{path}.files"}:
        raise Unprocessable
    awaited = [each for each in receipt.missing if each.attachment.path == path]
    if not awaited:
        return HandedIn(path, [])
    field = awaited[0].field
    stored, faults = files.take(reception, post.files, {path: field.accept})
    place = f"{number}.{path}"
    if faults:
        statuses = {fault.status for fault in faults}
        status = statuses.pop() if len(statuses) == 1 else 422
        return HandedIn(path, stored, _moved(awaited[0], faults[0], place), status)
    if not stored:
        return HandedIn(path, stored, FieldError(place, NO_FILE_NOW, {}, "files", field.label))
    if len(stored) > field.max_files:
        return HandedIn(path, stored, too_many(place, field))
    return HandedIn(path, stored)


def _moved(paper: Paper, fault: FileFault, place: str) -> FieldError:
    return as_error(FileFault(place, fault.message, fault.name, fault.status), paper.field)
