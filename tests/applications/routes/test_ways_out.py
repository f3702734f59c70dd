"""Where a resident stands who comes late, twice, or from elsewhere: each page leads on."""

import pytest

from app.applications.deps import DraftElsewhere
from tests.applications.resident import PROPOSAL, words

ABSENT = "f" * 32


@pytest.fixture
def owner(new_resident):
    """A resident whose draft waits to be sent."""
    return new_resident(PROPOSAL).ready()


@pytest.mark.parametrize("slug", ["proposal", "review", "by-mail", "proxy", "after/proposal"])
def test_every_page_of_a_sent_draft_leads_to_its_receipt(owner, slug):
    receipt = owner.send().headers["location"]
    answer = owner.get(slug)
    while answer.status_code == 303 and answer.headers["location"] != receipt:
        answer = owner.browser.get(answer.headers["location"])
    assert answer.headers["location"] == receipt


def test_nobody_is_told_that_what_was_sent_is_erased(owner):
    receipt = owner.send().headers["location"]
    answer = owner.send_form(f"{owner.base}/erase", {})
    assert answer.headers["location"] == receipt
    assert owner.browser.get(receipt).status_code == 200


def test_who_sends_an_older_page_is_led_to_the_newer(owner):
    answer = owner.send_form(f"{owner.base}/review", {"_version": "1"})
    assert answer.status_code == 409
    assert f'href="{owner.base}/review"' in answer.text


@pytest.mark.parametrize("draft", ["{draft}", ABSENT])
def test_another_browser_is_told_where_a_draft_goes_on(owner, new_resident, draft):
    address = f"/ja/apply/{PROPOSAL}/{draft.format(draft=owner.draft)}/proposal"
    answer = new_resident(PROPOSAL).browser.get(address)
    assert answer.status_code == 404
    assert DraftElsewhere.advice in words(answer.text)


def test_the_review_leads_to_what_was_left_empty(resident):
    page = resident.ready().get("review").text
    assert f'href="{resident.base}/household?return=1"' in page


def test_who_has_no_cookies_is_told_to_allow_them(owner):
    owner.browser.cookies.clear()
    answer = owner.send_form(f"/ja/apply/{PROPOSAL}", {})
    assert answer.status_code == 403
    assert "Cookie（クッキー）を使えるようにしてください" in words(answer.text)
