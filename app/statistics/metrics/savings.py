"""Owns the estimate of what online applications saved: visits, counter hours, residents' hours."""

from decimal import ROUND_HALF_UP, Decimal

from sqlmodel import Session

from app.catalogue.models import ONLINE_CHANNELS
from app.statistics import store
from app.statistics.factors import load
from app.statistics.models import Metric, Selection, Table


def table(session: Session, selection: Selection) -> Table:
    """Three estimates of the online arrivals of the selection, each with how it is worked out."""
    online = {channel.value for channel in ONLINE_CHANNELS}
    found = store.tally(session, selection, "channel", "reason")
    total = sum(count for (channel, _), count in found.items() if channel in online)
    factors = load(session)
    visits = total * factors["visits"].value
    counter = total * factors["counter_minutes"].value / 60
    residents = visits * factors["visit_minutes"].value / 60
    told = {name: f"{each.value:f}{each.unit}" for name, each in factors.items()}
    return Table(
        ("推計", "値", "単位", "計算"),
        (
            ("来庁しないで済んだ回数", _whole(visits), "回", f"{total:,}件 × {told['visits']}"),
            ("窓口の受付にかからなかった時間", _whole(counter), "時間",
             f"{total:,}件 × {told['counter_minutes']}"),
            ("住民が来庁に使わなかった時間", _whole(residents), "時間",
             f"{total:,}件 × {told['visits']} × {told['visit_minutes']}"),
        ),
        note="推計です。測った値ではありません。"
        + "".join(f"{each.label}：{each.note}" for each in factors.values()),
    )  # fmt: skip


def _whole(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), ROUND_HALF_UP))


METRIC = Metric(
    "savings", "オンラインで減った来庁と時間（推計）", "回・時間", 45, table,
    about="オンラインで届いた件数に、市が決めた係数を掛けます。係数は誰でも見られ、変えた記録が残ります。",
)  # fmt: skip
