"""Owns the queries of the counter: entries, late cases, notices, like persons."""

from sqlmodel import Session, SQLModel, col, select

from app.applications.models import (
    Application,
    CounterEntry,
    Draft,
    IntakeNotice,
    LateCase,
    PersonMark,
    Status,
)

Sections = frozenset[str]
_GONE = (Status.WITHDRAWN, Status.DECLINED)


def add(session: Session, *rows: SQLModel) -> None:
    """Keep new or changed rows."""
    session.add_all(rows)
    session.flush()


def entry(session: Session, *, staff: str, public_id: str) -> tuple[Draft, CounterEntry] | None:
    """An entry and its draft, only if this member of staff began it."""
    query = (
        select(Draft, CounterEntry)
        .where(CounterEntry.draft == Draft.id)
        .where(Draft.public_id == public_id, CounterEntry.staff == staff)
    )
    return session.exec(query).first()


def open_entries(session: Session, *, staff: str) -> list[tuple[Draft, CounterEntry]]:
    """What this member of staff has begun and not finished, the newest first."""
    query = (
        select(Draft, CounterEntry)
        .where(CounterEntry.draft == Draft.id)
        .where(CounterEntry.staff == staff, col(Draft.sent_at).is_(None))
        .order_by(col(CounterEntry.started_at).desc())
    )
    return list(session.exec(query))


def late_case_of_draft(session: Session, draft: str) -> LateCase | None:
    """The late case that a draft was let in by."""
    query = select(LateCase).where(LateCase.draft == draft, col(LateCase.revoked_at).is_(None))
    return session.exec(query).first()


def late_case_by_code(
    session: Session, code_hash: str, *, lock: bool = False
) -> LateCase | None:  # fmt: skip
    """The late case that a code opens."""
    query = select(LateCase).where(LateCase.code_hash == code_hash)
    return session.exec(query.with_for_update() if lock else query).first()


def late_case(session: Session, *, intake: str, ident: str) -> LateCase | None:
    """One late case of an intake."""
    query = select(LateCase).where(LateCase.id == ident, LateCase.intake == intake)
    return session.exec(query).first()


def late_cases(session: Session, intake: str) -> list[LateCase]:
    """The late cases of an intake, the newest first."""
    query = select(LateCase).where(LateCase.intake == intake)
    return list(session.exec(query.order_by(col(LateCase.granted_at).desc())))


def notices(session: Session, intake: str) -> list[IntakeNotice]:
    """What everybody was told about an intake, the newest first."""
    query = select(IntakeNotice).where(IntakeNotice.intake == intake)
    return list(session.exec(query.order_by(col(IntakeNotice.at).desc())))


def like_persons(
    session: Session, application: Application, *, sections: Sections
) -> list[Application]:
    """Other applications of the same intake and the reader's sections with the same mark."""
    own = select(PersonMark.mark).where(PersonMark.application == application.id)
    query = (
        select(Application)
        .where(PersonMark.application == Application.id, col(PersonMark.mark).in_(own))
        .where(Application.id != application.id, Application.form == application.form)
        .where(col(Application.section).in_(sections), col(Application.status).not_in(_GONE))
        .where(
            Application.intake == application.intake
            if application.intake
            else col(Application.intake).is_(None)
        )
        .order_by(col(Application.received_at))
    )
    return list(session.exec(query))


def with_likes(session: Session, applications: list[Application]) -> frozenset[str]:
    """Those of these applications of which the same section and intake hold a second one."""
    ids = [each.id for each in applications]
    own = select(PersonMark.application, PersonMark.mark).where(
        col(PersonMark.application).in_(ids)
    )
    marks = dict(session.exec(own).all())
    by_id = {each.id: each for each in applications}
    others = session.exec(
        select(PersonMark.mark, Application)
        .where(PersonMark.application == Application.id)
        .where(col(PersonMark.mark).in_(set(marks.values())))
        .where(col(Application.status).not_in(_GONE))
    )
    like: set[str] = set()
    rows = list(others)
    for ident, mark in marks.items():
        here = by_id[ident]
        like |= {
            ident
            for other_mark, other in rows
            if other_mark == mark and other.id != ident
            and (other.section, other.intake, other.form)
            == (here.section, here.intake, here.form)
        }  # fmt: skip
    return frozenset(like)
