"""What tests of the bench ask for: a clerk with a form of her own."""

import pytest

from tests.staff.workshop.bench import Bench


@pytest.fixture
def bench(desk, clerk) -> Bench:
    """A clerk of the school section, who has just begun a form."""
    return Bench(desk, clerk)
