"""Every shipped form, screen by screen on a phone: nothing for axe to find, no sideways scroll.

The forms are filled in over the browser's own connection, which is ten times as fast as typing;
each screen is then opened with everything that the answers made it ask.
"""

from dataclasses import dataclass
from urllib.parse import urlencode, urljoin

import pytest
from playwright.sync_api import APIRequestContext, APIResponse, Browser, BrowserContext, Page

from app import procedures
from tests.journeys.conftest import AXE, CityHall, new_phone
from tests.procedures.applicant import Applicant

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FORMS = procedures.forms()
# No style sheet is fetched again (preload): only the rule on locked orientation would read it.
RUN = """async () => {
  const found = await axe.run({resultTypes: ['violations'], preload: false});
  const page = document.documentElement;
  return [
    ...found.violations.map((each) => `${each.id}: ${each.nodes[0].html.slice(0, 160)}`),
    ...(page.scrollWidth > page.clientWidth ? ['too wide'] : []),
  ];
}"""
TYPED = {"content-type": "application/x-www-form-urlencoded"}


@dataclass
class Answer:
    """What an applicant asks of an answer."""

    received: APIResponse

    @property
    def status_code(self) -> int:
        return self.received.status

    @property
    def headers(self) -> dict[str, str]:
        return self.received.headers

    @property
    def text(self) -> str:
        return self.received.text()


@dataclass
class Wire:
    """The connection of a browser, with its cookies, as an applicant uses it."""

    request: APIRequestContext
    base: str

    def csrf_token(self) -> str:
        page = self.get("/ja/offline").text
        return page.partition('"x-csrf-token": "')[2].partition('"')[0]

    def get(self, url: str) -> Answer:
        return Answer(self.request.get(urljoin(self.base, url), max_redirects=0))

    def post(self, url: str, data=None, *, csrf=True, files=None) -> Answer:
        body = urlencode(data or {}, doseq=True)
        there = urljoin(self.base, url)
        headers = TYPED | {"origin": self.base}
        return Answer(self.request.post(there, data=body, headers=headers, max_redirects=0))


@pytest.fixture(scope="module")
def phone(browser: Browser):
    """One browser for all forms, with axe in every page."""
    context = new_phone(browser, bypass_csp=True, service_workers="block")
    context.add_init_script(path=AXE)
    yield context
    context.close()


@pytest.fixture(scope="module")
def page(phone: BrowserContext) -> Page:
    return phone.new_page()


def barriers(page: Page, address: str) -> list[str]:
    """What axe finds on a screen, and whether a phone must scroll sideways."""
    page.goto(address)
    return [f"{address} {each}" for each in page.evaluate(RUN)]


@pytest.mark.parametrize("slug", sorted(FORMS))
def test_no_screen_of_a_form_has_a_barrier(
    city_hall: CityHall, phone: BrowserContext, page: Page, slug: str
) -> None:
    phone.clear_cookies()  # a phone of its own: one device holds no more than twenty drafts
    found = barriers(page, city_hall.address(f"/ja/apply/{slug}"))
    applicant = Applicant(Wire(phone.request, city_hall.base), slug)
    steps = [step.slug for step in applicant.walk()]
    for step in (*steps, "review"):
        found += barriers(page, city_hall.address(f"{applicant.base}/{step}"))
    assert found == []
