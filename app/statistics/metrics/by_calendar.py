"""Owns the split by calendar version: when hours change, the off-hours share changes with them."""

from collections import Counter

from sqlmodel import Session

from app.calendar.models import CalendarVersion
from app.clock import jst_date
from app.office_hours import document
from app.statistics import store
from app.statistics.hours_text import hours_text
from app.statistics.models import APPLICATIONS, NOTHING, Cell, Metric, Selection, Table, percent
from app.statistics.split import both
from app.statistics.what_if import fits, recount


def table(session: Session, selection: Selection) -> Table:
    """One row for each version of the hours that stamped the counted arrivals.

    Beside its own share stands the share under the oldest of these hours: what the change of hours
    did, apart from what residents did.
    """
    slots = store.tally(session, selection, "slot", "reason", "calendar")
    by_version: dict[str, Counter[tuple[str, ...]]] = {}
    for (slot, reason, version), count in slots.items():
        by_version.setdefault(version, Counter())[slot, reason] += count
    versions = store.calendar_versions(session, by_version)
    old = versions[0] if versions else None
    rows = tuple(_row(version, by_version[version.id], old) for version in versions)
    return Table(
        ("暦の版", "登録日", "開庁時間", "開庁時間以外", "その割合", "開庁時", "合計",
         "最も古い版の時間なら"), rows,
        note="届いた申請は、その時点で有効な版で判定し、後から変えません。"
        "開庁時間が短くなると、それだけで開庁時間以外の割合は上がります。",
    )  # fmt: skip


def _row(
    version: CalendarVersion, slots: Counter[tuple[str, ...]], old: CalendarVersion | None
) -> tuple[Cell, ...]:
    hours = hours_text(document.load(version.document).weekly)
    since = f"{jst_date(version.recorded_at):%Y-%m-%d}"
    values = both({("", reason, slot): count for (slot, reason), count in slots.items()})
    outside, inside = values.get("", (0, 0))
    total = outside + inside
    return (
        version.id, since, hours, outside, percent(outside, total), inside, total,
        _on_old(slots, old),
    )  # fmt: skip


def _on_old(slots: Counter[tuple[str, ...]], old: CalendarVersion | None) -> str:
    weekly = document.load(old.document).weekly if old else None
    if weekly is None or not fits(weekly):
        return NOTHING
    found = recount(slots, weekly)
    return percent(found.outside, found.total)


METRIC = Metric(
    "by-calendar", "開庁時間の版ごとの件数", APPLICATIONS, 40, table,
    about="期間の中で開庁時間の版が変わったとき、版ごとに分けた件数と割合です。",
)  # fmt: skip
