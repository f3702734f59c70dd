"""Owns the off-hours table: how much arrived while the office was shut (開庁時間外割合)."""

from sqlmodel import Session

from app.statistics import store
from app.statistics.models import APPLICATIONS, NOTHING, Metric, Selection, Table, percent
from app.statistics.stamped_hours import stamped_hours


def table(session: Session, selection: Selection) -> Table:
    """The table as Koriyama prints it: outside, inside, sum; in applications and shares."""
    counts = store.by_reason(session, selection)
    inside = sum(count for reason, count in counts.items() if reason.is_inside)
    total = sum(counts.values())
    outside = total - inside
    hours = stamped_hours(session, selection)
    return Table(
        ("区分", "件数", "割合"),
        (
            ("市役所開庁時間以外", outside, percent(outside, total)),
            (f"開庁時（{hours}）", inside, percent(inside, total)),
            ("合計", total, "100%" if total else NOTHING),
        ),
        note="開庁時間は、始まりの時刻を含み、終わりの時刻を含みません。"
        "土日・祝日・年末年始は開庁時間以外です。",
        has_total=True,
    )


METRIC = Metric(
    "off-hours", "開庁時間外に届いた申請の割合", APPLICATIONS, 10, table, shape="gauge",
    about="届いた申請のうち、市役所の開庁時間以外に届いたものの割合です。",
)  # fmt: skip
