"""A clerk's first morning: the organisation's account is tied by a code, and left in the evening.

A real browser, because only a browser holds `form-action`, SameSite cookies and the way over two
houses against each other.
"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests import provider
from tests.journeys.conftest import PASSWORD, axe_violations, free_base, overflow, served

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ADMIN = "administrator@city.example"
CLERK = "hanako@city.example"
SIZES = ({"width": 390, "height": 844}, {"width": 1280, "height": 900})


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The address of a city hall whose staff have a provider, and its administrator's password."""
    base = free_base()
    with provider.running(base) as issuer:
        settings = {name.upper(): value for name, value in provider.of_settings(issuer).items()}
        with served(tmp_path_factory.mktemp("openid"), base, **settings) as run:
            yield base, run("staff", "add", ADMIN, "--role", "admin").split()[-1]


def code_for_clerk(page: Page, base: str, first: str) -> str:
    """What the administrator does: change the first password, make the account and its code."""
    page.goto(f"{base}/staff/accounts")
    page.fill('[name="login"]', ADMIN)
    page.fill('[name="password"]', first)
    page.get_by_role("button", name="サインイン", exact=True).click()
    page.fill('[name="current"]', first)
    page.fill('[name="new"]', PASSWORD)
    page.fill('[name="again"]', PASSWORD)
    page.get_by_role("button", name="パスワードを変える").click()
    page.goto(f"{base}/staff/accounts")
    page.fill('[name="login"]', CLERK)
    page.fill('[name="name"]', "見本 花子")
    page.get_by_role("button", name="加える").click()
    row = page.get_by_role("row", name="見本 花子")
    row.locator("summary").click()
    row.get_by_role("button", name="組織のアカウントを結び付けるコードを作る").click()
    page.get_by_role("row", name="見本 花子").locator("summary").click()
    has_no_barrier(page)
    return page.locator(".notice code").inner_text()


def has_no_barrier(page: Page) -> None:
    """Neither axe nor a phone's width finds anything, at both sizes."""
    for size in SIZES:
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert axe_violations(page) == []
        assert overflow(page) == 0


def prove_at_the_provider(page: Page) -> None:
    """The provider's own two pages: who one is, and that the house may know."""
    page.fill('[name="login"]', "hanako-at-the-provider")
    page.fill('[name="password"]', "any")
    page.locator("[type=submit]").click()
    page.locator("[type=submit]").click()


def test_a_clerk_is_tied_by_a_code_comes_in_and_leaves_both_houses(
    hall: tuple[str, str], browser: Browser
) -> None:
    base, first = hall
    administrator, clerk = (browser.new_context(locale="ja-JP") for _ in range(2))
    code = code_for_clerk(administrator.new_page(), base, first)
    page = clerk.new_page()
    page.goto(f"{base}/staff/procedures")
    has_no_barrier(page)
    page.get_by_role("link", name="組織のアカウントでサインイン").click()
    prove_at_the_provider(page)
    page.wait_for_url(f"{base}/staff/sign-in/openid/link")
    has_no_barrier(page)
    page.fill('[name="code"]', code)
    page.get_by_role("button", name="結び付けてサインイン").click()
    page.wait_for_url(f"{base}/staff/procedures")
    page.get_by_role("button", name="サインアウト").click()
    page.wait_for_url(f"{base}/staff/sign-in/openid/out")
    has_no_barrier(page)
    page.get_by_role("link", name="組織のアカウントからもサインアウトする").click()
    page.get_by_role("button", name=re.compile("yes", re.IGNORECASE)).click()
    page.wait_for_url(re.compile(f"{re.escape(base)}/staff/sign-in"))
    page.get_by_role("link", name="組織のアカウントでサインイン").click()
    assert page.locator('[name="login"]').is_visible()
    assert not page.url.startswith(base)
    for context in (administrator, clerk):
        context.close()
