"""Owns the queries of the catalogue: procedures, changes, version, form revisions, works."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, delete, func, or_, update
from sqlmodel import Session, SQLModel, col, select

from app.catalogue.models import (
    VERSION_IN_FORCE,
    CatalogueVersion,
    FormRevision,
    FormWork,
    FormWorkVersion,
    OnlineStatus,
    Procedure,
    ProcedureChange,
)
from app.catalogue.store.misses import count_miss as count_miss
from app.catalogue.store.misses import forget_rare_words as forget_rare_words
from app.database import Asked


def add(session: Session, row: SQLModel) -> None:
    """Put one row into the transaction."""
    session.add(row)


def add_all(session: Session, rows: Sequence[SQLModel]) -> None:
    """Put many rows into the transaction and send them."""
    session.add_all(rows)
    session.flush()


def version(session: Session) -> int:
    """The number of changes so far; 0 where nothing was ever changed."""
    return _VERSION.first(session) or 0


def bump(session: Session) -> None:
    """Count one more change; the row's lock orders concurrent changes."""
    query = update(CatalogueVersion).where(col(CatalogueVersion.id) == 1)
    done = session.execute(query.values(version=CatalogueVersion.version + 1))
    if not done.rowcount:  # type: ignore[attr-defined]
        add_all(session, [CatalogueVersion(id=1, version=1)])


def procedure(session: Session, code: str) -> Procedure | None:
    """One row, whatever its state."""
    return session.get(Procedure, code)


def procedure_names(session: Session) -> dict[str, str]:
    """Names by code of all rows, whatever their state."""
    return dict(session.exec(select(Procedure.code, Procedure.name)).all())


def for_change(session: Session, code: str) -> Procedure | None:
    """One row, locked until the transaction ends."""
    return session.exec(select(Procedure).where(Procedure.code == code).with_for_update()).first()


def published(session: Session) -> list[Procedure]:
    """Every row residents may see, by code."""
    query = select(Procedure).where(*_is_shown()).order_by(col(Procedure.code))
    return list(session.exec(query))


def by_codes(session: Session, codes: Sequence[str]) -> dict[str, Procedure]:
    """The rows of some codes that residents may see."""
    query = select(Procedure).where(col(Procedure.code).in_(codes), *_is_shown())
    return {row.code: row for row in session.exec(query)}


def with_form(session: Session, slug: str) -> list[Procedure]:
    """The procedures that are filed with one of our own forms."""
    return _WITH_FORM.all(session, slug=slug)


def of_source(session: Session, source: str) -> dict[str, Procedure]:
    """Every row of one source by code, withdrawn ones too."""
    query = select(Procedure).where(Procedure.source == source).order_by(col(Procedure.code))
    return {row.code: row for row in session.exec(query)}


def has_source(session: Session, source: str) -> bool:
    """Whether any row came from a source."""
    query = select(Procedure.code).where(Procedure.source == source).limit(1)
    return session.exec(query).first() is not None


def all_codes(session: Session) -> dict[str, str]:
    """The source of every row by code."""
    return dict(session.exec(select(Procedure.code, Procedure.source)).all())


def count_by_status(session: Session) -> dict[str, int]:
    """How many published rows there are of each online status."""
    status = col(Procedure.online_status)
    query = select(status, func.count()).where(*_is_shown()).group_by(status)
    return {str(key): int(count) for key, count in session.exec(query)}


def count_confirmed(session: Session) -> int:
    """How many published rows a section has confirmed."""
    query = select(func.count()).where(col(Procedure.confirmed_on).is_not(None), *_is_shown())
    return int(session.exec(query).one())


def changes(session: Session, code: str, *, limit: int = 200) -> list[ProcedureChange]:
    """The newest changes of one procedure."""
    query = select(ProcedureChange).where(ProcedureChange.procedure == code)
    newest = (col(ProcedureChange.at).desc(), col(ProcedureChange.id).desc())
    return list(session.exec(query.order_by(*newest).limit(limit)))


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


def of_sections(
    session: Session, sections: Collection[str], *,
    text: str, status: str, limit: int, offset: int,
) -> tuple[list[Procedure], int]:  # fmt: skip
    """One page of the rows of some sections, and how many there are in all."""
    tests: list[ColumnElement[bool]] = [col(Procedure.section).in_(sections)]
    tests.append(col(Procedure.withdrawn_at).is_(None))
    if status:
        tests.append(col(Procedure.online_status) == status)
    if text:
        found = (col(each).contains(text, autoescape=True) for each in _TEXTS)
        tests.append(or_(*found))
    query = select(Procedure).where(*tests).order_by(col(Procedure.code))
    total = session.exec(select(func.count()).select_from(Procedure).where(*tests)).one()
    return list(session.exec(query.limit(limit).offset(offset))), int(total)


def sections_of_forms(session: Session) -> dict[str, set[str]]:
    """The sections whose procedures are filed with each of our own forms, by slug."""
    query = select(Procedure.form, Procedure.section)
    found: dict[str, set[str]] = {}
    for slug, section in session.exec(query.where(Procedure.form != "").distinct()):
        found.setdefault(slug, set()).add(section)
    return found


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


_TEXTS = (Procedure.code, Procedure.name, Procedure.plain_name, Procedure.law)


def _is_shown() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return col(Procedure.is_published).is_(True), col(Procedure.withdrawn_at).is_(None)


def _is_real() -> tuple[ColumnElement[bool]]:
    return (col(FormRevision.is_trial).is_(False),)


_VERSION = Asked(select(VERSION_IN_FORCE))
_WITH_FORM = Asked(
    select(Procedure)
    .where(
        Procedure.form == bindparam("slug"),
        Procedure.online_status == OnlineStatus.ONLINE,
        *_is_shown(),
    )
    .order_by(col(Procedure.code))
)
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
