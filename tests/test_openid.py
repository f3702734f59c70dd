"""What a provider may say of itself and of somebody; what departs from the standard is refused."""

import asyncio
import hmac
import json
import threading
import time
from base64 import urlsafe_b64encode
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import chain, repeat

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from app.openid import (
    Client,
    Description,
    Expected,
    Identity,
    NotProven,
    Provider,
    ProviderAway,
    Secrets,
    UnknownKey,
    is_safe,
    open_provider,
    read_id_token,
)
from tests.clock import NOW

ISSUER = "https://login.example/city"
CLIENT = Client(ISSUER, "city-hall", "secret", "https://city.example/back")
KEY = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
OTHER = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
KEYS = KeySet.import_key_set({"keys": [KEY.as_dict(private=False)]})
SECRETS = Secrets("the-state", "the-nonce", "the-verifier")


def described(**more):
    return {
        "issuer": ISSUER, "authorization_endpoint": f"{ISSUER}/auth",
        "token_endpoint": f"{ISSUER}/token", "jwks_uri": f"{ISSUER}/keys",
    } | more  # fmt: skip


EXPECTED = Expected(CLIENT, Description.model_validate(described()), "the-nonce", "access")


def claims(**other):
    told = {
        "iss": ISSUER, "aud": "city-hall", "sub": "hanako", "nonce": "the-nonce",
        "iat": int(NOW.timestamp()), "exp": int((NOW + timedelta(minutes=5)).timestamp()),
    } | other  # fmt: skip
    return {name: value for name, value in told.items() if value is not None}


def token(key=KEY, kid="one", **other):
    return jwt.encode({"alg": "RS256", "kid": kid}, claims(**other), key)


def test_a_token_that_holds_tells_issuer_and_subject():
    assert read_id_token(token(), KEYS, EXPECTED, NOW) == Identity(ISSUER, "hanako")


@pytest.mark.parametrize(
    "other",
    [
        {"iss": "https://other.example"}, {"iss": None}, {"aud": "another-client"}, {"aud": None},
        {"aud": ["city-hall", "another-client"]}, {"azp": "another-client"}, {"nonce": None},
        {"nonce": "of another visit"}, {"exp": int(NOW.timestamp()) - 61}, {"exp": None},
        {"iat": int(NOW.timestamp()) + 61}, {"iat": None}, {"sub": None}, {"sub": ""},
        {"sub": "x" * 256}, {"sub": 7}, {"at_hash": "of another access token"},
    ],
)  # fmt: skip
def test_a_token_that_does_not_hold_proves_nobody(other):
    with pytest.raises(NotProven):
        read_id_token(token(**other), KEYS, EXPECTED, NOW)


def test_clocks_may_differ_by_a_minute():
    late = token(exp=int(NOW.timestamp()) - 59, iat=int(NOW.timestamp()) + 59)
    assert read_id_token(late, KEYS, EXPECTED, NOW).subject == "hanako"


def test_a_signature_of_another_key_proves_nobody():
    with pytest.raises(NotProven):
        read_id_token(token(OTHER), KEYS, EXPECTED, NOW)


def test_a_signature_of_a_key_that_is_not_known_proves_nobody():
    with pytest.raises(UnknownKey):
        read_id_token(token(kid="two"), KEYS, EXPECTED, NOW)


def forged(alg):
    """Signed with what everybody knows: the public key as if it were a secret, or nothing."""
    parts = [json.dumps(each).encode() for each in ({"alg": alg, "kid": "one"}, claims())]
    body = b".".join(urlsafe_b64encode(part).rstrip(b"=") for part in parts)
    sign = hmac.digest(KEY.as_pem(private=False), body, "sha256") if alg == "HS256" else b""
    return b".".join((body, urlsafe_b64encode(sign).rstrip(b"="))).decode()


@pytest.mark.parametrize("offered", [["RS256"], ["HS256", "none"], ["HS256", "none", "RS256"]])
@pytest.mark.parametrize("alg", ["HS256", "none"])
def test_neither_a_shared_secret_nor_nothing_is_a_signature(alg, offered):
    about = Description.model_validate(described(id_token_signing_alg_values_supported=offered))
    with pytest.raises(NotProven):
        read_id_token(forged(alg), KEYS, Expected(CLIENT, about, "the-nonce", ""), NOW)


def test_what_is_no_token_proves_nobody():
    with pytest.raises(NotProven):
        read_id_token("no.token.見本", KEYS, EXPECTED, NOW)


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://login.example", True), ("http://127.0.0.1:8080/realms/city", True),
        ("http://login.example", False), ("ftp://login.example", False), ("login.example", False),
        ("https://", False), ("http://localhost.example", False),
    ],
)  # fmt: skip
def test_a_provider_is_asked_by_https_or_on_this_machine(address, safe):
    assert is_safe(address) is safe


def test_without_an_issuer_there_is_no_provider():
    assert open_provider("", "", "", back="https://city.example/back") is None


@contextmanager
def saying(*answers):
    """A provider that gives these answers, the last one for ever; its issuer and what was asked."""
    left, asked = chain(answers, repeat(answers[-1])), []

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            status, body = next(left)
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body(issuer) if callable(body) else body)

        do_POST = do_GET

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield issuer, asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def own(**more):
    """A description whose addresses are those of whoever answers."""

    def body(issuer):
        places = {name: f"{issuer}/x" for name in described() if name != "issuer"}
        return json.dumps({"issuer": issuer} | places | more).encode()

    return body


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
    monkeypatch.setattr("app.openid.TIMEOUT", 0.2)

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
