"""Limits of a day counted from today."""

import datetime as dt

import pytest

from app.forms.bounds import resolve

DAY = dt.date(2024, 2, 29)


@pytest.mark.parametrize(
    ("bound", "day"),
    [
        (None, None),
        (dt.date(2026, 4, 1), dt.date(2026, 4, 1)),
        ("today", DAY),
        ("today+1d", dt.date(2024, 3, 1)),
        ("today-1y", dt.date(2023, 2, 28)),
        ("today+11m", dt.date(2025, 1, 29)),
        ("today-2m", dt.date(2023, 12, 29)),
        ("today+9999y", dt.date.max),
        ("today-9999y", dt.date.min),
    ],
)
def test_a_bound_means_a_day(bound, day):
    assert resolve(bound, DAY) == day
