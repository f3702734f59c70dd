"""Owns the share that came outside office hours, as the statistics page tells it."""

from decimal import Decimal

from sqlmodel import Session

from app.statistics import store
from app.statistics.models import Answer, Kpi, Span, share


def answer(session: Session, span: Span) -> Answer:
    """The share of the online arrivals whose time is known."""
    found = store.by_reason(session, span.selection)
    total = sum(found.values())
    if not total:
        return Answer(None, "この期間に、時刻の分かる申請がありません")
    outside = sum(count for reason, count in found.items() if not reason.is_inside)
    return Answer(Decimal(share(outside, total)), told=f"{total:,}件のうち{outside:,}件")


KPI = Kpi(
    "off-hours", "開庁時間以外に届いた割合", "%", 6,
    "オンラインで届き、時刻の分かる件数のうち、開庁時間以外に届いたものの割合です。",
    "到達の記録（届いた時の暦で決まり、後から変わりません）", answer,
)  # fmt: skip
