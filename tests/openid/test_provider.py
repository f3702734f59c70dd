"""What a provider may say of itself, how often it is asked, and for how long it is waited for."""

import asyncio
import json
import time

import pytest

from app.openid.proof import Client, Identity, Secrets, UnknownKey
from app.openid.provider import Provider, ProviderAway, open_provider
from tests.clock import NOW
from tests.openid.telling import KEY, OTHER, own, saying, token

SECRETS = Secrets("the-state", "the-nonce", "the-verifier")


def test_without_an_issuer_there_is_no_provider():
    assert open_provider("", "", "", back="https://city.example/back") is None


def provider(issuer):
    return Provider(Client(issuer, "city-hall", "secret", "https://city.example/back"))


@pytest.mark.parametrize(
    "answer",
    [
        (500, b""), (404, b"{}"), (302, b""), (200, b"<html>"), (200, b"[]"), (200, b"{}"),
        (200, own(issuer="https://other.example")), (200, own(token_endpoint="http://e.example/t")),
        (200, own(authorization_endpoint="javascript:x")),
    ],
)  # fmt: skip
def test_what_is_no_description_of_a_provider_is_none(answer):
    with saying(answer) as (issuer, _), pytest.raises(ProviderAway):
        asyncio.run(provider(issuer).address(SECRETS))


def test_nobody_there_is_no_answer_either():
    with pytest.raises(ProviderAway):
        asyncio.run(provider("http://127.0.0.1:9").address(SECRETS))


def test_a_description_is_fetched_once_in_a_while():
    with saying((200, own())) as (issuer, asked):
        here = provider(issuer)
        for _ in range(3):
            asyncio.run(here.address(SECRETS))
    assert asked == ["/.well-known/openid-configuration"]


def test_a_provider_that_was_away_is_asked_again():
    with saying((500, b""), (200, own())) as (issuer, _):
        here = provider(issuer)
        with pytest.raises(ProviderAway):
            asyncio.run(here.address(SECRETS))
        assert asyncio.run(here.address(SECRETS)).startswith(f"{issuer}/x?")


def test_keys_that_were_changed_are_fetched_again():
    before, after = (
        json.dumps({"keys": [key.as_dict(private=False) | {"kid": kid}]}).encode()
        for key, kid in ((OTHER, "zero"), (KEY, "one"))
    )

    def told(issuer):
        return json.dumps({"id_token": token(iss=issuer), "access_token": "access"}).encode()

    answer = {"code": "a-code", "state": SECRETS.state}
    for last, asked_for in ((after, 4), (before, 4)):
        with saying((200, own()), (200, told), (200, before), (200, last)) as (issuer, asked):
            identify = provider(issuer).identify(answer, SECRETS, NOW)
            if last is before:
                with pytest.raises(UnknownKey):
                    asyncio.run(identify)
            else:
                assert asyncio.run(identify) == Identity(issuer, "hanako")
        assert len(asked) == asked_for


def test_a_provider_that_takes_its_time_is_away(monkeypatch):
    monkeypatch.setattr("app.openid.provider.TIMEOUT", 0.2)

    def slowly(issuer):
        time.sleep(1)
        return own()(issuer)

    with saying((200, slowly)) as (issuer, _), pytest.raises(ProviderAway, match="TimeoutError"):
        asyncio.run(provider(issuer).address(SECRETS))


def test_the_way_out_is_there_only_where_it_is_offered():
    out = "https://login.example/out"
    ways = []
    for offered in ({}, {"end_session_endpoint": out}):
        with saying((200, own(**offered))) as (issuer, _):
            ways.append(asyncio.run(provider(issuer).way_out("https://city.example/")))
    back = "client_id=city-hall&post_logout_redirect_uri=https%3A%2F%2Fcity.example%2F"
    assert ways == ["", f"{out}?{back}"]
