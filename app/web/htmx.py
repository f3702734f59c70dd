"""Owns how a request of htmx is told from one of a browser."""

from starlette.requests import Request


def wants_fragment(request: Request) -> bool:
    """True when htmx asks for a part; a history restore gets the whole page."""
    headers = request.headers
    return (
        headers.get("hx-request") == "true" and headers.get("hx-history-restore-request") != "true"
    )
