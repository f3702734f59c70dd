"""Owns when a form is offered: publishing now or later, pausing with a reason, trying out."""

from datetime import datetime

from sqlmodel import Session

from app.audit import service as audit
from app.catalogue import store
from app.catalogue.models import FormWork
from app.catalogue.service.forms import form_by_fingerprint, keep_trial, publish_form
from app.catalogue.service.remembering import remembered
from app.catalogue.service.works import Editor, end_work, find, in_work, put_back
from app.clock import Clock
from app.database import Database
from app.errors import NotFound
from app.forms.definition import Form


def publish(
    session: Session, now: datetime, editor: Editor, form: Form, *,
    seen: int, at: datetime | None = None,
) -> str:  # fmt: skip
    """Make the work copy the current revision, now or at a time to come; returns its fingerprint.

    Drafts keep the revision they began with. The work copy ends; raises WorkMoved, NotFound.
    """
    row = in_work(session, editor, slug=form.slug, seen=seen)
    if at is not None and at > now:
        mark = keep_trial(session, now, form, by=editor.id)
        row.scheduled, row.scheduled_at, row.scheduled_by = mark, at, editor.id
        _note(session, now, editor.id, row, "form.schedule", f"{at.isoformat()} {mark}")
    else:
        mark = publish_form(session, now, form, by=editor.id)
        _forget_schedule(row)
        _note(session, now, editor.id, row, "form.publish", mark)
    row.title, row.updated_at, row.updated_by = form.title, now, editor.id
    end_work(session, row)
    store.bump(session)
    return mark


def call_off(session: Session, now: datetime, editor: Editor, *, slug: str) -> None:
    """Take a publication that is to come back; what was to be published is in work again."""
    row = find(session, slug, editor.sections, lock=True)
    revision = store.revision(session, row.scheduled) if row.scheduled else None
    if revision is None:
        raise NotFound
    _note(session, now, editor.id, row, "form.call_off", revision.fingerprint)
    _forget_schedule(row)
    put_back(session, now, editor, row, document=revision.document, deed="公開の予約を取り消した")
    store.add_all(session, [row])


def publish_all_due(database: Database, clock: Clock) -> int:
    """Publish what is due, in a transaction of its own where there is any; returns how many."""
    with database.reading() as session:
        if not store.is_work_due(session, clock.now()):
            return 0
    with database.writing() as session:
        return publish_due(session, clock.now())


def publish_due(session: Session, now: datetime) -> int:
    """Publish what is due; returns how many. The revision counts from the time it was due."""
    rows = store.due_works(session, now)
    for row in rows:
        if row.scheduled is None or row.scheduled_at is None:
            continue
        form = form_by_fingerprint(session, row.scheduled)
        publish_form(session, row.scheduled_at, form, by=row.scheduled_by)
        _note(session, now, row.scheduled_by, row, "form.publish", row.scheduled)
        _forget_schedule(row)
        store.add_all(session, [row])
    if rows:
        store.bump(session)
    return len(rows)


def pause(session: Session, now: datetime, editor: Editor, *, slug: str, reason: str) -> None:
    """Take no new applications; who has begun may go on. Residents read the reason."""
    row = find(session, slug, editor.sections, lock=True)
    row.paused_at, row.pause_reason = now, reason
    store.add_all(session, [row])
    _note(session, now, editor.id, row, "form.pause", reason)
    store.bump(session)


def resume(session: Session, now: datetime, editor: Editor, *, slug: str) -> None:
    """Take applications again."""
    row = find(session, slug, editor.sections, lock=True)
    row.paused_at, row.pause_reason = None, ""
    store.add_all(session, [row])
    _note(session, now, editor.id, row, "form.resume", "")
    store.bump(session)


def pause_reason(session: Session, slug: str) -> str | None:
    """Why a form takes no new applications; None where it does."""
    found = remembered(session, "pause", slug, lambda: (store.pause_reason(session, slug),))
    return found[0]


def _forget_schedule(row: FormWork) -> None:
    row.scheduled, row.scheduled_at, row.scheduled_by = None, None, ""


def _note(
    session: Session, now: datetime, actor: str, row: FormWork, action: str, detail: str
) -> None:
    audit.record(
        session, now, actor=actor, action=action, subject=f"form:{row.slug}", detail=detail
    )
