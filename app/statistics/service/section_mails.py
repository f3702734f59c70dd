"""Owns the month's reminder of a section: which values of indicators are due and not in yet.

It leaves once a month at the first opening from the fifth on, to the address the section proved,
and only where something is missing. It names indicators and months, never a person.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlmodel import Session

from app.accounts import service as accounts
from app.calendar import service as calendar
from app.city import City
from app.clock import Clock
from app.crypto import Keys
from app.database import Database
from app.notifications.service import announce
from app.statistics.models import SectionReminder
from app.statistics.service import contacts
from app.statistics.service.contacts import Reach
from app.statistics.service.indicators import entering
from app.statistics.service.indicators.entering import Duty
from app.statistics.service.reports import Letter, Sender, goes_at, reported_month
from app.statistics.store import reports as store

DAY: Final = 5
"""The month's values are asked for from this day on."""
TOPIC: Final = "missing_values"
ADDRESS: Final = "/staff/indicator-mail"


@dataclass(frozen=True)
class Owing:
    """A section with what it has not entered yet, and how it is reminded; no code: nobody's."""

    code: str
    name: str
    duties: tuple[Duty, ...]
    reach: Reach
    mailed_at: datetime | None


def contact_of(section: str) -> str:
    """The subject of the contact a section is reminded at."""
    return f"section:{section}"


def owing(session: Session, city: City, keys: Keys, now: datetime) -> tuple[list[Owing], int]:
    """What is missing by section, nobody's last; and how many indicators sections enter."""
    found, missing = entering.duties(session, city, now), dict[tuple[str, str], list[Duty]]()
    for each in found:
        if not each.is_done:
            for section in each.sections or (("", ""),):
                missing.setdefault(section, []).append(each)
    reached = contacts.reaches(session, keys, [contact_of(code) for code, _ in missing])
    mailed = store.reminders(session)
    return [
        Owing(
            code, name, tuple(duties), reached[contact_of(code)],
            mailed[code].mailed_at if code in mailed else None,
        )
        for (code, name), duties in sorted(missing.items(), key=lambda item: (not item[0][0], item))
    ], len(found)  # fmt: skip


def begin(session: Session, city: City, now: datetime, section: str) -> None:
    """Remind a section from now on; the first time at the next such day."""
    if section not in store.reminders(session):
        has_passed = goes_at(calendar.in_force(session, city), now, DAY) <= now
        month = reported_month(now) if has_passed else ""
        store.keep(session, SectionReminder(section=section, last_month=month))


def letter(session: Session, sender: Sender, now: datetime, section: str) -> Letter | None:
    """What a section is told; None where nothing is missing."""
    duties = entering.duties(session, sender.city, now, frozenset({section}))
    missing = [duty for duty in duties if not duty.is_done]
    if not missing:
        return None
    name = accounts.section_names(session).get(section, section)
    lines = [
        f"{name} あて", "",
        "終わった月・年度の値が、まだ入っていない指標があります。",
        *(f"・{duty.definition.name}：{duty.period_name}" for duty in missing), "",
        f"値を入れる：{sender.base_url}/staff/indicators",
        f"宛先を変える・やめる：{sender.base_url}{ADDRESS}/{section}", "",
        f"このメールは、毎月{DAY}日から後の初めの開庁日に、入っていない値があるときだけ届きます。",
    ]  # fmt: skip
    return Letter(
        f"【{sender.city.name}】まだ入っていない指標の値（{len(missing)}）", "\n".join(lines) + "\n"
    )


def send_due(database: Database, sender: Sender, clock: Clock) -> int:
    """Put the month's reminders into the outbox; returns how many. Safe in many workers."""
    now = clock.now()
    month = reported_month(now)
    with database.reading() as session:
        if goes_at(calendar.in_force(session, sender.city), now, DAY) > now:
            return 0
        waiting = [row for row in store.reminders(session).values() if row.last_month < month]
        written = {row.section: letter(session, sender, now, row.section) for row in waiting}
    return sum(_send(database, sender, now, *each) for each in written.items())


def _send(
    database: Database, sender: Sender, now: datetime, section: str, written: Letter | None
) -> bool:
    with database.writing() as session:
        if not store.claim_section(session, section, reported_month(now)):
            return False
        to = contacts.reach(session, sender.keys, contact_of(section)).address
        if written is None or not to:
            return False
        announce(
            session, sender.keys, now, topic=TOPIC, recipient=to, subject=written.subject,
            body=written.body, locale="ja",
        )  # fmt: skip
        store.note_section_mailed(session, section, now.replace(microsecond=0))
    return True
