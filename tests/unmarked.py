"""Owns finding the Japanese on a page that its reader, of another language, meets unmarked."""

import re
from html.parser import HTMLParser

JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
SPOKEN = ("alt", "aria-label", "content", "data-copied", "data-too-large", "placeholder", "title")
EMPTY = frozenset(("area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source"))
OWN = frozenset(("bdi", "textarea"))
"""Where residents' own words stand, in whatever language they wrote them."""
UNREAD = frozenset(("script", "style"))


def unmarked(page: str) -> list[str]:
    """The Japanese texts of a page that stand in no element marked `lang="ja"`, in their order."""
    reader = _Reader()
    reader.feed(page)
    return reader.found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, str]] = []
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        lang = given.get("lang") or (self.open[-1][1] if self.open else "")
        self.open.append((tag, lang))
        for name in SPOKEN:
            self._note(given.get(name) or "")
        if tag in EMPTY:
            self.open.pop()

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in EMPTY:
            self.open.pop()

    def handle_endtag(self, tag):
        while any(tag == name for name, _ in self.open) and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if not self.open or not {name for name, _ in self.open} & (OWN | UNREAD):
            self._note(data)

    def _note(self, text: str) -> None:
        lang = self.open[-1][1] if self.open else ""
        if JAPANESE.search(text) and not lang.startswith("ja"):
            self.found.append(" ".join(text.split()))
