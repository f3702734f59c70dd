"""Owns the four ways to finish online: with or without the card, with or without a payment."""

from collections import Counter
from decimal import Decimal

from sqlmodel import Session

from app.catalogue.models import Procedure
from app.statistics.models import Answer, Cell, Kpi, Span, Table, percent
from app.statistics.store import events

_WITH_CARD = ("L3", "L4")


def way(row: Procedure) -> tuple[bool, bool]:
    """(whether the card is read, whether a section confirmed a payment)."""
    is_paid = bool(row.confirmed_by and row.payment_methods)
    return row.identity_level in _WITH_CARD, is_paid


def answer(session: Session, span: Span) -> Answer:
    """How many can be finished without the card and without a payment."""
    found = Counter(way(row) for row in events.online_through(session))
    if not found:
        return Answer(None, "オンラインで終えられる公開の手続がありません")
    return Answer(Decimal(found[False, False]), told=f"{found.total():,}手続のうち")


def by_way(session: Session, span: Span) -> Table:
    """All four."""
    found = Counter(way(row) for row in events.online_through(session))
    rows: list[tuple[Cell, ...]] = []
    for card in (False, True):
        for paid in (False, True):
            rows.append((
                f"カード{'あり' if card else 'なし'}・支払い{'あり' if paid else 'なし'}",
                found[card, paid], percent(found[card, paid], found.total()),
            ))  # fmt: skip
    return Table(
        ("型", "手続", "割合"), tuple(rows),
        note="支払いは、担当課が支払い方法を確認した手続だけを「あり」に数えます。",
    )  # fmt: skip


KPI = Kpi(
    "four-ways", "カードも支払いもいらずに終えられる手続", "手続", 18,
    "オンラインで終えられる手続を、マイナンバーカードを読み取るか（本人確認 L3 以上）、支払いが"
    "あるかの4つの型に分け、どちらもいらないものを数えます。",
    "手続一覧（今の値）", answer, by_way, has_months=False,
)  # fmt: skip
