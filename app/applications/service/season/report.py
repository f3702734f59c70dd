"""Owns the closing report of an intake: counts and times of its applications, nobody's data.

Rounded as everywhere: half up, one decimal; no percentage of nothing.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

from sqlmodel import Session

from app.applications.models import Application, Intake, Status
from app.applications.store import season as store
from app.applications.store.season import Sections

Row = tuple[str, int, str]


@dataclass(frozen=True)
class Report:
    """What was counted; rows are (code or label, count, share)."""

    total: int
    sends: int
    hours: list[Row]
    channels: list[Row]
    locales: list[Row]
    decisions: list[Row]
    statuses: list[Row]
    corrected: list[Row]
    changed_answers: list[Row]
    missing: int
    days_to_accept: str
    days_to_decide: str


def of_intake(session: Session, intake: Intake, *, sections: Sections) -> Report:
    """The report of an intake as it stands."""
    every = store.applications(session, intake=intake.id, sections=sections)
    first = store.first_changes(session, intake=intake.id, sections=sections)
    asked = store.count_corrections(session, intake=intake.id, sections=sections)
    hours = Counter("in" if each.in_hours else "off" for each in every)
    return Report(
        total=len(every), sends=len({each.submission for each in every}),
        hours=_rows({key: hours[key] for key in ("off", "in")}, len(every)),
        channels=_counted(each.channel for each in every),
        locales=_counted(each.locale for each in every),
        decisions=_counted(each.decision or "" for each in every),
        statuses=_counted(each.status for each in every),
        corrected=_rows(asked, len(every)),
        changed_answers=_rows(
            {"changed": sum(each.revision > 1 for each in every)}, len(every)
        ),
        missing=sum(each.missing_documents > 0 for each in every),
        days_to_accept=_days(every, first, Status.ACCEPTED),
        days_to_decide=_days(every, first, Status.DECIDED),
    )  # fmt: skip


def share(part: int, whole: int) -> str:
    """A percentage with one decimal, half up; "—" of nothing."""
    if not whole:
        return "—"
    exact = Decimal(part) * 100 / Decimal(whole)
    return f"{exact.quantize(Decimal('0.1'), ROUND_HALF_UP)}%"


def _counted(values: Iterable[str]) -> list[Row]:
    counted = Counter(values)
    return _rows(dict(counted.most_common()), counted.total())


def _rows(counts: dict[str, int], whole: int) -> list[Row]:
    return [(key, count, share(count, whole)) for key, count in counts.items()]


def _days(
    every: list[Application], first: dict[tuple[str, str], datetime], status: Status
) -> str:  # fmt: skip
    """The median of the days from arrival to a status, "—" where nobody reached it."""
    days = [
        (first[each.id, status] - each.received_at).total_seconds() / 86400
        for each in every
        if (each.id, status) in first
    ]
    return f"{median(days):.1f}日" if days else "—"
