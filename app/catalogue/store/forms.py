"""Owns the queries of form revisions, and of forms in the workshop."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, delete, or_
from sqlmodel import Session, col, select

from app.catalogue.models import FormRevision, FormWork, FormWorkVersion
from app.database import Asked


def revision(session: Session, fingerprint: str) -> FormRevision | None:
    """One form revision."""
    return session.get(FormRevision, fingerprint)


def fingerprints(session: Session) -> set[str]:
    """The fingerprints of all form revisions that were published."""
    return set(session.exec(select(FormRevision.fingerprint).where(*_is_real())))


def revisions(session: Session, slug: str) -> list[FormRevision]:
    """The published revisions of a form, newest first."""
    query = select(FormRevision).where(FormRevision.slug == slug, *_is_real())
    return list(session.exec(query.order_by(col(FormRevision.published_at).desc())))


def is_slug_used(session: Session, slug: str) -> bool:
    """Whether a form has this name, published, tried out or in work."""
    query = select(FormRevision.slug).where(FormRevision.slug == slug).limit(1)
    return session.get(FormWork, slug) is not None or session.exec(query).first() is not None


def publishers(session: Session) -> dict[str, tuple[str, datetime]]:
    """Who published the current revision of each form and when, by slug."""
    query = select(FormRevision.slug, FormRevision.published_by, FormRevision.published_at)
    newest_last = query.where(*_is_real()).order_by(col(FormRevision.published_at))
    return {slug: (by, at) for slug, by, at in session.exec(newest_last)}


def newest_fingerprint(session: Session, slug: str) -> str | None:
    """The fingerprint of the current revision of a form."""
    return _NEWEST_FINGERPRINT.first(session, slug=slug)


def form_slugs(session: Session) -> list[str]:
    """The slugs of all forms that have a revision."""
    return sorted(set(session.exec(select(FormRevision.slug).where(*_is_real()).distinct())))


def form_titles(session: Session) -> dict[str, str]:
    """The title of the newest revision of each form, by slug."""
    query = select(FormRevision.slug, FormRevision.title).where(*_is_real())
    return dict(session.exec(query.order_by(col(FormRevision.published_at))).all())


def work(session: Session, slug: str, *, lock: bool = False) -> FormWork | None:
    """A form in the workshop, locked until the transaction ends where it is to be changed."""
    query = select(FormWork).where(FormWork.slug == slug)
    return session.exec(query.with_for_update() if lock else query).first()


def works(session: Session, sections: Collection[str]) -> list[FormWork]:
    """The forms that some sections look after."""
    return list(session.exec(select(FormWork).where(col(FormWork.section).in_(sections))))


def is_work_due(session: Session, now: datetime) -> bool:
    """Whether any form waits for its next revision to be published."""
    query = select(FormWork.slug).where(col(FormWork.scheduled_at) <= now).limit(1)
    return session.exec(query).first() is not None


def due_works(session: Session, now: datetime) -> list[FormWork]:
    """The forms whose next revision is due, locked."""
    query = select(FormWork).where(col(FormWork.scheduled_at) <= now).with_for_update()
    return list(session.exec(query))


def work_versions(session: Session, slug: str) -> list[FormWorkVersion]:
    """The kept versions of a work copy, newest first."""
    query = select(FormWorkVersion).where(FormWorkVersion.form == slug)
    return list(session.exec(query.order_by(col(FormWorkVersion.number).desc())))


def work_version(session: Session, slug: str, number: int) -> FormWorkVersion | None:
    """One version of a work copy."""
    return session.get(FormWorkVersion, (slug, number))


def forget_versions(session: Session, slug: str, *, after: int, before: int) -> None:
    """Drop the versions numbered above `after` or below `before`."""
    number = col(FormWorkVersion.number)
    own = delete(FormWorkVersion).where(col(FormWorkVersion.form) == slug)
    session.execute(own.where(or_(number > after, number < before)))


def delete_work(session: Session, row: FormWork) -> None:
    """Forget a form that was never published."""
    session.delete(row)
    session.flush()


def pause_reason(session: Session, slug: str) -> str | None:
    """Why a form takes no new applications; None where it does."""
    return _PAUSE.first(session, slug=slug)


def _is_real() -> tuple[ColumnElement[bool]]:
    return (col(FormRevision.is_trial).is_(False),)


_NEWEST_FINGERPRINT = Asked(
    select(FormRevision.fingerprint)
    .where(FormRevision.slug == bindparam("slug"), *_is_real())
    .order_by(col(FormRevision.published_at).desc(), col(FormRevision.fingerprint))
    .limit(1)
)
_PAUSE = Asked(
    select(FormWork.pause_reason).where(
        FormWork.slug == bindparam("slug"), col(FormWork.paused_at).is_not(None)
    )
)
