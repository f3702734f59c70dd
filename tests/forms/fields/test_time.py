"""The time field."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.forms.fields.time import (
    HOUR_MISSING,
    MINUTE_MISSING,
    NOT_A_TIME,
    TOO_EARLY,
    TOO_LATE,
    TimeField,
)

FIELD = TimeField(key="at", label="時刻")


def read(hour="", minute="", field=FIELD):
    return field.parse({"hour": [hour], "minute": [minute]})


@pytest.mark.parametrize(
    "boxes", [("9", "5"), ("０９", "０５"), ("9時", "5分"), ("9:05",), ("9時5分",), ("0905",)]
)
def test_the_same_time_in_any_writing_is_one_value(boxes):
    assert read(*boxes) == "09:05"


@pytest.mark.parametrize("boxes", [("24", "0"), ("9", "60"), ("x", "1"), ("9:00", "5"), ("25:00",)])
def test_what_is_no_time_is_refused_at_the_hour(boxes):
    error = read(*boxes)
    assert (error.message_id, error.part) == (NOT_A_TIME, "hour")


def test_an_empty_box_is_named():
    assert (read("9").message_id, read("", "5").message_id) == (MINUTE_MISSING, HOUR_MISSING)


def test_times_outside_the_limits_are_refused():
    field = TimeField(key="at", label="時刻", earliest="09:00", latest="17:00")
    assert read("8", "59", field).message_id == TOO_EARLY
    assert read("17", "1", field).message_id == TOO_LATE
    assert read("17", "00", field) == "17:00"


@pytest.mark.parametrize(
    "limits", [{"earliest": "9:00"}, {"earliest": "10:00", "latest": "09:00"}, {"latest": "24:00"}]
)
def test_limits_that_are_no_times_are_refused(limits):
    with pytest.raises(ValueError, match=r"pattern|after"):
        TimeField(key="at", label="時刻", **limits)


@given(st.times())
def test_every_time_reads_back(time):
    value = f"{time:%H:%M}"
    assert FIELD.parse(FIELD.write(value)) == value


def test_the_page_has_two_number_pads_and_no_clock(draw):
    drawn = draw(FIELD)
    assert drawn.count('inputmode="numeric"') == 2 and 'type="time"' not in drawn
