"""Owns what has to agree before anybody is believed: the answer of a browser, and the ID token."""

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated
from urllib.parse import urlsplit

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry
from pydantic import AfterValidator, BaseModel, ConfigDict

LEEWAY = 60
"""Seconds by which its clock may differ from ours."""
LOOPBACK = ("127.0.0.1", "localhost", "::1")
# Signatures only: neither "none" nor a secret that both sides know.
ALGORITHMS = (
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA",
)  # fmt: skip


class NotProven(Exception):
    """What came back proves nobody; the reason is a word for the log, never shown."""


class UnknownKey(NotProven):
    """Signed with none of the provider's keys, as far as they are known."""


@dataclass(frozen=True)
class Client:
    """What the house is to a provider, and the address to which it sends people back."""

    issuer: str
    ident: str
    secret: str = field(repr=False)
    back: str


@dataclass(frozen=True)
class Secrets:
    """What belongs to one browser's way there and back: three random texts, used once."""

    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)


@dataclass(frozen=True)
class Identity:
    """Who somebody is to a provider. A mail address is no identity: it may change hands."""

    issuer: str
    subject: str


def is_safe(address: str) -> bool:
    """Whether a provider may be asked there: https, or this very machine."""
    parts = urlsplit(address)
    return bool(parts.hostname) and (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    )


def _safe(address: str) -> str:
    if address and not is_safe(address):
        raise ValueError("neither https nor loopback")
    return address


Address = Annotated[str, AfterValidator(_safe)]


class Description(BaseModel):
    """What a provider says of itself (OpenID Connect Discovery 1.0, section 3)."""

    model_config = ConfigDict(frozen=True)

    issuer: str
    authorization_endpoint: Address
    token_endpoint: Address
    jwks_uri: Address
    end_session_endpoint: Address = ""
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)
    id_token_signing_alg_values_supported: tuple[str, ...] = ("RS256",)
    authorization_response_iss_parameter_supported: bool = False


def is_of(answer: Mapping[str, str], secrets: Secrets) -> bool:
    """Whether an answer belongs to the question that was sent with these secrets."""
    return hmac.compare_digest(answer.get("state", "").encode(), secrets.state.encode())


def check_answer(answer: Mapping[str, str], about: Description) -> None:
    """Raise NotProven for what is no answer of this provider, or a refusal."""
    # RFC 9207: a code of another provider is never taken to this one (mix-up).
    told = about.authorization_response_iss_parameter_supported or "iss" in answer
    if told and answer.get("iss") != about.issuer:
        raise NotProven("issuer")
    if "error" in answer:
        raise NotProven(word_of(answer["error"]))
    if not answer.get("code"):
        raise NotProven("no_code")


def word_of(error: object) -> str:
    """The provider's word for a fault, if it is one (RFC 6749, 5.2) and no text of anybody's."""
    return str(error) if re.fullmatch(r"[a-z_]{1,40}", str(error)) else "error"


@dataclass(frozen=True)
class Expected:
    """What an ID token has to agree with."""

    client: Client
    about: Description
    nonce: str
    access_token: str


def read_id_token(token: str, keys: KeySet, expected: Expected, now: datetime) -> Identity:
    """Who this ID token is about, once all of it holds (OpenID Connect Core 1.0, 3.1.3.7).

    Raises NotProven, and its kind UnknownKey.
    """
    issuer, client = expected.about.issuer, expected.client.ident
    offered = expected.about.id_token_signing_alg_values_supported
    algorithms = [each for each in ALGORITHMS if each in offered]
    if not algorithms:
        raise NotProven("algorithms")
    wanted = {name: {"essential": True, "value": value}
              for name, value in (("iss", issuer), ("aud", client))}  # fmt: skip
    known = {"nonce": expected.nonce, "client_id": client, "access_token": expected.access_token}
    try:
        registry = JWSRegistry(algorithms=algorithms, strict_check_header=False)
        signed = jwt.decode(token, key=keys, registry=registry)
        claims = CodeIDToken(signed.claims, signed.header, wanted, known)
        claims.validate(now=int(now.timestamp()), leeway=LEEWAY)
    except InvalidKeyIdError as error:
        raise UnknownKey("unknown_key") from error
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise NotProven(type(error).__name__) from error
    subject = claims["sub"]
    if not 0 < len(subject) <= 255:
        raise NotProven("subject")
    return Identity(issuer, subject)
