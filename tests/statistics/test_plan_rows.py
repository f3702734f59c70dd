"""Every row of four plans has a figure, and the figure moves when the product is used."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from app import city as cities
from app.calendar import service as calendar
from app.catalogue.models import OnlineStatus, Procedure, SearchMiss
from app.journal import service as journal
from app.journal.models import Event
from app.notifications.models import OutboxRow
from app.office_hours import classify
from app.statistics.kpis import KPIS
from app.statistics.metrics import METRICS
from app.statistics.service.indicators import editing, files, plan, registry
from tests.statistics.plan_rows import OUTSIDE, ROWS

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
WHO = editing.Who("dx-1", NOW)
CITIES = ("koriyama", "morioka", "ichinomiya", "kakuda")
FIGURES = [
    (name, row.name, figure)
    for name in CITIES for row in cities.load(name).plan_rows for figure in row.figures
]  # fmt: skip


@pytest.fixture
def engine():
    return "sqlite"


@pytest.fixture
def used(counted, city):
    """The city hall after a day of use: everything a KPI is made of has happened once."""
    with counted.writing() as session:
        profile = calendar.in_force(session, city)
        row = session.get(Procedure, "citizen-001")
        row.online_status, row.processing_days = OnlineStatus.ONLINE, "7日"
        row.confirmed_by, row.confirmed_on = "見本 花子", NOW.date()
        own = {"procedure": row.code, "section": "citizen", "locale": "en", "device": "phone"}
        for event, more in (
            (Event.STARTED, {}), (Event.STARTED, {}), (Event.STEP_DONE, {"step": "about-you"}),
            (Event.ABANDONED, {"detail": "expired"}), (Event.RATED, {"detail": "4"}),
            (Event.CORRECTION_ASKED, {"detail": "phone"}),
            (Event.ARRIVED, {"arrival": classify(NOW, profile), "seconds": 300}),
            (Event.ARRIVED, {"arrival": classify(NOW, profile), "channel": "counter", "count": 3}),
        ):  # fmt: skip
            journal.record(session, NOW, event=event, **own | more)
        session.add(SearchMiss(day=NOW.date(), words="ねこ", count=5))
        session.add(SearchMiss(day=NOW.date(), words="いぬ", count=4))
        session.add(OutboxRow(
            id="1" * 32, topic="receipt", recipient=b"x", subject="s", body="b", locale="ja",
            created_at=NOW, due_at=NOW, given_up_at=NOW,
        ))  # fmt: skip
    return counted


def _value(session, city, slug):
    return KPIS[slug].answer(session, plan.span_of(session, city, NOW, 2026)).value


@pytest.fixture(scope="module")
def shipped():
    return {name: cities.load(name) for name in CITIES}


@pytest.mark.parametrize(("city_name", "row", "figure"), FIGURES)
def test_each_row_names_a_figure_there_is(shipped, city_name, row, figure):
    kind, _, slug = figure.partition(":")
    shelves = {
        "indicator": {each.key for each in shipped[city_name].kpi}, "kpi": set(KPIS),
        "metric": set(METRICS),
    }  # fmt: skip
    assert slug in shelves[kind]


@pytest.mark.parametrize("name", CITIES)
def test_a_profile_has_every_row_of_its_plan(name):
    wanted = [row for city, _, row in ROWS if city == name]
    assert [row.name for row in cities.load(name).plan_rows] == wanted


def test_only_rows_outside_the_product_give_a_reason_instead(capsys):
    reasons = {
        (name, row.name): row.reason
        for name in CITIES for row in cities.load(name).plan_rows if row.reason
    }  # fmt: skip
    assert set(reasons) == {(city, row) for city, mark, row in ROWS if mark == OUTSIDE}
    with capsys.disabled():
        for (name, row), reason in reasons.items():
            print(f"\n  {name} {row}：{reason}", end="")
        print()


@pytest.mark.parametrize("name", CITIES)
def test_every_indicator_of_a_plan_says_what_it_counts_and_where_it_stands(name):
    told = {each.key: (each.definition, each.source) for each in cities.load(name).kpi}
    assert [key for key, texts in told.items() if not all(texts)] == []


@pytest.mark.parametrize("name", CITIES)
def test_each_indicator_of_a_plan_shows_what_a_file_brings(counted, name):
    city = cities.load(name)
    lines = [f"{each.key},2026,12.5" for each in city.kpi]
    body = "\r\n".join(["indicator,period,value", *lines]).encode()
    with counted.writing() as session:
        assert files.bring(session, city, WHO, body, set(KPIS)).problems == ()
        tiles = plan.plan(session, city, NOW, 2026).tiles
        told = {tile.definition.slug: tile for tile in tiles if not tile.is_computed}
    assert {tile.actual for tile in told.values()} == {Decimal("12.5")}
    assert len(told) >= len(city.kpi) - 2


@pytest.mark.parametrize("name", CITIES)
def test_each_target_of_a_plan_has_a_source_and_is_shown(counted, name):
    city = cities.load(name)
    with counted.reading() as session:
        for each in registry.definitions(session, city):
            assert each.source
            assert each.definition or not each.target


@pytest.mark.parametrize(
    ("slug", "value"),
    [
        ("online-rate", "50.0"), ("online-rate-allowed", "50.0"), ("usage-rate", "25.0"),
        ("rating", "4.0"), ("minutes-saved", "1"), ("funnel", "50.0"), ("languages", "100.0"),
        ("corrections", "1"), ("search-misses", "9"), ("phones", "100.0"), ("undelivered", "1"),
        ("online-arrivals", "1"), ("off-hours", "100.0"), ("no-seal", "100.0"),
        ("portal-procedures", "0"), ("sections-online", "0.0"),
        ("four-ways", "1"), ("plan-values", "0.0"), ("months-entered", "0.0"),
        ("open-data-sets", "4"), ("priority-procedures", "0"), ("leaders", "0.0"),
    ],
)  # fmt: skip
def test_a_day_of_use_moves_each_figure(used, city, slug, value):
    with used.reading() as session:
        assert _value(session, city, slug) == Decimal(value)


@pytest.mark.parametrize(
    "slug", ["usage-rate", "rating", "funnel", "languages", "phones", "handling", "off-hours"]
)
def test_where_nothing_is_known_there_is_a_reason_and_no_number(counted, city, slug):
    with counted.reading() as session:
        answer = KPIS[slug].answer(session, plan.span_of(session, city, NOW, 2026))
    assert answer.value is None and answer.why


def test_the_usage_rate_leaves_out_what_was_never_counted_at_the_counter(used, city):
    with used.writing() as session:
        profile = calendar.in_force(session, city)
        journal.record(
            session, NOW, event=Event.ARRIVED, procedure="school-001", count=1000,
            arrival=classify(NOW, profile),
        )  # fmt: skip
        assert _value(session, city, "usage-rate") == Decimal("25.0")


def test_words_used_less_than_five_times_are_not_shown(used, city):
    with used.reading() as session:
        span = plan.span_of(session, city, NOW, 2026)
        assert KPIS["search-misses"].table(session, span).rows == (("ねこ", 5),)


def test_what_comes_on_paper_of_procedures_not_online_is_listed_most_first(used, city):
    with used.writing() as session:
        profile = calendar.in_force(session, city)
        journal.record(
            session, NOW, event=Event.ARRIVED, procedure="school-001", count=6, channel="counter",
            arrival=classify(NOW, profile),
        )  # fmt: skip
        span = plan.span_of(session, city, NOW, 2026)
        assert KPIS["next-online"].answer(session, span).value == Decimal(6)
        (row,) = KPIS["next-online"].table(session, span).rows
    assert row[:2] == ("放課後児童クラブ入所申請", 6)


def test_a_value_of_the_year_counts_as_looked_at_and_one_of_another_year_does_not(counted, city):
    with counted.writing() as session:
        for slug, period in (("visitors", "2026-10"), ("cocoanavi", "2024")):
            typed = {"indicator": slug, "period": period, "value": "1"}
            editing.keep_figure(session, WHO, editing.checked_figure(typed)[0])
        span = plan.span_of(session, city, NOW, 2026)
        assert KPIS["plan-values"].answer(session, span).told.endswith("のうち1に値")


def test_procedures_of_the_portal_and_sections_with_own_forms_are_counted(used, city):
    with used.writing() as session:
        row = session.get(Procedure, "citizen-001")
        row.channels, row.identity_level = "own; national_portal; counter", "L3"
    with used.reading() as session:
        assert _value(session, city, "portal-procedures") == 1
        assert _value(session, city, "sections-online") == 100
        assert _value(session, city, "four-ways") == 0
