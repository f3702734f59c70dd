"""Owns a form's own translations: what may be one, and which texts of a form ask for one."""

import re
from collections.abc import Iterable
from typing import Annotated, Final

from pydantic import StringConstraints

MOST: Final = 4000
"""As long as a Japanese text may be."""

_PLACE: Final = re.compile(r"\{[a-z_]+\}")
_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")

Address = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[a-z0-9]{2,8})*$")]
Translated = Annotated[str, StringConstraints(min_length=1, max_length=MOST)]
Translations = dict[Address, dict[str, Translated]]
"""By a language's address, the text of a Japanese one; a text stands for every place it is at."""

NO_PLACES: Final = "a translation has the same {…} as its Japanese"
NO_CONTROLS: Final = "a translation has no control characters"


def fault(japanese: str, own: str) -> str:
    """What is wrong with a translation ('' for nothing): it is filled in like its Japanese."""
    if set(_PLACE.findall(japanese)) != set(_PLACE.findall(own)) or set("{}") & set(
        _PLACE.sub("", own)
    ):
        return NO_PLACES
    return NO_CONTROLS if _CONTROL.search(own) else ""


def check(translations: Translations) -> None:
    """Raise ValueError for the first translation that cannot be one."""
    for address, texts in translations.items():
        if address == "ja":
            raise ValueError("translations: Japanese is the original")
        for japanese, own in texts.items():
            if told := fault(japanese, own):
                raise ValueError(f"translations {address}: {told}: {japanese[:40]}")


def texts(messages: Iterable[tuple[str | None, str, str]]) -> list[str]:
    """The texts of a form to translate, in its order, each Japanese text once."""
    return list(dict.fromkeys(text for _, text, _ in messages))
