"""Two administrators change the calendar at once: one is first, the other is told."""

import threading
from urllib.parse import quote

import pytest

from app.accounts.models import Role
from app.calendar import service as calendar
from app.calendar.models import CalendarVersion
from app.staff.service import calendar as staff_calendar
from app.staff.service import calendar_forms
from app.web.posted import Posted
from tests.clock import NOW
from tests.staff.almanac import CLOSING, KEY, OPENING, WEEK, seen, sent


def test_the_second_of_two_administrators_is_told(desk, admin):
    other = desk.clerk(role=Role.ADMIN)
    shown = seen(other.get("/staff/calendar/special"))
    sent(admin, "special", OPENING)
    answer = other.post("/staff/calendar/special", shown | CLOSING)
    assert answer.status_code == 409
    assert "ほかの管理者が、先に暦を変えました" in answer.text
    assert 'value="台風のため"' in answer.text


def test_the_second_of_two_administrators_may_send_the_page_again(desk, admin, profile):
    other = desk.clerk(role=Role.ADMIN)
    shown = seen(other.get("/staff/calendar/special"))
    sent(admin, "special", OPENING)
    again = other.post("/staff/calendar/special", shown | CLOSING)
    assert other.post("/staff/calendar/special", seen(again) | CLOSING).status_code == 303
    assert len(profile().specials) == 2


@pytest.mark.parametrize(
    ("page", "data"),
    [("hours", WEEK), (f"take-back?special={quote(KEY)}", {"special": KEY})],
)
def test_no_stale_page_changes_the_calendar(desk, admin, page, data):
    sent(admin, "special", OPENING)
    stale = seen(admin.get(f"/staff/calendar/{page}"))
    sent(admin, "special", CLOSING)
    answer = admin.post(f"/staff/calendar/{page.partition('?')[0]}", stale | data)
    assert answer.status_code == 409


def test_of_two_changes_at_the_very_same_time_one_is_kept(desk, profile):
    version, done, start = profile().version, [], threading.Barrier(2)
    editor = staff_calendar.Editor(desk.state.city, "test", NOW, version)

    def change(weekly):
        start.wait()
        try:
            with desk.state.database.writing() as session:
                done.append(staff_calendar.change_hours(session, editor, weekly, note="同時"))
        except calendar.CalendarMoved as error:
            done.append(error)

    weeks = [week_of(f"9:00-1{hour}:00") for hour in (6, 7)]
    threads = [threading.Thread(target=change, args=(week,)) for week in weeks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(isinstance(each, calendar.CalendarMoved) for each in done) == 1
    assert len(desk.office.rows(CalendarVersion)) == 2


def week_of(hours):
    fields = {day: [hours] for day in calendar_forms.DAY_NAMES}
    return calendar_forms.read_week(Posted(fields | {"note": ["x"]}, {}))[0]
