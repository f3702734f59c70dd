"""A supporter fills in for a parent, the office asks for a correction, the parent corrects it."""

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys import parent
from tests.journeys.conftest import CityHall, axe_violations, new_phone, overflow, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]

REASON = "番号が1けた足りません"
NEW_PHONE = "090-1111-2222"
PROXY = {"name.family": "郡山", "name.given": "太郎", "relation": "支援者", "phone": "024-900-0000"}
DESK = {"width": 1280, "height": 900}


def look(page: Page) -> None:
    """No sideways scroll, and nothing for axe to find."""
    assert overflow(page) <= 0, page.url
    assert axe_violations(page) == []


def press(page: Page, selector: str) -> None:
    with page.expect_navigation():
        page.locator(selector).first.click()


def apply_as_proxy(page: Page, city_hall: CityHall) -> str:
    """From the start page to the receipt; returns the number."""
    page.goto(city_hall.address(f"/ja/apply/{parent.FORM}"))
    page.check("#filler-proxy", force=True)
    press(page, f'form[action*="/apply/{parent.FORM}?"] button')
    look(page)
    for name, text in PROXY.items():
        page.fill(f'[name="proxy_{name}"]', text)
    page.check('[name="proxy_mandate.answer"]', force=True)
    press(page, "#proxy-form .actions .button--primary")
    while (slug := parent.here(page)) != "review":
        parent.fill_step(page, parent.form().step(slug))
        parent.press_next(page)
        assert not page.locator(".error-summary").count(), page.inner_text(".error-summary")
    assert "支援者" in page.inner_text("main")
    press(page, "#send-form .button--primary")
    look(page)
    return page.locator(".receipt dd .receipt__number").first.inner_text()


def ask_as_clerk(page: Page, city_hall: CityHall, number: str) -> None:
    """Take in, mark the phone number, say why."""
    page.goto(city_hall.address(f"/staff/applications/{number}"))
    assert "支援者" in page.inner_text("main")
    press(page, 'form:has(input[name="to"][value="accepted"]) button')
    press(page, 'a[href*="/correction"]')
    look(page)
    page.check('[value="g1_phone"]', force=True)
    page.fill('[name="why.g1_phone"]', REASON)
    press(page, "main form.form .button--primary")


def correct(page: Page, address: str) -> None:
    """Open what is asked, type it wrong once, then right."""
    page.goto(address)
    assert REASON in page.inner_text("main")
    press(page, 'a[href$="/correct"]')
    look(page)
    page.fill('[name="g1_phone"]', "1")
    press(page, "#revise-form .button--primary")
    look(page)
    page.fill('[name="g1_phone"]', NEW_PHONE)
    press(page, "#revise-form .button--primary")
    look(page)


def test_a_correction_goes_from_the_clerks_mark_to_the_comparison(
    city_hall: CityHall, browser: Browser, staff_password: str
) -> None:
    phone, desk = new_phone(browser), browser.new_context(viewport=DESK)
    page, clerk = phone.new_page(), desk.new_page()
    number = apply_as_proxy(page, city_hall)
    sign_in(clerk, city_hall, staff_password)
    ask_as_clerk(clerk, city_hall, number)
    correct(page, city_hall.address(f"/ja/applications/{number}"))
    clerk.goto(city_hall.address(f"/staff/applications/{number}"))
    assert NEW_PHONE in clerk.inner_text('section[aria-labelledby="changes"]')
    look(clerk)
    phone.close()
    desk.close()
