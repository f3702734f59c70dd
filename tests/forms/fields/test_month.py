"""The month field."""

import pytest

from app.forms.fields.month import (
    MONTH_MISSING,
    NOT_A_MONTH,
    TOO_EARLY,
    TOO_LATE,
    YEAR_MISSING,
    MonthField,
)

FIELD = MonthField(key="since", label="年月")


def read(year="", month="", era="", field=FIELD):
    return field.parse({"era": [era], "year": [year], "month": [month]})


@pytest.mark.parametrize(
    "boxes",
    [("2026", "4"), ("２０２６年", "０４月"), ("8", "4", "R"), ("R8", "4"), ("2026年4月",),
     ("令和8年4月",), ("2026-04",), ("R8.4",)],
)  # fmt: skip
def test_the_same_month_in_any_writing_is_one_value(boxes):
    assert read(*boxes) == "2026-04"


@pytest.mark.parametrize("boxes", [("2026", "13"), ("26", "4"), ("x", "1"), ("いつか",)])
def test_what_is_no_month_is_refused_at_the_year(boxes):
    error = read(*boxes)
    assert (error.message_id, error.part) == (NOT_A_MONTH, "year")


def test_an_empty_box_is_named():
    assert (read("2026").message_id, read("", "4").message_id) == (MONTH_MISSING, YEAR_MISSING)


def test_months_outside_the_limits_are_refused():
    field = MonthField(key="since", label="年月", earliest="2026-04", latest="2027-03")
    assert read("2026", "3", field=field).message_id == TOO_EARLY
    assert read("2027", "4", field=field).message_id == TOO_LATE


@pytest.mark.parametrize(
    "limits", [{"earliest": "2026-4"}, {"earliest": "2027-01", "latest": "2026-01"}]
)
def test_limits_that_leave_no_month_are_refused(limits):
    with pytest.raises(ValueError, match=r"pattern|after"):
        MonthField(key="since", label="年月", **limits)


@pytest.mark.parametrize(
    ("locale", "words"),
    [("ja", "2026年4月（令和8年）"), ("ja_JP@easy", "2026年4月"), ("en", "April 2026")],
)
def test_a_month_is_shown_in_the_readers_words(locale, words):
    assert FIELD.show("2026-04", str, locale) == words


def test_the_page_has_no_box_for_a_day(draw):
    drawn = draw(FIELD)
    assert drawn.count('inputmode="numeric"') == 2 and "令和" in drawn
