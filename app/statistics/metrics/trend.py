"""Owns the trend: arrivals and the off-hours share by day, week, month or fiscal year."""

from collections import Counter
from datetime import date, timedelta

from sqlmodel import Session

from app.statistics import store
from app.statistics.models import APPLICATIONS, Metric, Selection, Table, percent
from app.statistics.split import both

_SHORT, _MIDDLE, _LONG = 62, 400, 2200


def table(session: Session, selection: Selection) -> Table:
    """One row for each day, week (from Monday), month or fiscal year; empty ones too."""
    step = selection.step or step_for(selection)
    counts: Counter[tuple[str, ...]] = Counter()
    is_fine = step in ("day", "week")
    by = "day" if is_fine else "month"
    for (start, reason), count in store.tally(session, selection, by, "reason").items():
        day = date.fromisoformat(start if is_fine else f"{start}-01")
        counts[name(day, step), reason] += count
    values = both(counts)
    rows = []
    for label in labels(selection, step):
        outside, inside = values.get(label, (0, 0))
        rows.append((label, outside, inside, outside + inside, percent(outside, outside + inside)))
    head = {"day": "日", "week": "週（月曜日）", "month": "月", "year": "年度"}[step]
    return Table(
        (head, "開庁時間以外", "開庁時", "合計", "開庁時間外割合"), tuple(rows),
        note="期間の端の週・月・年度は、期間に入る日だけを数えます。",
    )  # fmt: skip


def step_for(selection: Selection) -> str:
    """The step that gives a readable number of rows."""
    days = (selection.last - selection.first).days + 1
    if days <= _SHORT:
        return "day"
    if days <= _MIDDLE:
        return "week"
    return "month" if days <= _LONG else "year"


def name(day: date, step: str) -> str:
    """The label of the step a day lies in."""
    if step == "day":
        return day.isoformat()
    if step == "week":
        return (day - timedelta(days=day.weekday())).isoformat()
    return f"{day:%Y-%m}" if step == "month" else f"{day.year - (day.month < 4)}年度"


def labels(selection: Selection, step: str) -> list[str]:
    """Every label of the period, in order."""
    length = (selection.last - selection.first).days + 1
    days = (selection.first + timedelta(days=number) for number in range(length))
    return list(dict.fromkeys(name(day, step) for day in days))


METRIC = Metric(
    "trend", "届いた件数と開庁時間外割合の動き", APPLICATIONS, 25, table, shape="line",
    about="日・週・月・年度ごとに、届いた件数と開庁時間以外の割合を並べます。",
)  # fmt: skip
