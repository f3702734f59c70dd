"""Owns the queries of who is mailed by statistics, and of who enters indicators."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, delete, update
from sqlmodel import Session, SQLModel, col, select

from app.accounts.models import Role, StaffMember
from app.statistics.models import Contact, IndicatorOwner, ReportSubscription, SectionReminder

_REPORT = "report:"


def subscription(session: Session, staff: str) -> ReportSubscription | None:
    """An account's own."""
    return session.get(ReportSubscription, staff)


def keep(session: Session, row: SQLModel) -> None:
    """Keep a row in place of what it was."""
    session.merge(row)
    session.flush()


def remove(session: Session, row: SQLModel) -> None:
    """Take a row out."""
    session.delete(row)
    session.flush()


def waiting(session: Session, month: str) -> list[ReportSubscription]:
    """Subscriptions of people who may still read statistics, without this month's report.

    Only where an address was proven.
    """
    query = (
        select(ReportSubscription)
        .join(StaffMember, col(StaffMember.id) == col(ReportSubscription.staff))
        .join(Contact, col(Contact.subject) == _REPORT + col(ReportSubscription.staff))
        .where(
            col(Contact.address).is_not(None),
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


def contact(session: Session, subject: str) -> Contact | None:
    """The mail address of a subject, proven or waiting."""
    return session.get(Contact, subject)


def contacts(session: Session, subjects: Sequence[str]) -> dict[str, Contact]:
    """The mail addresses of many subjects."""
    query = select(Contact).where(col(Contact.subject).in_(list(subjects)))
    return {row.subject: row for row in session.exec(query)}


def has_lapsed(session: Session, before: datetime) -> bool:
    """Whether any address has waited since before an instant."""
    query = select(Contact.subject).where(col(Contact.waiting_since) < before).limit(1)
    return session.exec(query).first() is not None


def forget_lapsed(session: Session, before: datetime) -> None:
    """Forget what waited since before an instant, and subscriptions that have no address then."""
    session.execute(
        update(Contact)
        .where(col(Contact.waiting_since) < before)
        .values(waiting=None, waiting_since=None)
    )
    session.execute(
        delete(Contact).where(col(Contact.address).is_(None), col(Contact.waiting).is_(None))
    )
    known = select(Contact.subject)
    session.execute(
        delete(ReportSubscription).where((_REPORT + col(ReportSubscription.staff)).not_in(known))
    )


def reminders(session: Session) -> dict[str, SectionReminder]:
    """When sections were last looked at, by code."""
    return {row.section: row for row in session.exec(select(SectionReminder))}


def claim_section(session: Session, section: str, month: str) -> bool:
    """Take a section's month on; False when another worker already has."""
    found = session.execute(
        update(SectionReminder)
        .where(col(SectionReminder.section) == section, col(SectionReminder.last_month) < month)
        .values(last_month=month)
    )
    return cast("CursorResult[Any]", found).rowcount == 1


def note_section_mailed(session: Session, section: str, now: datetime) -> None:
    """Note when a section was mailed last."""
    session.execute(
        update(SectionReminder).where(col(SectionReminder.section) == section).values(mailed_at=now)
    )
