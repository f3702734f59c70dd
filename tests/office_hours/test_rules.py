"""What a profile of hours may say."""

from dataclasses import replace
from datetime import date, time

import pytest

from app.office_hours import SpecialDay, SpecialKind, WeeklyPattern, YearEnd

DAY = date(2026, 8, 31)


def test_a_week_without_any_office_time_is_no_profile(profile):
    with pytest.raises(ValueError):
        replace(profile, weekly=WeeklyPattern.parse({}))


@pytest.mark.parametrize(
    ("kind", "opens", "closes"),
    [
        (SpecialKind.OPENING, None, None),
        (SpecialKind.OPENING, time(9), None),
        (SpecialKind.CLOSING, None, time(9)),
        (SpecialKind.CLOSING, time(12), time(9)),
        (SpecialKind.CLOSING, time(9, 0, 1), time(12)),
    ],
)
def test_a_special_day_with_half_or_wrong_times_is_refused(kind, opens, closes):
    with pytest.raises(ValueError):
        SpecialDay(DAY, kind, opens, closes)


@pytest.mark.parametrize(
    ("first", "last"), [((11, 29), (1, 3)), ((12, 29), (12, 31)), ((1, 1), (1, 3))]
)
def test_a_year_end_that_does_not_pass_new_year_is_refused(first, last):
    with pytest.raises(ValueError):
        YearEnd(first, last)


def test_the_year_end_includes_both_its_days():
    rest = YearEnd()
    held = [d for d in (27, 28, 29, 30, 31) if rest.holds(date(2026, 12, d))]
    assert held == [29, 30, 31]
    assert [d for d in range(1, 8) if rest.holds(date(2027, 1, d))] == [1, 2, 3]


@pytest.mark.parametrize(
    ("opens", "closes", "left"),
    [
        (time(8), time(10), ["10:00-17:15"]),
        (time(10), time(11), ["08:30-10:00", "11:00-17:15"]),
        (time(15), time(18), ["08:30-15:00"]),
        (time(6), time(8, 30), ["08:30-17:15"]),
        (time(17, 15), time(20), ["08:30-17:15"]),
        (time(8), time(18), []),
    ],
)
def test_a_closing_cuts_its_times_out_of_the_day(with_specials, opens, closes, left):
    rules = with_specials(SpecialDay(DAY, SpecialKind.CLOSING, opens, closes))
    assert [str(period) for period in rules.open_periods(DAY)] == left


def test_overlapping_openings_are_one(with_specials):
    rules = with_specials(
        SpecialDay(DAY, SpecialKind.OPENING, time(7), time(9)),
        SpecialDay(DAY, SpecialKind.OPENING, time(8), time(8, 45)),
    )
    assert [str(period) for period in rules.open_periods(DAY)] == ["07:00-17:15"]


def test_the_order_in_which_special_days_are_entered_has_no_meaning(with_specials):
    closing = SpecialDay(DAY, SpecialKind.CLOSING)
    opening = SpecialDay(date(2026, 3, 29), SpecialKind.OPENING, time(9), time(12))
    assert with_specials(closing, opening) == with_specials(opening, closing)
