"""Every page of the workbench and of the DX office: nothing for axe to find, no sideways scroll."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.conftest import CityHall, axe_violations, overflow, sign_in

pytestmark = pytest.mark.browser

DESK = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}
PAGES = (
    "/staff/", "/staff/?status=reviewing&hours=off", "/staff/?q=ZZZZ", "/staff/morning",
    "/staff/procedures", "/staff/procedures?q=zzzz", "/staff/procedures/school-001",
    "/staff/intakes", "/staff/intakes/new", "/staff/accounts", "/staff/calendar", "/staff/tokens",
    "/staff/password", "/staff/statistics", "/staff/statistics?from=2020-01-01&to=2020-02-01",
    "/staff/statistics?from.year=abc&from.month=1&from.day=1&channel=x",
    "/staff/statistics/plan", "/staff/statistics/report", "/staff/statistics/indicators/missing",
    "/staff/statistics/indicators/printouts", "/staff/indicators",
    "/staff/statistics/plan/rows", "/staff/statistics/kpis/open-data-sets",
    "/staff/indicator-mail/dx",
    "/staff/applications/0000-0000-0", "/staff/nowhere",
)  # fmt: skip


@pytest.fixture(scope="module")
def desk(city_hall: CityHall, browser: Browser, staff_password: str) -> Iterator[Page]:
    """One signed-in browser for all the pages of this module."""
    context = browser.new_context(viewport=DESK, locale="ja-JP", timezone_id="Asia/Tokyo")
    page = context.new_page()
    sign_in(page, city_hall, staff_password)
    yield page
    context.close()


def faults(page: Page) -> list[str]:
    """What axe finds at a desk, and what a phone would have to scroll sideways."""
    page.set_viewport_size(DESK)
    found = axe_violations(page)
    page.set_viewport_size(PHONE)
    return found + axe_violations(page) + [f"{page.url} is too wide"] * (overflow(page) > 0)


@pytest.mark.parametrize("address", PAGES)
def test_a_staff_page_has_no_barrier(desk: Page, city_hall: CityHall, address: str) -> None:
    desk.goto(city_hall.address(address))
    assert "/staff/sign-in" not in desk.url
    assert faults(desk) == []


@pytest.mark.parametrize("address", ["/staff/", "/staff/morning", "/staff/intakes"])
def test_staff_pages_of_twice_the_size_fit_a_phone(
    desk: Page, city_hall: CityHall, address: str
) -> None:
    desk.set_viewport_size(PHONE)
    desk.goto(city_hall.address(address))
    desk.evaluate("() => { document.documentElement.style.fontSize = '200%'; }")
    assert overflow(desk) == 0


def test_an_address_that_waits_for_its_code_has_no_barrier(desk: Page, city_hall: CityHall) -> None:
    desk.set_viewport_size(PHONE)
    desk.goto(city_hall.address("/staff/statistics/report"))
    desk.get_by_label("メールアドレス").fill("mihon@example.jp")
    desk.get_by_role("button", name="受け取る").click()
    assert "確認コードをメールで送りました" in desk.locator("main").inner_text()
    desk.get_by_label("確認コード").fill("0")
    desk.get_by_role("button", name="確かめる").click()
    assert "確認コードがちがいます" in desk.locator(".error-summary").inner_text()
    assert faults(desk) == []
    desk.get_by_role("button", name="このメールアドレスを取り消す").click()
    assert "取り消しました" in desk.locator("main").inner_text()


def test_on_a_phone_the_menu_is_one_row_that_opens_without_a_script(
    desk: Page, city_hall: CityHall
) -> None:
    desk.set_viewport_size(PHONE)
    desk.goto(city_hall.address("/staff/intakes"))
    here = desk.locator(".staff-nav [aria-current=page]")
    assert not here.is_visible()
    assert desk.locator(".staff-nav").bounding_box()["height"] < 60
    desk.locator(".staff-nav summary").press("Enter")
    assert here.is_visible()
    assert here.inner_text() == "募集期間"


@pytest.mark.parametrize(
    ("address", "form"),
    [("/staff/intakes/new", "main form"), ("/staff/password", "main form")],
)
def test_a_refused_staff_form_has_no_barrier(
    desk: Page, city_hall: CityHall, address: str, form: str
) -> None:
    desk.goto(city_hall.address(address))
    desk.eval_on_selector(form, "each => { each.noValidate = true; each.submit(); }")
    desk.wait_for_selector(".error-summary")
    assert faults(desk) == []


def test_the_sign_in_page_has_no_barrier(city_hall: CityHall, browser: Browser) -> None:
    context = browser.new_context(viewport=DESK)
    page = context.new_page()
    page.goto(city_hall.address("/staff/sign-in"))
    assert faults(page) == []
    context.close()


def test_the_first_visit_is_light(city_hall: CityHall, browser: Browser) -> None:
    context = browser.new_context(viewport=PHONE, service_workers="block")
    page = context.new_page()
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    sizes: list[float] = []
    network.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(city_hall.address("/ja/"), wait_until="networkidle")
    assert len(sizes) <= 8
    assert sum(sizes) <= 45 * 1024
    context.close()


def test_suggestions_close_when_the_reader_goes_on(city_hall: CityHall, phone) -> None:
    page = phone.new_page()
    page.goto(city_hall.address("/ja/procedures"))
    page.locator("#q").press_sequentially("ごみ")
    page.wait_for_selector("#suggestions a")
    page.keyboard.press("Escape")
    assert page.locator("#suggestions a").count() == 0
    page.locator("#q").press_sequentially("の")
    page.wait_for_selector("#suggestions a")
    page.locator("#online").focus()
    assert page.locator("#suggestions a").count() == 0
