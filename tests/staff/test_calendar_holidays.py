"""Holiday files: they rule the years they cover, after somebody has looked at what changes."""

from datetime import UTC, date, datetime

import pytest

from app.accounts.models import Role
from app.calendar.models import CalendarVersion
from tests.staff.almanac import OPENING, ROWS, holiday_file, seen, sent, taken_over, uploaded


def test_an_uploaded_file_rules_the_years_it_covers(admin, profile):
    text = holiday_file(2027, "2027/6/1,見本の日", without=("8/11",))
    assert taken_over(admin, text).status_code == 303
    holidays = profile().holidays
    assert holidays.name(date(2027, 6, 1)) == "見本の日"
    assert holidays.name(date(2027, 8, 11)) is None
    assert holidays.name(date(2028, 8, 11)) == "山の日"


def test_what_arrives_is_stamped_by_the_uploaded_file(desk, admin):
    taken_over(admin, holiday_file(2027, "2027/6/1,見本の日"))
    assert desk.arrive(at=datetime(2027, 6, 1, 1, tzinfo=UTC)).reason == "holiday"


def test_a_later_file_keeps_the_years_that_only_the_earlier_covers(admin, profile):
    taken_over(admin, holiday_file(2027, "2027/6/1,見本の日"))
    taken_over(admin, holiday_file(2033, "2033/6/2,見本の日"))
    assert profile().holidays.years == (2027, 2033)
    assert profile().holidays.name(date(2027, 6, 1)) == "見本の日"


def test_a_file_is_kept_only_after_its_differences_were_shown(admin, profile):
    before = profile().version
    text = uploaded(admin, holiday_file(2027, "2027/6/1,見本の日", without=("8/11",))).text
    assert "2027年6月1日（火）" in text
    assert "山の日" in text
    assert profile().version == before


def test_a_file_that_agrees_with_the_law_says_so(admin):
    assert "違いはありません" in uploaded(admin, holiday_file(2027)).text


@pytest.mark.parametrize("encoding", ["cp932", "utf-8", "utf-8-sig"])
def test_a_file_is_read_in_both_of_its_encodings(admin, encoding):
    assert uploaded(admin, holiday_file(2027), encoding).status_code == 200


def test_a_file_that_ends_this_year_is_warned_of(admin):
    assert "このファイルは 2026年で終わっています" in uploaded(admin, holiday_file(2026)).text


def test_a_file_that_reaches_into_the_next_year_is_not_warned_of(admin):
    assert "で終わっています" not in uploaded(admin, holiday_file(2027)).text


def test_the_calendar_warns_of_a_file_that_has_come_to_its_end(desk, admin):
    taken_over(admin, holiday_file(2027))
    assert "で終わっています" not in admin.get("/staff/calendar").text
    desk.state.clock.set(datetime(2027, 1, 4, 1, tzinfo=UTC))
    admin = desk.clerk(role=Role.ADMIN)
    assert "祝日のファイルが 2027年で終わっています" in admin.get("/staff/calendar").text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (holiday_file(2027, "2027-6-1,見本の日"), "19行目：日付を"),
        (holiday_file(2027, "2027/6/1"), "19行目：日付と名称の2列"),
        (holiday_file(2027, "2027/1/1,元旦"), "19行目：同じ日が"),
        (holiday_file(2027, "1900/1/1,元旦"), "19行目：1949年から"),
        (holiday_file(2027, without=("11/23",)), "1年分そろった年がありません"),
        (b"\xa0\xa1\x81", "文字コードを読み取れません"),
        (b"x" * 200_001, "ファイルが大きすぎます"),
        (b"", "ファイルを選んでください"),
    ],
)
def test_a_file_that_cannot_rule_is_refused_with_its_row(admin, text, told):
    answer = uploaded(admin, text)
    assert answer.status_code == 422
    assert told in answer.text


def test_a_confirmation_with_other_rows_is_read_as_strictly(admin, profile):
    before = seen(uploaded(admin, holiday_file(2027)))
    answer = admin.post("/staff/calendar/holidays/take-over", before | {"rows": "2027/1/1,元日"})
    assert answer.status_code == 422
    assert profile().version == before["version"]


def test_a_stale_confirmation_of_a_file_is_shown_again(admin):
    shown = uploaded(admin, holiday_file(2027))
    sent(admin, "special", OPENING)
    data = seen(shown) | {"rows": ROWS.search(shown.text)[1]}
    answer = admin.post("/staff/calendar/holidays/take-over", data)
    assert answer.status_code == 409
    assert "この内容で取り込む" in answer.text


def test_the_same_file_twice_makes_one_version(desk, admin):
    taken_over(admin, holiday_file(2027))
    assert taken_over(admin, holiday_file(2027)).status_code == 422
    assert len(desk.office.rows(CalendarVersion)) == 2
    assert len(desk.audited("calendar_holidays_taken_over")) == 1
