"""Owns the table of reasons: why an arrival was outside or inside office hours."""

from sqlmodel import Session

from app.office_hours import Reason
from app.statistics import store
from app.statistics.models import APPLICATIONS, Metric, Selection, Table, percent

NAMES = {
    Reason.SPECIAL_OPENING: "臨時の開庁",
    Reason.SPECIAL_CLOSING: "臨時の閉庁",
    Reason.YEAR_END: "年末年始",
    Reason.HOLIDAY: "祝日・休日",
    Reason.SUNDAY: "日曜日",
    Reason.SATURDAY: "土曜日",
    Reason.BEFORE_OPENING: "開庁日の開庁前",
    Reason.AFTER_CLOSING: "開庁日の閉庁後",
    Reason.IN_HOURS: "開庁時間内",
}


def table(session: Session, selection: Selection) -> Table:
    """Every reason in the order of the contract, zeros included."""
    counts = store.by_reason(session, selection)
    total = sum(counts.values())
    rows = tuple(
        (NAMES[reason], "内" if reason.is_inside else "外", count, percent(count, total))
        for reason, count in counts.items()
    )
    return Table(
        ("理由", "内外", "件数", "割合"), rows,
        note="一つの申請は、上から順に初めて当てはまる理由で数えます。",
    )  # fmt: skip


METRIC = Metric(
    "by-reason", "理由別の件数", APPLICATIONS, 30, table,
    about="開庁時間の内外を、理由ごとに分けた件数です。",
)  # fmt: skip
