"""A clerk builds, previews and publishes a form; a resident applies by phone; the clerk sees it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.conftest import (
    CityHall,
    axe_violations,
    new_phone,
    overflow,
    sign_in,
)
from tests.journeys.parent import photo

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DESK = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}
MOST_ACTIONS = 50
TITLE = "見本の夏休み教室の申込"
ALLERGY = "アレルギーがありますか"
WHAT = "アレルギーの内容"


class Hand:
    """One person at one screen: counts what is clicked, typed and chosen, and what axe finds."""

    def __init__(self, page: Page, seen: list[str], counted: list[str], *, is_looking=True) -> None:
        self.page, self.seen, self.counted, self.is_looking = page, seen, counted, is_looking
        self.looked_at: set[str] = set()

    def click(self, selector: str) -> None:
        """Press something that leads to another page, and look at that page."""
        self.counted.append(f"click {selector}")
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()
        self.look()

    def fill(self, selector: str, text: str) -> None:
        """Type into a box."""
        self.counted.append(f"fill {selector}")
        self.page.fill(selector, text)

    def choose(self, selector: str) -> None:
        """Tick a box or choose a button."""
        self.counted.append(f"choose {selector}")
        self.page.locator(selector).first.check(force=True)

    def pick(self, selector: str, **what: str) -> None:
        """Choose from a list."""
        self.counted.append(f"pick {selector}")
        self.page.locator(selector).select_option(**what)

    def look(self) -> None:
        """Nothing for axe to find, at a desk and on a phone, and nothing to scroll sideways."""
        kind = re.sub(r"/(form-\w+|q\d+|s\d+)|#.*|\?.*", "", self.page.url)
        if not self.is_looking or kind in self.looked_at:
            return
        self.looked_at.add(kind)
        for size in (DESK, PHONE):
            self.page.set_viewport_size(size)
            self.seen.extend(axe_violations(self.page))
            assert overflow(self.page) <= 0, (self.page.url, size)
        self.page.set_viewport_size(DESK)


def add_question(clerk: Hand, label: str, kind: str, *, then: str = "_next") -> None:
    """Fill in the page of a new question, and go on to the next one or to its own page."""
    clerk.fill("#f-label", label)
    clerk.choose(f'[name="type"][value="{kind}"]')
    button = f'[name="{then}"]' if then else ".button--primary"
    clerk.click(f'main form[action$="/add"] {button}')


def build(clerk: Hand) -> str:
    """Three steps: a repeat, a condition, an upload; returns the form's name in addresses."""
    clerk.click('nav a[href="/staff/forms"]')
    clerk.click('main a[href="/staff/forms/new"]')
    clerk.fill("#f-title", TITLE)
    clerk.choose('[name="how"][value="blank"]')
    clerk.pick("#f-section", value="school")
    clerk.click("main form .button--primary")
    slug = clerk.page.url.split("?")[0].split("#")[0].rpartition("/")[2]
    clerk.fill("#f-repeat_word", "お子さん")
    clerk.click('button[value="screen-add:"]')
    add_question(clerk, "お子さんの氏名", "name")
    add_question(clerk, ALLERGY, "yesno")
    add_question(clerk, WHAT, "longtext", then="")
    clerk.pick("#f-when_0", label=f"「{ALLERGY}」が「はい」")
    clerk.click("main form .actions .button--primary")
    clerk.fill("#f-title", "つける書類")
    clerk.click('button[value="screen-add:"]')
    add_question(clerk, "健康保険の資格がわかる書類", "upload")
    clerk.click('a.button[href*="#s-"]')
    return slug


def publish(clerk: Hand, code: str) -> None:
    """Preview, look once more, publish, and put a procedure online with it."""
    clerk.counted.append("click preview")
    clerk.page.locator('#s-s2 a[target="preview"]').click()
    preview = clerk.page.frame_locator("iframe.phone")
    preview.get_by_role("heading", name="1人目のお子さん").wait_for()
    clerk.click('a[href$="/publish"]')
    clerk.choose("#f-looked")
    clerk.click('main form[action$="/publish"] .button--primary')
    clerk.click('a[href$="/procedures"].button')
    clerk.fill("#f-q", code)
    clerk.click('form[role="search"] button')
    clerk.choose(f'[name="procedures"][value="{code}"]')
    clerk.click("main form[method=post] .button--primary")
    assert "つなぎました" in clerk.page.inner_text("main")


def apply(resident: Hand, folder: Path) -> None:
    """Fill in on a phone and send."""
    page, next_ = resident.page, "#step-form .actions .button--primary"
    resident.click("main form .actions button")
    resident.fill('[name="q1.family"]', "見本")
    resident.fill('[name="q1.given"]', "花子")
    resident.click(next_)
    resident.fill('[name="r1.0.q2.family"]', "見本")
    resident.fill('[name="r1.0.q2.given"]', "一郎")
    resident.choose('[name="r1.0.q3"][value="yes"]')
    resident.click(next_)
    resident.fill('[name="r1.0.q4"]', "そば（見本）")
    resident.click(next_)
    resident.choose('[name="q5.mode"][value="now"]')
    resident.counted.append("choose a file")
    page.set_input_files('[name="q5.files"]', [photo(folder, "hoken.jpg")])
    resident.click(next_)
    assert "そば（見本）" in page.inner_text("main")
    resident.click("#send-form .button--primary")
    page.wait_for_url("**/applications/*")


@pytest.mark.parametrize("is_scripted", [True, False], ids=["javascript", "no-javascript"])
def test_a_form_is_built_published_filled_in_and_read_in_sixty_actions(
    city_hall: CityHall, browser: Browser, staff_password: str, tmp_path: Path, is_scripted: bool
) -> None:
    seen: list[str] = []
    counted: list[str] = []
    code = "school-030" if is_scripted else "school-031"
    desk = browser.new_context(
        viewport=DESK, locale="ja-JP", timezone_id="Asia/Tokyo", java_script_enabled=is_scripted
    )
    clerk = Hand(desk.new_page(), seen, counted, is_looking=is_scripted)
    sign_in(clerk.page, city_hall, staff_password)
    slug = build(clerk)
    publish(clerk, code)
    phone = new_phone(browser, java_script_enabled=is_scripted)
    resident = Hand(phone.new_page(), seen, counted, is_looking=False)
    resident.page.goto(city_hall.address(f"/ja/apply/{slug}"))
    apply(resident, tmp_path)
    number = re.search(r"/applications/([0-9A-Z-]+)", resident.page.url)
    assert number
    clerk.click('nav a[href="/staff/"]')
    clerk.click(f'main a[href^="/staff/applications/{number[1]}"]')
    assert "そば（見本）" in clerk.page.inner_text("main")
    assert len(counted) <= MOST_ACTIONS, len(counted)
    assert seen == []
    for context in (desk, phone):
        context.close()


@pytest.fixture
def page(city_hall: CityHall, browser: Browser, staff_password: str) -> Iterator[Page]:
    """A desk where an administrator is signed in."""
    context = browser.new_context(viewport=DESK, locale="ja-JP", timezone_id="Asia/Tokyo")
    page = context.new_page()
    sign_in(page, city_hall, staff_password)
    yield page
    context.close()


def test_the_other_pages_of_the_bench_have_no_barrier(city_hall: CityHall, page: Page) -> None:
    seen: list[str] = []
    hand = Hand(page, seen, [])
    for path in ("", "/settings", "/history", "/compare", "/pause", "/procedures"):
        page.goto(city_hall.address(f"/staff/forms/after-school-club{path}"))
        hand.look()
    assert seen == []


def test_every_part_of_a_form_is_reached_and_moved_with_the_keyboard_alone(
    city_hall: CityHall, page: Page
) -> None:
    seen: list[str] = []
    hand = Hand(page, seen, [])
    page.goto(city_hall.address("/staff/forms/new?how=booking&section=school"))
    hand.look()
    page.fill("#f-title", "見本の教室の予約")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    home = page.url.split("#")[0]
    parts = ("exit.s1", "rule.s2.new", "eligibility", "limits", "list.new")
    for part in (*(f"/parts/{each}" for each in parts), "/add?step=s2", "/translations/en"):
        page.goto(home + part)
        hand.looked_at.clear()
        hand.look()
    page.goto(home)
    button = '#q-q7 button[value="field-up:q7"]'
    page.locator(button).focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.closest('li')?.id") == "q-q7"
    order = page.locator("#s-s2 .bench__name").all_inner_texts()
    assert order == ["第1希望の日", "人数", "第2希望の日", "伝えておきたいこと"]
    assert seen == []


@pytest.mark.parametrize("is_scripted", [True, False], ids=["javascript", "no-javascript"])
def test_a_formula_is_put_together_with_buttons(
    city_hall: CityHall, browser: Browser, staff_password: str, is_scripted: bool
) -> None:
    context = browser.new_context(
        viewport=DESK, locale="ja-JP", timezone_id="Asia/Tokyo", java_script_enabled=is_scripted
    )
    page = context.new_page()
    sign_in(page, city_hall, staff_password)
    page.goto(city_hall.address("/staff/forms/new?how=booking&section=school"))
    page.fill("#f-title", "見本の教室の予約")
    page.click("main form .button--primary")
    page.click('a[href$="/add?step=s2"]')
    clerk = Hand(page, [], [], is_looking=False)
    add_question(clerk, "参加費", "calculated", then="")
    for sign in ("「人数」", "×"):
        page.click(f'button[value="{sign}"]')
    page.fill("#f-formula", page.input_value("#f-formula") + "500")
    page.click("main form .actions .button--primary")
    page.click('.bench__name >> text="参加費"')
    said = page.input_value("#f-formula")
    context.close()
    assert said == "「人数」×500"
