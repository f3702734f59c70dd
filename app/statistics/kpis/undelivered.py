"""Owns how many notifications never arrived: given up after every try."""

from decimal import Decimal

from sqlmodel import Session

from app.statistics.models import Answer, Kpi, Span, Table, percent
from app.statistics.store import events


def answer(session: Session, span: Span) -> Answer:
    """How many were given up."""
    found = events.deliveries(session, span.selection)
    if not found:
        return Answer(
            None, "この期間に送るお知らせがありませんでした（送り終えた控えは一定の期間で消えます）"
        )
    lost = sum(each[2] for each in found)
    return Answer(Decimal(lost), told=f"{sum(each[1] for each in found):,}通のうち")


def by_topic(session: Session, span: Span) -> Table:
    """Each kind of notification."""
    rows = tuple(
        (topic, all_, lost, percent(lost, all_))
        for topic, all_, lost in events.deliveries(session, span.selection)
    )
    return Table(("お知らせの種類", "作った数", "届けられなかった数", "割合"), rows)


KPI = Kpi(
    "undelivered", "届けられなかったお知らせ", "通", 110,
    "送るお知らせのうち、何度試しても送れず、あきらめたものの数です。",
    "送信箱", answer, by_topic,
)  # fmt: skip
