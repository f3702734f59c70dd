"""Owns the queries of the monthly report and of who enters indicators."""

from typing import Any, cast

from sqlalchemy import CursorResult, update
from sqlmodel import Session, col, select

from app.accounts.models import Role, StaffMember
from app.statistics.models import IndicatorOwner, ReportSubscription


def subscription(session: Session, staff: str) -> ReportSubscription | None:
    """An account's own."""
    return session.get(ReportSubscription, staff)


def keep(session: Session, row: ReportSubscription | IndicatorOwner) -> None:
    """Keep a row in place of what it was."""
    session.merge(row)
    session.flush()


def remove(session: Session, row: ReportSubscription | IndicatorOwner) -> None:
    """Take a row out."""
    session.delete(row)
    session.flush()


def waiting(session: Session, month: str) -> list[ReportSubscription]:
    """Subscriptions of people who may still read statistics, without this month's report."""
    query = (
        select(ReportSubscription)
        .join(StaffMember, col(StaffMember.id) == col(ReportSubscription.staff))
        .where(
            col(ReportSubscription.last_month) < month, col(StaffMember.is_active).is_(True),
            col(StaffMember.role).in_([Role.DX_OFFICE, Role.ADMIN]),
        )
        .order_by(col(ReportSubscription.staff))
    )  # fmt: skip
    return list(session.exec(query))


def claim(session: Session, staff: str, month: str) -> bool:
    """Take a month's report on; False when another worker already has."""
    found = session.execute(
        update(ReportSubscription)
        .where(col(ReportSubscription.staff) == staff, col(ReportSubscription.last_month) < month)
        .values(last_month=month)
    )
    return cast("CursorResult[Any]", found).rowcount == 1


def owners(session: Session) -> dict[str, IndicatorOwner]:
    """The sections that were named for indicators, by slug."""
    return {row.indicator: row for row in session.exec(select(IndicatorOwner))}
