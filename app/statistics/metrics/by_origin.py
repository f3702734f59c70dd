"""Owns where the counted arrivals are known from: this system, later typing, imports."""

from sqlmodel import Session

from app.statistics import store
from app.statistics.models import APPLICATIONS, Metric, Selection, Table
from app.statistics.split import split_table

NAMES = {
    "live": "本システムに届いた時に記録",
    "late": "後から入力（紙・電話）",
    "import": "ほかのシステムから取り込み",
}


def table(session: Session, selection: Selection) -> Table:
    """One row for each origin, so that what was added late is seen as such."""
    return split_table(
        "記録のしかた", store.tally(session, selection, "origin", "reason"),
        lambda value: NAMES.get(value, value), order=list(NAMES),
        note="後から入力・取り込みをすると、過去の期間の数も増えます。取り込みは、取り込んだ時の暦（または取り込みで選んだ版）で判定します。",
    )  # fmt: skip


METRIC = Metric(
    "by-origin", "記録のしかた別の件数", APPLICATIONS, 120, table,
    about="数えた申請を、いつ・どのように知ったかで分けます。",
)  # fmt: skip
