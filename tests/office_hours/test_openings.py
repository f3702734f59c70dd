"""The line of openings."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from app.office_hours import (
    NeverOpenError,
    SpecialDay,
    SpecialKind,
    is_open,
    next_open_day,
    next_opening,
    open_days,
    open_seconds,
    previous_opening,
)

HOUR = 3600
WORKING_DAY = int(8.75 * HOUR)


@pytest.mark.parametrize(
    ("instant", "opening"),
    [
        ("2023-11-06T08:29:59", "2023-11-06T08:30:00"),
        ("2023-11-06T08:30:00", "2023-11-07T08:30:00"),
        ("2023-11-06T17:15:00", "2023-11-07T08:30:00"),
        ("2023-11-22T20:00:00", "2023-11-24T08:30:00"),
        ("2026-12-28T17:15:00", "2027-01-04T08:30:00"),
    ],
)
def test_the_next_opening_lies_after_the_instant(jst, profile, instant, opening):
    assert next_opening(jst(instant), profile) == jst(opening)


@pytest.mark.parametrize(
    ("instant", "opening"),
    [
        ("2023-11-06T08:29:59", "2023-11-02T08:30:00"),
        ("2023-11-06T08:30:00", "2023-11-06T08:30:00"),
        ("2023-11-06T23:00:00", "2023-11-06T08:30:00"),
        ("2027-01-04T08:29:59", "2026-12-28T08:30:00"),
    ],
)
def test_the_previous_opening_includes_the_instant_itself(jst, profile, instant, opening):
    assert previous_opening(jst(instant), profile) == jst(opening)


def test_openings_are_told_in_utc(jst, profile):
    instant = jst("2023-11-06T08:00:00")
    assert next_opening(instant, profile).utcoffset() == timedelta(0)
    assert previous_opening(instant, profile).utcoffset() == timedelta(0)


def test_an_opening_that_touches_the_usual_hours_is_no_second_opening(jst, with_specials):
    evening = SpecialDay(date(2026, 4, 1), SpecialKind.OPENING, time(17, 15), time(19))
    rules = with_specials(evening)
    assert previous_opening(jst("2026-04-01T18:00:00"), rules) == jst("2026-04-01T08:30:00")
    assert is_open(jst("2026-04-01T18:59:59"), rules)


def test_an_evening_opening_apart_from_the_usual_hours_is_a_second_opening(jst, with_specials):
    rules = with_specials(SpecialDay(date(2026, 4, 1), SpecialKind.OPENING, time(18), time(19)))
    assert next_opening(jst("2026-04-01T09:00:00"), rules) == jst("2026-04-01T18:00:00")
    assert previous_opening(jst("2026-04-01T20:00:00"), rules) == jst("2026-04-01T18:00:00")


def test_the_next_open_day_follows_the_day(profile):
    assert next_open_day(date(2023, 11, 22), profile) == date(2023, 11, 24)
    assert next_open_day(date(2023, 11, 24), profile) == date(2023, 11, 27)


def test_the_intake_of_november_2023_had_18_open_days_of_25(profile):
    assert open_days(profile, date(2023, 11, 6), date(2023, 11, 30)) == 18


def test_the_intake_of_november_2023_was_office_time_for_a_quarter_of_its_hours(jst, profile):
    start, end = jst("2023-11-06T00:00:00"), jst("2023-12-01T00:00:00")
    assert open_seconds(profile, start, end) / (end - start).total_seconds() == 0.2625


def test_a_period_that_ends_before_it_begins_has_no_open_days(profile):
    assert open_days(profile, date(2023, 11, 30), date(2023, 11, 6)) == 0


def test_a_special_opening_makes_a_sunday_an_open_day(with_specials):
    rules = with_specials(SpecialDay(date(2026, 3, 29), SpecialKind.OPENING, time(9), time(12)))
    assert open_days(rules, date(2026, 3, 28), date(2026, 3, 29)) == 1


def test_a_whole_day_closing_takes_an_open_day(with_specials):
    rules = with_specials(SpecialDay(date(2026, 8, 31), SpecialKind.CLOSING))
    assert open_days(rules, date(2026, 8, 31), date(2026, 8, 31)) == 0


@pytest.mark.parametrize(
    ("start", "end", "seconds"),
    [
        ("2023-11-06T00:00:00", "2023-11-07T00:00:00", WORKING_DAY),
        ("2023-11-06T08:30:00", "2023-11-06T17:15:00", WORKING_DAY),
        ("2023-11-06T17:14:59", "2023-11-07T08:30:01", 2),
        ("2023-11-06T12:00:00", "2023-11-06T12:00:00", 0),
        ("2023-11-06T13:00:00", "2023-11-06T12:00:00", 0),
        ("2023-11-25T00:00:00", "2023-11-27T00:00:00", 0),
    ],
)
def test_open_time_is_counted_to_the_second(jst, profile, start, end, seconds):
    assert open_seconds(profile, jst(start), jst(end)) == seconds


def test_a_profile_that_is_closed_for_years_is_refused_aloud(jst, profile):
    days = (date(2026, 1, 1) + timedelta(days=n) for n in range(4 * 366))
    rules = replace(profile, specials=tuple(SpecialDay(d, SpecialKind.CLOSING) for d in days))
    with pytest.raises(NeverOpenError):
        next_opening(jst("2026-01-05T10:00:00"), rules)
