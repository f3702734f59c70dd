"""Owns the online rate: how many of the city's procedures a resident can finish online."""

from sqlmodel import Session

from app.catalogue import service as catalogue
from app.statistics.models import Metric, Selection, Table


def table(session: Session, selection: Selection) -> Table:
    """The rate with and without excluded procedures (適用除外); the period has no part in it."""
    whole = catalogue.online_rate(session)
    rows = tuple(
        (label, rate.online, rate.total, rate.share if rate.total == 0 else f"{rate.share}%")
        for label, rate in (("すべての手続", whole), ("適用除外を除く", whole.without_excluded))
    )
    return Table(
        ("分母", "オンライン", "手続数", "割合"), rows,
        note=f"今の手続一覧による値です（期間によりません）。"
        f"確認済み {whole.confirmed:,} / {whole.published:,}",
    )  # fmt: skip


METRIC = Metric(
    "online-rate", "オンラインでできる手続の割合", "手続", 50, table, shape="card",
    about="住民がオンラインで終えられる手続の数を、手続の数で割ります。",
)  # fmt: skip
