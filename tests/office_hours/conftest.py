"""The hours most city halls keep, and instants told on the clock of Tokyo."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.clock import JST
from app.office_hours import HoursProfile, WeeklyPattern

WORKING_DAYS = ("mon", "tue", "wed", "thu", "fri")


@pytest.fixture
def profile():
    week = WeeklyPattern.parse({day: ["08:30-17:15"] for day in WORKING_DAYS})
    return HoursProfile("本庁 平日8:30-17:15", week, "v1")


@pytest.fixture
def with_specials(profile):
    return lambda *specials: replace(profile, specials=specials)


@pytest.fixture
def jst():
    def instant(text):
        return datetime.fromisoformat(text).replace(tzinfo=JST).astimezone(UTC)

    return instant
