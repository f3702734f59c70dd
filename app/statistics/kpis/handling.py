"""Owns the share handled within the standard time (標準処理期間：行政手続法6条).

The time of a correction is not counted against the office; intakes whose results come out together
on one day are left out.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import groupby, pairwise
from typing import Final

from sqlmodel import Session

from app.applications.models import GONE, Status
from app.statistics.models import Answer, Kpi, Span, Table, percent, share
from app.statistics.store import demonstration, events, procedure_names
from app.statistics.store.events import Step

_DAYS: Final = re.compile(r"(\d{1,3})\s*日")
_ENDS: Final = frozenset(
    {Status.DECIDED, Status.COMPLETED, Status.CONFIRMED, Status.RESOLVED, Status.ANSWERED}
)


@dataclass(frozen=True)
class Handled:
    """One application that came to its end: how long the office had it, and residents."""

    procedure: str
    standard: int
    office: timedelta
    correction: timedelta

    @property
    def is_in_time(self) -> bool:
        """Whether the office was done within the standard."""
        return self.office <= timedelta(days=self.standard)


@dataclass(frozen=True)
class Tally:
    """What was handled of one procedure: its standard in days, counts, days of correction."""

    standard: int
    done: int = 0
    in_time: int = 0
    correction_days: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            other.standard, self.done + other.done, self.in_time + other.in_time,
            self.correction_days + other.correction_days,
        )  # fmt: skip


def handled(steps: Iterable[Step]) -> list[Handled]:
    """What came to its end, of procedures whose standard is known."""
    found = []
    for _, group in groupby(steps, key=lambda step: step.application):
        each = _one(list(group))
        if each is not None:
            found.append(each)
    return found


def counted(session: Session, span: Span) -> dict[str, Tally]:
    """What was handled, by procedure."""
    found: dict[str, Tally] = {}
    for each in handled(events.handling(session, span.selection)):
        one = Tally(each.standard, 1, int(each.is_in_time), each.correction.days)
        found[each.procedure] = found.get(each.procedure, Tally(each.standard)) + one
    for row in demonstration.told(session, "handled", span.first, span.last):
        made = Tally(row.standard, row.count, row.part, row.days)
        found[row.name] = found.get(row.name, Tally(row.standard)) + made
    return found


def answer(session: Session, span: Span) -> Answer:
    """The share within the standard."""
    found = counted(session, span).values()
    done, good = sum(each.done for each in found), sum(each.in_time for each in found)
    if not done:
        return Answer(
            None, "標準処理期間が確認済みの手続で、この期間に届いて処理を終えたものがありません"
        )
    return Answer(Decimal(share(good, done)), told=f"{done:,}件のうち期間内{good:,}件")


def by_procedure(session: Session, span: Span) -> Table:
    """Each procedure with its standard, and the days spent on corrections apart."""
    found = counted(session, span)
    names = procedure_names(session, found)
    rows = tuple(
        (names.get(code, code), f"{each.standard}日", each.done, each.in_time,
         percent(each.in_time, each.done), each.correction_days)
        for code, each in sorted(found.items())
    )  # fmt: skip
    return Table(
        ("手続", "標準処理期間", "終えた件数", "期間内", "割合", "補正の日数（合計）"), rows
    )


def _one(steps: list[Step]) -> Handled | None:
    first = steps[0]
    standard = _DAYS.search(first.days)
    if standard is None or first.has_common_day or any(step.after in GONE for step in steps):
        return None
    end = next((step.at for step in steps if step.after in _ENDS), None)
    if end is None:
        return None
    waited = _correction(steps, end)
    return Handled(first.procedure, int(standard[1]), end - first.received_at - waited, waited)


def _correction(steps: list[Step], end: datetime) -> timedelta:
    """The time between asking for a correction and what came next, up to the end."""
    total = timedelta()
    for step, after in pairwise(steps):
        if step.after == Status.CORRECTION_REQUESTED and step.at < end:
            total += min(after.at, end) - step.at
    return total


KPI = Kpi(
    "handling", "標準処理期間内に処理した割合", "%", 70,
    "期間に届き、決定・完了した申請のうち、補正にかかった時間を除いて標準処理期間（暦日）に収まった"
    "割合です。結果を同じ日に知らせる募集と、取下げは入りません。保存年限が過ぎて消した申請も入りません。",
    "申請の経過（保存中のもの）と、担当課が確認した標準処理期間", answer, by_procedure,
)  # fmt: skip
