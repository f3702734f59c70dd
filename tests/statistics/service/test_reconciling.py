"""The journal counts every application that is kept, and those that were erased."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from app.journal import service as journal
from app.journal.models import Event
from app.office_hours import classify
from app.statistics import service
from app.statistics.models import Wish
from app.statistics.periods import parse
from app.statistics.service import reconciling

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)


def test_an_application_without_its_fact_is_named(counted, profile):
    with counted.reading() as session:
        found = reconciling.reconcile(session)
    assert found.holds
    mark = reconciling.Mark("p-1", NOW, "in_hours", "v1", "own")
    broken = reconciling.Reconciliation(1, 0, ((mark, 1),), 1, 0)
    assert not broken.holds
    assert reconciling.lines(broken)[-2:] == [
        "not in the journal: 1 of p-1 at 2026-11-21T03:00:00Z", "NOT reconciled",
    ]  # fmt: skip


def test_arrivals_of_erased_applications_still_count(counted, profile):
    with counted.writing() as session:
        for hours in (1, 2):
            moment = NOW - timedelta(hours=hours)
            journal.record(
                session, moment, event=Event.ARRIVED, procedure="school-001",
                arrival=classify(moment, profile),
            )  # fmt: skip
    with counted.reading() as session:
        found = reconciling.reconcile(session)
    assert (found.purged, found.missing) == (2, ())


def test_a_period_is_compared_with_what_arrived_in_it_in_japan(counted, profile, city):
    end_of_october = datetime(2026, 10, 31, 14, 59, tzinfo=UTC)
    with counted.writing() as session:
        for moment in (end_of_october, end_of_october + timedelta(minutes=1), NOW):
            journal.record(
                session, moment, event=Event.ARRIVED, procedure="school-001",
                arrival=classify(moment, profile),
            )  # fmt: skip
    with counted.reading() as session:
        found = [
            reconciling.reconcile_part(session, service.select(session, city, NOW, Wish(*days)))
            for days in (*map(parse, ("2026-10", "2026-11", "2026-12", "fy2026")), (None, None))
        ]
    assert [each.arrivals for each in found] == [1, 2, 0, 3, 3]


def test_more_than_a_page_has_time_for_is_left_to_the_command(counted, profile, city):
    with counted.writing() as session:
        for hours in (1, 2, 3):
            moment = NOW - timedelta(hours=hours)
            journal.record(
                session, moment, event=Event.ARRIVED, procedure="school-001", channel="counter",
                arrival=classify(moment, profile),
            )  # fmt: skip
    with counted.reading() as session:
        selection = service.select(session, city, NOW, Wish())
        found = [
            reconciling.reconcile_part(session, selection, is_all=True, most=most)
            for most in (2, 3)
        ]
    assert found[0] is None and found[1] and found[1].arrivals == 3


def test_an_application_is_missing_as_often_as_the_journal_counts_it_too_seldom():
    mark, other = (reconciling.Mark(code, NOW, "in_hours", "v1", "own") for code in ("a", "b"))
    found = reconciling.compared(Counter({mark: 3}), [(mark, 1), (other, 2), (mark, 1)])
    assert found == (3, 4, ((mark, 1),))
