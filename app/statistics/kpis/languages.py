"""Owns completion by language: which is preferred, which is used, and how many come to the end."""

from collections import Counter
from decimal import Decimal

from sqlmodel import Session

from app.journal.models import Event
from app.statistics.metrics.by_language import NAMES
from app.statistics.models import Answer, Cell, Kpi, Span, Table, percent, share
from app.statistics.store import events


def counted(session: Session, span: Span, event: Event) -> Counter[str]:
    """Facts of this system by the language of the page."""
    found: Counter[str] = Counter()
    by_locale = events.by_value(session, "locale", event, span.first, span.last)
    for (locale, channel), count in by_locale.items():
        if channel == "own" and locale:
            found[locale] += count
    return found


def answer(session: Session, span: Span) -> Answer:
    """The share of applications sent in another language than Japanese."""
    came = counted(session, span, Event.ARRIVED)
    if not came:
        return Answer(None, "この期間に本システムで届いた申請がありません")
    others = came.total() - came["ja"]
    return Answer(
        Decimal(share(others, came.total())), told=f"{came.total():,}件のうち{others:,}件"
    )


def by_language(session: Session, span: Span) -> Table:
    """Begun, given up and sent by language used, then what those who prefer another used."""
    begun, gone = counted(session, span, Event.STARTED), counted(session, span, Event.ABANDONED)
    came = counted(session, span, Event.ARRIVED)
    rows: list[tuple[Cell, ...]] = [
        (NAMES.get(code, code), begun[code], gone[code], percent(gone[code], begun[code]),
         came[code])
        for code in sorted(begun | came)
    ]  # fmt: skip
    pairs = events.languages(session, span.first, span.last)
    told = "、".join(
        f"{NAMES.get(preferred, preferred)}を望み{NAMES.get(used, used)}で送信 {count:,}件"
        for (preferred, used), count in pairs.most_common() if preferred != used
    )  # fmt: skip
    return Table(
        ("使った言語", "始めた", "送らずに消えた", "やめた割合", "届いた（件）"),
        tuple(rows),
        note=f"望む言語と使った言語の違い：{told or 'ありません'}",
    )


KPI = Kpi(
    "languages", "日本語以外（やさしい日本語を含む）で届いた割合", "%", 60,
    "本システムで届いた件数のうち、送った時の画面の言語が日本語でないものの割合です。",
    "本システムの記入の記録", answer, by_language,
)  # fmt: skip
