"""Hours: other ones tried out, and the ones that a table says it was stamped by."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.calendar import service as calendar
from app.office_hours import WeeklyPattern, classify
from app.statistics.hours_text import hours_text
from app.statistics.metrics import METRICS
from app.statistics.service import hours_asked
from app.statistics.what_if import recount
from tests.statistics.conftest import INTAKE, NOW


@pytest.fixture
def engine():
    return "sqlite"


def test_longer_hours_lower_the_share_and_move_no_stamp(office, imported, city):
    table = office.get("/staff/statistics/what-if", params=INTAKE | {"wed.to": "19:00"}).text
    assert "もし 月火8:30-17:15、水8:30-19:00、木金8:30-17:15 なら" in table
    assert "ポイント" in table
    assert "1,930" in office.get("/staff/statistics", params=INTAKE).text


def test_the_usual_hours_give_the_recorded_share(office):
    page = office.get("/staff/statistics/what-if", params=INTAKE).text
    assert page.count("1,930") == 2
    assert "+0.0ポイント" in page


def test_the_recount_is_what_the_calendar_would_have_stamped(counted, city, profile):
    weekly = WeeklyPattern.parse({"mon": ["09:00-16:30"], "wed": ["08:30-19:00"]})
    other = replace(profile, weekly=weekly)
    slots, outside = {}, 0
    for number in range(4_000):
        moment = datetime(2023, 10, 1, tzinfo=UTC) + timedelta(minutes=37 * number)
        local = moment + timedelta(hours=9)
        slot = local.weekday() * 288 + (local.hour * 60 + local.minute) // 5
        key = (str(slot), classify(moment, profile).reason.value)
        slots[key] = slots.get(key, 0) + 1
        outside += not classify(moment, other).in_hours
    assert recount(slots, weekly).outside == outside


def test_hours_that_end_before_they_begin_are_told(office):
    answer = office.get(
        "/staff/statistics/what-if", params={"mon.from": "18:00", "mon.to": "09:00"}
    )
    assert answer.status_code == 422
    assert "月曜日の始まりは、終わりより前の時刻を選んでください" in answer.text


@pytest.mark.parametrize(
    ("hours", "told"),
    [
        (("08:30", "17:15"), "8:30-12:00・13:00-17:15"),
        (("08:30", "19:00"), "8:30-12:00・13:00-19:00"),
        (("08:30", "12:30"), "8:30-12:30"), (("13:00", "17:00"), "13:00-17:00"),
    ],
)  # fmt: skip
def test_other_hours_are_shut_at_noon_as_the_usual_ones(hours, told):
    usual = WeeklyPattern.parse({"mon": ["08:30-12:00", "13:00-17:15"]})
    asked = hours_asked.asked({"mon.from": hours[0], "mon.to": hours[1]}, usual)
    assert hours_text(asked.weekly) == f"月{told}"


def test_a_table_names_the_hours_that_stamped_it_not_todays(office, imported, profile):
    fewer = replace(profile, weekly=WeeklyPattern.parse({"mon": ["09:00-12:00"]}))
    with imported.writing() as session:
        calendar.record_version(session, fewer, NOW, actor="test")
    page = office.get("/staff/statistics", params=INTAKE).text
    assert "開庁時（平日8:30-17:15）" in page
    assert "月9:00-12:00" not in page
    assert page.count("<dt>判定に使った開庁時間</dt>") > len(METRICS) / 2
    told = office.get("/staff/statistics/off-hours.json", params=INTAKE).json()
    assert told["about"]["判定に使った開庁時間"] == "平日8:30-17:15"


def test_a_time_that_cannot_be_chosen_is_told_and_does_not_close_the_day(office):
    answer = office.get("/staff/statistics/what-if", params={"tue.to": "17:17"})
    assert answer.status_code == 422
    assert "火曜日の時刻「17:17」は選べません" in answer.text
