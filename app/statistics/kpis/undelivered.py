"""Owns how many notifications never arrived: given up after every try."""

from collections import Counter
from decimal import Decimal
from typing import Final

from sqlmodel import Session

from app.statistics.models import Answer, Kpi, Span, Table, percent
from app.statistics.store import events

NAMES: Final = {
    "secret": "確認コード・続きのリンク", "arrived": "届いたお知らせ",
    "news": "状況が変わったお知らせ",
    "release": "結果のお知らせ（公開の日時に送る）", "reminder": "期限が近いお知らせ",
    "statistics": "毎月の統計（職員）", "missing_values": "入っていない指標の値（職員）",
}  # fmt: skip


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
    every, lost = Counter[str](), Counter[str]()
    for topic, all_, given_up in events.deliveries(session, span.selection):
        kind = topic.partition(":")[0]
        name = NAMES.get(kind, kind)
        every[name] += all_
        lost[name] += given_up
    rows = tuple(
        (name, count, lost[name], percent(lost[name], count)) for name, count in every.items()
    )
    return Table(("お知らせの種類", "作った数", "届けられなかった数", "割合"), rows)


KPI = Kpi(
    "undelivered", "届けられなかったお知らせ", "通", 110,
    "送るお知らせのうち、何度試しても送れず、あきらめたものの数です。",
    "送信箱", answer, by_topic,
)  # fmt: skip
