"""Owns the split by calendar version: when hours change, the off-hours share changes with them."""

from sqlmodel import Session

from app.calendar.models import CalendarVersion
from app.clock import jst_date
from app.office_hours import Reason, document
from app.statistics import store
from app.statistics.hours_text import hours_text
from app.statistics.models import APPLICATIONS, Cell, Metric, Selection, Table, percent

_INSIDE = {reason.value for reason in Reason if reason.is_inside}


def table(session: Session, selection: Selection) -> Table:
    """One row for each version of the hours that stamped the counted arrivals."""
    counts: dict[str, tuple[int, int]] = {}
    for key, reason, count in store.by_calendar(session, selection):
        outside, inside = counts.get(key, (0, 0))
        is_inside = reason in _INSIDE
        counts[key] = (outside + count * (not is_inside), inside + count * is_inside)
    versions = store.calendar_versions(session, counts)
    rows = tuple(_row(version, *counts[version.id]) for version in versions)
    return Table(
        ("暦の版", "登録日", "開庁時間", "開庁時間以外", "その割合", "開庁時", "合計"), rows,
        note="届いた申請は、その時点で有効な版で判定し、後から変えません。"
        "開庁時間が短くなると、それだけで開庁時間以外の割合は上がります。",
    )  # fmt: skip


def _row(version: CalendarVersion, outside: int, inside: int) -> tuple[Cell, ...]:
    hours = hours_text(document.load(version.document).weekly)
    since = f"{jst_date(version.recorded_at):%Y-%m-%d}"
    total = outside + inside
    return (version.id, since, hours, outside, percent(outside, total), inside, total)


METRIC = Metric("by-calendar", "開庁時間の版ごとの件数", APPLICATIONS, 40, table)
