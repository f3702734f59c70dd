"""The date field."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.forms.fields.date import FUTURE, NOT_A_DATE, PAST, TOO_EARLY, TOO_LATE, DateField

FIELD = DateField(key="day", label="日付")


def read(year="", month="", day="", era=""):
    return FIELD.parse({"era": [era], "year": [year], "month": [month], "day": [day]})


@pytest.mark.parametrize(
    "boxes",
    [
        ("2024", "4", "1"),
        ("２０２４", "０４", "０１"),
        ("R6", "4", "1"),
        ("令和6", "4", "1"),
        ("令和６年", "４月", "１日"),
        ("6", "4", "1", "R"),
        ("６年", "4", "1", "R"),
        ("36", "4", "1", "H"),
        ("R6.4.1",),
        ("令和６年４月１日",),
        ("2024-04-01",),
        ("2024/4/1",),
    ],
)
def test_the_same_day_in_any_writing_is_one_iso_date(boxes):
    assert read(*boxes) == "2024-04-01"


@pytest.mark.parametrize("year", ["元", "元年", "1", "一", "一年"])
def test_the_first_year_of_an_era_is_typed_beside_it_in_any_writing(year):
    assert read(year, "5", "1", "R") == "2019-05-01"


def test_a_date_of_showa_is_read():
    assert read("60", "5", "3", "S") == "1985-05-03"


def test_the_last_heisei_sheets_are_read():
    assert read("平成31年5月1日") == "2019-05-01"


def test_an_era_beside_a_western_year_is_refused_not_guessed():
    assert read("2024", "4", "1", "R").message_id == NOT_A_DATE


@pytest.mark.parametrize(
    "boxes",
    [("2023", "2", "29"), ("2024", "13", "1"), ("6", "4", "1"), ("6", "4", "1", "X"), ("x",)],
)
def test_what_is_no_day_is_refused_at_the_year(boxes):
    error = read(*boxes)
    assert (error.message_id, error.part) == (NOT_A_DATE, "year")


@pytest.mark.parametrize(
    ("boxes", "part"),
    [(("2024", "4", ""), "day"), (("2024", "", "1"), "month"), (("", "4", "1"), "year")],
)
def test_an_empty_box_is_named(boxes, part):
    assert read(*boxes).part == part


def test_an_era_alone_is_no_answer():
    assert read(era="R") is None


@pytest.mark.parametrize(("year", "is_taken"), [("1085", False), ("1867", False), ("1868", True)])
def test_a_birth_before_every_family_register_is_a_slip(year, is_taken):
    field = DateField(key="birth", label="生年月日", birth=True)
    found = field.parse({"year": [year], "month": ["1"], "day": ["1"]})
    assert (found == f"{year}-01-01") is is_taken
    assert is_taken or found.message_id == TOO_EARLY


def test_days_outside_the_limits_are_refused():
    field = DateField(
        key="day", label="日付", earliest=dt.date(2024, 4, 1), latest=dt.date(2024, 4, 30)
    )
    assert field.parse({"year": ["2024-03-31"]}).message_id == TOO_EARLY
    assert field.parse({"year": ["2024-05-01"]}).message_id == TOO_LATE
    assert field.parse({"year": ["2024-04-30"]}) == "2024-04-30"


def test_limits_that_leave_no_day_are_refused():
    with pytest.raises(ValueError, match="earliest"):
        DateField(key="day", label="日付", earliest="2024-05-01", latest="2024-04-01")


def test_japanese_readers_see_the_era_year():
    assert FIELD.show("2024-04-01", str) == "2024年4月1日（令和6年）"


def test_other_readers_see_their_own_writing():
    assert FIELD.show("2024-04-01", str, "en") == "April 1, 2024"


def test_the_page_has_a_number_pad_for_each_box_and_no_calendar(draw):
    drawn = draw(FIELD)
    assert drawn.count('inputmode="numeric"') == 3 and 'type="date"' not in drawn


def test_the_page_offers_the_eras(draw):
    assert all(era in draw(FIELD) for era in ("令和", "平成", "昭和", "大正"))


def test_the_page_keeps_the_typed_era(draw):
    drawn = draw(FIELD, raw={"question.era": ["S"], "question.year": ["60"]})
    assert '<option value="S" selected>' in drawn


@given(st.dates(min_value=dt.date(1873, 1, 1)))
def test_every_day_reads_back(day):
    assert FIELD.parse(FIELD.write(day.isoformat())) == day.isoformat()


@given(st.dictionaries(st.sampled_from(DateField.PARTS), st.lists(st.text(), max_size=2)))
def test_any_input_is_read(raw):
    value = FIELD.parse(raw)
    if isinstance(value, str):
        assert FIELD.parse(FIELD.write(value)) == value


TODAY = dt.date(2026, 11, 21)


@pytest.mark.parametrize(
    ("limits", "day", "message"),
    [
        ({"not_future": True}, "2026-11-22", FUTURE),
        ({"not_past": True}, "2026-11-20", PAST),
        ({"earliest": "today+7d"}, "2026-11-27", TOO_EARLY),
        ({"latest": "today-18y"}, "2008-11-22", TOO_LATE),
    ],
)
def test_limits_counted_from_today_are_kept(limits, day, message):
    field = DateField(key="day", label="日付", **limits)
    assert field.bounds(day, TODAY).message_id == message


def test_today_itself_is_neither_past_nor_future():
    field = DateField(key="day", label="日付", not_future=True, not_past=True)
    assert field.bounds("2026-11-21", TODAY) is None


@pytest.mark.parametrize("bound", ["tomorrow", "today+1w", "today+99999d"])
def test_a_limit_that_means_no_day_is_refused(bound):
    with pytest.raises(ValueError, match="earliest"):
        DateField(key="day", label="日付", earliest=bound)


@pytest.mark.parametrize(("what", "words"), [("age", "8歳"), ("school_grade", "小学3年生")])
def test_age_or_grade_stands_beside_the_answer(what, words):
    field = DateField(key="day", label="日付", derive={"what": what, "on": "2027-04-01"})
    assert field.show("2018-04-02", str).endswith(f"／{words}")
