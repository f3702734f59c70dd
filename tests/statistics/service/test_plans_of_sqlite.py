"""By which index SQLite reads the journal: the wrong one walks through all time for a few facts."""

from sqlalchemy import event

from app.statistics.store import bulk, lines
from app.statistics.store.tail import Part
from tests.deeds import ask
from tests.statistics.conftest import on_sqlite

pytestmark = on_sqlite


def ways_into_the_journal(session, work):
    """What SQLite plans for every statement of some work, where it reads facts."""
    said = []
    connection = session.connection()
    event.listen(connection, "before_cursor_execute", lambda *a: said.append((a[2], a[3])))
    work()
    plans = [
        line[3]
        for statement, given in said
        for line in connection.connection.execute(f"EXPLAIN QUERY PLAN {statement}", given)
    ]
    return [plan for plan in plans if "journal_facts" in plan]


def test_a_fold_reads_its_range_of_ids_and_no_other_fact(counted, profile):
    with counted.writing() as session:
        ways = ways_into_the_journal(session, lambda: bulk.add(session, Part("", "1", 1), "2"))
    assert len(ways) == 4
    assert all("(id>? AND id<?)" in way for way in ways), ways


def test_the_newest_arrivals_are_found_by_their_time(counted, profile):
    with counted.reading() as session:
        ways = ways_into_the_journal(
            session, lambda: lines.arrivals(session, ask(profile), limit=101)
        )
    assert len(ways) == 1
    assert "ix_journal_facts_arrived_at (occurred_at>? AND occurred_at<?)" in ways[0]
