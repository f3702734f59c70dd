"""Folding the journal into sums of days, on both databases."""

import gc
from datetime import date, timedelta
from weakref import ref

import pytest

from app.journal.models import Event, FactKind
from app.office_hours import Reason
from app.statistics import store
from app.statistics.service import folding
from app.statistics.store import tail
from app.statistics.store.folding import TABLES
from tests.clock import FakeClock
from tests.deeds import NOW, QUESTIONS, add, ask, do, raw, told
from tests.deeds import counted as counted_slowly


def test_facts_are_folded_a_quarter_of_an_hour_later(counted, profile):
    with counted.writing() as session:
        add(session, profile, minutes=5, wave=0)
    assert folding.fold(counted, FakeClock(NOW + timedelta(minutes=14))) == 0
    assert folding.fold(counted, FakeClock(NOW + timedelta(minutes=16))) == 1


def test_folding_again_folds_nothing(counted, profile):
    with counted.writing() as session:
        add(session, profile, minutes=5, wave=0)
    clock = FakeClock(NOW + timedelta(hours=1))
    assert [folding.fold(counted, clock) for _ in range(3)] == [1, 0, 0]


def test_a_fact_that_slipped_below_the_mark_is_found_and_repaired(counted, profile):
    clock = FakeClock(NOW + timedelta(hours=2))
    with counted.writing() as session:
        add(session, profile, minutes=5, wave=1)
    folding.fold(counted, clock)
    with counted.writing() as session:
        add(session, profile, minutes=5, wave=0)
    with counted.reading() as session:
        assert store.tally(session, ask(profile)) == {(): 1}
    assert folding.repair(counted, clock) == 1
    with counted.reading() as session:
        assert store.tally(session, ask(profile)) == {(): 2}
    assert folding.repair(counted, clock) == 0


def test_what_a_session_counted_goes_with_it_and_waits_for_no_collector(counted, profile):
    gc.collect()
    gc.disable()
    try:
        with counted.reading() as session:
            store.tally(session, ask(profile))
            gone = ref(session)
        del session
        assert gone() is None
    finally:
        gc.enable()


def test_what_months_of_a_procedure_do_not_tell_is_refused(counted, profile):
    with counted.reading() as session, pytest.raises(ValueError, match="reason"):
        store.tally(session, ask(profile), "procedure", "reason")


def test_two_folders_of_one_part_fold_it_once(counted, profile):
    with counted.writing() as session:
        add(session, profile, minutes=5, wave=0)
    now = NOW + timedelta(hours=1)
    with counted.reading() as session:
        part = tail.parts(session)[0]
    assert folding._fold_some(counted, now, part, 10) == 1
    assert folding._fold_some(counted, now, part, 10) is None


def test_after_a_great_fold_the_sums_lie_in_order_and_say_the_same(counted, profile, monkeypatch):
    with counted.writing() as session:
        for number in range(40):
            add(session, profile, minutes=977 * number, wave=0)
    for limit in ("_MANY", "_VERY_MANY"):
        monkeypatch.setattr(folding, limit, 40)
    assert folding.fold(counted, FakeClock(NOW + timedelta(hours=1)), at_once=15) == 40
    with counted.reading() as session:
        assert store.tally(session, ask(profile)) == {(): 40}
        if not counted.is_sqlite:
            ordered = "SELECT indexrelid::regclass::text FROM pg_index WHERE indisclustered"
            found = session.connection().exec_driver_sql(ordered).scalars()
            assert set(found) == set(TABLES.values())


def test_sums_of_both_databases_are_those_of_the_journal(counted, profile):
    database = counted
    deeds = [
        *(("fact", 977 * n, FactKind.LIVE, Event.ARRIVED, 1) for n in range(300)),
        ("batch", [5, 5000, 40_000]), ("fold", 50), ("batch", [7, 9]), ("withdraw", 0),
        ("fact", 3, FactKind.TEST, Event.ARRIVED, 1), ("fold", 1000),
        ("fact", 4, FactKind.LIVE, Event.ARRIVED, 1),
    ]  # fmt: skip
    do(database, profile, deeds)
    selection = ask(profile, date(2024, 2, 20), date(2024, 8, 3))
    with database.reading() as session:
        for by in QUESTIONS:
            assert told(store.tally(session, selection, *by), *by) == counted_slowly(
                raw(session, selection), *by
            )
        assert store.by_reason(session, selection)[Reason.IN_HOURS]
