"""Owns how many visits are prepared from home: booked or announced, with the answers typed in."""

from collections import Counter
from decimal import Decimal
from typing import Final

from sqlmodel import Session

from app.journal.models import Event
from app.statistics.models import Answer, Kpi, Span, Table
from app.statistics.store import counts_by_name, events

FORMS: Final = frozenset({"bereavement", "moving-in-visit"})
"""The shipped forms that end at a counter: the visit is short, and nothing is written there."""


def counted(session: Session, span: Span) -> Counter[str]:
    """What came through these forms, by procedure."""
    wanted = {code for code, form in events.forms_of(session).items() if form in FORMS}
    found: Counter[str] = Counter()
    sums = events.by_value(session, "procedure", Event.ARRIVED, span.first, span.last)
    for (procedure, channel), count in sums.items():
        if procedure in wanted and channel == "own":
            found[procedure] += count
    return found


def answer(session: Session, span: Span) -> Answer:
    """All of the period."""
    found = counted(session, span)
    if not found:
        return Answer(None, "この期間に、来庁の前に入力されたものがありません")
    return Answer(Decimal(found.total()), told=f"{len(found):,}手続")


def by_procedure(session: Session, span: Span) -> Table:
    """Each procedure, most first."""
    return Table(("手続", "件数"), counts_by_name(session, counted(session, span)))


KPI = Kpi(
    "visits-prepared", "来庁の前に家で入力された件数（待たない・書かない）", "件", 24,
    "おくやみ窓口の予約と、転入・転居で来庁する前の連絡のように、家で予約と入力を済ませてから窓口に来る手続に、"
    "本システムで届いた件数です。窓口では書かずに済みます。",
    "到達の記録", answer, by_procedure,
)  # fmt: skip
