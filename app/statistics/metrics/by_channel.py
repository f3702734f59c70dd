"""Owns the off-hours share by channel (経路)."""

from sqlmodel import Session

from app.catalogue.models import Channel
from app.statistics import store
from app.statistics.models import APPLICATIONS, CHANNEL_NAMES, Metric, Selection, Table
from app.statistics.split import split_table


def table(session: Session, selection: Selection) -> Table:
    """One row for each chosen channel anything came by."""
    return split_table(
        "経路", store.tally(session, selection, "channel", "reason"),
        lambda value: CHANNEL_NAMES[Channel(value)], order=list(CHANNEL_NAMES),
        note="紙・電話で届いた申請は、市に届いた時刻で数えます。選ばなかった経路は入りません。",
    )  # fmt: skip


METRIC = Metric(
    "by-channel", "経路別の開庁時間外割合", APPLICATIONS, 90, table, shape="bars",
    about="届いた経路ごとの件数と割合です。",
)  # fmt: skip
