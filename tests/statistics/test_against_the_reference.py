"""Every stamp and every share agrees with a second opinion that shares no code with the app."""

import random
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction

import pytest

from app.office_hours import (
    HoursProfile,
    Period,
    Reason,
    SpecialDay,
    SpecialKind,
    WeeklyPattern,
    YearEnd,
    classify,
)
from app.statistics.models import percent
from tests.statistics.reference import Calendar, made_up

INSTANTS = 200_000
CALENDARS = 250
DAYS = 8
FIRST, LAST = date(2015, 1, 1), date(2035, 12, 31)


def clock(minute):
    return time(minute // 60, minute % 60)


def period(span):
    return Period(clock(span[0]), clock(span[1]))


def profile_of(calendar: Calendar) -> HoursProfile:
    """The same rules as the app holds them."""
    specials = [
        SpecialDay(day, SpecialKind.OPENING, clock(a), clock(b))
        for day, spans in calendar.openings.items()
        for a, b in spans
    ]
    for day, spans in calendar.closings.items():
        for span in spans:
            times = (clock(span[0]), clock(span[1])) if span else (None, None)
            specials.append(SpecialDay(day, SpecialKind.CLOSING, *times))
    week = tuple(tuple(map(period, spans)) for spans in calendar.week)
    return HoursProfile(
        "試験", WeeklyPattern(week), "v1", YearEnd(*calendar.year_end), specials=tuple(specials)
    )


def rounded(part, whole):
    """A share with one decimal, half up, in whole numbers alone."""
    tenths = (Fraction(1000 * part, whole) + Fraction(1, 2)).__floor__()
    return f"{tenths // 10}.{tenths % 10}%"


@pytest.mark.slow
def test_200_000_stamps_and_their_shares_agree_with_the_reference():
    chance = random.Random(20_261_121)
    checked, reasons = 0, Counter()
    for _ in range(CALENDARS):
        days = [FIRST + timedelta(days=chance.randrange((LAST - FIRST).days)) for _ in range(DAYS)]
        days[0] = days[0].replace(month=chance.choice([1, 5, 9, 12]), day=chance.randint(1, 28))
        calendar = made_up(chance, days)
        profile = profile_of(calendar)
        inside = outside = expected_outside = 0
        for _ in range(INSTANTS // CALENDARS):
            day, second = chance.choice(days), chance.randrange(86_400)
            local = datetime.combine(day, time()) + timedelta(seconds=second)
            arrival = classify((local - timedelta(hours=9)).replace(tzinfo=UTC), profile)
            reason, next_day = calendar.stamp(day, second // 60)
            assert (arrival.reason.value, arrival.next_open_day) == (reason, next_day), local
            inside, outside = inside + arrival.in_hours, outside + (not arrival.in_hours)
            expected_outside += reason not in ("special_opening", "in_hours")
            reasons[reason] += 1
            checked += 1
        assert percent(outside, inside + outside) == rounded(expected_outside, inside + outside)
    assert checked == INSTANTS
    assert set(reasons) == {reason.value for reason in Reason}


def test_the_reference_knows_the_table_of_koriyama():
    week = [[(510, 1035)]] * 5 + [[], []]
    calendar = Calendar(week, ((12, 29), (1, 3)), {}, {})
    minutes = sum(
        calendar.told(date(2023, 11, 6) + timedelta(days=number))[1].count(True)
        for number in range(25)
    )
    assert Fraction(minutes, 25 * 1440) == Fraction(2625, 10_000)
