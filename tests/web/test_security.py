"""Attacks that worked once: each was a red test before it was repaired."""

import asyncio
import logging
import re

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.web import posted
from app.web.error_pages import without_texts
from tests.browser import ANY_PAGE, Browser

FORM = "application/x-www-form-urlencoded"
LONE = b"\\ud83d"


def raw(client, kind, body, path="/echo"):
    headers = {"x-csrf-token": client.csrf_token(), "content-type": kind}
    return TestClient.post(client, path, headers=headers, content=body)


@pytest.fixture
def quiet(app, client):
    """A browser that is answered 500 instead of being told the exception."""
    return Browser(app, portal=client.portal, raises=False)


# Half a character, smuggled in by a character set of the sender's choice


@pytest.mark.parametrize("charset", ["raw_unicode_escape", "nonsense", "zlib", "punycode"])
def test_a_form_says_in_no_other_character_set_what_it_means(quiet, charset):
    kind = f"multipart/form-data; boundary=x; charset={charset}"
    part = b'--x\r\nContent-Disposition: form-data; name="word"\r\n\r\n' + LONE + b"\r\n--x--\r\n"
    assert raw(quiet, kind, part).status_code == 422


def test_a_sign_in_with_half_a_character_is_no_fault_of_ours(quiet):
    kind = "multipart/form-data; boundary=x; charset=raw_unicode_escape"
    part = b'--x\r\nContent-Disposition: form-data; name="login"\r\n\r\n' + LONE + b"\r\n--x--\r\n"
    assert raw(quiet, kind, part, "/staff/sign-in").status_code == 422


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", '"utf-8"'])
def test_a_form_may_say_that_it_is_utf_8(client, charset):
    assert raw(client, f"{FORM}; charset={charset}", "word=見本".encode()).status_code == 200


# Memory: text is kept there, so all of it together has a limit


@pytest.mark.parametrize("kind", ["multipart", "urlencoded"])
def test_many_long_texts_are_refused_before_they_fill_the_memory(client, kind):
    text, number = b"x" * (posted.MOST_TEXT_BYTES - 10), 5
    if kind == "urlencoded":
        answer = raw(client, FORM, b"&".join(b"a%d=" % n + text for n in range(number)))
    else:
        head = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n'
        body = b"".join(head + text + b"\r\n" for _ in range(number)) + b"--x--\r\n"
        answer = raw(client, "multipart/form-data; boundary=x", body)
    assert answer.status_code == 413


# Addresses


@pytest.mark.parametrize(
    "address", [f"/ja/procedures?page={'9' * 5000}", "/ja/procedures/a%00b", "/ja/procedures?q=%00"]
)
def test_an_address_nobody_writes_is_no_fault_of_ours(quiet, address):
    assert quiet.get(address).status_code < 500


def test_a_missing_static_file_is_not_missing_for_a_year(client):
    answer = client.get("/static/css/of-the-next-version.css")
    assert answer.status_code == 404
    assert answer.headers["cache-control"] == "no-store"


# Secrets in compressed pages (BREACH): the same secret never stands twice in the same letters


def test_no_two_pages_hold_the_same_token(client):
    tokens = {client.csrf_token() for _ in range(3)}
    assert len(tokens) == 3


def test_an_earlier_token_of_the_same_browser_is_still_good(client):
    early = client.csrf_token()
    client.csrf_token()
    assert client.post("/echo", {"_csrf": early, "word": "x"}, csrf=False).status_code == 200


def test_a_token_under_another_mask_is_refused(client):
    token = client.csrf_token()
    forged = ("0" if token[0] != "0" else "1") + token[1:]
    assert client.post("/echo", {"_csrf": forged}, csrf=False).status_code == 403


# Other names for the house


@pytest.fixture
def public(settings):
    """The city hall under its public name."""
    return create_app(settings.model_copy(update={"base_url": "https://city.example"}))


@pytest.mark.parametrize("host", ["evil.example", "city.example.evil.example", "", "a/b?c"])
def test_a_public_house_answers_to_its_own_name_only(public, host):
    with Browser(public) as client:
        answer = client.get(ANY_PAGE, headers={"host": host})
    assert (answer.status_code, answer.text) == (400, "BAD_HOST")


@pytest.mark.parametrize("host", ["city.example", "CITY.example:443", "127.0.0.1:8000", "[::1]"])
def test_a_public_house_answers_to_its_name_and_to_its_own_machine(public, host):
    with Browser(public) as client:
        assert client.get("/healthz", headers={"host": host}).status_code == 200


def test_over_https_every_cookie_is_secure(public):
    with Browser(public) as client:
        sent = client.get("/ja/", headers={"host": "city.example"}).headers.get_list("set-cookie")
    assert len(sent) == 2
    assert all("secure" in each.lower() for each in sent)


@pytest.mark.parametrize("host", ["a/b?c", "evil.example"])
def test_the_way_to_another_language_rests_on_the_path_alone(quiet, host):
    page = quiet.get("/ja/offline", headers={"host": host})
    assert not re.search(r"(href|action)=\"[^\"]*evil\.example", page.text)


# A body that stops coming holds its place for seconds, not for ever


def test_a_body_that_falls_silent_is_not_waited_for(app, client, monkeypatch):
    monkeypatch.setattr(posted, "LONGEST_SILENCE", 0.05)
    told = []

    async def receive():
        if told:
            return {"type": "http.disconnect"}
        await asyncio.sleep(5)
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        told.append(message)

    scope = {
        "type": "http", "method": "POST", "path": "/echo", "query_string": b"", "root_path": "",
        "headers": [(b"content-type", FORM.encode()), (b"host", b"testserver")],
        "http_version": "1.1", "scheme": "http", "server": ("testserver", 80), "state": {},
    }  # fmt: skip
    client.portal.call(app, scope, receive, send)
    assert told[0]["status"] == 408


# The server's own log would print an unexpected exception whole, and with it what was typed


def test_the_log_of_the_server_names_a_fault_and_none_of_its_words(caplog):
    log = logging.getLogger("uvicorn.error")
    log.addFilter(without_texts)
    try:
        raise ValueError("見本 花子 090-0000-0000")
    except ValueError:
        log.exception("Exception in ASGI application\n")
    finally:
        log.removeFilter(without_texts)
    assert "見本" not in caplog.text
    assert "Exception in ASGI application: ValueError" in caplog.text
