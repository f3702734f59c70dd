"""Dates as residents write them; dates, shares and hours as pages show them."""

import contextlib
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.i18n.formats import (
    format_date,
    format_date_ja,
    format_datetime,
    format_week,
    parse_date,
    parse_year,
    percent,
    share,
    wareki,
    yen,
)
from app.office_hours.pattern import WeeklyPattern

EVENING = datetime(2026, 11, 6, 14, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("R6.4.1", date(2024, 4, 1)),
        ("r6/4/1", date(2024, 4, 1)),
        ("令和６年４月１日", date(2024, 4, 1)),
        ("令和 6 年 4 月 1 日", date(2024, 4, 1)),
        ("令和六年四月一日", date(2024, 4, 1)),
        ("二〇二四年十二月二十四日", date(2024, 12, 24)),
        ("㋿6年4月1日", date(2024, 4, 1)),
        ("R060401", date(2024, 4, 1)),
        ("S60/5/3", date(1985, 5, 3)),
        ("昭和元年12月25日", date(1926, 12, 25)),
        ("昭和64年1月7日", date(1989, 1, 7)),
        ("平成元年1月8日", date(1989, 1, 8)),
        ("T15.12.24", date(1926, 12, 24)),
        ("明治45年7月29日", date(1912, 7, 29)),
        ("2024-04-01", date(2024, 4, 1)),
        ("2024/4/1", date(2024, 4, 1)),
        ("２０２４．４．１", date(2024, 4, 1)),
        ("2024−04−01", date(2024, 4, 1)),
        ("20240401", date(2024, 4, 1)),
        ("2024年4月1日（月）", date(2024, 4, 1)),
        ("2024年4月1日（令和6年）", date(2024, 4, 1)),
        ("2024年2月29日", date(2024, 2, 29)),
    ],
)
def test_a_date_is_read_in_every_usual_notation(text, day):
    assert parse_date(text) == day


def test_a_date_of_an_era_that_had_ended_is_read_as_that_day():
    assert parse_date("平成31年5月1日") == date(2019, 5, 1)
    assert wareki(parse_date("平成31年5月1日")) == "令和元年"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "あした",
        "24/4/1",
        "2024-02-30",
        "2023年2月29日",
        "令和0年4月1日",
        "令和元年4月30日",
        "昭和元年12月24日",
        "昭和65年1月1日",
        "大正16年1月1日",
        "明治5年12月2日",
        "2024年4月1日（火）",
        "2024年4月1日（令和5年）",
        "2024-04-01T10:00",
        "0024/4/1",
        "慶応3年1月1日",
        "R6.4",
        "2024413",
    ],
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError):
        parse_date(text)


@given(st.text())
def test_reading_any_text_gives_a_date_or_a_value_error(text):
    with contextlib.suppress(ValueError):
        assert isinstance(parse_date(text), date)


@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_shown_japanese_date_is_read_back_as_the_same_day(day):
    assert parse_date(format_date_ja(day)) == day


@given(st.dates(min_value=date(1873, 1, 1), max_value=date(2117, 12, 31)))
def test_every_day_written_in_its_era_is_read_back_as_the_same_day(day):
    assert parse_date(f"{wareki(day)}{day.month}月{day.day}日") == day


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2024", 2024),
        ("２０２４", 2024),
        ("2024年", 2024),
        ("R6", 2024),
        ("令和6年", 2024),
        ("令和元", 2019),
        ("平成元", 1989),
        ("s60", 1985),
    ],
)
def test_a_year_is_read_western_or_of_an_era(text, year):
    assert parse_year(text) == year


@pytest.mark.parametrize("text", ["", "24", "R", "R100", "令和0", "平成元年4月", "20245"])
def test_what_is_no_year_is_refused(text):
    with pytest.raises(ValueError):
        parse_year(text)


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        (date(2019, 4, 30), "平成31年"),
        (date(2019, 5, 1), "令和元年"),
        (date(2024, 4, 1), "令和6年"),
        (date(1989, 1, 7), "昭和64年"),
        (date(1989, 1, 8), "平成元年"),
        (date(1926, 12, 25), "昭和元年"),
        (date(1912, 7, 30), "大正元年"),
        (date(1873, 1, 1), "明治6年"),
        (date(1872, 12, 31), ""),
    ],
)
def test_the_era_year_changes_on_the_day_of_the_change(day, shown):
    assert wareki(day) == shown


@pytest.mark.parametrize(
    ("locale", "shown"),
    [
        ("ja", "2024年4月1日（令和6年）"),
        ("ja_JP@easy", "2024年4月1日"),
        ("en", "April 1, 2024"),
        ("zh_Hans", "2024年4月1日"),
        ("ko", "2024년 4월 1일"),
        ("id", "1 April 2024"),
        ("pt_BR", "1 de abril de 2024"),
    ],
)
def test_a_day_is_shown_in_the_words_of_the_language(locale, shown):
    assert format_date(date(2024, 4, 1), locale) == shown


def test_an_instant_in_japanese_gives_weekday_and_24_hour_time_in_tokyo():
    assert format_datetime(EVENING, "ja") == "2026年11月6日（金）23:05"


@pytest.mark.parametrize(
    ("instant", "shown"),
    [
        (EVENING, "2026年11月6日 午後11時5分"),
        (datetime(2026, 11, 5, 15, 0, tzinfo=UTC), "2026年11月6日 午前0時"),
        (datetime(2026, 11, 6, 3, 30, tzinfo=UTC), "2026年11月6日 午後0時30分"),
    ],
)
def test_an_instant_in_easy_japanese_says_morning_or_afternoon(instant, shown):
    assert format_datetime(instant, "ja_JP@easy") == shown


@pytest.mark.parametrize("locale", ["en", "vi", "zh_Hans", "fil", "ko", "id", "ne", "pt_BR"])
def test_an_instant_in_another_language_shows_the_day_in_tokyo_and_the_minutes(locale):
    shown = format_datetime(datetime(2026, 11, 5, 22, 7, tzinfo=UTC), locale)
    assert "2026" in shown and "6" in shown and "07" in shown and "{" not in shown


def test_a_naive_instant_is_never_shown():
    with pytest.raises(ValueError):
        format_datetime(datetime(2026, 11, 6, 14, 5), "ja")


def test_yen_are_grouped_by_thousands():
    assert yen(1234567) == "1,234,567円"
    assert yen(0) == "0円"
    assert yen(1000, "en") == "¥1,000"


OFFICE = {day: ["08:30-17:15"] for day in ("mon", "tue", "wed", "thu", "fri")}


@pytest.mark.parametrize(
    ("week", "locale", "shown"),
    [
        (OFFICE, "ja", "月～金 8:30～17:15"),
        (OFFICE, "ja_JP@easy", "月曜日から金曜日 午前8時30分から午後5時15分まで"),
        (OFFICE, "en", "Mon–Fri 8:30 AM–5:15 PM"),
        (OFFICE, "vi", "Th 2–Th 6 08:30–17:15"),
        (OFFICE | {"wed": ["08:30-19:00"]}, "ja",
         "月～火 8:30～17:15、水 8:30～19:00、木～金 8:30～17:15"),
        ({"sat": ["09:00-12:00", "13:00-17:00"]}, "ja", "土 9:00～12:00、13:00～17:00"),
        ({"sat": ["09:00-12:00"]}, "en", "Sat 9:00 AM–12:00 PM"),
        ({}, "ja", ""),
    ],
)  # fmt: skip
def test_hours_of_a_week_are_shown_in_the_words_of_the_language(week, locale, shown):
    told = format_week(WeeklyPattern.parse(week).days, locale)
    assert told.replace("\u202f", " ") == shown


@pytest.mark.parametrize(
    ("part", "whole", "told"),
    [
        (1930, 2791, "69.2"), (861, 2791, "30.8"), (1, 3, "33.3"), (2, 3, "66.7"),
        (1, 800, "0.1"), (5, 10_000, "0.1"), (4, 10_000, "0.0"), (5, 5, "100.0"), (0, 7, "0.0"),
        (0, 0, "—"),
    ],
)  # fmt: skip
def test_a_share_has_one_decimal_rounded_half_up(part, whole, told):
    assert share(part, whole) == told


def test_a_percentage_of_nothing_has_no_sign():
    assert percent(0, 0) == "—"
