"""Owns the queries of a form's limits: places taken, and applications for the same mark."""

from sqlmodel import Session, col, func, select

from app.applications.models import Application, LimitMark, Status

# These take no place: given back, or never given (満員).
FREE = (Status.WITHDRAWN, Status.DECLINED, Status.FULL)


def taken(session: Session, *, form: str, procedure: str, intake: str | None, kind: str) -> int:
    """How many applications have a place now."""
    query = select(func.count()).where(
        Application.form == form,
        Application.procedure == procedure,
        col(Application.intake).is_not_distinct_from(intake),
        Application.kind == kind,
        col(Application.status).not_in(FREE),
    )
    return int(session.scalar(query) or 0)


def marked(session: Session, mark: str) -> int:
    """How many applications that have a place bear this mark."""
    query = select(func.count()).where(
        LimitMark.application == Application.id,
        LimitMark.mark == mark,
        col(Application.status).not_in(FREE),
    )
    return int(session.scalar(query) or 0)


def mark_anew(session: Session, application: str, mark: str | None) -> None:
    """Put another mark on an application that changed its answer."""
    row = session.get(LimitMark, application)
    if row is not None:
        session.delete(row)
        session.flush()
    if mark:
        session.add(LimitMark(application=application, mark=mark))
        session.flush()
