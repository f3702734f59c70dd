"""Owns whether the month's monitoring is done: the monthly indicators whose values are in."""

from collections import Counter
from datetime import date
from decimal import Decimal

from sqlmodel import Session

from app.clock import jst_date
from app.statistics.models import Answer, Kpi, Span, Table, percent, share
from app.statistics.models.registry import FIVE_LESS
from app.statistics.store import indicators as store


def asked(session: Session, span: Span) -> dict[str, str]:
    """The monthly indicators that people fill in, with their class of 5レス."""
    found: dict[str, str] = {
        each.key: each.five_less for each in span.city.kpi
        if each.grain == "month" and each.unit and not each.metric
    }  # fmt: skip
    for slug, row in store.rows(session).items():
        found.pop(slug, None)
        if row.grain == "month" and row.unit and not (row.metric or row.is_retired):
            found[slug] = row.five_less
    return found


def months(span: Span) -> list[str]:
    """The months of the span that have ended."""
    this, found, day = jst_date(span.now).replace(day=1), [], span.first.replace(day=1)
    while day < this and day <= span.last:
        found.append(f"{day:%Y-%m}")
        day = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return found


def counted(session: Session, span: Span) -> tuple[Counter[str], Counter[str]]:
    """(values that are due, values that are in) by class of 5レス."""
    wanted, ended = asked(session, span), months(span)
    due, entered = Counter[str](), Counter[str]()
    for five_less in wanted.values():
        due[five_less] += len(ended)
    told = {(row.indicator, row.period) for row in store.values(session) if row.period in ended}
    for slug, _ in told:
        if slug in wanted:
            entered[wanted[slug]] += 1
    return due, entered


def answer(session: Session, span: Span) -> Answer:
    """The share that is in."""
    due, entered = counted(session, span)
    if not due.total():
        return Answer(None, "終わった月か、月ごとの指標がありません")
    return Answer(
        Decimal(share(entered.total(), due.total())),
        told=f"月ごとの値{due.total():,}のうち{entered.total():,}",
    )


def by_class(session: Session, span: Span) -> Table:
    """Each class of 5レス."""
    due, entered = counted(session, span)
    rows = tuple(
        (FIVE_LESS[name] if name else "（分類なし）", due[name], entered[name],
         percent(entered[name], due[name]))
        for name in FIVE_LESS if due[name]
    )  # fmt: skip
    return Table(("5レス", "入れる値（指標×終わった月）", "入った値", "割合"), rows)


KPI = Kpi(
    "months-entered", "月ごとの指標に値が入った割合（月次モニタリング）", "%", 128,
    "月ごとに値を入れる指標について、終わった月のうち値が入っているものの割合です。資料に書かれただけの値は"
    "数えません。",
    "計画の指標の値", answer, by_class,
)  # fmt: skip
