"""Owns the queries of drafts, their files and intakes; a draft is asked for by its device."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, bindparam, delete, exists, func
from sqlmodel import Session, col, select

from app.accounts.models import Device
from app.applications.models import (
    Attachment,
    CounterEntry,
    Draft,
    DraftContact,
    DraftOpening,
    Intake,
    IssuedNumber,
    LateCase,
    Upload,
)
from app.calendar.models import VERSION_IN_FORCE as CALENDAR_IN_FORCE
from app.catalogue.models import VERSION_IN_FORCE
from app.database import Asked, Change, write_at_once

ENTRY_KEPT = timedelta(days=30)
_IS_OWN = and_(
    col(Draft.public_id) == bindparam("public_id"),
    col(Draft.form) == bindparam("form"),
    col(Draft.device) == bindparam("device"),
)
_BY_DEVICE = select(Draft).where(_IS_OWN)
_DRAFT, _LOCKED_DRAFT = Asked(_BY_DEVICE), Asked(_BY_DEVICE.with_for_update())
_HERE = Asked(
    select(
        Device,
        Draft,
        exists().where(col(DraftContact.draft) == Draft.id),
        VERSION_IN_FORCE,
    ).where(
        Device.token_hash == bindparam("token_hash"),
        Draft.public_id == bindparam("public_id"),
        Draft.form == bindparam("form"),
        Draft.device == Device.id,
    )
)
_TO_SEND = Asked(
    select(
        Draft,
        CALENDAR_IN_FORCE.scalar_subquery(),
        exists().where(col(IssuedNumber.number) == bindparam("number")),
    )
    .where(_IS_OWN)
    .with_for_update(of=Draft)
)
_INTAKES = Asked(
    select(Intake).where(Intake.form == bindparam("form")).order_by(col(Intake.opens_at))
)
_UPLOADS = Asked(select(Upload).where(Upload.draft == bindparam("draft")).order_by(col(Upload.id)))


def draft_of_device(
    session: Session, *, public_id: str, form: str, device: str, lock: bool = False
) -> Draft | None:
    """The draft with this public id, only if this device owns it."""
    wanted = {"public_id": public_id, "form": form, "device": device}
    return (_LOCKED_DRAFT if lock else _DRAFT).first(session, **wanted)


def draft_to_send(
    session: Session, *, public_id: str, form: str, device: str, profile: str, number: str
) -> tuple[Draft, str | None, bool] | None:
    """The same, locked; with it come the calendar in force and whether a number was ever given."""
    return _TO_SEND.first(
        session, public_id=public_id, form=form, device=device, profile=profile, number=number
    )


def draft_here(
    session: Session, *, public_id: str, form: str, token_hash: str
) -> tuple[Device, Draft, bool, int] | None:
    """The browser behind a token and the draft with this public id, only if it owns it.

    With it come whether an address is kept to go on elsewhere, and the version of the catalogue.
    """
    return _HERE.first(session, public_id=public_id, form=form, token_hash=token_hash)


def own_draft(session: Session, ident: str, *, device: str) -> Draft | None:
    """A draft by its id, only if this device owns it."""
    query = select(Draft).where(Draft.id == ident, Draft.device == device)
    return session.exec(query).first()


def draft_opened_here(
    session: Session, *, public_id: str, form: str, device: str, lock: bool = False
) -> Draft | None:
    """The draft with this public id, if it was opened on this device by mail."""
    query = select(Draft).where(Draft.public_id == public_id, Draft.form == form)
    query = query.where(DraftOpening.draft == Draft.id, DraftOpening.device == device)
    return session.exec(query.with_for_update(of=Draft) if lock else query).first()


def open_drafts(
    session: Session, *, device: str, now: datetime, closed: datetime, form: str = ""
) -> list[Draft]:
    """The device's drafts that are neither sent nor expired, newest change first."""
    opened = select(DraftOpening.draft).where(DraftOpening.device == device)
    query = select(Draft).where(
        (col(Draft.device) == device) | col(Draft.id).in_(opened),
        col(Draft.sent_at).is_(None), ~_is_expired(now, closed),
    )  # fmt: skip
    if form:
        query = query.where(Draft.form == form)
    return list(session.exec(query.order_by(col(Draft.updated_at).desc()).limit(20)))


def expired_drafts(session: Session, *, now: datetime, closed: datetime, limit: int) -> list[Draft]:
    """Drafts past their time."""
    query = select(Draft).where(_is_expired(now, closed))
    return list(session.exec(query.order_by(col(Draft.id)).limit(limit)))


def _is_expired(now: datetime, closed: datetime) -> ColumnElement[bool]:
    """Past its time, and not of an intake that closes after `closed`: extensions keep drafts."""
    alive = select(Intake.id).where(Intake.closes_at > closed)
    is_of_none = col(Draft.intake).is_(None) | col(Draft.intake).not_in(alive)
    return (col(Draft.expires_at) <= now) & is_of_none & ~_is_kept_open(now)


def _is_kept_open(now: datetime) -> ColumnElement[bool]:
    """Staff type it in, or a late case lets it in: the intake's end does not end it."""
    is_entry = exists().where(
        col(CounterEntry.draft) == Draft.id, col(CounterEntry.started_at) > now - ENTRY_KEPT
    )
    is_late = exists().where(
        col(LateCase.draft) == Draft.id, col(LateCase.until) > now,
        col(LateCase.used_at).is_(None), col(LateCase.revoked_at).is_(None),
    )  # fmt: skip
    return is_entry | is_late


def is_kept_open(session: Session, draft: str, now: datetime) -> bool:
    """Whether a draft past its time is still worked on."""
    query = select(Draft.id).where(Draft.id == draft, _is_kept_open(now))
    return session.exec(query).first() is not None


def uploads(session: Session, draft: str) -> list[Upload]:
    """The files of a draft in the order they came."""
    return _UPLOADS.all(session, draft=draft)


def upload_of_draft(session: Session, draft: str, upload_id: str) -> Upload | None:
    """One file, only if it is of this draft."""
    query = select(Upload).where(Upload.id == upload_id, Upload.draft == draft)
    return session.exec(query).first()


def delete_upload(session: Session, upload: Upload) -> None:
    """Take a file out of its draft."""
    session.delete(upload)


def delete_draft(session: Session, draft: Draft) -> list[str]:
    """Take a draft and its files out; returns the blobs that nothing refers to any more."""
    blobs = [upload.blob for upload in uploads(session, draft.id)]
    session.execute(delete(Upload).where(col(Upload.draft) == draft.id))
    session.delete(draft)
    session.flush()
    return [blob for blob in blobs if not is_blob_used(session, blob)]


def is_blob_used(session: Session, blob: str) -> bool:
    """Whether a draft or an application still refers to these sealed bytes."""
    if session.exec(select(Upload.id).where(Upload.blob == blob).limit(1)).first():
        return True
    return bool(session.exec(select(Attachment.id).where(Attachment.blob == blob).limit(1)).first())


def intake(session: Session, intake_id: str) -> Intake | None:
    """One intake."""
    return session.get(Intake, intake_id)


def intakes_of_form(session: Session, form: str) -> list[Intake]:
    """All intakes of a form by opening time."""
    return _INTAKES.all(session, form=form)


def open_intakes(session: Session, now: datetime) -> list[Intake]:
    """The intakes open now, by closing time."""
    query = select(Intake).where(Intake.opens_at <= now, Intake.closes_at >= now)
    return list(session.exec(query.order_by(col(Intake.closes_at))))


def all_intakes(session: Session) -> list[Intake]:
    """Every intake, newest first."""
    return list(session.exec(select(Intake).order_by(col(Intake.opens_at).desc())))


def count_intakes(session: Session) -> int:
    """How many intakes there are."""
    return int(session.scalar(select(func.count()).select_from(Intake)) or 0)


def keep(session: Session, change: Change) -> None:
    """Keep new values of a locked draft."""
    write_at_once(session, change)


def add(session: Session, row: object) -> None:
    """Keep a new row."""
    session.add(row)
    session.flush()
