"""Owns what is remembered of the catalogue while its version stands.

Every page of a form asks the same few things. Whichever process changes the catalogue raises its
version, which everybody asks for first; so every process sees a change at its next request.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from sqlmodel import Session, SQLModel

from app.catalogue import store
from app.database import memory, only_reads

Found = TypeVar("Found")
VERSION = "catalogue_version"
SHELF = "catalogue"
MOST = 2000


@dataclass(frozen=True)
class _Shelf:
    """What was found in one version of the catalogue, by what was asked."""

    version: int
    found: dict[tuple[str, str], object] = field(default_factory=dict)


def remembered(
    session: Session, what: str, key: str, look: Callable[[], Found], *, unless: object = None
) -> Found:
    """What `look` finds, or found in this version; an answer equal to `unless` is not kept.

    What strangers make up is not kept, and no more than MOST answers are. Whoever writes is told
    what readers found, and keeps nothing: what it sees may never be committed.
    """
    is_reader = only_reads(session)
    shelf = _shelf(session) if is_reader else _shelf_in_force(session)
    if (what, key) in shelf.found:
        return shelf.found[what, key]  # type: ignore[return-value]
    found = look()
    if not is_reader:
        return found
    for each in found if isinstance(found, list) else [found]:
        if isinstance(each, SQLModel) and each in session:
            session.expunge(each)
    if found != unless and len(shelf.found) < MOST:
        shelf.found[what, key] = found
    return found


def note_version(session: Session, version: int) -> None:
    """Take the version (`VERSION_IN_FORCE`) that came to a reader with another answer."""
    if only_reads(session):
        session.info[VERSION] = version


def _shelf(session: Session) -> _Shelf:
    """The shelf of the version in force, which a reader asks for once."""
    if VERSION not in session.info:
        session.info[VERSION] = store.version(session)
    version = session.info[VERSION]
    shelf = memory(session).get(SHELF)
    if not isinstance(shelf, _Shelf) or shelf.version != version:
        shelf = memory(session)[SHELF] = _Shelf(version)
    return shelf


def _shelf_in_force(session: Session) -> _Shelf:
    """What readers found, if it is of the version a writer sees; it may raise that itself."""
    version = store.version(session)
    shelf = memory(session).get(SHELF)
    return shelf if isinstance(shelf, _Shelf) and shelf.version == version else _Shelf(version)
