"""Owns the estimate of residents' time that online filing saved; its factors can be changed."""

from decimal import ROUND_HALF_UP, Decimal

from sqlmodel import Session

from app.catalogue.models import ONLINE_CHANNELS
from app.journal.models import Event
from app.statistics.factors import load
from app.statistics.models import Answer, Kpi, Span, Table
from app.statistics.store import events
from app.statistics.store.keys import UNTIMED


def came_online(session: Session, span: Span) -> int:
    """Applications that came online, those known by month alone too."""
    online = {channel.value for channel in ONLINE_CHANNELS}
    return sum(
        count
        for about in ("total", UNTIMED)
        for key, count in events.by_month(
            session, about, Event.ARRIVED, span.first, span.last
        ).items()
        if key.channel in online
    )


def answer(session: Session, span: Span) -> Answer:
    """Hours of residents, rounded half up."""
    count = came_online(session, span)
    if not count:
        return Answer(None, "この期間にオンラインで届いた申請がありません")
    factors = load(session)
    minutes = factors["visits"].value * factors["visit_minutes"].value
    hours = (count * minutes / 60).quantize(Decimal(1), ROUND_HALF_UP)
    return Answer(hours, told=f"推計：{count:,}件 × {minutes:f}分")


def parts(session: Session, span: Span) -> Table:
    """The factors and where they come from."""
    rows = tuple(
        (each.label, f"{each.value:f}{each.unit}", each.note) for each in load(session).values()
    )
    return Table(("係数", "値", "根拠"), rows, note="係数は「推計の係数」で変えられます。")


KPI = Kpi(
    "minutes-saved", "手続にかからなかった住民の時間（推計）", "時間", 40,
    "オンラインで届いた件数に、1件の来庁の回数と時間（係数）を掛けた推計です。測った値ではありません。",
    "到達の記録と、市が決めた係数", answer, parts,
)  # fmt: skip
