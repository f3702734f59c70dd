"""Owns the rating residents give after sending (1 to 5); surveys of the city are another thing."""

from collections import Counter
from decimal import ROUND_HALF_UP, Decimal

from sqlmodel import Session

from app.journal.models import Event
from app.statistics.models import Answer, Cell, Kpi, Span, Table
from app.statistics.store import events, procedure_names


def given(session: Session, span: Span) -> dict[str, Counter[int]]:
    """How often each mark was given, by procedure."""
    found: dict[str, Counter[int]] = {}
    for (value, _), count in events.by_value(
        session, "detail", Event.RATED, span.first, span.last
    ).items():
        procedure, _, mark = value.rpartition("/")
        if mark.isdecimal():
            found.setdefault(procedure, Counter())[int(mark)] += count
    return found


def mean(marks: Counter[int]) -> Decimal | None:
    """The mean to one place, rounded half up."""
    if not marks.total():
        return None
    total = Decimal(sum(mark * count for mark, count in marks.items()))
    return (total / marks.total()).quantize(Decimal("0.1"), ROUND_HALF_UP)


def answer(session: Session, span: Span) -> Answer:
    """The mean of all marks."""
    marks = sum(given(session, span).values(), Counter())
    if not marks:
        return Answer(None, "この期間に評価がありません")
    return Answer(mean(marks), told=f"{marks.total():,}回の評価の平均")


def by_procedure(session: Session, span: Span) -> Table:
    """The marks of each procedure."""
    found = given(session, span)
    names = procedure_names(session, found)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (names.get(code, code), *(marks[mark] for mark in (1, 2, 3, 4, 5)), marks.total(),
         str(mean(marks)))
        for code, marks in sorted(found.items())
    )  # fmt: skip
    return Table(("手続", "1", "2", "3", "4", "5", "合計", "平均"), rows)


KPI = Kpi(
    "rating", "送った後の評価（1から5）", "点", 30,
    "本システムで送った人が、送った直後に任意でつけた評価の平均です。市民アンケートの満足度とは"
    "別の数で、合わせて計算しません。",
    "本システムの評価の記録", answer, by_procedure,
)  # fmt: skip
