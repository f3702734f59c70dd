"""Owns the proof that a post came from our own page: signed double submit and fetch metadata."""

import hmac
from urllib.parse import urlsplit

from starlette.requests import Request

from app.crypto import Keys, token
from app.errors import CsrfFailed

COOKIE = "seed"
FIELD = "_csrf"
HEADER = "x-csrf-token"


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
        session = request.cookies.get("staff", "")
        request.state.csrf = keys.sign("cookie", f"csrf:{seed_of(request)}:{session}")
    return str(request.state.csrf)


def check(request: Request, keys: Keys, given: str | None) -> None:
    """Raise CsrfFailed unless the post is ours: metadata, origin and token must all agree."""
    site = request.headers.get("sec-fetch-site")
    if site not in (None, "same-origin", "none"):
        raise CsrfFailed
    origin = request.headers.get("origin")
    if origin and origin != "null" and urlsplit(origin).netloc != request.headers.get("host"):
        raise CsrfFailed
    expected, sent = token_for(request, keys).encode(), (given or "").encode()
    if not request.cookies.get(COOKIE) or not hmac.compare_digest(expected, sent):
        raise CsrfFailed
