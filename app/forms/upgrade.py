"""Owns the way of an older form document to the present document version, one step a version.

A stored revision is never rewritten: it is upgraded each time it is read, so an upgrader must keep
every key that answers are stored under, and stays here for as long as such revisions exist.
"""

from collections.abc import Callable, Mapping
from typing import Final

from pydantic import JsonValue

CURRENT: Final = 1
Tree = dict[str, JsonValue]
Upgrader = Callable[[Tree], Tree]
UPGRADERS: Final[Mapping[int, Upgrader]] = {}
"""Version -> what turns a document of it into one of the next; none yet: 1 is the first."""


class UnreadableVersion(ValueError):
    """The document is newer than this city hall, or older than anything here can read."""


def upgrade(
    tree: JsonValue, upgraders: Mapping[int, Upgrader] = UPGRADERS, current: int = CURRENT
) -> JsonValue:
    """Return `tree` in the present version; what is no document is left for the model to refuse."""
    if not isinstance(tree, dict):
        return tree
    version = tree.get("document_version", 1)
    if not isinstance(version, int) or isinstance(version, bool):
        return tree
    if version > current:
        raise UnreadableVersion(f"version {version} is newer than this city hall")
    for step in range(version, current):
        if step not in upgraders:
            raise UnreadableVersion(f"version {step} is too old: nothing here can read it")
        tree = upgraders[step](dict(tree)) | {"document_version": step + 1}
    return tree
