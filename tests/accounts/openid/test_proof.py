"""What a certified provider and a browser must agree on before anybody is believed."""

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.accounts.openid.visits import (
    HANAKO,
    assert_lost,
    assert_refused,
    come_back,
    enter,
    is_signed_in,
    leave,
)
from tests.provider import changed, signed_in


@pytest.fixture
def engine():
    """The database has no part in it."""
    return "sqlite"


def test_the_house_asks_for_a_code_with_pkce_nonce_and_state(client, issuer):
    address = urlsplit(leave(client))
    asked = {name: values[0] for name, values in parse_qs(address.query).items()}
    assert f"{address.scheme}://{address.netloc}" == issuer
    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert asked["scope"] == "openid"
    assert all(len(asked[name]) >= 43 for name in ("state", "nonce", "code_challenge"))
    assert "code_verifier" not in asked


def test_another_state_is_refused_and_the_right_one_still_good(client, tied):
    address = signed_in(leave(client), HANAKO)
    assert_lost(come_back(client, address, state="0" * 64))
    assert_lost(come_back(client, address, state="見本"))
    assert_lost(come_back(client, address, state=None))
    assert come_back(client, address).status_code == 303


def test_the_answer_to_another_browser_is_refused(client, tied, browser):
    stolen = signed_in(leave(browser()), HANAKO)
    leave(client)
    assert_lost(come_back(client, stolen))
    assert_lost(come_back(browser(), stolen))


def test_an_answer_counts_once(client, tied):
    address = signed_in(leave(client), HANAKO)
    visit = client.cookies["openid"]
    assert come_back(client, address).status_code == 303
    client.cookies.clear()
    client.cookies.set("openid", visit)
    assert_lost(come_back(client, address))


@pytest.mark.parametrize(("minutes", "is_in"), [(9, True), (11, False)])
def test_a_visit_lasts_ten_minutes(client, tied, clock, minutes, is_in):
    address = signed_in(leave(client), HANAKO)
    clock.advance(minutes=minutes)
    come_back(client, address)
    assert is_signed_in(client) is is_in


def test_a_code_of_another_provider_is_not_taken_to_ours(client, tied, app):
    address = signed_in(leave(client), HANAKO)
    assert_refused(app, come_back(client, address, iss="https://other.example"), "issuer")


def test_an_answer_that_does_not_say_whose_it_is_is_refused(client, tied, app):
    address = signed_in(leave(client), HANAKO)
    assert_refused(app, come_back(client, address, iss=None), "issuer")


def test_a_token_for_another_nonce_is_refused(client, tied, app):
    address = signed_in(changed(leave(client), nonce="of somebody else"), HANAKO)
    assert_refused(app, come_back(client, address), "InvalidClaimError")


def test_the_provider_gives_nothing_for_another_verifier(client, tied, app):
    address = signed_in(changed(leave(client), code_challenge="x" * 43), HANAKO)
    assert_refused(app, come_back(client, address), "invalid_grant")


def test_a_code_that_was_never_given_opens_nothing(client, tied, app):
    address = signed_in(leave(client), HANAKO)
    assert_refused(app, come_back(client, address, code="見本"), "invalid_grant")


def test_a_token_past_its_time_is_refused(client, tied, app, clock):
    clock.advance(hours=2)
    assert_refused(app, enter(client), "ExpiredTokenError")


def test_who_says_no_at_the_provider_is_told_calmly(client, tied, app):
    address = changed(signed_in(leave(client), HANAKO), code=None)
    assert_refused(app, come_back(client, address, error="access_denied"), "access_denied")


def test_a_text_in_place_of_a_fault_is_not_written_down(client, tied, app):
    address = changed(signed_in(leave(client), HANAKO), code=None)
    assert_refused(app, come_back(client, address, error="見本 花子 090-"), "error")
