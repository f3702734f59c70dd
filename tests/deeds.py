"""Owns deeds on a journal, and the slow reading of it that every sum is compared with."""

from collections import Counter
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

from sqlmodel import select

from app.catalogue.models import Channel
from app.clock import to_jst
from app.journal import service as journal
from app.journal.models import Batch, Event, Fact, FactKind
from app.office_hours import classify
from app.statistics.models import Selection
from app.statistics.service import folding
from tests.clock import FakeClock

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
START = datetime(2024, 1, 30, tzinfo=UTC)
QUESTIONS = (
    ("procedure", "side"),
    ("month", "reason"),
    *((thing, "reason", "calendar") for thing in ("section", "intake", "locale", "device", "slot")),
)


def ask(profile, first=date(2020, 1, 1), last=date(2030, 1, 1), **other):
    values = {"procedure": None, "intake": None, "channels": tuple(Channel)} | other
    return Selection(first, last, profile=profile, **values)


def raw(session, selection):
    """The facts that count, read one by one."""
    withdrawn = {b.id for b in session.exec(select(Batch)) if b.withdrawn_at}
    return [
        fact
        for fact in session.exec(select(Fact))
        if fact.event == Event.ARRIVED and fact.kind == FactKind.LIVE and fact.occurred_at
        and fact.reason and fact.batch not in withdrawn and fact.channel in selection.channels
        and selection.first <= to_jst(fact.occurred_at).date() <= selection.last
        and selection.procedure in (None, fact.procedure)
        and selection.section in (None, fact.section)
    ]  # fmt: skip


def value(fact, name):
    local = to_jst(fact.occurred_at)
    if name == "slot":
        minutes = (local.weekday() * 24 + local.hour) * 60 + local.minute
        return str(minutes // 5)
    side = "in_hours" if fact.in_hours else "outside"
    told = {"day": f"{local:%Y-%m-%d}", "month": f"{local:%Y-%m}", "side": side,
            "calendar": fact.calendar_version}  # fmt: skip
    return told.get(name, str(getattr(fact, name, "") or ""))


def counted(facts, *by):
    found = Counter()
    for fact in facts:
        found[tuple(value(fact, name) for name in by)] += fact.count
    return found


def told(found, *by):
    at = by.index("slot") if "slot" in by else None
    return Counter({
        tuple(str(int(v)) if n == at else v for n, v in enumerate(key)): count
        for key, count in found.items()
    })  # fmt: skip


def add(session, profile, *, minutes, wave, kind=FactKind.LIVE, event=Event.ARRIVED, count=1):
    """One fact of an instant, recorded at NOW plus a number of hours."""
    moment = START + timedelta(minutes=minutes)
    arrival = classify(moment, profile) if event == Event.ARRIVED else None
    journal.record_past(
        session, moment, NOW + timedelta(hours=wave), event=event, kind=kind, count=count,
        procedure=f"p-{minutes % 3}", section=f"s-{minutes % 2}", locale="ja", arrival=arrival,
        channel=list(Channel)[minutes % 4].value, intake=f"i-{minutes % 5}",
    )  # fmt: skip


def do(database, profile, deeds):
    batches = []
    for wave, deed in enumerate(deeds):
        if deed[0] == "fold":
            folding.fold(database, FakeClock(NOW + timedelta(hours=wave)), at_once=deed[1])
            continue
        if deed[0] == "rebuild":
            folding.rebuild(database, FakeClock(NOW + timedelta(hours=wave)))
            continue
        with database.writing() as session:
            if deed[0] == "fact":
                _, minutes, kind, event, count = deed
                add(session, profile, minutes=minutes, wave=wave, kind=kind, event=event,
                    count=count)  # fmt: skip
            elif deed[0] == "batch":
                batches.append(_import(session, profile, deed[1], wave))
            elif deed[1] < len(batches):
                _withdraw(session, batches[deed[1]], wave)


def _import(session, profile, minutes, wave):
    moments = [START + timedelta(minutes=each) for each in minutes]
    facts = [
        journal.past_arrival(
            moment, NOW, procedure="p-1", section="s-1", channel="own", count=2,
            arrival=classify(moment, profile),
        )
        for moment in moments
    ]  # fmt: skip
    digest = f"{wave:08d}" + "0" * 40
    return journal.add_batch(session, NOW, digest=digest, source="x.csv", facts=facts).id


def _withdraw(session, ident, wave):
    with suppress(journal.UnknownBatch):  # it was withdrawn before
        journal.withdraw_batch(session, NOW + timedelta(hours=wave), ident)
