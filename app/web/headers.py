"""Owns the middleware every answer passes: security headers, the seed cookie, one log line."""

import time
from urllib.parse import urlsplit

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web import csrf

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(self), geolocation=(self), microphone=(), payment=()",
    "x-frame-options": "DENY",
}
YEAR = 31_536_000
FOUND = (200, 206, 304)
OWN_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})

BAD_HOST = PlainTextResponse("BAD_HOST", status_code=400)


class Outermost:
    """Adds the headers, keeps personal pages out of caches, and writes the request's log line."""

    def __init__(self, app: ASGIApp, *, base_url: str) -> None:
        self.app = app
        base = urlsplit(base_url)
        self.is_https = base.scheme == "https"
        # A trial has any name; a public house has one, and its own machine may ask after it.
        self.hosts = OWN_MACHINE | {base.hostname} if self.is_https else None
        self.log = structlog.get_logger("request")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request; the log names the route's template, never its values."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = time.perf_counter()
        state = scope.setdefault("state", {})
        status = 500
        method: str = scope["method"]
        is_head = method == "HEAD"
        if is_head:
            # RFC 9110, 9.3.2: as GET, without the body; supervisors and link checkers ask so
            scope = {**scope, "method": "GET"}

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                is_kept = scope["path"].startswith("/static/") and status in FOUND
                self._dress(MutableHeaders(scope=message), state, is_kept=is_kept)
            elif is_head:
                message = {**message, "body": b""}
            await send(message)

        answering = self.app if self._is_ours(scope) else BAD_HOST
        try:
            await answering(scope, receive, send_with_headers)
        finally:
            for body in state.get("spooled", ()):
                body.close()
            route = scope.get("route")
            self.log.info(
                "request",
                route=getattr(route, "path", "-"),
                method=method,
                status=status,
                ms=round((time.perf_counter() - began) * 1000, 1),
                locale=scope.get("path_params", {}).get("locale"),
            )

    def _is_ours(self, scope: Scope) -> bool:
        if self.hosts is None:
            return True
        try:
            return urlsplit(f"//{Headers(scope=scope).get('host', '')}").hostname in self.hosts
        except ValueError:
            return False

    def _dress(self, headers: MutableHeaders, state: dict[str, object], *, is_kept: bool) -> None:
        for name, value in HEADERS.items():
            headers.setdefault(name, value)
        if self.is_https:
            headers["strict-transport-security"] = f"max-age={YEAR}; includeSubDomains"
        if is_kept:
            headers["cache-control"] = f"public, max-age={YEAR}, immutable"
        else:
            headers.setdefault("cache-control", "no-store")
        if state.get("seed_is_new") and "csrf" in state:
            secure = "; Secure" if self.is_https else ""
            headers.append(
                "set-cookie",
                f"{csrf.COOKIE}={state['seed']}; Path=/; HttpOnly; SameSite=Lax; "
                f"Max-Age={YEAR}{secure}",
            )
