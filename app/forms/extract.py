"""Owns finding the Japanese ids in form documents (a Babel extractor, named in babel.toml)."""

from collections.abc import Collection, Iterable, Mapping
from typing import BinaryIO

from app.forms.snapshot import load, messages


def document(
    fileobj: BinaryIO,
    keywords: Mapping[str, object],
    comment_tags: Collection[str],
    options: Mapping[str, str],
) -> Iterable[tuple[int, str | None, str | tuple[str, str], list[str]]]:
    """Yield every text that a resident reads, in the form's order, its place as a comment."""
    for number, (context, text, place) in enumerate(messages(load(fileobj.read())), start=1):
        if context:
            yield number, "pgettext", (context, text), [place]
        else:
            yield number, None, text, [place]
