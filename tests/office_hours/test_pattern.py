"""The shape of a week."""

from datetime import date, time

import pytest

from app.office_hours.pattern import Period, WeeklyPattern


def test_a_period_holds_its_opening_and_not_its_closing():
    period = Period.parse("08:30-17:15")
    assert period.holds(time(8, 30)) and period.holds(time(17, 14, 59, 999999))
    assert not period.holds(time(8, 29, 59, 999999)) and not period.holds(time(17, 15))


def test_a_period_is_written_as_it_is_read():
    assert str(Period.parse("08:30-17:15")) == "08:30-17:15"


@pytest.mark.parametrize(
    "text", ["", "8:30-17:15", "08:30", "17:15-08:30", "08:30-08:30", "24:00-25:00", "08:30〜17:15"]
)
def test_what_is_no_period_is_refused(text):
    with pytest.raises(ValueError):
        Period.parse(text)


def test_a_period_with_seconds_is_refused():
    with pytest.raises(ValueError):
        Period(time(8, 30, 1), time(17, 15))


def test_a_week_is_dumped_as_it_is_read():
    week = {"mon": ["08:30-12:00", "13:00-17:15"], "sun": ["09:00-12:00"]}
    assert WeeklyPattern.parse(week).dump() == week


def test_periods_of_a_day_are_put_in_order():
    week = WeeklyPattern.parse({"wed": ["13:00-17:15", "08:30-12:00"]})
    assert [str(period) for period in week.on(date(2026, 11, 4))] == ["08:30-12:00", "13:00-17:15"]


@pytest.mark.parametrize(
    "week",
    [
        {"mon": ["08:30-12:00", "11:59-17:15"]},
        {"mon": ["08:30-12:00", "12:00-17:15"]},
        {"月": ["08:30-17:15"]},
    ],
)
def test_a_week_that_contradicts_itself_is_refused(week):
    with pytest.raises(ValueError):
        WeeklyPattern.parse(week)
