"""Owns walking the whole house in tests: every address a reader can reach, by its route."""

import html
import io
import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from pathlib import Path

from openpyxl import load_workbook

from tests.browser import Browser
from tests.pdf_words import words_of

LISTED = Path(__file__).parent / "house" / "routes.txt"
_LINK = re.compile(r'(?:href|src|action|data-src|hx-get)="(/[^"#]*)')
_FILE = re.compile(r"\.[^/]*$")
_HOLE = re.compile(r"\\\{[^}]+\\\}")


def routes() -> list[str]:
    """Every reviewed route that is read (GET), the narrower ones first: files, then few holes."""
    lines = LISTED.read_text(encoding="utf-8").splitlines()
    found = [line.removeprefix("GET ") for line in lines if line.startswith("GET ")]
    return sorted(found, key=lambda route: (not _FILE.search(route), route.count("{"), route))


def route_of(address: str) -> str:
    """The reviewed route that an address is of, "" where it is of none."""
    path = address.partition("?")[0]
    return next((route for route, pattern in _PATTERNS if pattern.fullmatch(path)), "")


def text_of(answer) -> str:
    """Everything a reader could take from an answer, headers too."""
    kind, told = answer.headers.get("content-type", ""), str(dict(answer.headers))
    if answer.content.startswith(b"%PDF"):
        return told + words_of(answer.content)
    if "spreadsheetml" in kind:
        book = load_workbook(io.BytesIO(answer.content), read_only=True)
        rows = (row for sheet in book for row in sheet.iter_rows(values_only=True))
        return told + "\n".join(str(cell) for row in rows for cell in row)
    return told + html.unescape(answer.content.decode("utf-8", errors="replace"))


class Walk:
    """One reader who follows every link, some addresses of each route."""

    def __init__(self, browser: Browser, *, most: int = 2, headers=None) -> None:
        self.browser, self.most, self.headers = browser, most, headers or {}
        self.reached: Counter[str] = Counter()

    def pages(self, begin: Iterable[str]) -> Iterator[tuple[str, str, str]]:
        """(route, address, text) of what `begin` names, and of what is found behind it."""
        named = list(dict.fromkeys(begin))
        waiting, seen = deque(named), set(named)
        tried: Counter[str] = Counter()
        while waiting:
            address = waiting.popleft()
            route = route_of(address)
            if address not in named and tried[route] >= self.most:
                continue
            tried[route] += 1
            answer = self.browser.get(address, headers=self.headers)
            self.reached[route] += answer.status_code < 400
            text = text_of(answer)
            yield route, address, text
            links = [html.unescape(each) for each in _LINK.findall(answer.text)]
            links.append(answer.headers.get("location", ""))
            for link in links:
                if route_of(link) and link not in seen:
                    seen.add(link)
                    waiting.append(link)


_PATTERNS = [
    (route, re.compile(_HOLE.sub("[^/]+", re.escape(route)).replace("…", ".*")))
    for route in routes()
]  # fmt: skip
