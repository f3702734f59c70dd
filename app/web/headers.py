"""Owns the middleware every answer passes: security headers, the seed cookie, one log line."""

import time

import structlog
from starlette.datastructures import MutableHeaders
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


class Outermost:
    """Adds the headers, keeps personal pages out of caches, and writes the request's log line."""

    def __init__(self, app: ASGIApp, *, is_https: bool) -> None:
        self.app = app
        self.is_https = is_https
        self.log = structlog.get_logger("request")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request; the log names the route's template, never its values."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = time.perf_counter()
        state = scope.setdefault("state", {})
        status = 500

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                self._dress(MutableHeaders(scope=message), scope["path"], state)
            await send(message)

        try:
            await self.app(scope, receive, send_with_headers)
        finally:
            for body in state.get("spooled", ()):
                body.close()
            route = scope.get("route")
            self.log.info(
                "request",
                route=getattr(route, "path", "-"),
                method=scope["method"],
                status=status,
                ms=round((time.perf_counter() - began) * 1000, 1),
                locale=scope.get("path_params", {}).get("locale"),
            )

    def _dress(self, headers: MutableHeaders, path: str, state: dict[str, object]) -> None:
        for name, value in HEADERS.items():
            headers.setdefault(name, value)
        if self.is_https:
            headers["strict-transport-security"] = f"max-age={YEAR}; includeSubDomains"
        if path.startswith("/static/"):
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
