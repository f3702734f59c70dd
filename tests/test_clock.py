"""The clock: aware, UTC, and Asia/Tokyo for people."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from app.clock import SystemClock, jst_date, require_utc, to_jst


def test_the_system_clock_tells_an_aware_instant_in_utc():
    assert require_utc(SystemClock().now()).tzinfo is UTC


def test_an_evening_in_utc_is_already_the_next_day_in_tokyo():
    instant = datetime(2023, 11, 5, 23, 30, tzinfo=UTC)
    assert jst_date(instant) == date(2023, 11, 6)
    assert to_jst(instant).strftime("%H:%M") == "08:30"


@pytest.mark.parametrize(
    "instant",
    [datetime(2026, 4, 1), datetime(2026, 4, 1, tzinfo=timezone(timedelta(hours=9)))],
)
def test_an_instant_that_is_not_aware_utc_is_refused(instant):
    with pytest.raises(ValueError):
        require_utc(instant)


def test_a_naive_datetime_has_no_day_in_tokyo():
    with pytest.raises(ValueError):
        jst_date(datetime(2026, 4, 1))
