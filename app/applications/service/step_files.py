"""Owns what a posted step does to the files of its draft: which go, which come, which do not."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from app.applications.models import Draft
from app.applications.service import drafts, files
from app.applications.service.drafts import Filling
from app.applications.service.files import FileFault, Reception, StoredFile
from app.applications.service.step_post import StepPost
from app.crypto import Keys
from app.errors import Unprocessable
from app.forms import journey
from app.forms.definition import Form, Step
from app.forms.fields.upload import UploadField
from app.forms.places import places
from app.forms.values import N_, FieldError
from app.web.posted import Posted, whole_number

TOO_MANY = N_("{kinds}のファイルを{max}個までつけられます。")


@dataclass(frozen=True)
class Received:
    """The files of a post: those stored sealed, and those refused."""

    stored: list[StoredFile] = field(default_factory=list)
    faults: list[FileFault] = field(default_factory=list)


def receive(
    reception: Reception, keys: Keys, session: Session, draft: Draft, *, form: Form, slug: str,
    post: Posted,
) -> Received:  # fmt: skip
    """Check, seal and store the files of a step's fields, before the transaction that takes them.

    The session's connection is given back before the long work begins.
    """
    step = next((each for each in form.steps if each.slug == slug), None)
    if not post.files or step is None or draft.sent_at is not None:
        return Received()
    filling = drafts.open_draft(session, keys, draft, form)
    session.commit()
    accept = {path: each.accept for path, each in upload_fields(filling, step).items()}
    if post.files.keys() - {f"{path}.files" for path in accept}:
        raise Unprocessable
    is_current = whole_number(post.get("_version")) == draft.version
    if not is_current or not journey.may_visit(
        form, filling.answers, slug, attached=filling.attached, done=filling.done
    ):
        return Received()
    return Received(*files.take(reception, post.files, accept))


def take_files(
    session: Session, now: datetime, filling: Filling, post: StepPost, step: Step
) -> tuple[Filling, list[str], list[FieldError]]:
    """Take files out and put files in; returns blobs to drop, and errors of what was not taken."""
    dropped: list[str] = []
    for name in post.posted.fields:
        if name.startswith("_drop."):
            filling, blobs = drafts.detach(session, filling, name.removeprefix("_drop."))
            dropped += blobs
    fields = upload_fields(filling, step)
    kept, surplus = _fitting(filling, fields, post.stored)
    errors = [too_many(path, fields[path]) for path in sorted({each.path for each in surplus})]
    errors += [as_error(fault, fields[fault.path]) for fault in post.faults]
    dropped += [file.blob for file in surplus]
    return drafts.attach(session, now, filling, kept), dropped, errors


def upload_fields(filling: Filling, step: Step) -> dict[str, UploadField]:
    """The upload questions of a step by path, item by item."""
    return {
        place.path: place.field
        for place in places(filling.form, step, filling.answers)
        if isinstance(place.field, UploadField)
    }


def _fitting(
    filling: Filling, fields: dict[str, UploadField], stored: list[StoredFile]
) -> tuple[list[StoredFile], list[StoredFile]]:
    """The files for which their field has room, and the others."""
    number = dict(filling.attached)
    kept: list[StoredFile] = []
    surplus: list[StoredFile] = []
    for file in stored:
        number[file.path] = number.get(file.path, 0) + 1
        fits = number[file.path] <= fields[file.path].max_files
        (kept if fits else surplus).append(file)
    return kept, surplus


def too_many(path: str, field: UploadField) -> FieldError:
    """The words for more files than a question takes."""
    params: dict[str, str | int] = {"kinds": field.kinds, "max": field.max_files}
    return FieldError(path, TOO_MANY, params, "files", field.label)


def as_error(fault: FileFault, field: UploadField) -> FieldError:
    """The words for a file that was not taken."""
    return FieldError(fault.path, fault.message, {"name": fault.name}, "files", field.label)
