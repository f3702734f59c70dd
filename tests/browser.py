"""Owns the reader of pages in tests: a cookie jar that posts as our own forms do, with token."""

import re

from starlette.testclient import TestClient

TOKEN = re.compile(r'"x-csrf-token": "([0-9a-f]+)"|name="_csrf" value="([0-9a-f]+)"')
ANY_PAGE = "/ja/offline"


def without_tokens(page: str) -> str:
    """The page as its reader sees it: the token is another one on every page."""
    return TOKEN.sub("", page)


class Browser(TestClient):
    """A browser without JavaScript: keeps cookies, never follows a redirect by itself."""

    def __init__(self, app, portal=None, *, raises=True) -> None:
        super().__init__(app, follow_redirects=False, raise_server_exceptions=raises)
        self.portal = portal

    def csrf_token(self) -> str:
        """The token that our pages hold for this cookie jar."""
        found = TOKEN.search(self.get(ANY_PAGE).text)
        assert found, f"{ANY_PAGE} holds no token"
        return found[1] or found[2]

    def post(self, url, data=None, *, csrf=True, **more):
        """Post a form; the token is fetched and added unless the test says otherwise."""
        data = dict(data or {})
        if csrf and not url.startswith("/api/"):
            data.setdefault("_csrf", self.csrf_token())
        return super().post(url, data=data, **more)
