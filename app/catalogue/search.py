"""Owns finding procedures: the index over all rows and the order of what it finds; pure.

Order: exact name, what an everyday word names, beginning of the name, exact plain name or keyword,
name contains, keyword contains, parts of a compound, synonyms, summary; slips only where nothing
else is found. Inside a rank the rows stand by yearly volume, then by code: that is the order of
the row numbers.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log2
from typing import Final

from app.catalogue import phrases, romaji, wording
from app.catalogue.grams import Grams, numbers
from app.catalogue.synonyms import Synonyms, sound_of

LONGEST_QUERY: Final = 100
_MOST_NEAR: Final = 20
_FEW: Final = 3
_MOST_INSIDE: Final = 3
_LONGEST_COMPOUND: Final = 12
_ENOUGH_SHARED: Final = 0.5
_BRACKET = re.compile(r"[（(].*$")


@dataclass(frozen=True, slots=True)
class Entry:
    """A procedure as lists show it."""

    code: str
    name: str
    kana: str
    plain_name: str
    summary: str
    keywords: tuple[str, ...]
    section: str
    audience: str
    life_events: frozenset[str]
    channels: tuple[str, ...]
    online_status: str
    form: str
    system: str
    volume: int


@dataclass(frozen=True, slots=True)
class Found:
    """What a query found, best first; `is_near` when only slips or likeness found it."""

    entries: tuple[Entry, ...]
    is_near: bool = False


class Foreign:
    """The texts of the rows in one other language."""

    def __init__(self, entries: Sequence[Entry], texts: Mapping[str, str]) -> None:
        self.names = Grams([wording.spaced(texts.get(each.name, "")) for each in entries])
        self.summaries = Grams([wording.spaced(texts.get(each.summary, "")) for each in entries])
        self.exact = _masks((number, text) for number, text in enumerate(self.names.texts))


class Index:
    """Every row, found by what residents type."""

    def __init__(self, entries: Sequence[Entry], synonyms: Mapping[str, Sequence[str]]) -> None:
        self.entries = tuple(sorted(entries, key=lambda each: (-each.volume, each.code)))
        key, rows = wording.key, self.entries
        self._names = Grams([key(each.name) for each in rows])
        self._sounds = Grams([wording.sound(each.kana) for each in rows])
        self._letters = Grams([romaji.to_letters(each.kana) for each in rows])
        self._plain = Grams([key(each.plain_name) for each in rows])
        self._keywords = Grams(["\n".join(map(key, each.keywords)) for each in rows])
        self._summaries = Grams([key(each.summary) for each in rows])
        whole = [(n, text) for n, text in enumerate(self._names.texts)]
        short = [(n, key(_BRACKET.sub("", each.name))) for n, each in enumerate(rows)]
        self._exact = _masks([*whole, *short])
        self._exact_sound = _masks(enumerate(self._sounds.texts))
        plain = [(n, text) for n, text in enumerate(self._plain.texts)]
        words = [(n, key(word)) for n, each in enumerate(rows) for word in each.keywords]
        self._alias = _masks([*plain, *words])
        self.by_code = tuple(sorted(entries, key=lambda each: each.code))
        self._synonyms = Synonyms(synonyms, self._named, self._related)

    def foreign(self, texts: Mapping[str, str]) -> Foreign:
        """The rows' texts in another language, by their Japanese ids."""
        return Foreign(self.entries, texts)

    def related(self, code: str, limit: int) -> list[Entry]:
        """Procedures one may need next: named with it in daily life, then of like life events."""
        here = next((n for n, each in enumerate(self.entries) if each.code == code), None)
        if here is None:
            return []
        me = self.entries[here]
        named = [self.entries[row] for row in self._synonyms.together_with(here)]
        alike = sorted(
            (each for each in self.entries if each is not me and _shares(me, each)),
            key=lambda each: (-len(me.life_events & each.life_events), each.section != me.section),
        )
        return list(dict.fromkeys([*named, *alike]))[:limit]

    def search(self, query: str, foreign: Sequence[Foreign] = ()) -> Found:
        """The procedures a query means, best first; all of them for an empty query, by code."""
        query = query[:LONGEST_QUERY].strip()
        if not wording.key(query):
            return Found(() if query else self.by_code)
        *strong, told = self._ranks(query, foreign)
        rows = _in_order([*strong, told]) if any(strong) else self._all_terms(query, foreign)
        if rows:
            is_sentence = len(rows) < _FEW and len(phrases.words(query)) > 1
            more = self._any_word(query, foreign) if is_sentence else []
            return self._found(list(dict.fromkeys([*rows, *more])))
        if not told and (rows := self._with_slip(query, foreign)):
            return self._found(rows, is_near=True)
        if rows := self._any_word(query, foreign) or list(numbers(told)):
            return self._found(rows)
        return self._found(self._alike(wording.key(query)), is_near=True)

    def _found(self, rows: Sequence[int], *, is_near: bool = False) -> Found:
        return Found(tuple(self.entries[n] for n in rows), is_near)

    def _ranks(self, term: str, foreign: Sequence[Foreign]) -> list[int]:
        """The sets of rows a term finds, best set first; they may overlap."""
        key, sound = wording.key(term), sound_of(term)
        everyday = self._synonyms.of(key, sound)
        named = self._names.containing(key)
        sounding = self._sounds.containing(sound) if sound else 0
        heard = sounding if len(sound) > 1 else 0
        other = _Other(term, foreign)
        return [
            self._exact.get(key, 0) | self._exact_sound.get(sound, 0) | other.exact,
            *(everyday.named if everyday else ()),
            self._names.starting(key, named)
            | self._sounds.starting(sound, sounding)
            | other.starting,
            self._alias.get(key, 0),
            named | heard | other.containing | self._plain.containing(key),
            self._keywords.containing(key),
            0 if named else self._compound(key),
            everyday.related if everyday else self._synonyms.beginning(key),
            self._summaries.containing(key) | other.summaries,
        ]

    def _all_terms(self, query: str, foreign: Sequence[Foreign]) -> list[int]:
        """The rows that have every one of several words, the best sum of ranks first."""
        terms = query.replace("　", " ").split()
        if len(terms) < 2:
            return []
        scores = [_scores(self._ranks(term, foreign)) for term in terms]
        both = set(scores[0]).intersection(*scores[1:])
        return sorted(both, key=lambda n: (sum(score[n] for score in scores), n))

    def _any_word(self, query: str, foreign: Sequence[Foreign]) -> list[int]:
        """The rows that have words of a sentence; a rare word says more than a common one."""
        weights: dict[int, float] = {}
        inside = self._synonyms.inside(wording.key(query))[:_MOST_INSIDE]
        for term in dict.fromkeys([*inside, *phrases.words(query)]):
            ranks = self._ranks(term, foreign)[:-1]
            if not any(ranks) and phrases.stem(term) != term:
                ranks = self._ranks(phrases.stem(term), foreign)[:-1]
            scores = _scores(ranks)
            worth = self._worth(term, len(scores))
            for row, rank in scores.items():
                weights[row] = weights.get(row, 0) + worth * (1 - rank / (2 * len(ranks)))
        least = max(weights.values(), default=0) * _ENOUGH_SHARED
        good = [row for row, weight in weights.items() if weight >= least]
        return sorted(good, key=lambda row: (-weights[row], row))

    def _worth(self, term: str, rows: int) -> float:
        """How much a word of a sentence says: rare and everyday words more, single letters less."""
        rarity = log2(len(self.entries) / max(rows, 1)) + 1
        key = wording.key(term)
        if self._synonyms.of(key, sound_of(term)):
            return rarity * 1.5
        return rarity * 0.4 if len(phrases.stem(key)) == 1 else rarity

    def _with_slip(self, query: str, foreign: Sequence[Foreign]) -> list[int]:
        """The rows that have the query with one slip of the finger."""
        key, sound = wording.key(query), sound_of(query, skips_slips=True)
        found = self._names.near(key) | self._plain.near(key) | self._keywords.near(key)
        letters = romaji.letters(query) if wording.is_latin(query) else ""
        found |= self._sounds.near(sound)
        if letters:
            found |= self._letters.near(letters)
            for texts in foreign:
                found |= texts.names.near(wording.spaced(query))
        everyday = self._synonyms.near(sound, letters)
        named = [mask for each in everyday for mask in each.named]
        return _in_order([*named, found, *(each.related for each in everyday)])[:_MOST_NEAR]

    def _alike(self, key: str) -> list[int]:
        """The rows whose names share half of the query's pairs of letters, most first."""
        if len(key) < 3 or wording.is_latin(key):
            return []
        least = _ENOUGH_SHARED * (len(key) - 1)
        shared = self._names.shared_pairs(key)[:_MOST_NEAR]
        return [row for row, count in shared if count >= least]

    def _named(self, key: str) -> int:
        """The rows a target of a synonym names: exactly, else beginning so, else containing it."""
        found = self._names.containing(key)
        return self._exact.get(key, 0) or self._names.starting(key, found) or found

    def _compound(self, key: str) -> int:
        """The rows whose names have both parts of a compound: 年金免除 is 年金 and 免除."""
        found = 0
        for cut in range(2, len(key) - 1) if len(key) <= _LONGEST_COMPOUND else ():
            found |= self._names.containing(key[:cut]) & self._names.containing(key[cut:])
        return found

    def _related(self, key: str) -> int:
        """The rows that have a word in their name, plain name or keywords."""
        found = self._names.containing(key) | self._plain.containing(key)
        return found | self._keywords.containing(key)


class _Other:
    """What a term finds in the other languages."""

    def __init__(self, term: str, foreign: Sequence[Foreign]) -> None:
        self.exact = self.starting = self.containing = self.summaries = 0
        for word in _forms(term):
            for texts in foreign:
                found = texts.names.containing(word)
                self.exact |= texts.exact.get(word, 0)
                self.starting |= texts.names.starting(word, found)
                self.containing |= found
                self.summaries |= texts.summaries.containing(word)


def _shares(one: Entry, other: Entry) -> bool:
    return bool(one.life_events & other.life_events) and one.audience == other.audience


def _forms(term: str) -> list[str]:
    """The keys of a term in other languages: Latin ones at a word's beginning, also without s."""
    spaced = wording.spaced(term)
    if not spaced:
        return []
    if not wording.is_latin(term):
        return [spaced[1:]]
    return [spaced, spaced[:-1]] if spaced.endswith("s") and len(spaced) > 4 else [spaced]


def _masks(pairs: Iterable[tuple[int, str]]) -> dict[str, int]:
    masks: dict[str, int] = {}
    for number, text in pairs:
        if text:
            masks[text] = masks.get(text, 0) | 1 << number
    return masks


def _in_order(ranks: Sequence[int]) -> list[int]:
    rows: list[int] = []
    seen = 0
    for rank in ranks:
        rows.extend(numbers(rank & ~seen))
        seen |= rank
    return rows


def _scores(ranks: Sequence[int]) -> dict[int, int]:
    """The best rank of each row a term finds."""
    scores: dict[int, int] = {}
    for place, rank in enumerate(ranks):
        for row in numbers(rank):
            scores.setdefault(row, place)
    return scores
