"""Owns how people can pay: the procedures with each way of payment that a section confirmed."""

from collections import Counter
from decimal import Decimal

from sqlmodel import Session

from app.statistics.models import Answer, Kpi, Span, Table, percent
from app.statistics.store import events


def counted(session: Session) -> tuple[Counter[str], int]:
    """(procedures by way of payment, procedures with any)."""
    cells = events.payments(session)
    ways = Counter(way.strip() for cell in cells for way in cell.split(";") if way.strip())
    return ways, len(cells)


def answer(session: Session, span: Span) -> Answer:
    """How many procedures say how to pay."""
    ways, total = counted(session)
    if not total:
        return Answer(
            None, "支払い方法を担当課が確認した手続がありません（「手続」の画面で入れて確認します）"
        )
    return Answer(Decimal(total), told=f"支払い方法は{len(ways):,}種類")


def by_way(session: Session, span: Span) -> Table:
    """Each way of payment, most common first."""
    ways, total = counted(session)
    rows = tuple((way, count, percent(count, total)) for way, count in ways.most_common())
    return Table(("支払い方法", "手続", "割合"), rows)


KPI = Kpi(
    "payment-ways", "支払い方法を案内している手続", "手続", 19,
    "公開していて、担当課が支払い方法（窓口、口座振替、コンビニ、コード決済、クレジットカード、eL-QR"
    "など）を確認した手続の数です。",
    "手続一覧（今の値）", answer, by_way, has_months=False,
)  # fmt: skip
