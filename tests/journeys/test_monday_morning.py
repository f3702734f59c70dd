"""Monday 8:30: ninety new notifications, one clerk, a keyboard: every one read and taken in."""

import re
from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest
from playwright.sync_api import Browser, Page

from tests.applications.resident import Resident
from tests.journeys.conftest import CityHall, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]
CASES = 90
MOST_ACTIONS_PER_CASE = 4
FORM = "dog-death"
TOKEN = re.compile(r'name="_csrf" value="([^"]+)"')


class Wire:
    """A resident's browser over the wire, as `Resident` expects one."""

    def __init__(self, base: str) -> None:
        self.client = httpx2.Client(base_url=base, follow_redirects=False, timeout=60)

    def csrf_token(self) -> str:
        return TOKEN.search(self.client.get(f"/ja/apply/{FORM}").text)[1]

    def get(self, address: str):
        return self.client.get(address)

    def post(self, address: str, data, *, csrf: bool = False, files=None):
        return self.client.post(address, data=data, files=files)


def send_one(base: str) -> str:
    wire = Wire(base)
    try:
        return Resident(wire, FORM).sent()
    finally:
        wire.client.close()


class Keyboard:
    """Presses keys and counts them; every press is one action of the clerk."""

    def __init__(self, page: Page) -> None:
        self.page, self.actions = page, 0

    def press(self, key: str, *, leads_on: bool = False) -> None:
        self.actions += 1
        if not leads_on:
            self.page.keyboard.press(key)
            return
        with self.page.expect_navigation():
            self.page.keyboard.press(key)


@pytest.fixture
def arrivals(city_hall: CityHall) -> list[str]:
    with ThreadPoolExecutor(4) as pool:
        return list(pool.map(send_one, [city_hall.base] * CASES))


@pytest.fixture
def queue(city_hall: CityHall, browser: Browser, staff_password: str, arrivals):
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="ja-JP")
    page = context.new_page()
    sign_in(page, city_hall, staff_password)
    # the clerk of this section sees this section's work only
    procedure = page.locator("#f-procedure option", has_text="犬")
    page.goto(city_hall.address(f"/staff/?procedure={procedure.first.get_attribute('value')}"))
    yield page
    context.close()


def test_ninety_are_read_and_taken_in_with_few_keys(queue: Page, city_hall, arrivals):
    keys = Keyboard(queue)
    address = queue.url
    assert queue.locator("tbody tr").count() == CASES
    oldest = queue.locator("tbody th a").last
    oldest.focus()
    keys.press("Enter", leads_on=True)
    read = {queue.locator("h1").inner_text()}
    for _ in range(CASES - 1):
        keys.press("n", leads_on=True)
        read.add(queue.locator("h1").inner_text())
    assert len(read) == CASES
    queue.goto(address)
    keys.press("a")
    keys.press("s")
    keys.press("Enter", leads_on=True)
    assert f"{CASES}件" in queue.inner_text("main")
    queue.goto(address)
    assert queue.locator("tbody .badge", has_text="受付").count() >= CASES
    assert keys.actions <= MOST_ACTIONS_PER_CASE * CASES
    print(f"{keys.actions} actions for {CASES} cases: {keys.actions / CASES:.2f} a case")
