"""Hours in words."""

import pytest

from app.office_hours import WeeklyPattern
from app.statistics.hours_text import hours_text

WORKDAYS = ("mon", "tue", "wed", "thu", "fri")


def daily(days, periods):
    return dict.fromkeys(days, periods)


@pytest.mark.parametrize(
    ("week", "told"),
    [
        (daily(WORKDAYS, ["08:30-17:15"]), "平日8:30-17:15"),
        (daily(WORKDAYS, ["09:00-12:00", "13:00-16:30"]), "平日9:00-12:00・13:00-16:30"),
        (
            daily(WORKDAYS, ["08:30-17:15"]) | {"wed": ["08:30-19:00"]},
            "月火8:30-17:15、水8:30-19:00、木金8:30-17:15",
        ),
        (
            daily(WORKDAYS, ["08:30-17:15"]) | {"sun": ["09:00-12:00"]},
            "平日8:30-17:15、日9:00-12:00",
        ),
        (daily((*WORKDAYS, "sat"), ["08:30-17:15"]), "月〜土8:30-17:15"),
    ],
)
def test_days_with_the_same_hours_are_told_together(week, told):
    assert hours_text(WeeklyPattern.parse(week)) == told
