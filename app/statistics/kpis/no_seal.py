"""Owns the catalogue's own share of procedures without a seal; another figure than はんこレス.

The city's はんこレス counts the papers of the whole office (郡山市 3,384/4,312); this one counts
the rows of the catalogue. They are never added or compared.
"""

from decimal import Decimal

from sqlmodel import Session

from app.statistics.models import Answer, Kpi, Span, share
from app.statistics.store import events


def answer(session: Session, span: Span) -> Answer:
    """The share of today."""
    found = events.seals(session)
    total = found.total()
    if not total:
        return Answer(None, "手続一覧に公開の手続がありません")
    return Answer(
        Decimal(share(found["no"], total)), told=f"{total:,}手続のうち{found['no']:,}手続"
    )


KPI = Kpi(
    "no-seal", "はんこ不要の手続（手続一覧から）", "%", 120,
    "公開している手続のうち、手続一覧の押印欄が「不要」のものの割合です。市の書類全体の"
    "「はんこレス」とは数え方が違い、合わせません。",
    "手続一覧（今の値）", answer, has_months=False,
)  # fmt: skip
