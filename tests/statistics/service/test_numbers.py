"""The off-hours share: Koriyama's table exactly, and what is in no number."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.catalogue.models import Channel
from app.errors import NotFound, Unprocessable
from app.journal import service as journal
from app.journal.models import Event, FactKind
from app.office_hours import classify
from app.statistics import service
from app.statistics.models import Wish
from app.statistics.service.numbers import office_time

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
INTAKE = Wish(date(2023, 11, 6), date(2023, 11, 30))


def ask(database, city, wish=INTAKE):
    with database.reading() as session:
        return service.off_hours(session, service.select(session, city, NOW, wish)).as_json()


def arrive(database, profile, moment, **details):
    details = {"procedure": "school-001", "arrival": classify(moment, profile)} | details
    with database.writing() as session:
        journal.record(session, moment, event=Event.ARRIVED, **details)


@pytest.fixture
def imported(counted, city, clock, koriyama_2023):
    service.import_arrivals(counted, city, clock, koriyama_2023)
    return counted


def test_the_published_shares_are_reproduced_exactly(imported, city):
    told = ask(imported, city)
    assert told["total"] == 2791
    assert told["off_hours"] == {"count": 1930, "share": "69.2"}
    assert told["in_hours"] == {"count": 861, "share": "30.8"}


def test_the_intake_of_2023_had_18_open_days(counted, city):
    assert ask(counted, city)["open_days"] == 18


def test_157_and_a_half_of_600_hours_were_office_time(counted, city):
    with counted.reading() as session:
        told = office_time(service.select(session, city, NOW, INTAKE))
    assert (told.open_hours, told.hours, told.share) == ("157.5", "600", "26.25%")


def test_every_reason_is_told_and_they_add_up(imported, city):
    told = ask(imported, city)
    assert list(told["by_reason"]) == [
        "special_opening", "special_closing", "year_end", "holiday", "sunday", "saturday",
        "before_opening", "after_closing", "in_hours",
    ]  # fmt: skip
    assert sum(told["by_reason"].values()) == 2791
    assert told["by_reason"]["in_hours"] == 861


def test_unit_profile_and_period_are_named(counted, city):
    told = ask(counted, city)
    assert told["unit"] == "application"
    assert told["profile"] == "本庁 平日8:30-17:15"
    assert (told["from"], told["to"]) == ("2023-11-06", "2023-11-30")


def test_a_withdrawn_batch_is_in_no_number(imported, city, clock):
    with imported.reading() as session:
        ident = journal.batches(session)[0].id
    service.withdraw_batch(imported, clock, ident)
    assert ask(imported, city)["total"] == 0
    with imported.reading() as session:
        selection = service.select(session, city, NOW, INTAKE)
        board = service.dashboard(session, selection, NOW)
        assert board.numbers.total == 0
        assert "school-001" not in service.arrivals_csv(session, city, NOW)
        assert sum(sum(row[1:]) for row in dict_of(board)["heat-map"].rows) == 0


def dict_of(board):
    return {metric.slug: table for metric, table in board.tables}


def test_shares_of_nothing_are_a_dash(counted, city):
    told = ask(counted, city)
    assert told["off_hours"] == {"count": 0, "share": "—"}
    assert told["in_hours"] == {"count": 0, "share": "—"}


@pytest.mark.parametrize("kind", [FactKind.DEMO, FactKind.TEST])
def test_demo_and_test_facts_are_in_no_number(counted, city, profile, kind):
    arrive(counted, profile, NOW - timedelta(days=1), kind=kind)
    assert ask(counted, city, Wish())["total"] == 0


def test_other_events_are_in_no_number(counted, city):
    with counted.writing() as session:
        journal.record(
            session, NOW - timedelta(days=1), event=Event.STARTED, procedure="school-001"
        )
    assert ask(counted, city, Wish())["total"] == 0


def test_monthly_counts_are_in_no_off_hours_number_but_told_apart(counted, city, clock, tmp_path):
    path = tmp_path / "monthly.csv"
    path.write_text("procedure,month,channel,count\nschool-001,2023-11,own,40\n", encoding="utf-8")
    service.import_arrivals(counted, city, clock, path)
    assert ask(counted, city)["total"] == 0
    with counted.reading() as session:
        board = service.dashboard(session, service.select(session, city, NOW, INTAKE), NOW)
    assert board.without_time == 40


def test_siblings_count_as_applications(counted, city, profile):
    arrive(counted, profile, NOW - timedelta(days=1), count=2)
    assert ask(counted, city, Wish())["total"] == 2


def test_only_online_channels_count_unless_others_are_asked_for(counted, city, profile):
    for channel in Channel:
        arrive(counted, profile, NOW - timedelta(days=1), channel=channel.value)
    assert ask(counted, city, Wish())["total"] == 4
    two = Wish(channels=(Channel.COUNTER, Channel.MAIL))
    assert ask(counted, city, two)["total"] == 2


def test_one_procedure_can_be_asked_for(counted, city, profile):
    arrive(counted, profile, NOW - timedelta(days=1))
    arrive(counted, profile, NOW - timedelta(days=1), procedure="citizen-001")
    assert ask(counted, city, Wish(procedure="citizen-001"))["total"] == 1


def test_one_intake_can_be_asked_for(counted, city, profile):
    arrive(counted, profile, NOW - timedelta(days=1), intake="a" * 32)
    arrive(counted, profile, NOW - timedelta(days=1))
    assert ask(counted, city, Wish(intake="a" * 32))["total"] == 1


def test_days_are_days_in_tokyo_with_both_ends_included(counted, city, profile):
    midnight = datetime(2023, 11, 5, 15, 0, tzinfo=UTC)
    second = timedelta(seconds=1)
    for moment in (midnight - second, midnight, midnight + timedelta(days=1) - second,
                   midnight + timedelta(days=1)):  # fmt: skip
        arrive(counted, profile, moment)
    day = date(2023, 11, 6)
    assert ask(counted, city, Wish(day, day))["total"] == 2


def test_the_period_is_from_the_first_counted_day_to_today(counted, city, profile):
    arrive(counted, profile, datetime(2023, 11, 5, 15, 0, tzinfo=UTC))
    arrive(counted, profile, datetime(2020, 1, 1, tzinfo=UTC), kind=FactKind.DEMO)
    told = ask(counted, city, Wish())
    assert (told["from"], told["to"]) == ("2023-11-06", "2026-11-21")


def test_the_stamp_of_the_arrival_counts_not_todays_rules(counted, city, profile):
    noon = datetime(2023, 11, 6, 3, 0, tzinfo=UTC)
    sunday = classify(datetime(2023, 11, 5, 3, 0, tzinfo=UTC), profile)
    arrive(counted, profile, noon, arrival=sunday)
    assert ask(counted, city)["off_hours"]["count"] == 1


@pytest.mark.parametrize(
    "wish",
    [
        Wish(date(2023, 12, 1), date(2023, 11, 30)),
        Wish(procedure="no-such"),
        Wish(date(1, 1, 1), date(9999, 12, 31)),
    ],
)
def test_what_cannot_be_answered_is_refused(counted, city, wish):
    with pytest.raises(Unprocessable):
        ask(counted, city, wish)


def test_an_end_before_the_first_arrival_gives_an_empty_day(counted, city, profile):
    arrive(counted, profile, NOW - timedelta(days=1))
    told = ask(counted, city, Wish(last=date(2020, 1, 6)))
    assert (told["total"], told["from"], told["to"]) == (0, "2020-01-06", "2020-01-06")


def test_the_file_of_a_metric_says_what_was_counted(imported, city):
    with imported.reading() as session:
        selection = service.select(session, city, NOW, INTAKE)
        export = service.metric_export(session, city, selection, NOW, "off-hours")
    lines = service.as_csv(export).splitlines()
    assert lines[0].startswith("\ufeff区分,件数,割合,単位,")
    assert lines[1].startswith("市役所開庁時間以外,1930,69.2%,件,2023-11-06,2023-11-30,")
    assert lines[3].startswith("合計,2791,100%,件,")


def test_a_metric_that_is_not_on_the_shelf_is_not_found(counted, city):
    with counted.reading() as session, pytest.raises(NotFound):
        selection = service.select(session, city, NOW, Wish())
        service.metric_export(session, city, selection, NOW, "none")
