"""Owns the queries of statistics that are not counts: procedures, sections, calendar versions."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.accounts.models import Role, StaffMember, StaffSection
from app.calendar.models import CalendarVersion
from app.catalogue import service as catalogue
from app.catalogue.models import Procedure
from app.statistics.models import Factor


def procedure_names(session: Session, codes: Iterable[str]) -> dict[str, str]:
    """Names of procedures by their codes."""
    names = catalogue.procedure_names(session)
    return {code: names[code] for code in codes if code in names}


def counts_by_name(session: Session, counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    """(name, count) of procedures counted by their codes, most first."""
    names = procedure_names(session, counts)
    return tuple((names.get(code, code), count) for code, count in counts.most_common())


def procedure_forms(session: Session, codes: Iterable[str]) -> dict[str, str]:
    """The forms that procedures are filed with here, by their codes; empty where there is none."""
    query = select(Procedure.code, Procedure.form).where(col(Procedure.code).in_(list(codes)))
    return dict(session.exec(query).all())


def sections_by_procedure(session: Session) -> dict[str, str]:
    """The section of every procedure there is, published or not, by code."""
    return dict(session.exec(select(Procedure.code, Procedure.section)).all())


def is_procedure(session: Session, code: str) -> bool:
    """Whether the catalogue has this code, published or not."""
    return session.get(Procedure, code) is not None


def published(session: Session) -> list[Procedure]:
    """The procedures residents see, by code."""
    query = select(Procedure).where(
        col(Procedure.is_published).is_(True), col(Procedure.withdrawn_at).is_(None)
    )
    return list(session.exec(query.order_by(col(Procedure.code))))


def catalogue_changed_at(session: Session) -> datetime | None:
    """When a procedure was last changed, published or not."""
    return session.exec(select(func.max(col(Procedure.updated_at)))).one()


def published_names(session: Session) -> dict[str, str]:
    """Names by code of the procedures that are or were public."""
    query = select(Procedure.code, Procedure.name).where(col(Procedure.is_published).is_(True))
    return dict(session.exec(query).all())


def calendar_versions(session: Session, versions: Iterable[str]) -> list[CalendarVersion]:
    """Calendar versions by their ids, oldest first."""
    query = select(CalendarVersion).where(col(CalendarVersion.id).in_(list(versions)))
    return list(session.exec(query.order_by(col(CalendarVersion.recorded_at))))


def leaders_by_section(session: Session) -> Counter[str]:
    """How many accounts in use lead, by section."""
    query = (
        select(StaffSection.section, func.count())
        .join(StaffMember, col(StaffMember.id) == col(StaffSection.staff_id))
        .where(col(StaffMember.role) == Role.LEADER, col(StaffMember.is_active).is_(True))
        .group_by(col(StaffSection.section))
    )
    return Counter(dict(session.exec(query).all()))


def factors(session: Session) -> list[Factor]:
    """The factors a city has put values of its own for."""
    return list(session.exec(select(Factor)))


def keep_factor(session: Session, factor: Factor) -> None:
    """Keep a factor in place of what it was."""
    session.merge(factor)
    session.flush()
