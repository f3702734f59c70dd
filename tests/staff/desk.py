"""Owns what tests of the workbench stand on: what arrived, and clerks at their desks."""

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import text

from app import procedures
from app.accounts import service as accounts
from app.accounts.models import Role, StaffMember, StaffSection
from app.applications.models import (
    Application,
    Attachment,
    Intake,
    IssuedNumber,
    Status,
    StatusChange,
    Submission,
)
from app.applications.service.numbers import new_number
from app.audit.models import Entry
from app.calendar import service as calendar
from app.catalogue import service as catalogue
from app.crypto import digest, new_envelope, new_key, seal
from app.database import new_id
from app.forms import answers as engine
from app.forms import journey
from app.forms.places import is_visible, places, put
from app.office_hours import classify
from tests.applications.office import Office
from tests.browser import Browser
from tests.clock import NOW

CLUB, PROPOSAL = "after-school-club", "citizen-proposal"
SECTIONS = {CLUB: "school", PROPOSAL: "public-relations"}
JPEG = b"\xff\xd8\xff" + b"an image"


@dataclass(frozen=True)
class File:
    """A document that comes with an application, under the key of its question."""

    key: str
    name: str = "証明書.jpg"
    body: bytes = JPEG
    media_type: str = "image/jpeg"


class Desk:
    """Makes what arrived, and reads what the clerks left behind."""

    def __init__(self, app, portal) -> None:
        self.app, self.state, self.portal = app, app.state, portal
        self.office = Office(app)

    def clerk(self, *sections: str, role: Role = Role.CLERK) -> Browser:
        """A signed-in clerk of some sections."""
        browser = Browser(self.app, portal=self.portal)
        browser.cookies.set("staff", self.secret(*sections, role=role))
        return browser

    def secret(self, *sections: str, role: Role = Role.CLERK) -> str:
        """The session token of a new member of staff."""
        now = self.state.clock.now()
        ident = new_id(now)
        member = StaffMember(
            id=ident, login=f"{ident}@city.example", name="見本 花子", role=role, created_at=now
        )
        with self.state.database.writing() as session:
            session.add(member)
            session.flush()
            session.add_all([StaffSection(staff_id=ident, section=each) for each in sections])
            return accounts.open_session(session, now, member)

    def arrive(
        self, form: str = CLUB, *, at: datetime = NOW - timedelta(hours=1), child: str = "一郎",
        changes: dict | None = None, files: Iterable[File] = (), recipient: str = "",
        locale: str = "ja", intake: Intake | None = None, **row,
    ) -> Application:  # fmt: skip
        """An application of a shipped form, filled in with its samples."""
        with self.state.database.writing() as session:
            fingerprint = catalogue.current_fingerprint(session, form)
            procedure = catalogue.procedures_with_form(session, form)[0]
            submission = self._submission(at, recipient, locale)
            session.add(submission)
            session.flush()
            answers = filled(form, child) | (changes or {})
            application = self._application(at, submission, answers, child) | {
                "form": form, "fingerprint": fingerprint, "procedure": procedure.code,
                "section": procedure.section, "filing_kind": procedures.forms()[form].kind,
                "locale": locale, "intake": intake.id if intake else None,
                "is_masked": answers.get("support_measures") is True,
            }  # fmt: skip
            envelope = application.pop("envelope")
            arrival = classify(at, calendar.in_force(session, self.state.city))
            stamp = {
                "in_hours": arrival.in_hours, "reason": arrival.reason,
                "calendar_version": arrival.calendar_version,
                "next_open_day": arrival.next_open_day,
            }  # fmt: skip
            made = Application(**(application | stamp | row))
            session.add_all([made, IssuedNumber(number=made.number)])
            session.flush()
            session.add(
                StatusChange(id=new_id(at), application=made.id, at=at, after=Status.ARRIVED)
            )
            session.add_all([self._attachment(envelope, made, file, at) for file in files])
        return made

    def now(self, application: Application) -> Application:
        """The application as it stands now."""
        (row,) = self.office.rows(Application, Application.id == application.id)
        return row

    def attachments(self, application: Application) -> list[Attachment]:
        """The documents of an application."""
        return self.office.rows(Attachment, Attachment.application == application.id)

    def sql(self, statement: str) -> None:
        """Change what no page changes."""
        with self.state.database.writing() as session:
            session.execute(text(statement))

    def audited(self, action: str) -> list[Entry]:
        """The audit entries of one kind of deed."""
        return self.office.rows(Entry, Entry.action == action)

    def _submission(self, at: datetime, recipient: str, locale: str) -> Submission:
        ident, secret = new_id(at), secrets.token_hex(16)
        envelope, wrapped = new_envelope(self.state.keys, "submissions", ident)
        return Submission(
            id=ident, draft=new_id(at), content_hash="", received_at=at, locale=locale,
            secret_hash=digest(secret), secret=envelope.seal("secret", secret.encode()),
            wrapped_key=wrapped,
            recipient=envelope.seal("recipient", recipient.encode()) if recipient else None,
        )  # fmt: skip

    def _application(self, at: datetime, send: Submission, answers: dict, child: str) -> dict:
        ident = new_id(at)
        envelope, wrapped = new_envelope(self.state.keys, "applications", ident)
        sealed = json.dumps(answers, ensure_ascii=False).encode()
        return {
            "id": ident, "submission": send.id, "draft": send.draft, "part": 0,
            "number": new_number(), "received_at": at, "updated_at": at, "wrapped_key": wrapped,
            "title": envelope.seal("title", f"見本 {child}".encode()),
            "answers": envelope.seal("answers", sealed, revision=1), "envelope": envelope,
        }  # fmt: skip

    def _attachment(self, envelope, application: Application, file: File, at: datetime):
        ident, key, blob = new_id(at), new_key(), secrets.token_hex(20)
        sealed = seal(file.body, key, f"blob:{blob}")
        self.state.storage.put(f"{blob[:2]}/{blob}", sealed)
        return Attachment(
            id=ident, application=application.id, path=file.key, label="証明書", state="now",
            name=envelope.seal(f"attachment:{ident}:name", file.name.encode()),
            media_type=file.media_type, size=len(file.body), blob=blob, created_at=at,
            file_key=envelope.seal(f"attachment:{ident}:key", key),
        )  # fmt: skip


def filled(slug: str, child: str = "一郎") -> dict:
    """The answers of somebody who typed the example of every question."""
    form = procedures.forms()[slug]
    given = engine.begin(form)
    for step in form.steps:
        for place in places(form, step, given):
            if place.field.asks and is_visible(form, place, given):
                put(given, place, place.field.sample())
    for item in given.get("children", []):
        item["name"] = {
            "family": "見本",
            "given": child,
            "family_kana": "ミホン",
            "given_kana": "イ",
        }
    assert journey.summary(form, given)
    return given
