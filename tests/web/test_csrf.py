"""A post counts only when it comes from our own page, in the browser the page was drawn for."""

import pytest

from app.accounts.models import Role


def echo(client, data=None, *, csrf=True, **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.post("/echo", data or {"word": "x"}, csrf=csrf, headers=named)


def test_a_post_of_our_own_page_is_taken(client):
    assert echo(client).status_code == 200


def test_a_post_without_a_token_is_refused(client):
    client.csrf_token()
    assert echo(client, csrf=False).status_code == 403


def test_a_post_without_the_cookie_is_refused(client):
    token = client.csrf_token()
    client.cookies.clear()
    assert echo(client, {"_csrf": token}).status_code == 403


@pytest.mark.parametrize("token", ["", "0" * 64, "見本", "x" * 10_000])
def test_an_invented_token_is_refused(client, token):
    client.csrf_token()
    assert echo(client, {"_csrf": token}).status_code == 403


def test_the_token_of_another_browser_is_refused(client, browser):
    client.csrf_token()
    assert echo(client, {"_csrf": browser().csrf_token()}).status_code == 403


def test_the_token_from_before_signing_in_is_refused_after(client, sign_in):
    before = client.csrf_token()
    seed = client.cookies["seed"]
    clerk = sign_in(Role.CLERK)
    clerk.cookies.set("seed", seed)
    assert echo(clerk, {"_csrf": before}).status_code == 403


def test_a_header_serves_as_well_as_a_field(client):
    token = client.csrf_token()
    assert echo(client, csrf=False, x_csrf_token=token).status_code == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_post_from_another_site_is_refused_even_with_the_token(client, site):
    assert echo(client, sec_fetch_site=site).status_code == 403


@pytest.mark.parametrize("origin", ["https://evil.example", "http://testserver.evil.example"])
def test_another_origin_is_refused_even_with_the_token(client, origin):
    assert echo(client, origin=origin).status_code == 403


def test_our_own_origin_is_fine(client):
    assert echo(client, origin="http://testserver", sec_fetch_site="same-origin").status_code == 200


def test_a_refusal_says_that_nothing_was_sent_and_the_typing_is_kept(client):
    client.csrf_token()
    answer = echo(client, csrf=False)
    assert "CSRF_FAILED" in answer.text
    assert "入力したことは残っています" in answer.text


def test_reading_a_page_needs_no_token(client):
    assert client.get("/ja/").status_code == 200


def test_the_seed_is_out_of_reach_of_scripts(client):
    words = client.get("/ja/offline").headers["set-cookie"].lower()
    assert "httponly" in words
    assert "samesite=lax" in words
