"""What a provider may say of somebody; what departs from the standard proves nobody."""

import hmac
import json
from base64 import urlsafe_b64encode

import pytest
from joserfc.jwk import KeySet

from app.openid.proof import (
    Client,
    Description,
    Expected,
    Identity,
    NotProven,
    UnknownKey,
    is_safe,
    read_id_token,
)
from tests.clock import NOW
from tests.openid.telling import ISSUER, KEY, OTHER, claims, described, token

CLIENT = Client(ISSUER, "city-hall", "secret", "https://city.example/back")
KEYS = KeySet.import_key_set({"keys": [KEY.as_dict(private=False)]})
EXPECTED = Expected(CLIENT, Description.model_validate(described()), "the-nonce", "access")


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
