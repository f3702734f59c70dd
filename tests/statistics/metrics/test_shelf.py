"""Every metric of the shelf answers, empty and full, with rows as wide as its head."""

from datetime import UTC, date, datetime

import pytest

from app.accounts.models import Section
from app.statistics import service
from app.statistics.metrics import METRICS
from app.statistics.models import Wish

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
INTAKE = Wish(date(2023, 11, 6), date(2023, 11, 30))


def table_of(database, city, slug, wish=INTAKE):
    with database.reading() as session:
        return METRICS[slug].table(session, service.select(session, city, NOW, wish))


@pytest.fixture
def imported(counted, city, clock, koriyama_2023):
    service.import_arrivals(counted, city, clock, koriyama_2023)
    return counted


@pytest.mark.parametrize("slug", list(METRICS))
def test_a_metric_is_named_and_answers_where_there_is_nothing(counted, city, slug):
    metric = METRICS[slug]
    table = table_of(counted, city, slug, Wish())
    assert metric.slug == slug
    assert metric.title
    assert metric.unit
    assert all(len(row) == len(table.columns) for row in table.rows)


def test_the_off_hours_table_is_the_one_koriyama_published(imported, city):
    assert table_of(imported, city, "off-hours").rows == (
        ("市役所開庁時間以外", 1930, "69.2%"),
        ("開庁時（平日8:30-17:15）", 861, "30.8%"),
        ("合計", 2791, "100%"),
    )


def test_the_off_hours_table_of_nothing_has_dashes(counted, city):
    assert [row[2] for row in table_of(counted, city, "off-hours").rows] == ["—", "—", "—"]


def test_the_heat_map_holds_every_application_once(imported, city):
    rows = table_of(imported, city, "heat-map").rows
    assert [row[0] for row in rows] == list("月火水木金土日")
    assert sum(sum(row[1:]) for row in rows) == 2791


@pytest.mark.parametrize(
    ("moment", "row", "hour"),
    [
        ("2023-11-06 00:00:00", 0, 0), ("2023-11-06 08:59:59", 0, 8),
        ("2023-11-06 09:00:00", 0, 9), ("2023-11-05 23:59:59", 6, 23),
        ("2023-11-11 12:00:00", 5, 12),
    ],
)  # fmt: skip
def test_the_heat_map_stands_on_the_clock_of_tokyo(
    counted, city, clock, tmp_path, moment, row, hour
):
    path = tmp_path / "one.csv"
    path.write_text(f"procedure,received_at,channel\nschool-001,{moment},own\n", encoding="utf-8")
    service.import_arrivals(counted, city, clock, path)
    assert table_of(counted, city, "heat-map", Wish()).rows[row][hour + 1] == 1


def test_reasons_are_all_listed_and_add_up(imported, city):
    rows = table_of(imported, city, "by-reason").rows
    assert len(rows) == 9
    assert sum(row[2] for row in rows) == 2791
    assert sum(row[2] for row in rows if row[1] == "内") == 861


def test_the_calendar_versions_that_stamped_are_told_apart(imported, city, profile):
    (row,) = table_of(imported, city, "by-calendar").rows
    assert row[0] == profile.version
    assert row[2:] == ("平日8:30-17:15", 1930, "69.2%", 861, 2791, "69.2%")


def test_the_online_rate_says_how_many_rows_are_confirmed(counted, city):
    table = table_of(counted, city, "online-rate")
    assert table.rows[0] == ("すべての手続", 0, 2, "0.0%")
    assert "確認済み 0 / 2" in table.note


def test_the_section_of_today_is_the_successor_of_the_one_that_was_merged(imported, city):
    with imported.writing() as session:
        for code, name, successor in (("school", "学校課", "child"), ("child", "こども課", None)):
            session.add(Section(code=code, name=name, valid_from=NOW.date(), successor=successor))
    row, *_ = table_of(imported, city, "by-section-now").rows
    assert (row[0], row[1]) == ("こども課", 1930)
