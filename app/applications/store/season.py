"""Owns the queries of a season; those of applications take the sections of the reader."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, tuple_, update
from sqlmodel import Session, SQLModel, col, func, select

from app.applications.models import (
    AllocationRow,
    AllocationRun,
    Application,
    ApplicationScore,
    Correction,
    Decision,
    Intake,
    IntakeCapacity,
    Message,
    MessageKind,
    Ruling,
    ScoreChange,
    ScoringTable,
    Status,
    StatusChange,
)
from app.database import write_at_once

Sections = frozenset[str]
MOST_IDS = 500
# A change of one row is not held against all the rows that the session knows.
_ALONE = {"synchronize_session": False}


def applications(session: Session, *, intake: str, sections: Sections) -> list[Application]:
    """Every application of an intake, in the order of their arrival."""
    query = select(Application).where(
        Application.intake == intake, col(Application.section).in_(sections)
    )
    return list(session.exec(query.order_by(col(Application.received_at), col(Application.id))))


def release_at(session: Session, intake: str) -> datetime | None:
    """When the results of an intake come out, as it stands now."""
    return session.exec(select(Intake.release_at).where(Intake.id == intake)).one()


def some(
    session: Session, *, intake: str, sections: Sections, statuses: Iterable[Status], limit: int,
    is_ruled: bool = False,
) -> list[Application]:  # fmt: skip
    """Some applications of an intake that stand there, the first to arrive first."""
    query = select(Application).where(
        Application.intake == intake, col(Application.section).in_(sections),
        col(Application.status).in_(list(statuses)),
    )  # fmt: skip
    if is_ruled:
        ruled = select(Ruling.application).where(Ruling.intake == intake)
        query = query.where(col(Application.id).in_(ruled))
    first = (col(Application.received_at), col(Application.id))
    return list(session.exec(query.order_by(*first).limit(limit)))


def count_elsewhere(session: Session, *, intake: str, sections: Sections) -> int:
    """How many applications of an intake lie outside these sections."""
    query = (
        select(func.count())
        .select_from(Application)
        .where(Application.intake == intake, col(Application.section).not_in(sections))
    )
    return int(session.exec(query).one())


def capacities(session: Session, intake: str) -> list[IntakeCapacity]:
    """The capacities of an intake, by place and grade."""
    found = session.exec(select(IntakeCapacity).where(IntakeCapacity.intake == intake))
    return sorted(found, key=lambda each: (each.place_key, each.grade or ""))


def replace_capacities(session: Session, intake: str, rows: Iterable[IntakeCapacity]) -> None:
    """Put other capacities in the place of those of an intake."""
    session.execute(delete(IntakeCapacity).where(col(IntakeCapacity.intake) == intake))
    write_at_once(session, *rows)


def tables(session: Session, form: str, target_year: int) -> list[ScoringTable]:
    """The versions of a form's table for a year, the newest first."""
    query = select(ScoringTable).where(
        ScoringTable.form == form, ScoringTable.target_year == target_year
    )
    return list(session.exec(query.order_by(col(ScoringTable.number).desc())))


def table_of(session: Session, fingerprint: str) -> ScoringTable | None:
    """The version of a table by its fingerprint."""
    query = select(ScoringTable).where(ScoringTable.fingerprint == fingerprint)
    return session.exec(query.limit(1)).first()


def scores(session: Session, intake: str) -> dict[str, ApplicationScore]:
    """The scores of an intake by application."""
    found = session.exec(select(ApplicationScore).where(ApplicationScore.intake == intake))
    return {each.application: each for each in found}


def put_scores(session: Session, rows: list[ApplicationScore]) -> None:
    """Keep scores in the place of older ones."""
    ids = [each.application for each in rows]
    for start in range(0, len(ids), MOST_IDS):
        chunk = ids[start : start + MOST_IDS]
        session.execute(
            delete(ApplicationScore).where(col(ApplicationScore.application).in_(chunk))
        )
    write_at_once(session, *rows)


def changes(session: Session, intake: str) -> list[ScoreChange]:
    """The changes by hand of an intake's points, the oldest first."""
    query = (
        select(ScoreChange)
        .where(ScoreChange.application == Application.id, Application.intake == intake)
        .order_by(col(ScoreChange.asked_at), col(ScoreChange.id))
    )
    return list(session.exec(query))


def change(session: Session, *, application: str, ident: str) -> ScoreChange | None:
    """One change by hand of an application's points, as it stands now."""
    query = select(ScoreChange).where(
        ScoreChange.id == ident, ScoreChange.application == application
    )
    return session.exec(query.with_for_update()).first()


def runs(session: Session, intake: str) -> list[AllocationRun]:
    """The runs of an intake, the newest first."""
    query = select(AllocationRun).where(AllocationRun.intake == intake)
    return list(
        session.exec(query.order_by(col(AllocationRun.made_at).desc(), col(AllocationRun.id)))
    )


def run(session: Session, *, intake: str, ident: str, lock: bool = False) -> AllocationRun | None:
    """One run of an intake."""
    query = select(AllocationRun).where(AllocationRun.id == ident, AllocationRun.intake == intake)
    return session.exec(query.with_for_update() if lock else query).first()


def rows(session: Session, run_id: str) -> list[AllocationRow]:
    """What a run gives, in the order of turns."""
    query = select(AllocationRow).where(AllocationRow.run == run_id)
    return list(session.exec(query.order_by(col(AllocationRow.position))))


def row(session: Session, *, run_id: str, application: str) -> AllocationRow | None:
    """What a run gives one application."""
    return session.get(AllocationRow, (run_id, application))


def rulings(session: Session, intake: str) -> list[Ruling]:
    """What was decided in an intake, the oldest first."""
    query = select(Ruling).where(Ruling.intake == intake)
    return list(session.exec(query.order_by(col(Ruling.made_at), col(Ruling.id))))


def rulings_of(session: Session, application: str) -> list[Ruling]:
    """What was decided on an application, the oldest first."""
    query = select(Ruling).where(Ruling.application == application)
    return list(session.exec(query.order_by(col(Ruling.made_at), col(Ruling.id))))


def take_back(session: Session, rulings: list[Ruling], applications: list[Application]) -> bool:
    """Undo decisions that nobody has seen: back to 審査中, their steps of the history out too.

    False when one of the applications is of another version now: then roll all back.
    """
    for start in range(0, len(rulings), MOST_IDS):
        some = applications[start : start + MOST_IDS]
        ids = [each.id for each in some]
        known = tuple_(col(Application.id), col(Application.version))
        changed = session.execute(
            update(Application)
            .where(known.in_([(each.id, each.version) for each in some]))
            .values(
                status=Status.REVIEWING, decision=None, decision_visible_at=None,
                version=Application.version + 1,
            ),
            execution_options=_ALONE,
        )  # fmt: skip
        if changed.rowcount != len(some):  # type: ignore[attr-defined]
            return False
        _forget(session, rulings[start : start + MOST_IDS], ids)
    return True


def _forget(session: Session, rulings: list[Ruling], ids: list[str]) -> None:
    """Take decisions, their steps and the reasons that lay as notes beside them out."""
    for gone in (
        delete(StatusChange).where(
            col(StatusChange.application).in_(ids),
            col(StatusChange.after).in_((Status.DECIDED, Status.NOTIFIED)),
        ),
        delete(Message).where(
            col(Message.application).in_(ids), col(Message.kind) == MessageKind.NOTE,
            col(Message.at).in_({each.made_at for each in rulings}),
            col(Message.staff).in_({each.made_by for each in rulings}),
        ),
        delete(Ruling).where(col(Ruling.id).in_([each.id for each in rulings])),
    ):  # fmt: skip
        session.execute(gone, execution_options=_ALONE)


def turn_round(
    session: Session, application: Application, *, decision: Decision, **values: object
) -> bool:
    """Decide anew on an application of this version (繰上げ)."""
    changed = session.execute(
        update(Application)
        .where(
            col(Application.id) == application.id,
            col(Application.version) == application.version,
            col(Application.decision) == Decision.WAITING,
        )
        .values(decision=decision, version=Application.version + 1, **values)
    )
    if changed.rowcount != 1:  # type: ignore[attr-defined]
        return False
    session.refresh(application)
    return True


def move_visibility(session: Session, *, intake: str, now: datetime, to: datetime) -> int:
    """Let the decisions of an intake that nobody sees yet be seen at another moment."""
    changed = session.execute(
        update(Application)
        .where(
            col(Application.intake) == intake,
            col(Application.decision_visible_at) > now,
        )
        .values(decision_visible_at=to)
    )
    return int(changed.rowcount)  # type: ignore[attr-defined]


def first_changes(
    session: Session, *, intake: str, sections: Sections
) -> dict[tuple[str, str], datetime]:
    """When each application of an intake first came to each status."""
    query = (
        select(StatusChange.application, StatusChange.after, func.min(StatusChange.at))
        .where(StatusChange.application == Application.id, Application.intake == intake)
        .where(col(Application.section).in_(sections))
        .group_by(col(StatusChange.application), col(StatusChange.after))
    )
    return {(application, after): at for application, after, at in session.exec(query)}


def corrections(session: Session, *, intake: str, sections: Iterable[str]) -> list[Correction]:
    """Every request for correction of an intake, the oldest first."""
    query = (
        select(Correction)
        .where(Correction.application == Application.id, Application.intake == intake)
        .where(col(Application.section).in_(list(sections)))
    )
    return list(session.exec(query.order_by(col(Correction.asked_at), col(Correction.id))))


def count_corrections(session: Session, *, intake: str, sections: Sections) -> dict[str, int]:
    """How many applications of an intake were asked for a correction, and how many answered."""
    query = (
        select(Correction.application, func.max(Correction.answered_at))
        .where(Correction.application == Application.id, Application.intake == intake)
        .where(col(Application.section).in_(sections))
        .group_by(col(Correction.application))
    )
    found = list(session.exec(query))
    answered = sum(at is not None for _, at in found)
    return {"asked": len(found), "answered": answered}


def add(session: Session, *new: SQLModel) -> None:
    """Keep new or changed rows."""
    session.add_all(new)
    session.flush()


def add_new(session: Session, *new: SQLModel) -> None:
    """Keep many finished rows."""
    write_at_once(session, *new)
