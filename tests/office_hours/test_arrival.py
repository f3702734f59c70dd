"""The stamp of an arrival."""

from dataclasses import FrozenInstanceError, replace
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest

from app.office_hours import Reason, SpecialDay, SpecialKind, WeeklyPattern, classify, parse_cao_csv
from app.office_hours.holidays import holidays_of

OPENING, CLOSING = SpecialKind.OPENING, SpecialKind.CLOSING


@pytest.mark.parametrize(
    ("instant", "reason"),
    [
        ("2023-11-06T08:29:59", "before_opening"),
        ("2023-11-06T08:30:00", "in_hours"),
        ("2023-11-06T17:14:59", "in_hours"),
        ("2023-11-06T17:14:59.999999", "in_hours"),
        ("2023-11-06T17:15:00", "after_closing"),
        ("2023-11-23T10:00:00", "holiday"),
        ("2023-11-25T10:00:00", "saturday"),
        ("2023-11-26T10:00:00", "sunday"),
        ("2026-09-22T10:00:00", "holiday"),
        ("2027-03-22T10:00:00", "holiday"),
        ("2026-12-28T10:00:00", "in_hours"),
        ("2026-12-29T10:00:00", "year_end"),
        ("2027-01-01T10:00:00", "year_end"),
        ("2027-01-03T10:00:00", "year_end"),
        ("2027-01-04T10:00:00", "in_hours"),
        ("2023-11-06T00:00:00", "before_opening"),
        ("2023-11-06T23:59:59", "after_closing"),
        ("2024-02-29T10:00:00", "in_hours"),
    ],
)
def test_an_instant_has_the_first_reason_that_holds(jst, profile, instant, reason):
    arrival = classify(jst(instant), profile)
    assert arrival.reason == reason
    assert arrival.in_hours == (reason == "in_hours")


def test_a_sunday_night_in_utc_is_a_monday_opening_in_tokyo(profile):
    assert classify(datetime(2023, 11, 5, 23, 30, tzinfo=UTC), profile).in_hours


def test_midnight_in_utc_is_nine_in_the_morning_in_tokyo(profile):
    assert classify(datetime(2023, 11, 6, 0, 0, tzinfo=UTC), profile).in_hours


def test_midnight_in_tokyo_belongs_to_the_day_that_begins(jst, profile):
    assert classify(jst("2023-11-25T00:00:00"), profile).reason == Reason.SATURDAY
    assert classify(jst("2023-11-24T23:59:59.999999"), profile).reason == Reason.AFTER_CLOSING


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        ("2023-11-06T10:00:00", date(2023, 11, 6)),
        ("2023-11-06T08:00:00", date(2023, 11, 6)),
        ("2023-11-06T17:15:00", date(2023, 11, 7)),
        ("2023-11-22T23:00:00", date(2023, 11, 24)),
        ("2023-11-24T17:15:00", date(2023, 11, 27)),
        ("2026-12-28T17:15:00", date(2027, 1, 4)),
        ("2026-09-18T18:00:00", date(2026, 9, 24)),
        ("2019-04-26T18:00:00", date(2019, 5, 7)),
    ],
)
def test_the_next_open_day_is_the_day_the_section_can_begin(jst, profile, instant, day):
    assert classify(jst(instant), profile).next_open_day == day


def test_the_stamp_carries_the_version_of_the_calendar(jst, profile):
    arrival = classify(jst("2023-11-06T10:00:00"), replace(profile, version="2023-04-01"))
    assert arrival.calendar_version == "2023-04-01"


def test_the_stamp_cannot_be_changed(jst, profile):
    with pytest.raises(FrozenInstanceError):
        classify(jst("2023-11-06T10:00:00"), profile).in_hours = False


@pytest.mark.parametrize(
    "instant",
    [datetime(2023, 11, 6, 10), datetime(2023, 11, 6, 10, tzinfo=timezone(timedelta(hours=9)))],
)
def test_only_aware_utc_is_classified(profile, instant):
    with pytest.raises(ValueError):
        classify(instant, profile)


def test_reasons_are_told_in_the_order_of_the_contract():
    assert [reason.value for reason in Reason] == [
        "special_opening",
        "special_closing",
        "year_end",
        "holiday",
        "sunday",
        "saturday",
        "before_opening",
        "after_closing",
        "in_hours",
    ]


def test_only_two_reasons_are_inside():
    assert [r for r in Reason if r.is_inside] == [Reason.SPECIAL_OPENING, Reason.IN_HOURS]


@pytest.mark.parametrize(
    ("instant", "reason", "day"),
    [
        ("2026-03-29T08:59:59", "sunday", date(2026, 3, 29)),
        ("2026-03-29T09:00:00", "special_opening", date(2026, 3, 29)),
        ("2026-03-29T11:59:59", "special_opening", date(2026, 3, 29)),
        ("2026-03-29T12:00:00", "sunday", date(2026, 3, 30)),
    ],
)
def test_outside_a_special_opening_the_days_own_reason_holds(
    jst, with_specials, instant, reason, day
):
    rules = with_specials(SpecialDay(date(2026, 3, 29), OPENING, time(9), time(12)))
    arrival = classify(jst(instant), rules)
    assert (arrival.reason, arrival.next_open_day) == (reason, day)


@pytest.mark.parametrize(
    ("instant", "reason", "day"),
    [
        ("2026-04-01T16:00:00", "in_hours", date(2026, 4, 1)),
        ("2026-04-01T17:30:00", "after_closing", date(2026, 4, 1)),
        ("2026-04-01T18:00:00", "special_opening", date(2026, 4, 1)),
        ("2026-04-01T20:00:00", "after_closing", date(2026, 4, 2)),
    ],
)
def test_an_evening_opening_lengthens_a_working_day(jst, with_specials, instant, reason, day):
    rules = with_specials(SpecialDay(date(2026, 4, 1), OPENING, time(18), time(20)))
    arrival = classify(jst(instant), rules)
    assert (arrival.reason, arrival.next_open_day) == (reason, day)


@pytest.mark.parametrize("day", ["2026-12-31", "2026-11-03"])
def test_a_special_opening_goes_before_year_end_and_holiday(jst, with_specials, day):
    rules = with_specials(SpecialDay(date.fromisoformat(day), OPENING, time(9), time(12)))
    assert classify(jst(f"{day}T09:00:00"), rules).reason == Reason.SPECIAL_OPENING


@pytest.mark.parametrize("clock", ["00:00:00", "08:30:00", "12:00:00", "23:59:59"])
def test_a_closing_without_times_takes_the_whole_day(jst, with_specials, clock):
    rules = with_specials(SpecialDay(date(2026, 8, 31), CLOSING, note="見本：台風"))
    arrival = classify(jst(f"2026-08-31T{clock}"), rules)
    assert (arrival.reason, arrival.in_hours) == (Reason.SPECIAL_CLOSING, False)
    assert arrival.next_open_day == date(2026, 9, 1)


@pytest.mark.parametrize(
    ("clock", "reason", "day"),
    [
        ("08:00:00", "before_opening", date(2026, 8, 31)),
        ("14:59:59", "in_hours", date(2026, 8, 31)),
        ("15:00:00", "special_closing", date(2026, 9, 1)),
        ("17:14:59", "special_closing", date(2026, 9, 1)),
        ("17:15:00", "after_closing", date(2026, 9, 1)),
    ],
)
def test_a_closing_of_part_of_a_day_holds_inside_its_times(jst, with_specials, clock, reason, day):
    rules = with_specials(SpecialDay(date(2026, 8, 31), CLOSING, time(15), time(17, 15)))
    arrival = classify(jst(f"2026-08-31T{clock}"), rules)
    assert (arrival.reason, arrival.next_open_day) == (reason, day)


def test_a_late_start_opens_later_the_same_day(jst, with_specials):
    rules = with_specials(SpecialDay(date(2026, 8, 31), CLOSING, time(8), time(10)))
    closed = classify(jst("2026-08-31T09:00:00"), rules)
    assert (closed.reason, closed.next_open_day) == (Reason.SPECIAL_CLOSING, date(2026, 8, 31))
    assert classify(jst("2026-08-31T07:00:00"), rules).reason == Reason.BEFORE_OPENING


def test_closings_that_take_all_the_office_time_close_the_day(jst, with_specials):
    rules = with_specials(SpecialDay(date(2026, 8, 31), CLOSING, time(8, 30), time(17, 15)))
    arrival = classify(jst("2026-08-31T07:00:00"), rules)
    assert (arrival.reason, arrival.next_open_day) == (Reason.SPECIAL_CLOSING, date(2026, 9, 1))


def test_an_opening_inside_a_closed_day_is_open(jst, with_specials):
    day = date(2026, 8, 31)
    rules = with_specials(SpecialDay(day, CLOSING), SpecialDay(day, OPENING, time(13), time(15)))
    assert classify(jst("2026-08-31T14:00:00"), rules).reason == Reason.SPECIAL_OPENING
    before = classify(jst("2026-08-31T10:00:00"), rules)
    assert (before.reason, before.next_open_day) == (Reason.SPECIAL_CLOSING, day)


def test_a_special_day_does_not_touch_its_neighbours(jst, with_specials):
    rules = with_specials(SpecialDay(date(2026, 8, 31), CLOSING))
    assert classify(jst("2026-08-28T10:00:00"), rules).in_hours
    assert classify(jst("2026-09-01T10:00:00"), rules).in_hours


def test_a_noon_break_is_before_the_afternoons_opening(jst, profile):
    week = WeeklyPattern.parse({"mon": ["08:30-12:00", "13:00-17:15"]})
    arrival = classify(jst("2026-11-02T12:30:00"), replace(profile, weekly=week))
    assert (arrival.reason, arrival.next_open_day) == (Reason.BEFORE_OPENING, date(2026, 11, 2))


@pytest.mark.parametrize(
    ("clock", "reason"),
    [("08:00", "before_opening"), ("10:00", "in_hours"), ("13:00", "after_closing")],
)
def test_a_saturday_with_hours_of_its_own_has_the_reasons_of_an_open_day(
    jst, profile, clock, reason
):
    rules = replace(profile, weekly=WeeklyPattern.parse({"sat": ["09:00-12:00"]}))
    assert classify(jst(f"2026-11-07T{clock}:00"), rules).reason == reason


def test_a_working_day_without_hours_lies_after_the_last_closing(jst, profile):
    rules = replace(profile, weekly=WeeklyPattern.parse({"mon": ["08:30-17:15"]}))
    arrival = classify(jst("2026-11-04T10:00:00"), rules)
    assert (arrival.reason, arrival.next_open_day) == (Reason.AFTER_CLOSING, date(2026, 11, 9))


def test_the_official_file_closes_a_day_the_program_cannot_know(jst, profile):
    rows = [f"{d.year}/{d.month}/{d.day},{name}" for d, name in holidays_of(2026).items()]
    table = parse_cao_csv("\n".join([*rows, "2026/6/10,見本の日"]).encode())
    rules = replace(profile, holidays=table)
    assert classify(jst("2026-06-10T10:00:00"), profile).in_hours
    assert classify(jst("2026-06-10T10:00:00"), rules).reason == Reason.HOLIDAY
