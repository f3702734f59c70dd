"""Owns the map of a page that asks for a place: whose tiles, whose credit, and only on that page.

Without `TENOHIRA_MAP_TILES` there is no map and no stranger learns who looks at what; a place is
typed, or told by the phone. With it the tiles' host sees which part of the map a resident looks at.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.responses import Response

from app.web.headers import POLICY


@dataclass(frozen=True)
class Maps:
    """The tiles (`https://…/{z}/{x}/{y}.png`) and the words that name their source (出典)."""

    tiles: str = ""
    credit: str = ""

    @property
    def host(self) -> str:
        """Where the tiles come from, as a content security policy names it."""
        parts = urlsplit(self.tiles)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def fault(self) -> str:
        """Why these tiles cannot be used, or nothing."""
        if not self.tiles:
            return ""
        if urlsplit(self.tiles).scheme != "https" or not urlsplit(self.tiles).netloc:
            return "must begin with https://"
        missing = [each for each in ("{z}", "{x}", "{y}") if each not in self.tiles]
        return f"lacks {', '.join(missing)}" if missing else ""

    def allow(self, response: Response) -> None:
        """Let this page, and no other, load the tiles."""
        policy = POLICY.replace("img-src 'self'", f"img-src 'self' {self.host}")
        response.headers["content-security-policy"] = policy
