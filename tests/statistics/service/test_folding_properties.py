"""The sums of days say what the journal says, whatever was appended, folded or withdrawn."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import strategies as st
from sqlmodel import select

from app.catalogue.models import ONLINE_CHANNELS, Channel
from app.clock import to_jst
from app.journal.models import Batch, Event, Fact, FactKind
from app.statistics import store
from app.statistics.store import folding as store_folding
from app.statistics.store.tallies import cover
from app.statistics.store.ways import ONLINE, OTHERWISE, by_way
from tests.deeds import QUESTIONS, START, ask, counted, do, raw, told
from tests.examples import examples


@pytest.fixture
def engine():
    return "sqlite"


DEEDS = st.lists(
    st.one_of(
        st.tuples(
            st.just("fact"), st.integers(0, 900_000), st.sampled_from(list(FactKind)),
            st.sampled_from([Event.ARRIVED, Event.ARRIVED, Event.STARTED]), st.integers(1, 3),
        ),
        st.tuples(st.just("batch"), st.lists(st.integers(0, 900_000), min_size=1, max_size=6)),
        st.tuples(st.just("withdraw"), st.integers(0, 5)),
        st.tuples(st.just("fold"), st.integers(1, 4)),
        st.tuples(st.just("rebuild")),
    ),
    min_size=1, max_size=14,
)  # fmt: skip


@examples(
    50,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(deeds=DEEDS, span=st.tuples(st.integers(-40, 700), st.integers(0, 500)))
def test_sums_are_the_journal_after_any_deeds(counted_anew, deeds, span):
    database, profile = counted_anew()
    do(database, profile, deeds)
    first = START.date() + timedelta(days=span[0])
    whole = ask(profile)
    some = ask(profile, first, first + timedelta(days=span[1]), channels=tuple(Channel)[1:3])
    one = ask(profile, first, first + timedelta(days=span[1]), procedure="p-1")
    section = ask(profile, section="s-1")
    with database.reading() as session:
        for selection in (whole, some, one, section):
            facts = raw(session, selection)
            for by in QUESTIONS:
                assert told(store.tally(session, selection, *by), *by) == counted(facts, *by)
            assert store.tally(session, selection, "day") == counted(facts, "day")
        assert _ways(by_way(session, first, first + timedelta(days=span[1]))) == _ways_of(
            raw(session, whole), first, first + timedelta(days=span[1])
        )
        days = [to_jst(fact.occurred_at).date() for fact in raw(session, whole)]
        assert store.first_day(session, whole) == min(days, default=None)


def _ways(months):
    return Counter({key: count for key, count in sum(months, Counter()).items() if count})


def _ways_of(facts, first, last):
    found = Counter()
    for fact in facts:
        if (first.year, first.month) <= _month(fact) <= (last.year, last.month):
            way = ONLINE if fact.channel in ONLINE_CHANNELS else OTHERWISE
            found[fact.procedure, way] += fact.count
    return found


def _month(fact):
    day = to_jst(fact.occurred_at)
    return day.year, day.month


@pytest.fixture
def counted_anew(request, profile):
    """The database without facts, again and again."""
    database = request.getfixturevalue("counted")

    def make():
        with database.writing() as session:
            store_folding.forget(session)
            for table in (Fact, Batch):
                for row in session.exec(select(table)):
                    session.delete(row)
        return database, profile

    return make


@given(first=st.dates(date(2015, 1, 1), date(2035, 1, 1)), days=st.integers(0, 3000))
def test_a_period_is_covered_once_by_its_spans(first, days):
    last = first + timedelta(days=days)
    found, before = 0, first
    for span in cover(first, last):
        assert span.first == before
        before = span.last + timedelta(days=1)
        found += (span.last - span.first).days + 1
        if span.grain != "d":
            assert span.first.day == 1
            assert before.day == 1
        if span.grain == "y":
            assert (span.first.month, before.month) == (4, 4)
    assert found == days + 1
