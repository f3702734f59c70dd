"""Owns the month's report by mail: who gets it, what it says, and that it goes once a month.

It leaves on the first open day from the day that was chosen, at opening, and only to an address
that was proven by a code. The words hold sums alone, and each mail goes to one recipient.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from sqlmodel import Session

from app.audit import service as audit
from app.calendar import service as calendar
from app.city import City
from app.clock import JST, Clock, jst_date
from app.crypto import Keys
from app.database import Database
from app.i18n.formats import format_datetime
from app.notifications.service import announce
from app.office_hours import HoursProfile, next_opening
from app.statistics.kpis import KPIS
from app.statistics.metrics import METRICS
from app.statistics.models import ReportSubscription, Span, Wish
from app.statistics.service import contacts, demo
from app.statistics.service.indicators import entering
from app.statistics.service.indicators.plan import with_unit
from app.statistics.service.numbers import OffHours, compared, off_hours, select
from app.statistics.store import procedure_names, procedures_seen
from app.statistics.store import reports as store

DAYS: Final = (1, 5, 10, 15, 20)
"""Offered days; the last leaves time for a closing before the month ends."""
TOPIC: Final = "statistics"
_KPIS: Final = ("online-arrivals", "usage-rate", "rating", "funnel", "search-misses")
_TABLES: Final = ("by-channel", "by-reason")


@dataclass(frozen=True)
class View:
    """What of the city a report is about; empty parts mean all of it."""

    procedure: str = ""
    section: str = ""


@dataclass(frozen=True)
class Sender:
    """What a report is written with."""

    city: City
    keys: Keys
    base_url: str


@dataclass(frozen=True)
class Letter:
    """One report in words."""

    subject: str
    body: str


def procedures(session: Session) -> list[tuple[str, str]]:
    """The procedures a report can be about."""
    return procedures_seen(session)


def mine(session: Session, staff: str) -> ReportSubscription | None:
    """The subscription of an account."""
    return store.subscription(session, staff)


def contact_of(staff: str) -> str:
    """The subject of the contact an account's report goes to."""
    return f"report:{staff}"


def subscribe(
    session: Session, city: City, now: datetime, *, staff: str, day: int, view: View
) -> None:
    """Subscribe an account, or change what it gets; the first one comes at the next such day."""
    before = store.subscription(session, staff)
    has_passed = goes_at(calendar.in_force(session, city), now, day) <= now
    sent = reported_month(now) if has_passed else ""
    store.keep(session, ReportSubscription(
        staff=staff, day=day, procedure=view.procedure, section=view.section,
        created_at=now.replace(microsecond=0),
        last_month=max(before.last_month, sent) if before else sent,
    ))  # fmt: skip
    audit.record(session, now, actor=staff, action="report_subscribed", subject=f"staff:{staff}")


def unsubscribe(session: Session, now: datetime, staff: str) -> None:
    """End a subscription; the address is forgotten with it."""
    row = store.subscription(session, staff)
    contacts.forget(session, contact_of(staff))
    if row is not None:
        store.remove(session, row)
        audit.record(session, now, actor=staff, action="report_ended", subject=f"staff:{staff}")


def send_due(database: Database, sender: Sender, clock: Clock) -> int:
    """Put every report that is due into the outbox; returns how many. Safe in many workers."""
    now = clock.now()
    month = reported_month(now)
    with database.reading() as session:
        profile = calendar.in_force(session, sender.city)
        due = [
            row for row in store.waiting(session, month) if goes_at(profile, now, row.day) <= now
        ]
        letters = [(row, letter(session, sender, now, _view(row))) for row in due]
    return sum(_send(database, sender, now, row, written) for row, written in letters)


def goes_at(profile: HoursProfile, now: datetime, day: int) -> datetime:
    """The opening of the first open day of this month from a day on."""
    start = datetime.combine(jst_date(now).replace(day=day), time(), JST).astimezone(UTC)
    return next_opening(start - timedelta(seconds=1), profile)


def reported_month(now: datetime) -> str:
    """The month that has ended last: 2026-10 in November."""
    return _month_of(_last_month(now)[0])


def letter(session: Session, sender: Sender, now: datetime, view: View) -> Letter:
    """Last month in words, without anything about a person."""
    first, last = _last_month(now)
    wish = Wish(first, last, view.procedure or None, None, (), view.section or None)
    selection = select(session, sender.city, now, wish)
    numbers = off_hours(session, selection)
    sample = "【見本】" if demo.is_shown(session) else ""
    title = f"{first.year}年{first.month}月の統計"
    query = "".join(f"&{k}={v}" for k, v in vars(view).items() if v)
    lines = [
        f"{sender.city.name} てのひら市役所 {title}", *_about(session, view), "",
        f"開庁時間以外に届いた割合：{numbers.outside_percent}",
        f"・開庁時間以外　{numbers.outside:,}件",
        f"・開庁時　{numbers.inside:,}件",
        f"・合計　{numbers.total:,}件（1件は申請1つ。開庁日 {numbers.open_days}日）",
        *_against(compared(session, selection, "before"), "前の月"),
        *_against(compared(session, selection, "year"), "前の年の同じ月"),
    ]  # fmt: skip
    for slug in _TABLES:
        metric = METRICS[slug]
        table = metric.table(session, selection)
        rows = [row for row in table.rows if _has_count(row)]
        lines += ["", metric.title, *(_line(table.columns, row) for row in rows)]
    if view == View():
        span = Span(sender.city, now, replace(selection, section=None))
        lines += ["", "指標（この月）", *_figures(session, span), *_missing(session, sender, now)]
    lines += [
        "", f"集計時点：{format_datetime(now, 'ja')}。期間：{first}から{last}まで（日本時間）",
        f"くわしく見る：{sender.base_url}/staff/statistics?period={_month_of(first)}{query}",
        f"受け取りを変える・やめる：{sender.base_url}/staff/statistics/report",
    ]  # fmt: skip
    if sample:
        lines.insert(0, "見本のデータです。本当の数ではありません。")
    return Letter(f"{sample}【{sender.city.name}】{title}", "\n".join(lines) + "\n")


def _send(
    database: Database, sender: Sender, now: datetime, row: ReportSubscription, written: Letter
) -> bool:
    with database.writing() as session:
        to = contacts.reach(session, sender.keys, contact_of(row.staff)).address
        if not to or not store.claim(session, row.staff, reported_month(now)):
            return False
        announce(
            session, sender.keys, now, topic=TOPIC, recipient=to,
            subject=written.subject, body=written.body, locale="ja",
        )  # fmt: skip
    return True


def _about(session: Session, view: View) -> Iterator[str]:
    if view.procedure:
        names = procedure_names(session, [view.procedure])
        yield f"手続：{names.get(view.procedure, view.procedure)}"
    if view.section:
        yield f"課：{entering.section_name(session, view.section)}"


def _against(other: OffHours | None, name: str) -> Iterator[str]:
    if other is not None and other.total:
        yield f"・{name}　{other.total:,}件、開庁時間以外 {other.outside_percent}"


def _line(columns: tuple[str, ...], row: tuple[str | int, ...]) -> str:
    told = [
        f"{column} {cell:,}件" if isinstance(cell, int) else f"{column} {cell}"
        for column, cell in zip(columns[1:], row[1:], strict=True)
    ]
    return f"・{row[0]}　" + "、".join(told)


def _has_count(row: tuple[str | int, ...]) -> bool:
    return any(isinstance(cell, int) and cell for cell in row)


def _figures(session: Session, span: Span) -> Iterator[str]:
    for slug in _KPIS:
        kpi = KPIS[slug]
        answer = kpi.answer(session, span)
        if answer.value is not None:
            told = f"（{answer.told}）" if answer.told else ""
            yield f"・{kpi.title}　{with_unit(answer.value, kpi.unit)}{told}"


def _missing(session: Session, sender: Sender, now: datetime) -> Iterator[str]:
    missing = [duty for duty in entering.duties(session, sender.city, now) if not duty.is_done]
    if missing:
        yield f"・まだ値が入っていない指標　{len(missing)}（{sender.base_url}{entering.MISSING}）"


def _view(row: ReportSubscription) -> View:
    return View(row.procedure, row.section)


def _last_month(now: datetime) -> tuple[date, date]:
    last = jst_date(now).replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last


def _month_of(day: date) -> str:
    return f"{day:%Y-%m}"
