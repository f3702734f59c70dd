"""Owns what is remembered of the catalogue while its version stands, in reading sessions only.

Every page of a form asks the same few things. Whichever process changes the catalogue raises its
version, which each reader asks for first; so every process sees a change at its next request.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar
from weakref import WeakKeyDictionary

from sqlmodel import Session, SQLModel

from app.catalogue import store
from app.database import only_reads

Found = TypeVar("Found")
VERSION = "catalogue_version"
MOST = 2000


@dataclass(frozen=True)
class _Shelf:
    """What was found in one version of the catalogue, by what was asked."""

    version: int
    found: dict[tuple[str, str], object] = field(default_factory=dict)


_shelves: WeakKeyDictionary[object, _Shelf] = WeakKeyDictionary()


def remembered(
    session: Session, what: str, key: str, look: Callable[[], Found], *, unless: object = None
) -> Found:
    """What `look` finds, or found in this version; an answer equal to `unless` is not kept.

    What strangers make up is not kept, and no more than MOST answers are.
    """
    if not only_reads(session):
        return look()
    shelf = _shelf(session)
    if (what, key) in shelf.found:
        return shelf.found[what, key]  # type: ignore[return-value]
    found = look()
    for each in found if isinstance(found, list) else [found]:
        if isinstance(each, SQLModel):
            session.expunge(each)
    if found != unless and len(shelf.found) < MOST:
        shelf.found[what, key] = found
    return found


def _shelf(session: Session) -> _Shelf:
    """The shelf of the version in force, which a session asks for once."""
    key = session.get_bind().engine
    if VERSION not in session.info:
        session.info[VERSION] = store.version(session)
    version = session.info[VERSION]
    shelf = _shelves.get(key)
    if shelf is None or shelf.version != version:
        shelf = _shelves[key] = _Shelf(version)
    return shelf
