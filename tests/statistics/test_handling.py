"""How long the office had an application: 行政手続法6条, corrections apart."""

from datetime import UTC, datetime, timedelta

import pytest

from app.applications.models import Status
from app.statistics.kpis.handling import handled
from app.statistics.store.events import Step

CAME = datetime(2026, 6, 1, tzinfo=UTC)


def steps(*path, days="7日", common=False):
    return [
        Step("a", "citizen-001", days, CAME, common, CAME + timedelta(days=day), status)
        for day, status in path
    ]


def test_the_days_of_a_correction_are_not_the_offices():
    path = [(0, Status.ARRIVED), (2, Status.CORRECTION_REQUESTED), (12, Status.CORRECTED),
            (16, Status.DECIDED)]  # fmt: skip
    (found,) = handled(steps(*path))
    assert (found.office.days, found.correction.days, found.is_in_time) == (6, 10, True)


def test_a_day_too_long_is_late():
    (found,) = handled(steps((0, Status.ARRIVED), (8, Status.DECIDED)))
    assert not found.is_in_time


@pytest.mark.parametrize(
    "left_out",
    [
        steps((0, Status.ARRIVED), (8, Status.DECIDED), common=True),
        steps((0, Status.ARRIVED), (8, Status.DECIDED), days=""),
        steps((0, Status.ARRIVED), (8, Status.WITHDRAWN)),
        steps((0, Status.ARRIVED)),
    ],
)
def test_what_has_no_standard_or_no_end_is_in_no_number(left_out):
    assert handled(left_out) == []
