"""Owns the map of the week: how many applications arrive on which weekday at which hour."""

from sqlmodel import Session

from app.statistics import store
from app.statistics.models import APPLICATIONS, Cell, Metric, Selection, Table

_DAYS = ("月", "火", "水", "木", "金", "土", "日")


def table(session: Session, selection: Selection) -> Table:
    """Seven rows of 24 hours in Asia/Tokyo; the column 8 holds 8:00:00 to 8:59:59."""
    counts = store.by_weekday_and_hour(session, selection)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (name, *(counts.get((day, hour), 0) for hour in range(24)))
        for day, name in enumerate(_DAYS)
    )
    return Table(
        ("曜日", *(f"{hour}時" for hour in range(24))), rows,
        note="日本時間の曜日と時台ごとの件数です。祝日も、その曜日に数えます。",
    )  # fmt: skip


METRIC = Metric(
    "heat-map", "曜日・時間帯別の件数", APPLICATIONS, 20, table, shape="heat-map",
    about="届いた時刻を、日本時間の曜日と時台で数えます。",
)  # fmt: skip
