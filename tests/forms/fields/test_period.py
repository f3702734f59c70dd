"""The period field."""

import datetime as dt

import pytest

from app.forms.fields.date import BOX_MISSING, NOT_A_DATE, TOO_EARLY
from app.forms.fields.period import BACKWARDS, FROM_MISSING, TO_MISSING, TOO_LONG, PeriodField

FIELD = PeriodField(key="stay", label="期間")


def read(start="", end="", field=FIELD):
    return field.parse({"from_year": [start], "to_year": [end]})


def test_both_days_are_read():
    assert read("R8.4.1", "2026-04-30") == {"from": "2026-04-01", "to": "2026-04-30"}


def test_one_day_is_a_period():
    assert read("2026-04-01", "2026-04-01") == {"from": "2026-04-01", "to": "2026-04-01"}


def test_an_end_before_the_beginning_is_refused_at_the_end():
    error = read("2026-04-02", "2026-04-01")
    assert (error.message_id, error.part) == (BACKWARDS, "to_year")


def test_a_missing_day_is_named():
    assert read("2026-04-01").message_id == TO_MISSING
    assert read("", "2026-04-01").message_id == FROM_MISSING


def test_an_open_end_may_be_left_free():
    field = PeriodField(key="stay", label="期間", open_end=True)
    assert read("2026-04-01", field=field) == {"from": "2026-04-01"}
    assert field.show({"from": "2026-04-01"}, str) == "2026年4月1日（令和8年）から"


def test_a_wrong_day_is_refused_in_its_own_box():
    assert (read("2026-04-01", "2026-02-30").message_id, read("x", "").part) == (
        NOT_A_DATE,
        "from_year",
    )


def test_an_empty_small_box_is_named():
    error = FIELD.parse({"to_year": ["2026"], "to_month": ["4"], "from_year": ["2026-04-01"]})
    assert (error.message_id, error.part) == (BOX_MISSING["day"], "to_day")


def test_a_period_that_is_too_long_is_refused():
    field = PeriodField(key="stay", label="期間", max_days=7)
    assert read("2026-04-01", "2026-04-08", field).message_id == TOO_LONG
    assert not hasattr(read("2026-04-01", "2026-04-07", field), "message_id")


def test_both_days_keep_the_limits():
    field = PeriodField(key="stay", label="期間", earliest="2026-04-01")
    assert read("2026-03-31", "2026-04-02", field).message_id == TOO_EARLY


def test_limits_counted_from_today_are_kept():
    field = PeriodField(key="stay", label="期間", earliest="today")
    value = {"from": "2026-04-01", "to": "2026-04-02"}
    error = field.bounds(value, dt.date(2026, 4, 2))
    assert (error.message_id, error.part) == (TOO_EARLY, "from_year")


def test_limits_that_leave_no_day_are_refused():
    with pytest.raises(ValueError, match="earliest"):
        PeriodField(key="stay", label="期間", earliest="2026-05-01", latest="2026-04-01")


def test_the_page_has_two_groups_of_boxes(draw):
    drawn = draw(FIELD)
    assert drawn.count('inputmode="numeric"') == 6 and "始まりの日" in drawn
