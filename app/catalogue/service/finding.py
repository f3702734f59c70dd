"""Owns the search of each process: an index in memory, rebuilt when the catalogue changed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from weakref import WeakKeyDictionary

from sqlmodel import Session

from app import procedures
from app.catalogue import cells, store
from app.catalogue.models import OnlineStatus, Procedure
from app.catalogue.search import LONGEST_QUERY, Entry, Foreign, Found, Index
from app.i18n.messages import Language

MOST_SUGGESTED = 8
_MOST_REMEMBERED = 1000


@dataclass(frozen=True)
class Wish:
    """What a reader asks of the catalogue; empty means anything."""

    text: str = ""
    online: bool | None = None
    life_event: str = ""
    section: str = ""
    audience: str = ""


@dataclass
class _Shelf:
    """The index of one version, the languages it was read in, and the answers it gave."""

    version: int
    index: Index
    foreign: dict[str, Foreign] = field(default_factory=dict)
    answers: dict[tuple[str, tuple[str, ...]], Found] = field(default_factory=dict)


_shelves: WeakKeyDictionary[object, _Shelf] = WeakKeyDictionary()
_building = Lock()


def find(session: Session, wish: Wish, languages: Sequence[Language] = ()) -> Found:
    """The published procedures that a wish means, best first; by code without a text.

    `languages` are those whose texts are searched besides the Japanese ones. One small select
    tells whether another process changed the catalogue since (docs/decisions/0005).
    """
    shelf = _shelf(session)
    found = _answer(shelf, wish.text, languages)
    tests = _tests(wish)
    kept = tuple(each for each in found.entries if all(test(each) for test in tests))
    return Found(kept, found.is_near)


def suggest(session: Session, text: str, languages: Sequence[Language] = ()) -> tuple[Entry, ...]:
    """The first few procedures for what has been typed so far."""
    if not text.strip():
        return ()
    return _answer(_shelf(session), text, languages).entries[:MOST_SUGGESTED]


def related(session: Session, code: str, *, limit: int = 5) -> list[Entry]:
    """Procedures a reader of this one may need next."""
    return _shelf(session).index.related(code, limit)


def _shelf(session: Session) -> _Shelf:
    key, version = session.get_bind().engine, store.version(session)
    shelf = _shelves.get(key)
    if shelf is not None and shelf.version == version:
        return shelf
    with _building:
        shelf = _shelves.get(key)
        if shelf is None or shelf.version != version:
            entries = [entry(row) for row in store.published(session)]
            shelf = _Shelf(version, Index(entries, procedures.synonyms()))
            _shelves[key] = shelf
    return shelf


def entry(row: Procedure) -> Entry:
    """A row as lists show it."""
    return Entry(
        code=row.code, name=row.name, kana=row.kana, plain_name=row.plain_name,
        summary=row.summary, keywords=tuple(cells.split(row.keywords)), section=row.section,
        audience=row.audience, life_events=frozenset(cells.split(row.life_events)),
        channels=tuple(cells.split(row.channels)), online_status=row.online_status,
        form=row.form, system=row.system, volume=row.volume,
    )  # fmt: skip


def _answer(shelf: _Shelf, text: str, languages: Sequence[Language]) -> Found:
    text = text.strip()[:LONGEST_QUERY]
    other = {each.code: each.procedures for each in languages if each.procedures}
    asked = (text, tuple(other))
    answer = shelf.answers.get(asked)
    if answer is None:
        answer = shelf.index.search(text, [_foreign(shelf, *each) for each in other.items()])
        if len(shelf.answers) >= _MOST_REMEMBERED:
            shelf.answers.clear()
        shelf.answers[asked] = answer
    return answer


def _foreign(shelf: _Shelf, code: str, texts: Mapping[str, str]) -> Foreign:
    if code not in shelf.foreign:
        shelf.foreign[code] = shelf.index.foreign(texts)
    return shelf.foreign[code]


def _tests(wish: Wish) -> list[Callable[[Entry], bool]]:
    tests: list[Callable[[Entry], bool]] = []
    if wish.online is not None:
        tests.append(lambda each: (each.online_status == OnlineStatus.ONLINE) is wish.online)
    if wish.life_event:
        tests.append(lambda each: wish.life_event in each.life_events)
    if wish.section:
        tests.append(lambda each: each.section == wish.section)
    if wish.audience:
        tests.append(lambda each: each.audience in (wish.audience, "both"))
    return tests
