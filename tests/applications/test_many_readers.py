"""Many pages at once: more readers than connections and threads wait, and everybody is served."""

import asyncio
from collections import Counter

import httpx2
import pytest

from app.accounts.models import Role
from tests.applications.resident import PROPOSAL
from tests.applications.test_rush import cookies_of

pytestmark = pytest.mark.slow
READERS = 100


@pytest.fixture
def at_once(app, running):
    """The statuses of a page that a browser asks for many times together."""

    def at_once(address, headers):
        async def run():
            transport = httpx2.ASGITransport(app, raise_app_exceptions=False)
            async with httpx2.AsyncClient(transport=transport, base_url="http://city") as client:
                asked = (client.get(address, headers=headers) for _ in range(READERS))
                return Counter(each.status_code for each in await asyncio.gather(*asked))

        return running.portal.call(run)

    return at_once


def test_residents_who_read_at_once_are_all_served(new_resident, at_once):
    resident = new_resident(PROPOSAL).ready()
    assert at_once(f"{resident.base}/review", cookies_of(resident)) == {200: READERS}


def test_clerks_who_read_at_once_are_all_served(sign_in, at_once):
    cookie = sign_in(Role.ADMIN).cookies["staff"]
    assert at_once("/staff/", {"cookie": f"staff={cookie}"}) == {200: READERS}
