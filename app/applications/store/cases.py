"""Owns the clerk's queries of applications: every one takes the sections of the reader."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, literal, or_, tuple_, update
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, SQLModel, col, select

from app.applications.models import (
    Application,
    Attachment,
    AttachmentState,
    Decision,
    Message,
    MessageKind,
    Revision,
    Status,
    StatusChange,
    Submission,
)
from app.audit.models import Entry
from app.database import write_at_once

Sections = frozenset[str]
MOST_AT_ONCE = 400


@dataclass(frozen=True)
class Wanted:
    """What a clerk asks the queue for; an empty value asks for everything.

    `number` is the beginning of an application number as issued; `since` an instant, included.
    """

    section: str = ""
    procedure: str = ""
    intake: str = ""
    status: str = ""
    in_hours: bool | None = None
    since: datetime | None = None
    number: str = ""
    is_new: bool = False


def page(
    session: Session, *, sections: Sections, wanted: Wanted, offset: int, limit: int
) -> list[Application]:
    """Some applications of the queue, newest first."""
    query = select(Application).where(*_where(sections, wanted))
    newest = (col(Application.received_at).desc(), col(Application.id).desc())
    return list(session.exec(query.order_by(*newest).offset(offset).limit(limit)))


def count(session: Session, *, sections: Sections, wanted: Wanted) -> int:
    """How many applications the whole queue holds."""
    query = select(func.count()).select_from(Application).where(*_where(sections, wanted))
    return int(session.exec(query).one())


def stream(session: Session, *, sections: Sections, wanted: Wanted) -> Iterator[Application]:
    """Every application of the queue, newest first, without holding all of them at once."""
    query = select(Application).where(*_where(sections, wanted))
    newest = (col(Application.received_at).desc(), col(Application.id).desc())
    with session.exec(query.order_by(*newest).execution_options(yield_per=200)) as found:
        yield from found


def procedures(session: Session, *, sections: Sections) -> list[str]:
    """The codes of the procedures that these sections have applications of."""
    query = select(Application.procedure).where(col(Application.section).in_(sections)).distinct()
    return sorted(session.exec(query))


def application(session: Session, *, sections: Sections, number: str) -> Application | None:
    """One application, only if it is of these sections."""
    query = select(Application).where(
        Application.number == number, col(Application.section).in_(sections)
    )
    return session.exec(query).first()


def following(
    session: Session, application: Application, *, sections: Sections, status: Status
) -> str | None:
    """The number of the next application of this status, in the order of arrival."""
    here = (application.received_at, application.id)
    query = select(Application.number).where(
        col(Application.section).in_(sections), Application.status == status,
        tuple_(col(Application.received_at), col(Application.id)) > here,
    )  # fmt: skip
    order = (col(Application.received_at), col(Application.id))
    return session.exec(query.order_by(*order).limit(1)).first()


def attachment(session: Session, *, application: str, ident: str) -> Attachment | None:
    """One document, only if it is of this application."""
    query = select(Attachment).where(Attachment.id == ident, Attachment.application == application)
    return session.exec(query).first()


def submission(session: Session, ident: str) -> Submission:
    """The send that an application came with."""
    return session.exec(select(Submission).where(Submission.id == ident)).one()


def move(
    session: Session, now: datetime, application: Application, *,
    version: int, status: Status, decision: Decision | None, visible_at: datetime | None,
) -> bool:  # fmt: skip
    """Set a status where nobody else was first: only the row of this version is changed."""
    changed = session.execute(
        update(Application)
        .where(col(Application.id) == application.id, col(Application.version) == version)
        .values(
            status=status, decision=decision, decision_visible_at=visible_at, updated_at=now,
            version=version + 1,
        ),
        # Else every row that the session knows is held against the condition: a season has 2,800.
        execution_options={"synchronize_session": False},
    )  # fmt: skip
    if changed.rowcount != 1:  # type: ignore[attr-defined]
        return False
    session.refresh(application)
    return True


def move_all(
    session: Session, now: datetime, applications: Sequence[Application], *,
    status: Status, decision: Decision | None, visible_at: datetime | None,
) -> bool:  # fmt: skip
    """Set a status of many; False when one is of another version now: then roll all back."""
    changes = {
        "status": status, "decision": decision, "decision_visible_at": visible_at,
        "updated_at": now,
    }  # fmt: skip
    for start in range(0, len(applications), MOST_AT_ONCE):
        some = applications[start : start + MOST_AT_ONCE]
        known = [(each.id, each.version) for each in some]
        changed = session.execute(
            update(Application)
            .where(tuple_(col(Application.id), col(Application.version)).in_(known))
            .values(version=Application.version + 1, **changes),
            execution_options={"synchronize_session": False},
        )
        if changed.rowcount != len(some):  # type: ignore[attr-defined]
            return False
        for each in some:
            for name, value in (changes | {"version": each.version + 1}).items():
                set_committed_value(each, name, value)
    return True


def submissions(session: Session, idents: Iterable[str]) -> dict[str, Submission]:
    """The sends of these ids."""
    wanted: list[str] = list(dict.fromkeys(idents))
    found: dict[str, Submission] = {}
    for start in range(0, len(wanted), MOST_AT_ONCE):
        some = wanted[start : start + MOST_AT_ONCE]
        rows = session.exec(select(Submission).where(col(Submission.id).in_(some)))
        found |= {each.id: each for each in rows}
    return found


def add_new(session: Session, *rows: SQLModel) -> None:
    """Keep many finished rows."""
    write_at_once(session, *rows)


def add(session: Session, *rows: Application | StatusChange | Message) -> None:
    """Keep new or changed rows."""
    session.add_all(rows)
    session.flush()


def with_news(session: Session, applications: list[Application]) -> frozenset[str]:
    """Those of these applications whose residents did something nobody of the staff has seen."""
    ids = [each.id for each in applications]
    query = select(Application.id).where(col(Application.id).in_(ids), _has_news())
    return frozenset(session.exec(query))


def _has_news() -> ColumnElement[bool]:
    """A resident's deed after the last reading or deed of the staff, both of which are audited.

    Every deed of a resident raises the version, which spares the untouched ones the search.
    """
    own, received = col(Application.id), col(Application.received_at)
    subject = literal("application:") + col(Application.number)
    last = select(func.max(Entry.at)).where(col(Entry.subject) == subject)
    seen = func.coalesce(last.correlate(Application).scalar_subquery(), received)
    wrote = exists().where(
        col(Message.application) == own, col(Message.kind) == MessageKind.FROM_RESIDENT,
        col(Message.at) > seen,
    )  # fmt: skip
    handed_in = exists().where(
        col(Attachment.application) == own, col(Attachment.state) == AttachmentState.NOW,
        col(Attachment.created_at) > received, col(Attachment.created_at) > seen,
    )  # fmt: skip
    ended = exists().where(
        col(StatusChange.application) == own, col(StatusChange.staff).is_(None),
        col(StatusChange.before) != "", col(StatusChange.at) > seen,
    )  # fmt: skip
    changed = exists().where(col(Revision.application) == own, col(Revision.replaced_at) > seen)
    return (col(Application.version) > 1) & or_(wrote, handed_in, ended, changed)


def _where(sections: Sections, wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [col(Application.section).in_(sections)]
    for column, value in (
        (Application.section, wanted.section),
        (Application.procedure, wanted.procedure),
        (Application.intake, wanted.intake),
        (Application.status, wanted.status),
    ):
        if value:
            conditions.append(col(column) == value)
    if wanted.in_hours is not None:
        conditions.append(col(Application.in_hours).is_(wanted.in_hours))
    if wanted.since is not None:
        conditions.append(col(Application.received_at) >= wanted.since)
    if wanted.is_new:
        conditions.append(_has_news())
    if wanted.number:
        conditions.append(col(Application.number).startswith(wanted.number, autoescape=True))
    return conditions
