"""Owns the talk with an OpenID provider: where a browser is sent, and who it says came back.

Authorization code with PKCE (S256), state and nonce (OpenID Connect Core 1.0; RFC 7636, RFC 9207).
Of all a provider answers only issuer and subject leave this module: no token is kept anywhere.
"""

import hmac
import re
import ssl
import time
from asyncio import timeout
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Annotated
from urllib.parse import quote_plus, urlencode, urlsplit

import httpx2
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from authlib.oauth2 import ClientAuth
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry
from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

DESCRIPTION = "/.well-known/openid-configuration"
TIMEOUT = 5.0
"""Seconds a provider has for each answer."""
KEPT = 600.0
"""Seconds for which its description and its keys are believed."""
LEEWAY = 60
"""Seconds by which its clock may differ from ours."""
LOOPBACK = ("127.0.0.1", "localhost", "::1")
# Signatures only: neither "none" nor a secret that both sides know.
ALGORITHMS = (
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA",
)  # fmt: skip


class ProviderAway(Exception):
    """The provider does not answer, or not as a provider does; nothing is known about anybody."""


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


class Provider:
    """One provider. Its description is fetched when it is first needed, and then kept a while."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._kept: dict[str, tuple[float, object]] = {}

    async def address(self, secrets: Secrets) -> str:
        """Where a browser proves who uses it; raises ProviderAway."""
        about = await self._about()
        async with self._talk(about) as talk:
            address, _ = talk.create_authorization_url(
                about.authorization_endpoint, state=secrets.state, nonce=secrets.nonce,
                code_verifier=secrets.verifier,
            )  # fmt: skip
        return str(address)

    async def identify(
        self, answer: Mapping[str, str], secrets: Secrets, now: datetime
    ) -> Identity:  # fmt: skip
        """Who came back with this answer to our question; raises NotProven, ProviderAway."""
        about = await self._about()
        check_answer(answer, about)
        token = await self._exchange(about, answer["code"], secrets)
        id_token = token.get("id_token")
        if not isinstance(id_token, str):
            raise NotProven("no_id_token")
        expected = Expected(self._client, about, secrets.nonce, str(token.get("access_token", "")))
        try:
            return read_id_token(id_token, await self._keys(about), expected, now)
        except UnknownKey:  # they may have changed since
            self._kept.pop(about.jwks_uri, None)
            return read_id_token(id_token, await self._keys(about), expected, now)

    async def way_out(self, back: str) -> str:
        """Where a browser ends its session with the provider; "" where that is not offered.

        RP-Initiated Logout 1.0 without `id_token_hint`: the provider asks, and no token is kept.
        Raises ProviderAway.
        """
        leave = (await self._about()).end_session_endpoint
        if not leave:
            return ""
        asked = {"client_id": self._client.ident, "post_logout_redirect_uri": back}
        return f"{leave}{'&' if '?' in leave else '?'}{urlencode(asked)}"

    async def _about(self) -> Description:
        address = self._client.issuer.rstrip("/") + DESCRIPTION
        try:
            about = Description.model_validate(await self._fetch(address))
        except ValidationError as error:
            raise ProviderAway("description") from error
        if about.issuer != self._client.issuer:  # Discovery 1.0, section 4.3
            raise ProviderAway("other_issuer")
        return about

    async def _keys(self, about: Description) -> KeySet:
        try:
            return KeySet.import_key_set(await self._fetch(about.jwks_uri))  # type: ignore[arg-type]
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise ProviderAway("keys") from error

    async def _fetch(self, address: str) -> object:
        """A document of the provider; what was fetched a short while ago is not fetched again."""
        began, document = self._kept.get(address, (-KEPT, None))
        if time.monotonic() - began < KEPT:
            return document
        try:
            async with timeout(TIMEOUT), httpx2.AsyncClient(verify=self._tls) as client:
                response = await client.get(address)
                response.raise_for_status()
                document = response.json()
        except (httpx2.HTTPError, TimeoutError, ValueError) as error:
            raise ProviderAway(type(error).__name__) from error
        self._kept[address] = (time.monotonic(), document)
        return document

    async def _exchange(
        self, about: Description, code: str, secrets: Secrets
    ) -> Mapping[str, object]:  # fmt: skip
        try:
            async with timeout(TIMEOUT), self._talk(about) as talk:
                token: Mapping[str, object] = await talk.fetch_token(
                    about.token_endpoint, code=code, code_verifier=secrets.verifier
                )
        except OAuthError as error:
            raise NotProven(_word(error.error)) from error
        except (httpx2.HTTPError, TimeoutError, ValueError) as error:
            raise ProviderAway(type(error).__name__) from error
        return token

    def _talk(self, about: Description) -> AsyncOAuth2Client:
        methods = about.token_endpoint_auth_methods_supported
        method = "client_secret_basic" if "client_secret_basic" in methods else "client_secret_post"
        talk = AsyncOAuth2Client(
            self._client.ident, self._client.secret, token_endpoint_auth_method=method,
            scope="openid", redirect_uri=self._client.back, code_challenge_method="S256",
            verify=self._tls,
        )  # fmt: skip
        talk.register_client_auth_method(("client_secret_basic", _basic))
        return talk

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        """Read once: the list of authorities costs more than the whole talk."""
        return httpx2.create_ssl_context()


def _basic(
    client: ClientAuth, method: str, uri: str, headers: dict[str, str], body: bytes
) -> tuple[str, dict[str, str], bytes]:
    """Basic authentication whose parts are encoded (RFC 6749, 2.3.1); Authlib's own are not."""
    pair = f"{quote_plus(client.client_id)}:{quote_plus(client.client_secret)}"
    headers["Authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
    return uri, headers, body


def open_provider(issuer: str, ident: str, secret: str, *, back: str) -> Provider | None:
    """The provider of these settings, which is not asked for anything yet; None without one."""
    return Provider(Client(issuer, ident, secret, back)) if issuer else None


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
        raise NotProven(_word(answer["error"]))
    if not answer.get("code"):
        raise NotProven("no_code")


def _word(error: object) -> str:
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
