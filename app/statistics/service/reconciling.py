"""Owns the proof that the journal counts what arrived: every kept application has its fact.

Facts outlive applications (保存年限), so more facts than rows is right; fewer never is.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlmodel import Session

from app.catalogue.models import Channel
from app.statistics.models import Selection
from app.statistics.store import reconciling as store
from app.statistics.store import tally
from app.statistics.store.reconciling import Mark

SHOWN = 20
MOST_ON_A_PAGE = 50_000
"""Of more than a month; 25 μs of processor time each. The command takes any number."""


@dataclass(frozen=True)
class Compared:
    """Both sides of some days counted; `missing` are applications the journal does not count."""

    applications: int
    arrivals: int
    missing: tuple[tuple[Mark, int], ...]

    @property
    def purged(self) -> int:
        """Arrivals whose applications were erased after their time; they count for ever."""
        return self.arrivals - self.applications + sum(count for _, count in self.missing)


@dataclass(frozen=True)
class Reconciliation(Compared):
    """Both sides of all time, and the numbers issued and the decisions beside them."""

    issued: int
    arrivals_of_every_kind: int
    decisions: int = 0
    decided: int = 0

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


def reconcile(session: Session) -> Reconciliation:
    """Compare journal and applications one by one, by procedure, second, stamp and channel."""
    found = compared(store.applications(session), store.arrivals(session))
    return Reconciliation(
        *found, store.issued(session),
        store.arrivals_of_every_kind(session), store.decisions(session), store.decided(session),
    )  # fmt: skip


def reconcile_part(
    session: Session, selection: Selection, *, is_all: bool = False, most: int | None = None
) -> Compared | None:
    """The same comparison for the days of a selection, or of all time as far as its last day.

    None where there are more than `most` on either side: no time and no room for them.
    """
    within = None if is_all else store.Within(selection.start, selection.end)
    if most is not None:
        kept = store.kept(session, within, most + 1)
        if max(_arrivals(session, selection), kept) > most:
            return None
    return Compared(*compared(store.applications(session, within), store.arrivals(session, within)))


def _arrivals(session: Session, selection: Selection) -> int:
    """How many arrivals of this system there are to compare: read from the sums, at once."""
    found = tally(session, replace(selection, channels=tuple(Channel)), "origin")
    return sum(count for (origin,), count in found.items() if origin != "import")


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
