"""Owns the languages: reads every `.po` of the shelf at start, translates by Japanese id.

A directory of `app/locales/` is a language; its header says how it is addressed and named. A gap
falls back to the Japanese id, which is the official wording.
"""

import gettext as plural_rules
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from app.i18n import own_words

LOCALES = Path(__file__).parent.parent / "locales"
Key = tuple[str | None, str]


@dataclass(frozen=True)
class Language:
    """One language of the city hall: its names and its texts by (context, Japanese id)."""

    code: str
    address: str
    name: str
    html_lang: str
    texts: Mapping[Key, str | tuple[str, ...]] = field(repr=False, default_factory=dict)
    procedures: Mapping[str, str] = field(repr=False, default_factory=dict)
    plural: Callable[[int], int] = field(repr=False, default=lambda n: 0)

    @property
    def is_japanese(self) -> bool:
        """Whether this is the official language, complete by definition."""
        return self.code == "ja"

    @property
    def is_read_in_japanese(self) -> bool:
        """Whether its readers read Japanese: the official language and the easy one."""
        return self.html_lang.partition("-")[0] == "ja"

    def gettext(self, message: str, /, *, context: str | None = None, **params: object) -> str:
        """The text in this language, or the Japanese id; `params` fill its `{name}` places."""
        text = self.texts.get((context, message))
        if isinstance(text, tuple):
            text = text[0]
        elif not text and self.texts:  # Japanese, which has none, need not ask
            text = own_words.find(self.address, message)
        shown = text or message
        return shown.format(**params) if params else shown

    def fixed(self, message: str, /) -> str:
        """A text of the pages themselves, whatever form a request is about."""
        text = self.texts.get((None, message))
        return (text[0] if isinstance(text, tuple) else text) or message

    def ngettext(self, message: str, plural: str, n: int, /, **params: object) -> str:
        """The text for a number, by the language's own plural rule; `{n}` is the number."""
        text = self.texts.get((None, message))
        if isinstance(text, tuple):
            shown = text[min(int(self.plural(n)), len(text) - 1)] or message
        else:
            shown = text or message
        return shown.format(n=n, **params)

    def procedure_text(self, text: str) -> tuple[str, bool]:
        """A catalogue text in this language and whether it is one (else it is Japanese)."""
        if self.is_japanese:
            return text, True
        found = self.procedures.get(text)
        return (found, True) if found else (text, False)

    def missing(self, messages: Iterable[Key]) -> list[Key]:
        """The keys this language has no text for; empty for Japanese."""
        if self.is_japanese:
            return []
        return [key for key in messages if not self.texts.get(key)]


@dataclass(frozen=True)
class Languages:
    """All languages by address, in the order of the selector."""

    by_address: Mapping[str, Language]

    @property
    def japanese(self) -> Language:
        """The official language."""
        return self.by_address["ja"]

    def of_code(self, code: str) -> Language:
        """The language of a code; the official one where the code is none of the shelf any more."""
        return next((each for each in self if each.code == code), self.japanese)

    def __iter__(self) -> Iterator[Language]:
        return iter(self.by_address.values())


class LocaleBroken(Exception):
    """A language directory that cannot be used; the message names the file."""


def load_languages(folder: Path = LOCALES) -> Languages:
    """Read the shelf; raises LocaleBroken naming the file and what its header lacks."""
    found = [
        load_language(path.parent.parent)
        for path in sorted(folder.glob("*/LC_MESSAGES/messages.po"))
    ]
    order = {"ja": 0, "ja-easy": 1, "en": 2}
    found.sort(key=lambda each: (order.get(each.address, 9), each.address))
    if not found or found[0].address != "ja":
        raise LocaleBroken(f"{folder}: ja is missing")
    return Languages({each.address: each for each in found})


def load_language(folder: Path) -> Language:
    """Read one language directory."""
    path = folder / "LC_MESSAGES" / "messages.po"
    catalog = _read(path)
    header = {key.lower(): value for key, value in catalog.mime_headers}
    raw = path.read_text(encoding="utf-8")
    names = {
        key: match[1]
        for key in ("X-Address", "X-Name", "X-Html-Lang")
        if (match := re.search(rf'^"{key}: (.+?)\\n"', raw, re.MULTILINE))
    }
    if len(names) < 3:
        raise LocaleBroken(
            f"{path}: header needs X-Address, X-Name and X-Html-Lang {sorted(header)}"
        )
    own = folder / "LC_MESSAGES" / "procedures.po"
    procedures = _read(own) if own.exists() else Catalog()
    return Language(
        code=folder.name,
        address=names["X-Address"],
        name=names["X-Name"],
        html_lang=names["X-Html-Lang"],
        texts=_texts(catalog),
        plural=plural_rules.c2py(catalog.plural_expr),
        procedures={
            key[1]: text for key, text in _texts(procedures).items() if isinstance(text, str)
        },
    )


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=None)


def _texts(catalog: Catalog) -> dict[Key, str | tuple[str, ...]]:
    texts: dict[Key, str | tuple[str, ...]] = {}
    for message in catalog:
        if not message.id or message.fuzzy:
            continue
        ident = message.id[0] if isinstance(message.id, (tuple, list)) else message.id
        value = message.string
        if isinstance(value, (tuple, list)):
            if all(value):
                texts[message.context, str(ident)] = tuple(str(each) for each in value)
        elif value:
            texts[message.context, str(ident)] = str(value)
    return texts
