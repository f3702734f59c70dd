"""National holidays as the law makes them."""

from datetime import date, timedelta

import jpholiday
import pytest

from app.office_hours.holidays import CITIZENS, SUBSTITUTE, holiday_name, holidays_of


@pytest.mark.parametrize("year", range(2015, 2036))
def test_every_day_agrees_with_the_independent_library(year):
    day = date(year, 1, 1)
    while day.year == year:
        assert (holiday_name(day) is not None) == jpholiday.is_holiday(day), day
        day += timedelta(days=1)


@pytest.mark.parametrize("year", range(2015, 2036))
def test_the_names_of_art_2_agree_with_the_independent_library(year):
    for day, name in holidays_of(year).items():
        if name not in (SUBSTITUTE, CITIZENS) and day not in (date(2019, 5, 1), date(2019, 10, 22)):
            assert jpholiday.is_holiday_name(day) == name, day


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2019, 4, 30), CITIZENS),
        (date(2019, 5, 1), "天皇の即位の日"),
        (date(2019, 5, 2), CITIZENS),
        (date(2019, 5, 6), SUBSTITUTE),
        (date(2019, 10, 22), "即位礼正殿の儀の行われる日"),
        (date(2019, 12, 23), None),
        (date(2019, 2, 23), None),
        (date(2020, 2, 23), "天皇誕生日"),
        (date(2018, 12, 24), SUBSTITUTE),
    ],
)
def test_the_change_of_reign_moved_these_days(day, name):
    assert holiday_name(day) == name


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2020, 7, 20), None),
        (date(2020, 7, 23), "海の日"),
        (date(2020, 7, 24), "スポーツの日"),
        (date(2020, 8, 10), "山の日"),
        (date(2020, 8, 11), None),
        (date(2020, 10, 12), None),
        (date(2021, 7, 19), None),
        (date(2021, 7, 22), "海の日"),
        (date(2021, 7, 23), "スポーツの日"),
        (date(2021, 8, 8), "山の日"),
        (date(2021, 8, 9), SUBSTITUTE),
        (date(2021, 8, 11), None),
        (date(2021, 10, 11), None),
        (date(2022, 7, 18), "海の日"),
        (date(2022, 10, 10), "スポーツの日"),
    ],
)
def test_the_olympic_years_moved_these_days(day, name):
    assert holiday_name(day) == name


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 9, 21), "敬老の日"),
        (date(2026, 9, 22), CITIZENS),
        (date(2026, 9, 23), "秋分の日"),
        (date(2032, 9, 21), CITIZENS),
        (date(1988, 5, 4), CITIZENS),
        (date(1985, 5, 4), None),
        (date(1997, 5, 4), None),
        (date(2003, 5, 4), None),
    ],
)
def test_a_day_between_two_holidays_is_a_citizens_holiday_since_1985(day, name):
    assert holiday_name(day) == name


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(1973, 2, 12), None),
        (date(1973, 4, 30), SUBSTITUTE),
        (date(1993, 5, 4), CITIZENS),
        (date(1987, 5, 4), SUBSTITUTE),
        (date(2003, 5, 6), None),
        (date(2008, 5, 6), SUBSTITUTE),
        (date(2009, 5, 6), SUBSTITUTE),
        (date(2015, 5, 6), SUBSTITUTE),
        (date(2027, 3, 22), SUBSTITUTE),
    ],
)
def test_a_holiday_on_a_sunday_moves_as_the_law_of_its_year_says(day, name):
    assert holiday_name(day) == name


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(1988, 4, 29), "天皇誕生日"),
        (date(1989, 4, 29), "みどりの日"),
        (date(2007, 4, 29), "昭和の日"),
        (date(2006, 5, 4), CITIZENS),
        (date(2007, 5, 4), "みどりの日"),
        (date(1999, 1, 15), "成人の日"),
        (date(2000, 1, 10), "成人の日"),
        (date(2019, 10, 14), "体育の日"),
        (date(2015, 8, 11), None),
        (date(2016, 8, 11), "山の日"),
    ],
)
def test_names_change_with_the_law(day, name):
    assert holiday_name(day) == name


@pytest.mark.parametrize(
    ("year", "spring", "autumn"),
    [
        (1979, 21, 24),
        (1980, 20, 23),
        (2012, 20, 22),
        (2024, 20, 22),
        (2026, 20, 23),
        (2027, 21, 23),
        (2044, 20, 22),
    ],
)
def test_the_equinoxes_fall_on_the_published_days(year, spring, autumn):
    assert holiday_name(date(year, 3, spring)) == "春分の日"
    assert holiday_name(date(year, 9, autumn)) == "秋分の日"


@pytest.mark.parametrize("year", [1948, 2151])
def test_years_beyond_the_formula_are_refused_rather_than_guessed(year):
    with pytest.raises(ValueError):
        holiday_name(date(year, 1, 1))


def test_the_holidays_of_a_year_cannot_be_changed_by_a_reader():
    with pytest.raises(TypeError):
        holidays_of(2026)[date(2026, 4, 1)] = "見本の日"
