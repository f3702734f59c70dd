"""Owns the asking: a provider's description and keys, and what it gives for a code."""

import ssl
import time
from asyncio import timeout
from base64 import b64encode
from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from urllib.parse import quote_plus, urlencode

import httpx2
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from authlib.oauth2 import ClientAuth
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from pydantic import ValidationError

from app.openid.proof import (
    Client,
    Description,
    Expected,
    Identity,
    NotProven,
    Secrets,
    UnknownKey,
    check_answer,
    read_id_token,
    word_of,
)

DESCRIPTION = "/.well-known/openid-configuration"
TIMEOUT = 5.0
"""Seconds a provider has for each answer."""
KEPT = 600.0
"""Seconds for which its description and its keys are believed."""


class ProviderAway(Exception):
    """The provider does not answer, or not as a provider does; nothing is known about anybody."""


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
    ) -> Identity:
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
    ) -> Mapping[str, object]:
        try:
            async with timeout(TIMEOUT), self._talk(about) as talk:
                token: Mapping[str, object] = await talk.fetch_token(
                    about.token_endpoint, code=code, code_verifier=secrets.verifier
                )
        except OAuthError as error:
            raise NotProven(word_of(error.error)) from error
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
