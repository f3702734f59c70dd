"""Owns files that come by themselves while a step is open: each is kept as soon as it is here.

A phone that sends one again, because the answer was lost, gets the answer of the first time: within
a question, equal bytes are one file. The draft's version stays: what is typed is not touched.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from app.applications.models import Upload
from app.applications.service import drafts
from app.applications.service.drafts import Filling
from app.applications.service.filling import may_visit, visible_step
from app.applications.service.step_files import Received, as_error, too_many, upload_fields
from app.errors import NotFound
from app.forms.values import FieldError


@dataclass(frozen=True)
class Uploaded:
    """What became of a file: the row it is kept as, or what is wrong with it, and the status."""

    upload: Upload | None = None
    name: str = ""
    error: FieldError | None = None
    status: int = 201
    dropped: tuple[str, ...] = ()


def take(
    session: Session, now: datetime, filling: Filling, received: Received, *, slug: str
) -> Uploaded:
    """Keep the one file of a post; `dropped` are sealed bytes that nothing refers to."""
    step = visible_step(filling, slug)
    if not may_visit(filling, slug):
        raise NotFound
    fields = upload_fields(filling, step)
    if received.faults:
        fault = received.faults[0]
        blobs = tuple(each.blob for each in received.stored)
        return Uploaded(None, "", as_error(fault, fields[fault.path]), fault.status, blobs)
    if len(received.stored) != 1:
        raise NotFound
    file = received.stored[0]
    present = filling.files.get(file.path, [])
    for row, name in present:
        if row.sha256 == file.sha256:
            return Uploaded(row, name, dropped=(file.blob,))
    if len(present) >= fields[file.path].max_files:
        error = too_many(file.path, fields[file.path])
        return Uploaded(None, "", error, 422, (file.blob,))
    kept = drafts.attach(session, now, filling, [file])
    row, name = kept.files[file.path][-1]
    return Uploaded(row, name)
