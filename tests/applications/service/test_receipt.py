"""What may be seen after sending, by whom, and for how long."""

import re
from datetime import timedelta

import pytest

from app.applications.models import Application, Opening
from tests.applications.resident import PROPOSAL, words

SECRET = re.compile(r"/open/([a-z2-7]{26})\b")


@pytest.fixture
def sender(new_resident):
    """A resident who has sent a proposal; `number` and `secret` are on the receipt."""
    sender = new_resident(PROPOSAL)
    sender.receipt_address = sender.sent(subject="見本の題名です")
    sender.number = sender.receipt_address.rpartition("/")[2]
    sender.secret = SECRET.search(sender.receipt())[1]
    return sender


@pytest.fixture
def other(new_resident):
    """Another resident, with a device of their own."""
    other = new_resident(PROPOSAL)
    other.start()
    return other


def test_the_receipt_opens_on_the_device_that_sent(sender):
    assert sender.browser.get(sender.receipt_address).status_code == 200


def test_the_receipt_shows_what_was_sent(sender):
    assert "見本の題名です" in sender.receipt()


def test_the_number_alone_opens_nothing(sender, other):
    assert other.browser.get(sender.receipt_address).status_code == 404


def test_the_number_alone_opens_nothing_for_a_stranger(sender, phone):
    assert phone().get(sender.receipt_address).status_code == 404


def test_the_receipt_opens_for_just_under_24_hours(sender, clock):
    clock.advance(hours=24, seconds=-1)
    assert sender.browser.get(sender.receipt_address).status_code == 200


def test_the_receipt_closes_after_24_hours(sender, clock):
    clock.advance(hours=24)
    assert sender.browser.get(sender.receipt_address).status_code == 404


def test_the_secret_link_asks_and_shows_nothing_of_the_application(sender, phone):
    page = phone().get(f"/ja/open/{sender.secret}")
    told = [word for word in (sender.number, "見本の題名です", "市民提案") if word in page.text]
    assert (page.status_code, told) == (200, [])


def test_looking_at_the_secret_link_opens_nothing(sender, other, office):
    other.browser.get(f"/ja/open/{sender.secret}")
    assert office.count(Opening) == 1
    assert other.browser.get(sender.receipt_address).status_code == 404


def test_the_button_of_the_secret_link_opens_the_receipt(sender, other):
    answer = other.send_form(f"/ja/open/{sender.secret}", {})
    assert (answer.status_code, answer.headers["location"]) == (303, sender.receipt_address)
    assert other.browser.get(sender.receipt_address).status_code == 200


def test_the_secret_opens_for_a_browser_that_was_never_here(sender, phone):
    stranger = phone()
    answer = stranger.post(f"/ja/open/{sender.secret}")
    assert stranger.get(answer.headers["location"]).status_code == 200


def test_what_the_secret_opened_closes_after_24_hours(sender, other, clock):
    clock.advance(hours=100)
    other.send_form(f"/ja/open/{sender.secret}", {})
    clock.advance(hours=24)
    assert other.browser.get(sender.receipt_address).status_code == 404


def test_the_secret_opens_again_where_the_time_was_over(sender, clock):
    clock.advance(hours=48)
    sender.send_form(f"/ja/open/{sender.secret}", {})
    clock.advance(hours=23)
    assert sender.browser.get(sender.receipt_address).status_code == 200


@pytest.mark.parametrize("secret", ["", "a", "a" * 26, "0", "null", "%00", "%F0%A0%AE%B7", "-1"])
def test_another_secret_is_not_found(sender, other, secret):
    address = f"/ja/open/{secret}"
    answers = [other.browser.get(address), other.send_form(address, {})]
    assert [answer.status_code for answer in answers] == [404, 404]


def test_a_forgotten_receipt_is_closed_on_this_device(sender):
    answer = sender.send_form(f"{sender.receipt_address}/forget", {})
    assert answer.status_code == 303
    assert sender.browser.get(sender.receipt_address).status_code == 404


def test_forgetting_keeps_the_application(sender, office):
    sender.send_form(f"{sender.receipt_address}/forget", {})
    assert office.count(Application) == 1


def test_forgetting_closes_no_other_device(sender, other):
    other.send_form(f"/ja/open/{sender.secret}", {})
    sender.send_form(f"{sender.receipt_address}/forget", {})
    assert other.browser.get(sender.receipt_address).status_code == 200


def test_nobody_else_can_make_a_device_forget(sender, other):
    answer = other.send_form(f"{sender.receipt_address}/forget", {})
    assert answer.status_code == 404
    assert sender.browser.get(sender.receipt_address).status_code == 200


@pytest.mark.parametrize(
    "write",
    [
        str.lower,
        lambda number: number.replace("-", ""),
        lambda number: number.replace("-", " "),
        lambda number: number.replace("-", "ー"),
        lambda number: "".join(chr(ord(each) + 0xFEE0) for each in number),
    ],
    ids=["lower", "bare", "spaced", "long vowel", "full width"],
)
def test_a_number_is_accepted_as_people_type_it(sender, write):
    address = f"/ja/applications/{write(sender.number)}"
    assert sender.browser.get(address).status_code == 200


@pytest.mark.parametrize(
    "number",
    ["", "0", "null", "[]", "XXXX-XXXX-X", "2222-2222", "%00", "*", "%25", "'"],
)
def test_what_is_no_number_of_this_device_is_not_found(sender, number):
    assert sender.browser.get(f"/ja/applications/{number}").status_code == 404


def test_a_number_with_a_wrong_check_character_is_not_found(sender):
    last = "2" if sender.number[-1] != "2" else "3"
    assert sender.browser.get(f"/ja/applications/{sender.number[:-1]}{last}").status_code == 404


def test_a_sent_draft_leads_to_its_receipt(sender):
    pages = [sender.get("review"), sender.get("proposal")]
    assert [page.headers["location"] for page in pages] == [sender.receipt_address] * 2


def test_posting_a_step_of_a_sent_draft_changes_nothing(sender, office):
    before = office.body(sender)
    answer = sender.post("proposal", sender.samples("proposal", subject="あとから"))
    assert (answer.status_code, office.body(sender)) == (303, before)


def test_the_receipt_is_kept_in_no_cache(sender):
    answer = sender.browser.get(sender.receipt_address)
    assert answer.headers["cache-control"] == "no-store"


def test_the_receipt_says_it_is_not_yet_accepted(sender):
    page = words(sender.receipt())
    assert "市に届きました" in page
    assert "受付しました" not in page


def test_the_right_of_the_sending_device_has_an_end(sender, office, clock):
    assert office.rows(Opening)[0].until == clock.now() + timedelta(hours=24)
