"""What holds for every instant of 2015 to 2035 and any special days."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from app.clock import jst_date, to_jst
from app.office_hours import (
    HoursProfile,
    Reason,
    SpecialDay,
    SpecialKind,
    WeeklyPattern,
    classify,
    is_open,
    next_opening,
    open_days,
    open_seconds,
    previous_opening,
)
from app.office_hours.document import dump, load
from app.office_hours.holidays import holiday_name
from tests.examples import examples

WORKING_DAYS = ("mon", "tue", "wed", "thu", "fri")
PLAIN = HoursProfile("本庁", WeeklyPattern.parse({d: ["08:30-17:15"] for d in WORKING_DAYS}), "v1")
SECOND = timedelta(seconds=1)
FIRST, LAST = datetime(2015, 1, 1), datetime(2035, 12, 31, 23, 59, 59)

instants = st.datetimes(FIRST, LAST, timezones=st.just(UTC))
# Boundaries are where mistakes live, so half of the instants stand at or beside one.
boundaries = st.builds(
    lambda day, clock, off: datetime.combine(day, clock, tzinfo=UTC) + timedelta(microseconds=off),
    st.dates(FIRST.date(), LAST.date()),
    st.sampled_from([time(23, 30), time(8, 15), time(15), time(0), time(3), time(9)]),
    st.sampled_from([-1_000_000, -1, 0, 1, 1_000_000]),
)
moments = instants | boundaries


@st.composite
def special_days(draw, around):
    day = around + timedelta(days=draw(st.integers(-3, 3)))
    kind = draw(st.sampled_from(list(SpecialKind)))
    if kind is SpecialKind.CLOSING and draw(st.booleans()):
        return SpecialDay(day, kind)
    first, last = sorted(draw(st.sets(st.integers(0, 95), min_size=2, max_size=2)))
    return SpecialDay(day, kind, _quarter(first), _quarter(last))


def _quarter(number):
    return time(number // 4, number % 4 * 15)


@st.composite
def cases(draw):
    moment = draw(moments)
    specials = draw(st.lists(special_days(jst_date(moment)), max_size=4))
    return moment, replace(PLAIN, specials=tuple(specials))


many = examples(300, suppress_health_check=[HealthCheck.too_slow])


@many
@given(moments)
def test_without_special_days_the_reasons_part_all_instants(moment):
    local = to_jst(moment)
    year_end = (local.month, local.day) >= (12, 29) or (local.month, local.day) <= (1, 3)
    holiday = holiday_name(local.date()) is not None
    weekend = {5: Reason.SATURDAY, 6: Reason.SUNDAY}.get(local.weekday())
    clock = local.time()
    if year_end:
        expected = Reason.YEAR_END
    elif holiday:
        expected = Reason.HOLIDAY
    elif weekend:
        expected = weekend
    elif clock < time(8, 30):
        expected = Reason.BEFORE_OPENING
    elif clock < time(17, 15):
        expected = Reason.IN_HOURS
    else:
        expected = Reason.AFTER_CLOSING
    assert classify(moment, PLAIN).reason == expected


@many
@given(cases())
def test_an_arrival_is_inside_exactly_when_the_office_is_open(case):
    moment, rules = case
    assert classify(moment, rules).in_hours == is_open(moment, rules)


@many
@given(cases())
def test_openings_enclose_the_instant_and_are_open(case):
    moment, rules = case
    before, after = previous_opening(moment, rules), next_opening(moment, rules)
    assert before <= moment < after
    assert next_opening(before, rules) == after
    assert is_open(before, rules) and is_open(after, rules)
    assert not is_open(before - SECOND, rules) and not is_open(after - SECOND, rules)


@many
@given(cases())
def test_nothing_is_open_between_an_arrival_outside_and_the_next_opening(case):
    moment, rules = case
    if not is_open(moment, rules):
        after = next_opening(moment, rules)
        assert open_seconds(rules, moment, after) == 0
        assert classify(moment, rules).next_open_day == jst_date(after)


@many
@given(cases())
def test_the_next_open_day_is_open_and_none_between_is(case):
    moment, rules = case
    day, target = jst_date(moment), classify(moment, rules).next_open_day
    assert target >= day
    assert open_days(rules, target, target) == 1
    assert open_days(rules, day + timedelta(days=1), target - timedelta(days=1)) == 0


@many
@given(cases(), st.timedeltas(timedelta(0), timedelta(days=10)))
def test_a_later_instant_never_has_an_earlier_opening(case, later):
    moment, rules = case
    assert next_opening(moment, rules) <= next_opening(moment + later, rules)
    assert previous_opening(moment, rules) <= previous_opening(moment + later, rules)
    first = classify(moment, rules).next_open_day
    assert first <= classify(moment + later, rules).next_open_day


@many
@given(cases(), st.timedeltas(timedelta(0), timedelta(days=5)))
def test_open_time_adds_up_over_any_cut(case, length):
    moment, rules = case
    start = moment.replace(microsecond=0)
    end = start + timedelta(seconds=int(length.total_seconds()))
    cut = start + timedelta(seconds=int(length.total_seconds() / 3))
    parts = open_seconds(rules, start, cut) + open_seconds(rules, cut, end)
    assert parts == open_seconds(rules, start, end)


@many
@given(cases())
def test_every_profile_survives_its_storage(case):
    _, rules = case
    assert load(dump(rules)) == rules


@given(st.dates(date(2015, 1, 1), date(2035, 12, 31)))
def test_a_working_day_has_eight_hours_and_three_quarters(day):
    start = datetime.combine(day, time(0), tzinfo=UTC) - timedelta(hours=9)
    seconds = open_seconds(PLAIN, start, start + timedelta(days=1))
    assert seconds == (31_500 if open_days(PLAIN, day, day) else 0)
