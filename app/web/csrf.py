"""Owns the proof that a post came from our own page: signed double submit and fetch metadata.

Every page holds another token: what is always the same could be guessed letter by letter from the
length of compressed pages (BREACH).
"""

import hmac
import secrets
from urllib.parse import urlsplit

from starlette.requests import Request

from app.crypto import Keys, token
from app.errors import CsrfFailed

COOKIE = "seed"
FIELD = "_csrf"
HEADER = "x-csrf-token"
SALT = 16


def seed_of(request: Request) -> str:
    """The browser's random seed; a new one is made once per request when it has none."""
    if not hasattr(request.state, "seed"):
        sent = request.cookies.get(COOKIE, "")
        request.state.seed = sent if len(sent) >= 32 else token()
        request.state.seed_is_new = request.state.seed != sent
    return str(request.state.seed)


def token_for(request: Request, keys: Keys) -> str:
    """The token that goes into every form; bound to the seed and to the signed-in session."""
    if not hasattr(request.state, "csrf"):
        request.state.csrf = _salted(request, keys, secrets.token_hex(SALT // 2))
    return str(request.state.csrf)


def _salted(request: Request, keys: Keys, salt: str) -> str:
    session = request.cookies.get("staff", "")
    return salt + keys.sign("cookie", f"csrf:{salt}:{seed_of(request)}:{session}")


def check(request: Request, keys: Keys, given: str | None) -> None:
    """Raise CsrfFailed unless the post is ours: metadata, origin and token must all agree."""
    site = request.headers.get("sec-fetch-site")
    if site not in (None, "same-origin", "none"):
        raise CsrfFailed
    origin = request.headers.get("origin")
    if origin and origin != "null" and urlsplit(origin).netloc != request.headers.get("host"):
        raise CsrfFailed
    sent = given or ""
    expected = _salted(request, keys, sent[:SALT])
    if not request.cookies.get(COOKIE) or not hmac.compare_digest(expected.encode(), sent.encode()):
        raise CsrfFailed
