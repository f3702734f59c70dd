"""From a city profile to the hours its statistics are counted by."""

from datetime import UTC, datetime

import pytest

from app.city import load, shipped, statistics_hours
from app.office_hours import Reason, classify


@pytest.mark.parametrize("name", shipped())
def test_every_shipped_city_counts_a_monday_morning_as_office_time(name):
    profile = statistics_hours(load(name), version="v1")
    assert profile.name == "本庁 平日8:30-17:15"
    assert classify(datetime(2023, 11, 5, 23, 30, tzinfo=UTC), profile).in_hours


def test_the_sunday_counter_does_not_change_the_statistics():
    city = load("koriyama")
    assert any(office.weekly.days[6] for office in city.offices)
    profile = statistics_hours(city, version="v1")
    assert classify(datetime(2026, 11, 8, 1, 0, tzinfo=UTC), profile).reason == Reason.SUNDAY
