"""Owns the closing report of an intake: counts and times of its applications, nobody's data.

Rounded as everywhere: half up, one decimal; no percentage of nothing.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from sqlmodel import Session

from app.applications.models import Application, Correction, Intake, Status
from app.applications.service import corrections
from app.applications.store import season as store
from app.applications.store.season import Sections
from app.catalogue import service as catalogue
from app.crypto import Keys
from app.forms.definition import Form
from app.i18n.formats import percent

Row = tuple[str, int, str]


@dataclass(frozen=True)
class Report:
    """What was counted; rows are (code or label, count, share)."""

    total: int
    sends: int
    hours: list[Row]
    channels: list[Row]
    locales: list[Row]
    decisions: list[Row]
    statuses: list[Row]
    corrected: list[Row]
    changed_answers: list[Row]
    missing: int
    fields: list[Row]
    days_to_accept: str
    days_to_decide: str
    days_to_correct: str


def of_intake(session: Session, keys: Keys, intake: Intake, *, sections: Sections) -> Report:
    """The report of an intake as it stands; which fields were asked for stands sealed."""
    every = store.applications(session, intake=intake.id, sections=sections)
    first = store.first_changes(session, intake=intake.id, sections=sections)
    asked = store.count_corrections(session, intake=intake.id, sections=sections)
    hours = Counter("in" if each.in_hours else "off" for each in every)
    return Report(
        total=len(every),
        sends=len({each.submission for each in every}),
        hours=_rows({key: hours[key] for key in ("off", "in")}, len(every)),
        channels=_counted(each.channel for each in every),
        locales=_counted(each.locale for each in every),
        decisions=_counted(each.decision or "" for each in every),
        statuses=_counted(each.status for each in every),
        corrected=_rows(asked, len(every)),
        changed_answers=_rows({"changed": sum(each.revision > 1 for each in every)}, len(every)),
        missing=sum(each.missing_documents > 0 for each in every),
        fields=_fields(session, keys, intake, every),
        days_to_accept=_days(every, first, Status.ACCEPTED),
        days_to_decide=_days(every, first, Status.DECIDED),
        days_to_correct=_days_to_correct(
            store.corrections(session, intake=intake.id, sections=sections)
        ),
    )


def lines(report: Report, names: Mapping[str, Mapping[str, str]]) -> list[list[str]]:
    """The report as rows of a file: part, kind, count, share; `names` by part and code."""
    rows = [
        ["申請", "件数", str(report.total), ""], ["申請", "送信の回数", str(report.sends), ""],
        ["申請", "書類がそろっていない申請", str(report.missing), ""],
    ]  # fmt: skip
    for part, found in (
        ("申請の時間帯", report.hours), ("申請の方法", report.channels),
        ("申請に使われた言語", report.locales), ("決定", report.decisions),
        ("今の状態", report.statuses), ("補正", report.corrected),
        ("補正を求めた欄", report.fields), ("答えの変更", report.changed_answers),
    ):  # fmt: skip
        known = names.get(part, {})
        rows += [[part, known.get(key, key), str(count), told] for key, count, told in found]
    return [
        *rows,
        ["かかった日数（中央値）", "到達から受付まで", report.days_to_accept, ""],
        ["かかった日数（中央値）", "到達から決定まで", report.days_to_decide, ""],
        ["かかった日数（中央値）", "補正を求めてから届くまで", report.days_to_correct, ""],
    ]


def labels(form: Form | None) -> dict[str, str]:
    """What each field is called, by its key as facts and counts name it (`children.grade`)."""
    steps = form.steps if form else ()
    asked = [(step, each) for step in steps for each in step.fields if each.asks]
    seen = Counter(each.label for _, each in asked)
    return {
        f"{step.repeat}.{each.key}" if step.repeat else each.key: each.label
        if seen[each.label] == 1
        else f"{step.title}：{each.label}"
        for step, each in asked
    }


def _counted(values: Iterable[str]) -> list[Row]:
    counted = Counter(values)
    return _rows(dict(counted.most_common()), counted.total())


def _rows(counts: dict[str, int], whole: int) -> list[Row]:
    return [(key, count, percent(count, whole)) for key, count in counts.items()]


def _fields(session: Session, keys: Keys, intake: Intake, every: list[Application]) -> list[Row]:
    """How many applications were asked to correct each field, most often first."""
    names = labels(catalogue.current_form(session, intake.form))
    known, asked = {each.id: each for each in every}, set()
    for row in store.corrections(session, intake=intake.id, sections={e.section for e in every}):
        if row.application in known:
            reasons = corrections.opened(keys, known[row.application], row).reasons
            asked |= {(row.application, corrections.field_of(path)) for path in reasons}
    counted = Counter(names.get(field, field) for _, field in asked)
    ordered = sorted(counted.items(), key=lambda each: (-each[1], each[0]))
    return _rows(dict(ordered), len(every))


def _days_to_correct(rows: Iterable[Correction]) -> str:
    days = [
        (row.answered_at - row.asked_at).total_seconds() / 86400
        for row in rows
        if row.answered_at is not None
    ]
    return f"{median(days):.1f}日" if days else "—"


def _days(every: list[Application], first: dict[tuple[str, str], datetime], status: Status) -> str:
    """The median of the days from arrival to a status, "—" where nobody reached it."""
    days = [
        (first[each.id, status] - each.received_at).total_seconds() / 86400
        for each in every
        if (each.id, status) in first
    ]
    return f"{median(days):.1f}日" if days else "—"
