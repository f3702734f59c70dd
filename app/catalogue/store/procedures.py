"""Owns the queries of procedures: rows, their changes, and the version that counts all changes."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, bindparam, func, or_, update
from sqlmodel import Session, SQLModel, col, select

from app.catalogue.models import (
    VERSION_IN_FORCE,
    CatalogueVersion,
    OnlineStatus,
    Procedure,
    ProcedureChange,
)
from app.database import Asked


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


_TEXTS = (Procedure.code, Procedure.name, Procedure.plain_name, Procedure.law)


def _is_shown() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return col(Procedure.is_published).is_(True), col(Procedure.withdrawn_at).is_(None)


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
