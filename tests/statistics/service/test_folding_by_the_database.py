"""What the database adds up of facts is what the tail reads of them, on both databases."""

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlmodel import select

from app.journal import service as journal
from app.journal.models import Event, Fact, FactKind
from app.office_hours import Reason
from app.statistics.models import ArrivalCell, DaySum
from app.statistics.service import folding
from app.statistics.store import events
from app.statistics.store import folding as store
from app.statistics.store.keys import Cells, Sums, fiscal_year, folded, sums_of
from app.statistics.store.tail import Part, facts_of
from tests.clock import FakeClock

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
# Around the ends of a year, a fiscal year and a leap day, and before 1970.
MOMENTS = (
    datetime(2023, 12, 31, 14, 30, tzinfo=UTC), datetime(2024, 3, 31, 14, 55, tzinfo=UTC),
    datetime(2024, 2, 28, 14, 0, tzinfo=UTC), datetime(1968, 3, 31, 14, 59, 59, tzinfo=UTC),
)  # fmt: skip


def one(chance, number):
    """A fact of any shape the journal may hold."""
    moment = chance.choice(MOMENTS) + timedelta(seconds=chance.randrange(7200))
    event = chance.choice([Event.ARRIVED, *Event])
    reason = chance.choice([*Reason, None]) if event == Event.ARRIVED else None
    is_monthly = chance.random() < 0.1
    return Fact(
        id=f"{number:032x}", event=event, kind=chance.choice(list(FactKind)),
        occurred_at=None if is_monthly else moment,
        month=chance.choice(["2024-03", "2024-04", None]) if is_monthly else None,
        recorded_at=moment + timedelta(hours=chance.choice([0, 0, 1, 30])),
        procedure=chance.choice(["p-1", "p-2"]), section=chance.choice(["", "s-1"]),
        intake=chance.choice([None, "i-1"]), step=chance.choice([None, "", "step-1"]),
        detail=chance.choice([None, "", "name"]), locale=chance.choice([None, "ja", "en"]),
        seconds=chance.choice([None, 59, 61, 600]), preferred_locale=chance.choice([None, "vi"]),
        channel=chance.choice(["own", "counter"]), device=chance.choice(["phone", "unknown"]),
        reason=reason, calendar_version=reason and chance.choice(["v-1", "v-2"]),
        count=chance.randrange(1, 4),
    )  # fmt: skip


def grains(sums):
    """The rows that sums of days stand for."""
    rows = Counter()
    for key, count in sums.items():
        about, event, kind, grain, start, *rest = key
        if grain == "m":
            rows[key] += count
            continue
        day, wide = date.fromisoformat(start), rest
        if (about, event) == ("procedure", "arrived"):
            value, channel, reason, _ = rest
            inside = reason in ("in_hours", "special_opening")
            wide = [value, channel, "in_hours" if inside else "outside", ""]
        rows[about, event, kind, "m", f"{start[:8]}01", *wide] += count
        rows[about, event, kind, "y", fiscal_year(day).isoformat(), *wide] += count
        if about == "total" or (event == "arrived" and about not in ("minutes", "wished")):
            rows[key] += count
    return rows


def kept(session, table):
    names = list(table.__table__.columns.keys())[:-1]
    return Counter({
        tuple(str(v) if isinstance(v, date) else v for v in (getattr(row, n) for n in names)):
        row.count
        for row in session.exec(select(table))
    })  # fmt: skip


@pytest.fixture
def journal_of_all_kinds(counted):
    chance = random.Random(7)
    with counted.writing() as session:
        for number in range(400):
            session.add(one(chance, number))
    return counted


def test_sums_and_cells_of_every_kind_of_fact_are_those_of_the_tail(journal_of_all_kinds):
    database = journal_of_all_kinds
    sums, cells = Sums(), Cells()
    with database.reading() as session:
        folded(facts_of(session, Part("", "", 1)), sums, cells)
    sums.update(sums_of(cells))
    assert folding.fold(database, FakeClock(NOW), at_once=33) == 400
    with database.reading() as session:
        assert kept(session, ArrivalCell) == Counter({tuple(k): n for k, n in cells.items()})
        assert kept(session, DaySum) == grains(sums)


def test_a_withdrawn_batch_leaves_no_row_behind(counted):
    chance = random.Random(8)
    facts = [one(chance, number) for number in range(60)]
    with counted.writing() as session:
        batch = journal.add_batch(session, NOW, digest="ab" * 32, source="x.csv", facts=facts)
        ident = batch.id
    clock = FakeClock(NOW)
    assert folding.fold(counted, clock, at_once=25) == 60
    with counted.writing() as session:
        journal.withdraw_batch(session, NOW, ident)
    folding.fold(counted, clock)
    with counted.reading() as session:
        assert [kept(session, DaySum), kept(session, ArrivalCell)] == [Counter(), Counter()]


def test_a_range_ends_where_the_limit_says_and_knows_its_last_fact(journal_of_all_kinds):
    with journal_of_all_kinds.reading() as session:
        some = store.next_range(session, Part("", f"{9:032x}", 1), limit=5)
        assert some == (5, f"{14:032x}")
        assert session.execute(text("SELECT count(*) FROM statistics_sums")).scalar() == 0


@pytest.mark.parametrize("about", ["procedure", "locale", "step", "minutes", "untimed"])
def test_a_year_is_the_sum_of_its_months(journal_of_all_kinds, about):
    database = journal_of_all_kinds
    folding.fold(database, FakeClock(NOW), at_once=90)
    years = (date(2023, 4, 1), date(2025, 3, 31))
    found = 0
    with database.reading() as session:
        for event in Event:
            months = Counter()
            for key, count in events.by_month(session, about, event, *years).items():
                months[key.value, key.channel] += count
            assert events.by_value(session, about, event, *years) == months
            found += months.total()
    assert found
