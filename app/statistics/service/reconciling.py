"""Owns the proof that the journal counts what arrived: every kept application has its fact.

Facts outlive applications (保存年限), so more facts than rows is right; fewer never is.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlmodel import Session

from app.clock import JST
from app.statistics.store import reconciling as store
from app.statistics.store.reconciling import Mark

SHOWN = 20


@dataclass(frozen=True)
class Reconciliation:
    """Both sides counted; `missing` are applications that the journal does not count."""

    applications: int
    arrivals: int
    missing: tuple[tuple[Mark, int], ...]
    issued: int
    arrivals_of_every_kind: int
    decisions: int = 0
    decided: int = 0

    @property
    def purged(self) -> int:
        """Arrivals whose applications were erased after their time; they count for ever."""
        return self.arrivals - self.applications + sum(count for _, count in self.missing)

    @property
    def holds(self) -> bool:
        """Whether every application and every decision is counted, and none twice."""
        is_counted = not self.missing and self.issued == self.arrivals_of_every_kind
        return is_counted and self.has_every_decision

    @property
    def has_every_decision(self) -> bool:
        """Whether the journal holds what was decided; more only where applications are erased."""
        more = self.decisions - self.decided
        return more == 0 or (more > 0 and self.purged > 0)


@dataclass(frozen=True)
class Month:
    """Both sides of one month in Asia/Tokyo; `missing` as of the whole."""

    first: date
    applications: int
    arrivals: int
    missing: tuple[tuple[Mark, int], ...]

    @property
    def purged(self) -> int:
        """Arrivals of the month whose applications were erased after their time."""
        return self.arrivals - self.applications + sum(count for _, count in self.missing)


def reconcile(session: Session) -> Reconciliation:
    """Compare journal and applications one by one, by procedure, second, stamp and channel."""
    found = compared(store.applications(session), store.arrivals(session))
    return Reconciliation(
        *found, store.issued(session),
        store.arrivals_of_every_kind(session), store.decisions(session), store.decided(session),
    )  # fmt: skip


def reconcile_month(session: Session, first: date) -> Month:
    """The same comparison for the arrivals of one month: what a page has the time for."""
    end = (first + timedelta(days=32)).replace(day=1)
    within = store.Within(_midnight(first), _midnight(end))
    found = compared(store.applications(session, within), store.arrivals(session, within))
    return Month(first, *found)


def compared(
    rows: Counter[Mark], arrivals: Iterable[tuple[Mark, int]]
) -> tuple[int, int, tuple[tuple[Mark, int], ...]]:
    """(applications, arrivals, what is not in the journal); arrivals are taken one by one."""
    left, total = rows.copy(), 0
    for mark, count in arrivals:
        total += count
        if mark in left:
            left[mark] -= count
    return rows.total(), total, tuple(sorted((+left).items()))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), JST).astimezone(UTC)


def lines(found: Reconciliation) -> list[str]:
    """The report for the command line; the last line says whether it holds."""
    said = [
        f"applications kept {found.applications}, arrivals in the journal {found.arrivals}, "
        f"of erased applications {found.purged}",
        f"numbers issued {found.issued}, arrivals of every kind {found.arrivals_of_every_kind}",
        f"decisions kept {found.decided}, decisions in the journal {found.decisions}",
    ]
    said += [
        f"not in the journal: {count} of {mark.procedure} at {mark.moment:%Y-%m-%dT%H:%M:%SZ}"
        for mark, count in found.missing[:SHOWN]
    ]
    return [*said, "reconciled" if found.holds else "NOT reconciled"]
