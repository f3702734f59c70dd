"""Owns how much comes online, from this system and from what was imported of others."""

from collections import Counter
from decimal import Decimal

from sqlmodel import Session

from app.catalogue.models import ONLINE_CHANNELS, Channel
from app.journal.models import Event
from app.statistics.models import CHANNEL_NAMES, Answer, Kpi, Span, Table
from app.statistics.store import events
from app.statistics.store.keys import UNTIMED


def counted(session: Session, span: Span) -> Counter[tuple[str, str]]:
    """Online applications by (month, channel)."""
    online = {channel.value for channel in ONLINE_CHANNELS}
    found: Counter[tuple[str, str]] = Counter()
    for about in ("total", UNTIMED):
        sums = events.by_month(session, about, Event.ARRIVED, span.first, span.last)
        for key, count in sums.items():
            if key.channel in online:
                found[key.month, key.channel] += count
    return found


def answer(session: Session, span: Span) -> Answer:
    """All of the period."""
    total = counted(session, span).total()
    if not total:
        return Answer(None, "この期間にオンラインで届いた申請の記録がありません")
    return Answer(Decimal(total))


def by_channel(session: Session, span: Span) -> Table:
    """Month by month and channel by channel."""
    rows = tuple(
        (month, CHANNEL_NAMES[Channel(channel)], count)
        for (month, channel), count in sorted(counted(session, span).items())
    )
    return Table(("月", "経路", "件数"), rows)


KPI = Kpi(
    "online-arrivals", "オンラインで届いた件数", "件", 5,
    "本システム、国のポータル、県・市町村の共同システム、その他のオンラインに届いた件数の合計です。"
    "時刻の分からない月ごとの件数も入ります。",
    "到達の記録と、取り込んだ件数", answer, by_channel,
)  # fmt: skip
