"""Owns which questions must be corrected most: a form that is often corrected is a bad form."""

from collections import Counter
from decimal import Decimal

from sqlmodel import Session

from app.journal.models import Event
from app.statistics.models import Answer, Kpi, Span, Table
from app.statistics.store import events, procedure_names


def asked(session: Session, span: Span) -> Counter[str]:
    """Corrections asked for, by `procedure/question`."""
    found: Counter[str] = Counter()
    for (field, _), count in events.by_value(
        session, "detail", Event.CORRECTION_ASKED, span.first, span.last
    ).items():
        found[field] += count
    return found


def answer(session: Session, span: Span) -> Answer:
    """How many answers were sent back; none is an answer too."""
    found = asked(session, span)
    return Answer(Decimal(found.total()), told=f"{len(found):,}個の質問")


def by_field(session: Session, span: Span) -> Table:
    """Each question, most often corrected first."""
    found = asked(session, span)
    names = procedure_names(session, {key.partition("/")[0] for key in found})
    rows = tuple(
        (key.partition("/")[2], names.get(key.partition("/")[0], key.partition("/")[0]), count)
        for key, count in found.most_common()
    )
    return Table(("質問の記号", "手続", "補正を求めた回数"), rows)


KPI = Kpi(
    "corrections", "補正を求めた回数", "回", 80,
    "職員が補正を求めた質問の数です（1件で2つの質問なら2回）。",
    "本システムの補正の記録", answer, by_field,
)  # fmt: skip
