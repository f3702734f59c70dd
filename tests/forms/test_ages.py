"""Ages and school grades."""

import datetime as dt

import pytest

from app.forms.ages import age_on, grade_on, grade_words

APRIL = dt.date(2027, 4, 1)


@pytest.mark.parametrize(
    ("birth", "grade"),
    [("2020-04-02", 1), ("2021-04-01", 1), ("2021-04-02", 0), ("2018-04-02", 3), ("2018-04-01", 4)],
)
def test_the_school_year_turns_between_the_first_and_second_of_april(birth, grade):
    assert grade_on(dt.date.fromisoformat(birth), APRIL) == grade


def test_the_day_before_april_is_still_the_old_school_year():
    assert grade_on(dt.date(2020, 4, 2), dt.date(2027, 3, 31)) == 0


@pytest.mark.parametrize(
    ("grade", "words"),
    [(0, "小学校に入る前"), (6, "小学6年生"), (7, "中学1年生"), (10, "中学校を卒業した年齢")],
)
def test_a_grade_is_told_in_words(grade, words):
    assert grade_words(grade, str) == words


@pytest.mark.parametrize(("day", "age"), [("2026-11-20", 5), ("2026-11-21", 6)])
def test_age_grows_on_the_birthday(day, age):
    assert age_on(dt.date(2020, 11, 21), dt.date.fromisoformat(day)) == age
