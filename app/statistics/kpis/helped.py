"""Owns how many applications came with somebody's help: nobody is left behind (デジタル格差)."""

from collections import Counter
from decimal import Decimal
from typing import Final

from sqlmodel import Session

from app.catalogue.models import Channel
from app.journal.models import Event
from app.statistics.models import CHANNEL_NAMES, NOTHING, Answer, Kpi, Span, Table, share
from app.statistics.store import events

_PROXY: Final = "代理人（家族・支援者など）がオンラインで入力"
_TYPED: Final = {
    channel.value: f"{CHANNEL_NAMES[channel]}で受けて職員が入力"
    for channel in (Channel.COUNTER, Channel.MAIL, Channel.PHONE)
}


def counted(session: Session, span: Span) -> tuple[Counter[str], int]:
    """(applications by the kind of help, all that came into this system)."""
    helped: Counter[str] = Counter()
    whole = 0
    by_origin = events.by_value(session, "origin", Event.ARRIVED, span.first, span.last)
    for (origin, channel), count in by_origin.items():
        if origin == "import" or channel not in (Channel.OWN, *_TYPED):
            continue
        whole += count
        if channel in _TYPED:
            helped[_TYPED[channel]] += count
    helped[_PROXY] = sum(
        events.by_value(session, "total", Event.HELPED, span.first, span.last).values()
    )
    return helped, whole


def answer(session: Session, span: Span) -> Answer:
    """The share that came with help."""
    helped, whole = counted(session, span)
    if not whole:
        return Answer(None, "この期間に本システムで届いた申請がありません")
    return Answer(
        Decimal(share(helped.total(), whole)), told=f"{whole:,}件のうち{helped.total():,}件"
    )


def by_help(session: Session, span: Span) -> Table:
    """Each kind of help, and those who managed alone."""
    helped, whole = counted(session, span)
    rows = [(name, helped[name]) for name in (_PROXY, *_TYPED.values())]
    alone = whole - helped.total()
    return Table(
        ("手伝い", "件数", "割合"),
        tuple(
            (name, count, f"{share(count, whole)}%" if whole else NOTHING)
            for name, count in (*rows, ("本人が自分で入力", alone))
        ),
        note="ほかのシステムから取り込んだ件数は、誰が入力したか分からないので入りません。",
    )


KPI = Kpi(
    "helped", "人の手を借りて届いた割合（デジタル格差）", "%", 62,
    "本システムに届いた件数のうち、代理人がオンラインで入力したものと、窓口・郵送・電話で受けた申請を職員が"
    "入力したものの割合です。スマートフォンを使えない人・使いにくい人にも、手続が届いているかを見ます。",
    "到達の記録（代理人の氏名などは残りません）", answer, by_help,
)  # fmt: skip
