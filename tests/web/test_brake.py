"""The brake by address lets many in, stops what has no end, and forgets."""

from datetime import timedelta

import pytest

from app.errors import RateLimited
from app.web.brake import WINDOW, Brake
from tests.clock import NOW


@pytest.fixture
def pressed():
    """A brake for two, pressed twice by one address."""
    brake = Brake(2)
    brake.press("192.0.2.1", NOW)
    brake.press("192.0.2.1", NOW)
    return brake


def test_one_deed_too_many_is_refused(pressed):
    with pytest.raises(RateLimited):
        pressed.press("192.0.2.1", NOW + WINDOW - timedelta(seconds=1))


def test_another_address_goes_on(pressed):
    pressed.press("192.0.2.2", NOW)


def test_the_next_window_begins_with_nothing(pressed):
    pressed.press("192.0.2.1", NOW + WINDOW)


def test_no_limit_is_no_brake():
    brake = Brake(0)
    for _ in range(5):
        brake.press("192.0.2.1", NOW)
