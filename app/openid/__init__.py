"""Owns the talk with an OpenID provider: where a browser is sent, and who it says came back.

Authorization code with PKCE (S256), state and nonce (OpenID Connect Core 1.0; RFC 7636, RFC 9207).
Of all a provider answers only issuer and subject leave this package: no token is kept anywhere.
"""

from app.openid.proof import Identity as Identity
from app.openid.proof import NotProven as NotProven
from app.openid.proof import Secrets as Secrets
from app.openid.proof import is_of as is_of
from app.openid.proof import is_safe as is_safe
from app.openid.provider import Provider as Provider
from app.openid.provider import ProviderAway as ProviderAway
from app.openid.provider import open_provider as open_provider
