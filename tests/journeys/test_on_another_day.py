"""A line that breaks while a step is saved, and a form that goes on by mail on another phone."""

import re

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.conftest import CityHall, axe_violations, new_phone, overflow
from tests.journeys.line import line_to

pytestmark = [pytest.mark.browser, pytest.mark.slow]
FORM = "citizen-proposal"
MAIL = "mihon@example.jp"
SUBJECT = "公園の明かりについて"


def begin(page: Page, base: str, locale: str = "ja") -> None:
    page.goto(f"{base}/{locale}/apply/{FORM}")
    with page.expect_navigation():
        page.click("main form.form .button--primary")


def look(page: Page) -> None:
    assert overflow(page) <= 0, page.url
    assert axe_violations(page) == []


def first_box(page: Page):
    """The first box of a step that takes text."""
    return page.locator("#step-form input[type=text], #step-form textarea").first


def press_next(page: Page) -> None:
    page.click("#step-form .actions .button--primary")


def is_told(page: Page) -> None:
    page.locator("[data-offline]:not([hidden])").wait_for(timeout=20_000)


def test_a_line_that_breaks_is_told_and_the_typed_text_stays(
    city_hall: CityHall, browser: Browser
) -> None:
    with line_to(city_hall.base) as line, new_phone(browser, bypass_csp=True) as phone:
        page = phone.new_page()
        begin(page, line.base)
        page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
        page.reload()
        before = page.url
        first_box(page).fill(SUBJECT)
        line.cut()
        press_next(page)
        is_told(page)
        assert (page.url, first_box(page).input_value()) == (before, SUBJECT)
        look(page)
        line.mend()
        page.wait_for_timeout(3100)  # a second press within three seconds is the same finger
        with page.expect_navigation():
            press_next(page)
        assert page.locator("[data-offline]:not([hidden])").count() == 0
        page.goto(before)
        assert first_box(page).input_value() == SUBJECT


def test_a_phone_without_a_network_sends_nothing_and_says_so(
    city_hall: CityHall, browser: Browser
) -> None:
    with new_phone(browser) as phone:
        page = phone.new_page()
        begin(page, city_hall.base)
        before = page.url
        first_box(page).fill(SUBJECT)
        phone.set_offline(True)
        press_next(page)
        is_told(page)
        assert (page.url, first_box(page).input_value()) == (before, SUBJECT)
        phone.set_offline(False)
        page.wait_for_function("() => document.querySelector('[data-offline]').hidden")
        with page.expect_navigation():
            press_next(page)


def test_mail_link_and_code_lead_to_the_same_step_on_another_phone(
    city_hall: CityHall, browser: Browser
) -> None:
    with new_phone(browser, bypass_csp=True) as phone:
        page = phone.new_page()
        begin(page, city_hall.base)
        first_box(page).fill(SUBJECT)
        page.click('[name="_later"]')
        page.click("#main a.button--primary")
        page.click('a[href$="/by-mail"]')
        look(page)
        page.fill('[name="address"]', MAIL)
        before = len(city_hall.post.letters)
        page.click("main form .button--primary")
        code = re.search(r"：(\d{6})", city_hall.post.wait_for("：", after=before))[1]
        page.fill('[name="code"]', code)
        page.click('main button[value="code"]')
        look(page)
    letter = city_hall.post.wait_for("/resume/", after=before)
    link = re.search(r"http\S+/resume/\w+", letter)[0]
    with new_phone(browser, bypass_csp=True) as other:
        page = other.new_page()
        page.goto(link)
        assert SUBJECT not in page.inner_text("main")
        look(page)
        number = len(city_hall.post.letters)
        page.click('main button[value="again"]')
        code = re.search(r"：(\d{6})", city_hall.post.wait_for("：", after=number))[1]
        page.fill('[name="code"]', code)
        with page.expect_navigation():
            page.click('main button[value="open"]')
        look(page)
        assert first_box(page).input_value() == SUBJECT
