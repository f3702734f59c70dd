"""The calendar: what a change of it does to what arrives, and never to what has arrived."""

from datetime import UTC, date, datetime, timedelta
from urllib.parse import quote

import pytest

from app.accounts.models import Role
from app.calendar.models import CalendarVersion
from app.journal import service as journal
from app.journal.models import Event
from app.office_hours import classify
from tests.clock import NOW
from tests.staff.almanac import CLOSING, KEY, OPENING, WEEK, sent

# 2026-11-29, 10:00 and 11:00 in Tokyo.
SUNDAY, LATER = datetime(2026, 11, 29, 1, tzinfo=UTC), datetime(2026, 11, 29, 2, tzinfo=UTC)
# 2026-11-25 (a Wednesday), 17:00 in Tokyo.
AFTERNOON = datetime(2026, 11, 25, 8, tzinfo=UTC)
ADDRESSES = (
    "/staff/calendar", "/staff/calendar/special", "/staff/calendar/hours",
    "/staff/calendar/holidays",
)  # fmt: skip


def test_a_special_opening_on_a_sunday_is_inside_for_what_arrives_later(desk, admin):
    assert sent(admin, "special", OPENING).status_code == 303
    late = desk.arrive(at=LATER)
    assert (late.in_hours, late.reason) == (True, "special_opening")


def test_a_special_opening_changes_no_stamp_of_before(desk, admin):
    desk.state.clock.set(SUNDAY + timedelta(minutes=30))
    admin = desk.clerk(role=Role.ADMIN)
    early = desk.arrive(at=SUNDAY)
    assert sent(admin, "special", OPENING).status_code == 303
    kept = desk.now(early)
    assert (kept.in_hours, kept.reason) == (False, "sunday")
    assert kept.calendar_version == early.calendar_version


def test_a_stamp_names_the_version_that_ruled(desk, admin, profile):
    sent(admin, "special", OPENING)
    assert desk.arrive(at=LATER).calendar_version == profile().version


@pytest.mark.parametrize(
    ("page", "data"),
    [
        ("special", CLOSING),
        ("hours", WEEK),
        (f"take-back?special={quote(KEY)}", {"special": KEY}),
    ],
)
def test_no_later_change_alters_a_stamp(desk, admin, page, data):
    sent(admin, "special", OPENING)
    made = desk.arrive(at=LATER)
    assert sent(admin, page, data).status_code == 303
    assert desk.now(made) == made


def test_a_special_day_taken_back_is_a_day_like_any_other(desk, admin):
    sent(admin, "special", OPENING)
    sent(admin, f"take-back?special={quote(KEY)}", {"special": KEY})
    assert desk.arrive(at=LATER).reason == "sunday"


def test_a_special_day_is_taken_back_only_after_a_page_has_asked(admin, profile):
    sent(admin, "special", OPENING)
    asked = admin.get(f"/staff/calendar/take-back?special={quote(KEY)}")
    assert "2026年11月29日（日）8:30〜12:00 臨時の開庁" in asked.text
    assert profile().specials


def test_a_special_day_gone_by_is_not_taken_back(desk, admin, profile):
    sent(admin, "special", OPENING)
    desk.state.clock.set(LATER + timedelta(days=1))
    admin = desk.clerk(role=Role.ADMIN)
    answer = sent(admin, f"take-back?special={quote(KEY)}", {"special": KEY})
    assert answer.status_code == 422
    assert profile().specials


def test_a_special_day_that_is_not_there_is_not_found(admin):
    assert admin.get("/staff/calendar/take-back?special=2026-01-01").status_code == 404


def test_a_closing_without_times_takes_the_whole_day(desk, admin):
    assert sent(admin, "special", CLOSING).status_code == 303
    assert desk.arrive(at=NOW + timedelta(days=1)).reason == "special_closing"


def test_other_weekly_hours_hold_from_the_next_arrival_on(desk, admin):
    early = desk.arrive(at=AFTERNOON)
    assert sent(admin, "hours", WEEK).status_code == 303
    late = desk.arrive(at=AFTERNOON + timedelta(seconds=1))
    assert (early.reason, late.reason) == ("in_hours", "after_closing")


def test_the_hours_of_a_week_may_have_a_noon_break(admin, profile):
    assert sent(admin, "hours", WEEK | {"mon": "８：３０〜12:00，13:00－17:15"}).status_code == 303
    assert profile().weekly.dump()["mon"] == ["08:30-12:00", "13:00-17:15"]


def test_the_form_of_the_week_shows_what_can_be_typed_again(admin):
    assert 'name="mon" value="8:30-17:15"' in admin.get("/staff/calendar/hours").text


@pytest.mark.parametrize(
    ("wrong", "label"),
    [
        ({"mon": "朝から"}, "月曜日"),
        ({"tue": "17:15-8:30"}, "火曜日"),
        ({"wed": "8:30-12:00、11:00-17:15"}, "水曜日"),
        ({"thu": "8:30-24:00"}, "木曜日"),
        ({"note": ""}, "理由"),
        ({"note": "長" * 101}, "理由"),
        (dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), ""), "月曜日"),
    ],
)
def test_hours_that_cannot_stand_are_named_by_their_field(admin, profile, wrong, label):
    before = profile().version
    answer = sent(admin, "hours", WEEK | wrong)
    assert answer.status_code == 422
    assert f"{label}：" in answer.text
    assert profile().version == before


@pytest.mark.parametrize(
    ("wrong", "label"),
    [
        ({"kind": ""}, "種類"),
        ({"kind": "special_party"}, "種類"),
        ({"day.month": "13"}, "日付"),
        ({"day.day": ""}, "日付"),
        ({"day.year": "", "day.month": "", "day.day": ""}, "日付"),
        ({"day.day": "24"}, "日付"),
        ({"day.year": "2062"}, "日付"),
        ({"from": ""}, "始まり"),
        ({"to": "25:00"}, "終わり"),
        ({"to": "8:30"}, "終わり"),
        ({"note": " "}, "理由"),
    ],
)
def test_a_special_day_that_cannot_stand_is_named_by_its_field(admin, profile, wrong, label):
    before = profile().version
    answer = sent(admin, "special", OPENING | wrong)
    assert answer.status_code == 422
    assert f"{label}：" in answer.text
    assert profile().version == before


def test_half_a_pair_of_times_does_not_close_a_whole_day(admin):
    answer = sent(admin, "special", CLOSING | {"to": "12:00"})
    assert answer.status_code == 422
    assert "始まり：" in answer.text


def test_what_was_typed_stays_in_the_page_when_something_is_wrong(admin):
    text = sent(admin, "special", OPENING | {"to": "いつか"}).text
    assert 'value="いつか"' in text
    assert 'name="day.day" type="text" inputmode="numeric" value="29"' in text


@pytest.mark.parametrize(
    "idle", [OPENING | {"day.day": "27"}, CLOSING | {"day.day": "28"}, OPENING | {"day.day": "29"}]
)
def test_a_special_day_that_changes_nothing_is_refused(admin, profile, idle):
    sent(admin, "special", OPENING)
    before = profile().version
    assert sent(admin, "special", idle).status_code == 422
    assert profile().version == before


def test_each_change_is_a_new_version_with_a_note_and_its_author(desk, admin):
    sent(admin, "special", OPENING)
    sent(admin, "hours", WEEK)
    text = admin.get("/staff/calendar").text
    assert text.index("開庁時間を変える：窓口時間の見直し") < text.index(
        "2026年11月29日（日）8:30〜12:00 臨時の開庁を加える：マイナンバーカードの休日窓口"
    )
    assert "見本 花子" in text
    assert len(desk.office.rows(CalendarVersion)) == 3


def test_each_change_is_written_down(desk, admin, profile):
    first = profile().version
    sent(admin, "special", OPENING)
    (entry,) = desk.audited("calendar_special_added")
    assert entry.subject == f"calendar:{profile().version}"
    assert entry.detail == f"{KEY} | {first}"


@pytest.mark.parametrize(
    ("page", "data", "action"),
    [
        (f"take-back?special={quote(KEY)}", {"special": KEY}, "calendar_special_taken_back"),
        ("hours", WEEK, "calendar_hours_changed"),
    ],
)
def test_the_other_changes_are_written_down_too(desk, admin, page, data, action):
    sent(admin, "special", OPENING)
    sent(admin, page, data)
    assert len(desk.audited(action)) == 1


def test_earlier_versions_stay_as_they_were(desk, admin):
    (first,) = desk.office.rows(CalendarVersion)
    sent(admin, "special", OPENING)
    kept = desk.office.rows(CalendarVersion, CalendarVersion.id == first.id)
    assert kept == [first]


def test_two_versions_of_one_second_keep_their_order(admin, profile):
    sent(admin, "special", OPENING)
    sent(admin, f"take-back?special={quote(KEY)}", {"special": KEY})
    sent(admin, "special", OPENING)
    assert [each.day for each in profile().specials] == [date(2026, 11, 29)]


def test_the_page_tells_the_hours_in_words(admin):
    text = admin.get("/staff/calendar").text
    assert "<dt>月曜日</dt><dd>8:30〜17:15</dd>" in text
    assert "<dt>日曜日</dt><dd>閉庁</dd>" in text
    assert "12月29日から1月3日まで" in text


def test_the_months_ahead_hold_holidays_and_special_days_in_order(admin):
    sent(admin, "special", OPENING)
    text = admin.get("/staff/calendar").text
    assert text.index("2026年11月29日（日）") < text.index("2027年1月1日（金）")
    assert "2026年11月23日" not in text


def test_statistics_split_where_the_calendar_changed(desk, admin, profile):
    for change in (WEEK, WEEK | {"mon": "10:00-16:30"}):
        with desk.state.database.writing() as session:
            arrival = classify(AFTERNOON, profile())
            journal.record(
                session, AFTERNOON, event=Event.ARRIVED, procedure="school-001", arrival=arrival
            )
        sent(admin, "hours", change)
    desk.state.clock.set(AFTERNOON)
    table = desk.clerk(role=Role.ADMIN).get("/staff/statistics/by-calendar.csv").text
    assert ",平日8:30-17:15,0,0.0%,1,1" in table
    assert ",平日9:00-16:30,1,100.0%,0,1" in table


def test_a_clerk_may_not_see_the_calendar(clerk):
    assert {clerk.get(address).status_code for address in ADDRESSES} == {403}


def test_the_dx_office_may_not_change_the_calendar(desk, profile):
    reader = desk.clerk(role=Role.DX_OFFICE)
    data = {"version": profile().version} | OPENING
    assert reader.post("/staff/calendar/special", data).status_code == 403


def test_a_stranger_is_sent_to_sign_in(client):
    answers = [client.get(address) for address in ADDRESSES]
    assert {each.status_code for each in answers} == {303}
    assert all(each.headers["location"].startswith("/staff/sign-in") for each in answers)


def test_only_administrators_are_led_to_the_calendar(admin, clerk):
    link = 'href="/staff/calendar"'
    assert link in admin.get("/staff/").text
    assert link not in clerk.get("/staff/").text
