"""The resident's addresses: what is not there, not yours, or not asked for by our pages."""

import pytest

from app.web import csrf
from tests.applications.resident import PROPOSAL, Resident
from tests.browser import without_tokens

ABSENT = "f" * 32


@pytest.fixture
def owner(new_resident) -> Resident:
    """A resident with a draft of the club form and a proposal that was sent."""
    owner = new_resident(PROPOSAL)
    owner.receipt_address = owner.sent()
    owner.secret = owner.receipt().partition("/open/")[2][:26]
    owner.start()
    return owner


@pytest.fixture
def other(new_resident) -> Resident:
    """Another resident, whose browser is known too."""
    other = new_resident(PROPOSAL)
    other.start()
    return other


def unsafe(owner):
    """Every address of a resident that changes something."""
    return [
        f"/ja/apply/{PROPOSAL}",
        f"{owner.base}/proposal",
        f"{owner.base}/review",
        f"{owner.base}/erase",
        f"{owner.receipt_address}/forget",
        f"/ja/open/{owner.secret}",
    ]


ATTACKS = {
    "no token": ("", {}),
    "a wrong token": ("0" * 64, {}),
    "a foreign origin": (None, {"origin": "https://evil.example"}),
    "an origin that only begins like ours": (None, {"origin": "http://testserver.evil.example"}),
    "another site": (None, {"sec-fetch-site": "cross-site"}),
    "a neighbour's site": (None, {"sec-fetch-site": "same-site"}),
}


@pytest.mark.parametrize(("token", "headers"), ATTACKS.values(), ids=ATTACKS)
def test_a_post_that_is_not_from_our_page_is_refused_everywhere(owner, office, token, headers):
    before = office.everything()
    token = owner.token if token is None else token
    answers = {
        address: owner.browser.post(
            address, {"_csrf": token, "_version": "1"}, csrf=False, headers=headers
        ).status_code
        for address in unsafe(owner)
    }
    assert answers == dict.fromkeys(unsafe(owner), 403)
    assert office.everything() == before


def test_a_token_beyond_ascii_is_refused(owner):
    answer = owner.browser.post(f"{owner.base}/erase", {"_csrf": "あ"}, csrf=False)
    assert answer.status_code == 403


def test_the_token_of_another_browser_is_refused(owner, other, office):
    before = office.everything()
    answer = owner.browser.post(f"{owner.base}/erase", {"_csrf": other.token}, csrf=False)
    assert (answer.status_code, office.everything()) == (403, before)


def test_the_header_of_htmx_proves_nothing(owner):
    answer = owner.browser.post(f"{owner.base}/erase", csrf=False, headers={"hx-request": "true"})
    assert answer.status_code == 403


def test_a_refused_post_is_told_as_not_arrived_and_kept(owner):
    page = owner.browser.post(f"{owner.base}/review", csrf=False).text
    assert ["CSRF_FAILED" in page, "まだ市に届いていません" in page] == [True, True]


def test_the_token_may_come_in_the_header_of_our_own_page(owner):
    answer = owner.browser.post(
        f"{owner.base}/erase", csrf=False, headers={csrf.HEADER: owner.token}
    )
    assert answer.status_code == 303


def without(page: str, *names: str) -> str:
    for name in names:
        page = page.replace(name, "…")
    return page


GETS = ["/ja/apply/citizen-proposal/{draft}/proposal", "/ja/apply/citizen-proposal/{draft}/review",
        "/ja/applications/{number}"]  # fmt: skip
POSTS = [
    "/ja/apply/citizen-proposal/{draft}/proposal", "/ja/apply/citizen-proposal/{draft}/review",
    "/ja/apply/citizen-proposal/{draft}/erase", "/ja/applications/{number}/forget",
]  # fmt: skip
NOBODYS_NUMBER = "2222-2222-2"


def both(owner, ask, pattern):
    """The answers for something of the owner's and for something that is not there."""
    number = owner.receipt_address.rpartition("/")[2]
    theirs = ask(pattern.format(draft=owner.draft, number=number))
    absent = ask(pattern.format(draft=ABSENT, number=NOBODYS_NUMBER))
    return [
        (
            answer.status_code,
            without(without_tokens(answer.text), owner.draft, ABSENT, number, NOBODYS_NUMBER),
        )
        for answer in (theirs, absent)
    ]


@pytest.mark.parametrize("pattern", GETS)
def test_what_is_not_yours_reads_like_what_is_not_there(owner, other, pattern):
    theirs, absent = both(owner, other.browser.get, pattern)
    assert theirs == absent
    assert theirs[0] == 404


@pytest.mark.parametrize("pattern", POSTS)
def test_a_post_to_what_is_not_yours_answers_like_to_what_is_not_there(owner, other, pattern):
    theirs, absent = both(
        owner, lambda address: other.send_form(address, {"_version": "1"}), pattern
    )
    assert theirs == absent
    assert theirs[0] == 404


@pytest.mark.parametrize("pattern", POSTS)
def test_a_post_to_what_is_not_yours_changes_nothing(owner, other, office, pattern):
    before = (office.everything(), office.body(owner))
    both(owner, lambda address: other.send_form(address, {"_version": "1"}), pattern)
    assert (office.everything(), office.body(owner)) == before


@pytest.mark.parametrize("pattern", GETS)
def test_a_browser_that_was_never_here_finds_nothing(owner, phone, pattern):
    theirs, absent = both(owner, phone().get, pattern)
    assert theirs == absent
    assert theirs[0] == 404


@pytest.mark.parametrize("cookie", ["", "x", "0", "a" * 43, "a" * 5000, "%00"])
def test_a_made_up_device_finds_nothing(owner, phone, cookie):
    stranger = phone()
    stranger.cookies.set("device", cookie)
    assert stranger.get(f"{owner.base}/proposal").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/ja/apply/no-such-form",
        "/ja/apply/%00",
        "/ja/apply/after-school-club?procedure=no-such-procedure",
        "/xx/apply/citizen-proposal",
        "/ja_JP/apply/citizen-proposal",
        "/..%2f/apply/citizen-proposal",
        "/JA/apply/citizen-proposal",
        "/ja/apply/citizen-proposal/{draft}/no-such-step",
        "/ja/apply/citizen-proposal/{draft}/PROPOSAL",
        "/ja/apply/citizen-proposal/{draft}/%00",
        "/ja/apply/after-school-club/{draft}/guardian-1",
        "/ja/apply/citizen-proposal/%00/proposal",
        "/ja/apply/citizen-proposal/0/proposal",
        "/ja/apply/citizen-proposal/null/review",
        "/ja/apply/citizen-proposal/{upper}/review",
        "/xx/apply/citizen-proposal/{draft}/proposal",
        "/xx/applications/2222-2222-2",
        "/xx/open/aaaa",
    ],
)
def test_what_is_not_there_is_not_found(owner, address):
    address = address.format(draft=owner.draft, upper=owner.draft.upper())
    answers = [owner.browser.get(address), owner.send_form(address, {"_version": "1"})]
    assert [answer.status_code for answer in answers if answer.status_code != 405] == [404] * sum(
        answer.status_code != 405 for answer in answers
    )
    assert answers[0].status_code == 404


def test_a_look_at_any_page_writes_nothing(owner, office):
    before = office.everything()
    for address in (f"{owner.base}/proposal", owner.receipt_address, f"/ja/open/{owner.secret}"):
        assert owner.browser.get(address).status_code == 200
    assert office.everything() == before


def test_a_page_of_a_draft_is_kept_in_no_cache(owner):
    answer = owner.get("proposal")
    assert answer.headers["cache-control"] == "no-store"


def test_the_address_of_a_draft_is_random(owner):
    first = owner.draft
    owner.start()
    assert len(first) == len(owner.draft) == 32
    assert first[:8] != owner.draft[:8]
