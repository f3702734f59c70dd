"""Owns what residents looked for and did not find."""

from decimal import Decimal

from sqlmodel import Session

from app.catalogue.service.misses import FEW_USES
from app.statistics.models import Answer, Kpi, Span, Table
from app.statistics.store import events


def answer(session: Session, span: Span) -> Answer:
    """How often a search found nothing."""
    return Answer(Decimal(events.misses(session, span.selection)))


def words(session: Session, span: Span) -> Table:
    """The words, most often first."""
    rows = tuple(events.missed_words(session, span.selection, FEW_USES))
    return Table(
        ("言葉", "回数"),
        rows,
        note=f"{FEW_USES}回以上使われた言葉だけを示します。言葉は30文字で切り、長い数字は残しません。",
    )


KPI = Kpi(
    "search-misses", "何も見つからなかった検索", "回", 90,
    "手続の検索で、条件を付けずに言葉だけで探して、何も見つからなかった回数です。",
    "1日ごとの言葉の数（誰が探したかは残りません）", answer, words,
)  # fmt: skip
