"""A parent applies for two children on a phone; the city hears of it, and answers."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys import parent
from tests.journeys.conftest import (
    CityHall,
    axe_violations,
    new_phone,
    overflow,
    sign_in,
)

pytestmark = pytest.mark.browser

LATER = "shuro-shomei.jpg"
QUESTION = "見本の質問です。いつごろ決まりますか。"
MESSAGE = "書類を確認しました。見本のお知らせです。"


def look(page: Page, seen: list[str], *, is_scripted: bool) -> None:
    """Every screen of the journey: no sideways scroll, and nothing for axe to find."""
    assert overflow(page) <= 0, page.url
    if is_scripted:
        seen.extend(axe_violations(page))


def apply_for_two(
    page: Page, city_hall: CityHall, folder: Path, *, is_scripted: bool, locale: str = "ja"
) -> tuple[list[str], list[str]]:
    """From the search box to the receipt; returns the numbers and what axe found."""
    found: list[str] = []
    page.goto(city_hall.address(f"/{locale}/"))
    look(page, found, is_scripted=is_scripted)
    page.fill('input[name="q"]', "学童" if locale != "en" else "after school")
    page.press('input[name="q"]', "Enter")
    page.wait_for_url("**/procedures?**")
    look(page, found, is_scripted=is_scripted)
    page.locator('main a[href*="/procedures/school-001"]').first.click()
    page.wait_for_url("**/procedures/school-001")
    look(page, found, is_scripted=is_scripted)
    page.locator(f'main a[href*="/apply/{parent.FORM}"]').first.click()
    page.wait_for_url(f"**/apply/{parent.FORM}**")
    look(page, found, is_scripted=is_scripted)
    page.locator(f'form[action*="/apply/{parent.FORM}?"] button').click()
    page.wait_for_url(f"**/apply/{parent.FORM}/*/guardian-1")
    for step in _steps(page):
        look(page, found, is_scripted=is_scripted)
        if step.slug == "children" and page.locator("[id^=item-children-]").count() == 1:
            parent.fill_step(page, step)
            with page.expect_navigation():
                page.locator('button[name="_add"]').click()
        parent.fill_step(page, step)
        if step.slug == "evidence-1":
            page.check('[name="g1_doc_employment.mode"][value="now"]', force=True)
            photos = [parent.photo(folder, "omote.jpg"), parent.photo(folder, "ura.jpg")]
            page.set_input_files('[name="g1_doc_employment.files"]', photos)
        if step.slug == "evidence-2":
            page.check('[name="g2_doc_employment.mode"][value="later"]', force=True)
        if locale == "en" and step.slug == "school":
            page.locator(".language-selector summary").click()
            page.locator('button[name="_language"][value="ja-easy"]').click()
            page.wait_for_url("**/ja-easy/apply/**")
        parent.press_next(page)
        errors = page.locator(".error-summary")
        assert not errors.count(), errors.inner_text()
    look(page, found, is_scripted=is_scripted)
    assert "omote.jpg" in page.content()
    page.locator("#send-form .button--primary").click()
    page.wait_for_url("**/applications/*")
    look(page, found, is_scripted=is_scripted)
    numbers = page.locator(".receipt dd .receipt__number").all_inner_texts()
    return numbers, found


def _steps(page: Page):
    while (slug := parent.here(page)) != "review":
        yield parent.form().step(slug)


@pytest.mark.parametrize("is_scripted", [True, False], ids=["javascript", "no-javascript"])
def test_a_parent_sends_for_two_children_and_reads_the_decision(
    city_hall: CityHall, browser: Browser, staff_password: str, tmp_path: Path, is_scripted: bool
) -> None:
    phone = new_phone(browser, java_script_enabled=is_scripted)
    page = phone.new_page()
    numbers, found = apply_for_two(page, city_hall, tmp_path, is_scripted=is_scripted)
    assert len(set(numbers)) == 2
    assert not found
    hand_in_later(page, tmp_path, found, is_scripted=is_scripted)
    answer_as_clerk(browser, city_hall, staff_password, numbers[0], tmp_path)
    page.reload()
    content = page.inner_text("main")
    assert MESSAGE in content
    assert "承諾" in content
    look(page, found, is_scripted=is_scripted)
    assert not found
    phone.close()


def hand_in_later(page: Page, folder: Path, found: list[str], *, is_scripted: bool) -> None:
    """From the status page: a photo of what was to come, a message, and second thoughts."""
    later = page.locator('form[action$="/documents"]:has(input[value="g2_doc_employment"])')
    with page.expect_navigation():
        later.locator("button").click()
    assert page.locator(".error-summary").count() == 1
    look(page, found, is_scripted=is_scripted)
    later.locator('input[type="file"]').set_input_files([parent.photo(folder, LATER)])
    with page.expect_navigation():
        later.locator("button").click()
    assert not later.count()
    assert LATER in page.locator('section[aria-labelledby="added"]').inner_text()
    page.locator('details:has(form[action$="/messages"]) summary').first.click()
    page.locator('form[action$="/messages"] textarea').first.fill(QUESTION)
    look(page, found, is_scripted=is_scripted)
    with page.expect_navigation():
        page.locator('form[action$="/messages"] button').first.click()
    assert QUESTION in page.inner_text("main")
    page.locator('main a[href$="/withdraw"]').first.click()
    page.wait_for_url("**/withdraw")
    look(page, found, is_scripted=is_scripted)
    page.locator("main .actions a").click()
    page.wait_for_url("**/applications/*")
    look(page, found, is_scripted=is_scripted)
    if is_scripted:
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert overflow(page) <= 0
        page.reload()


def test_a_form_begun_in_english_is_finished_in_easy_japanese(
    city_hall: CityHall, browser: Browser, tmp_path: Path
) -> None:
    phone = new_phone(browser)
    page = phone.new_page()
    numbers, found = apply_for_two(page, city_hall, tmp_path, is_scripted=True, locale="en")
    assert "/ja-easy/applications/" in page.url
    assert len(set(numbers)) == 2
    assert not found
    phone.close()


def answer_as_clerk(
    browser: Browser, city_hall: CityHall, password: str, number: str, folder: Path
) -> None:
    """A clerk accepts, reviews, writes to the parent and approves."""
    desk = browser.new_context(viewport={"width": 1280, "height": 900})
    page = desk.new_page()
    sign_in(page, city_hall, password)
    page.goto(city_hall.address("/staff/?news=1"))
    assert number in page.inner_text("main")
    assert not axe_violations(page)
    page.goto(city_hall.address(f"/staff/applications/{number}"))
    assert not axe_violations(page)
    content = page.inner_text("main")
    assert LATER in content
    assert QUESTION in content
    page.locator('form[action$="/messages"] textarea').fill(MESSAGE)
    with page.expect_navigation():
        page.locator('form[action$="/messages"] button').click()
    for status in ("accepted", "reviewing"):
        with page.expect_navigation():
            page.locator(f'form:has(input[name="to"][value="{status}"]) button').click()
    page.locator('a[href*="/status/decided"]').click()
    page.wait_for_url("**/status/decided**")
    assert not axe_violations(page)
    page.check('[name="decision"][value="approved"]', force=True)
    with page.expect_navigation():
        page.locator('form:has(input[name="to"][value="decided"]) button').click()
    assert "決定" in page.inner_text("main")
    desk.close()
