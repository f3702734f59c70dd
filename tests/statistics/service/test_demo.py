"""The demonstration's data set tells a year, stands apart from real numbers, and goes again."""

import pytest
from sqlmodel import select

from app.accounts.models import Role
from app.applications.models import Application
from app.catalogue.models import OnlineStatus, Procedure, SearchMiss
from app.journal import service as journal
from app.journal.models import Batch, Event, Fact, FactKind
from app.notifications.models import OutboxRow
from app.office_hours import classify
from app.statistics import service
from app.statistics.kpis import KPIS
from app.statistics.models import ArrivalCell, DaySum, DemonstrationSum, IndicatorValue, Wish
from app.statistics.service import demo, folding, open_data
from app.statistics.service.demo import made_facts
from app.statistics.service.indicators import closing, editing, plan
from tests.statistics.conftest import NOW, on_both

BESIDE = ("handling", "search-misses", "undelivered")


@pytest.fixture
def engine():
    return "sqlite"


@pytest.fixture(autouse=True)
def quiet_year(monkeypatch):
    """Fewer people, the same shape: a test has no time for forty thousand applications."""
    monkeypatch.setattr(made_facts, "_A_DAY", 1)


@pytest.fixture
def empty(counted):
    """A city hall with two procedures to finish online."""
    with counted.writing() as session:
        for code, form in (("citizen-001", ""), ("school-001", "after-school-club")):
            row = session.get(Procedure, code)
            row.online_status, row.form, row.channels = OnlineStatus.ONLINE, form, "prefecture"
    return counted


def _as(database, *, is_demo):
    for engine in (database.writer, database.reader):
        engine.update_execution_options(**demo.counting(is_demo=is_demo))


def _total(database, city):
    with database.reading() as session:
        selection = service.select(session, city, NOW, Wish())
        return service.off_hours(session, selection).total


@on_both
def test_the_set_is_counted_in_a_demonstration_and_in_no_real_house(empty, city, clock):
    assert demo.load(empty, city, clock) > 500
    assert _total(empty, city) == 0
    _as(empty, is_demo=True)
    assert _total(empty, city) > 500


def test_nothing_of_it_enters_open_data_of_a_real_house(empty, city, clock):
    demo.load(empty, city, clock)
    with empty.reading() as session:
        assert len(open_data.arrivals_csv(session, city, NOW).splitlines()) == 1


def test_its_values_are_no_real_houses_actuals(empty, city, clock):
    demo.load(empty, city, clock)
    with empty.reading() as session:
        assert all(tile.actual is None for tile in plan.plan(session, city, NOW, 2026).tiles
                   if tile.definition.slug == "visitors")  # fmt: skip
    _as(empty, is_demo=True)
    with empty.reading() as session:
        tiles = {t.definition.slug: t for t in plan.plan(session, city, NOW, 2026).tiles}
    assert tiles["visitors"].actual is not None and tiles["visitors"].trend is not None


def test_most_of_it_arrives_while_the_office_is_shut_and_none_in_the_future(empty, city, clock):
    _as(empty, is_demo=True)
    demo.load(empty, city, clock)
    with empty.reading() as session:
        numbers = service.off_hours(session, service.select(session, city, NOW, Wish()))
        assert 0.6 < numbers.outside / numbers.total < 0.8
        moments = session.exec(select(Fact.occurred_at)).all()
    assert max(moment for moment in moments if moment) < NOW


def test_figures_of_the_product_have_something_to_show(empty, city, clock):
    _as(empty, is_demo=True)
    demo.load(empty, city, clock)
    with empty.reading() as session:
        span = plan.span_of(session, city, NOW, 2026)
        for slug in ("usage-rate", "rating", "funnel", "languages", "phones", *BESIDE):
            assert KPIS[slug].answer(session, span).value, slug
            assert KPIS[slug].table(session, span).rows, slug


@on_both
def test_what_it_tells_beside_the_journal_is_in_no_real_house_and_no_real_table(empty, city, clock):
    demo.load(empty, city, clock)
    with empty.reading() as session:
        span = plan.span_of(session, city, NOW, 2026)
        assert [KPIS[slug].answer(session, span).value or 0 for slug in BESIDE] == [0, 0, 0]
        for table in (Application, OutboxRow, SearchMiss):
            assert not session.exec(select(table)).first()


def test_handling_is_plausible_and_leaves_the_season_out(empty, city, clock):
    _as(empty, is_demo=True)
    demo.load(empty, city, clock)
    with empty.reading() as session:
        span = plan.span_of(session, city, NOW, 2025)
        assert 85 < KPIS["handling"].answer(session, span).value < 100
        months = [each.month for each in session.exec(select(DemonstrationSum)).all()]
    assert min(months) >= "2025-04" and max(months) <= "2026-11"


def test_it_is_the_same_set_each_time(empty, city, clock):
    first = demo.load(empty, city, clock)
    demo.remove(empty, clock)
    assert demo.load(empty, city, clock) == first


@on_both
def test_it_goes_without_a_trace(empty, city, clock):
    demo.load(empty, city, clock)
    assert demo.remove(empty, clock) > 0
    with empty.reading() as session:
        for table in (Fact, Batch, IndicatorValue, DaySum, ArrivalCell, DemonstrationSum):
            assert not session.exec(select(table)).first()


def test_taking_it_out_leaves_what_people_did_meanwhile(empty, city, clock, profile):
    demo.load(empty, city, clock)
    with empty.writing() as session:
        _arrive(session, profile)
    clock.advance(hours=1)
    folding.fold(empty, clock)
    demo.remove(empty, clock)
    assert _total(empty, city) == 1


def test_it_is_refused_where_anything_real_arrived(empty, city, clock, profile):
    with empty.writing() as session:
        _arrive(session, profile)
    with pytest.raises(demo.NotHere):
        demo.load(empty, city, clock)


def test_it_is_refused_twice(empty, city, clock):
    demo.load(empty, city, clock)
    with pytest.raises(demo.NotHere):
        demo.load(empty, city, clock)


def test_a_year_with_sample_data_in_it_is_not_closed(empty, city, clock):
    _as(empty, is_demo=True)
    demo.load(empty, city, clock)
    with empty.writing() as session:
        assert "見本" in closing.fault_of(session, editing.Who("dx-1", NOW), 2025)


def test_nobody_types_a_value_in_as_a_sample():
    _, problems = editing.checked_figure(
        {"indicator": "visitors", "period": "2026-10", "value": "1", "status": "demo"}
    )
    assert "status" in problems


def test_what_other_programs_read_is_without_it_in_a_demonstration_too(
    empty, city, clock, site, token_of
):
    _as(empty, is_demo=True)
    clock.set(NOW)
    demo.load(empty, city, clock)
    answer = site.get("/api/v1/statistics/off-hours", headers=token_of(Role.DX_OFFICE))
    assert answer.json()["total"] == 0
    assert len(site.get("/open-data/arrivals.csv").text.splitlines()) == 1


def _arrive(session, profile):
    journal.record(
        session, NOW, event=Event.ARRIVED, procedure="school-001", arrival=classify(NOW, profile),
        kind=FactKind.LIVE,
    )  # fmt: skip
