"""Owns what a test sees behind the counter: rows, sealed values opened, bytes on disk."""

import json
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, SQLModel, col, func, select

from app.applications.models import (
    Application,
    Attachment,
    Draft,
    Intake,
    Submission,
    SubmissionContact,
    Upload,
)
from app.applications.service import files, intakes
from app.applications.service.intakes import SAMPLE_FORM, SAMPLE_PROCEDURE
from app.applications.store import contacts
from app.audit.service import GENESIS
from app.catalogue import service as catalogue
from app.catalogue.models import FormRevision, Procedure
from app.catalogue.service.forms import SHIPPED_BY
from app.crypto import Envelope, open_envelope
from app.database import new_id
from app.forms.definition import Form
from tests.applications.resident import Resident

OWN = "test-"
SHIPPED = {
    "audit_head", "calendar_versions", "catalogue_version", "form_revisions", "procedures",
    "sections",
}  # fmt: skip


class Office:
    """What a test sees that no resident sees: rows, sealed values opened, bytes on disk."""

    def __init__(self, app) -> None:
        self.state = app.state
        self.database = app.state.database

    def rows(self, model, *where) -> list[Any]:
        """All rows of a table in the order of their ids."""
        key = col(model.id) if "id" in model.model_fields else None
        with self.database.reading() as session:
            return list(session.exec(select(model).where(*where).order_by(key)))

    def count(self, model) -> int:
        """How many rows a table has."""
        with self.database.reading() as session:
            return int(session.scalar(select(func.count()).select_from(model)) or 0)

    def everything(self) -> dict[str, int]:
        """How many rows each table has."""
        with self.database.reading() as session:
            return {
                name: int(session.scalar(select(func.count()).select_from(table)) or 0)
                for name, table in SQLModel.metadata.tables.items()
            }

    def prove_addresses(self) -> None:
        """As if everybody who gave an address had typed in the code that was mailed there."""
        for row in self.rows(SubmissionContact):
            (send,) = self.rows(Submission, Submission.id == row.submission)
            envelope = self.envelope(send)
            sealed = envelope.seal("recipient", envelope.open("contact", row.address))
            with self.database.writing() as session:
                contacts.set_recipient(session, send.id, sealed)
                session.delete(row)

    def change(self, deed: Callable[[Session], object]) -> None:
        """Do something in a transaction of its own."""
        with self.database.writing() as session:
            deed(session)

    def envelope(self, row: Application | Draft | Submission) -> Envelope:
        """The data key of a row."""
        return open_envelope(self.state.keys, row.__tablename__, row.id, row.wrapped_key)

    def answers(self, application: Application) -> dict[str, Any]:
        """The sealed answers, opened."""
        sealed = self.envelope(application).open(
            "answers", application.answers, revision=application.revision
        )
        return json.loads(sealed)

    def draft(self, resident: Resident) -> Draft:
        """The row of a resident's draft."""
        (draft,) = self.rows(Draft, Draft.public_id == resident.draft)
        return draft

    def body(self, resident: Resident) -> dict[str, Any]:
        """What a draft holds: `answers` and what was `typed` beside them."""
        draft = self.draft(resident)
        return json.loads(self.envelope(draft).open("body", draft.body, revision=draft.version))

    def uploads(self, resident: Resident) -> list[Upload]:
        """The files of a draft."""
        return self.rows(Upload, Upload.draft == self.draft(resident).id)

    def names(self, resident: Resident) -> list[str]:
        """The names of the files of a draft."""
        envelope = self.envelope(self.draft(resident))
        return [
            envelope.open(f"upload:{upload.id}:name", upload.name).decode()
            for upload in self.uploads(resident)
        ]

    def bytes_of(self, attachment: Attachment) -> bytes:
        """The bytes of an attachment, opened with the key of its own application."""
        (owner,) = self.rows(Application, Application.id == attachment.application)
        key = self.envelope(owner).open(f"attachment:{attachment.id}:key", attachment.file_key)
        return files.read(self.state.storage, attachment.blob, key)

    @property
    def stored(self) -> list[Path]:
        """The files in storage."""
        return sorted(
            path for path in Path(self.state.settings.storage).rglob("*") if path.is_file()
        )

    def new_intake(
        self, opens: datetime, closes: datetime, *, form: str = SAMPLE_FORM, **more
    ) -> Intake:
        """An intake instead of the sample one."""
        intake = Intake(
            id=new_id(opens), form=form, procedure=SAMPLE_PROCEDURE, name="見本の募集",
            target_year=2027, opens_at=opens, closes_at=closes, created_at=opens, created_by="test",
            **more,
        )  # fmt: skip
        with self.database.writing() as session:
            for old in session.exec(select(Intake).where(Intake.form == form)):
                session.delete(old)
            session.flush()
            intakes.keep(session, intake)
        return intake

    def publish(self, form: Form) -> None:
        """Offer a form that no city ships, under a procedure of its own."""
        now = self.state.clock.now()
        with self.database.writing() as session:
            catalogue.publish_form(session, now, form, by="test")
            sample = session.get_one(Procedure, SAMPLE_PROCEDURE)
            own = {"code": f"{OWN}{form.slug}", "form": form.slug, "updated_at": now}
            session.add(Procedure(**sample.model_dump() | own))

    def empty(self, sample: list[Intake]) -> None:
        """Leave only what ships, for the next test; cheaper than another database."""
        with self.database.writing() as session:
            for table in reversed(SQLModel.metadata.sorted_tables):
                if table.name not in SHIPPED:
                    session.execute(table.delete())
            session.execute(delete(Procedure).where(col(Procedure.code).startswith(OWN)))
            session.execute(
                delete(FormRevision).where(col(FormRevision.published_by) != SHIPPED_BY)
            )
            head = SQLModel.metadata.tables["audit_head"]
            session.execute(head.update().values(position=0, hash=GENESIS))
            for intake in sample:
                intakes.keep(session, Intake(**intake.model_dump()))
        shutil.rmtree(self.state.settings.storage)
        Path(self.state.settings.storage).mkdir()
