"""Owns everyday words: which procedures a word of daily life leads to; pure."""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from app.catalogue import romaji, wording
from app.catalogue.grams import Grams, numbers

SPELLINGS_JOINED_BY = "・"
_SHORTEST_BEGINNING = 2
_AFTER_A_WORD = frozenset("のをがはにでも")


@dataclass(frozen=True)
class Everyday:
    """One everyday word: the rows each target names, in order, and all it has to do with."""

    named: tuple[int, ...]
    related: int


class Synonyms:
    """Everyday words by spelling, by sound and by their beginning."""

    def __init__(
        self,
        words: Mapping[str, Sequence[str]],
        named: Callable[[str], int],
        related: Callable[[str], int],
    ) -> None:
        self._by_key: dict[str, Everyday] = {}
        self._by_sound: dict[str, Everyday] = {}
        for joined, targets in words.items():
            spellings = joined.split(SPELLINGS_JOINED_BY)
            everyday = _everyday(spellings, targets, named, related)
            for spelling in spellings:
                self._add(spelling, everyday)
        self._keys = sorted(self._by_key)
        self._sounds = list(self._by_sound)
        self._sound_grams = Grams(self._sounds)
        self._letter_grams = Grams([romaji.to_letters(sound) for sound in self._sounds])

    def _add(self, spelling: str, everyday: Everyday) -> None:
        key = wording.key(spelling)
        self._by_key[key] = everyday
        if wording.is_latin(spelling):
            self._by_key[_without_accents(spelling)] = everyday
        if wording.is_kana(key):
            self._by_sound[wording.sound(spelling)] = everyday

    def of(self, key: str, sound: str) -> Everyday | None:
        """The everyday word that is meant, by its spelling or its sound."""
        if wording.is_latin(key):
            key = _without_accents(key)
        return self._by_key.get(key) or self._by_sound.get(sound) or self._meant_by(key)

    def _meant_by(self, beginning: str) -> Everyday | None:
        """The one everyday word that begins so (for suggestions while typing)."""
        words = self._beginning(beginning)
        return words[0] if words and all(word is words[0] for word in words) else None

    def beginning(self, key: str) -> int:
        """All that the words beginning so have to do with."""
        found = 0
        for word in self._beginning(key):
            found |= self._all(word)
        return found

    def _beginning(self, key: str) -> list[Everyday]:
        if len(key) < _SHORTEST_BEGINNING:
            return []
        found: list[Everyday] = []
        at = bisect_left(self._keys, key)
        while at < len(self._keys) and self._keys[at].startswith(key):
            found.append(self._by_key[self._keys[at]])
            at += 1
        return found

    def together_with(self, row: int) -> list[int]:
        """The rows that an everyday word names together with this one, in its order."""
        found: dict[int, None] = {}
        for everyday in {id(each): each for each in self._by_key.values()}.values():
            if any(mask >> row & 1 for mask in everyday.named):
                for mask in everyday.named:
                    found |= dict.fromkeys(numbers(mask))
        found.pop(row, None)
        return list(found)

    def inside(self, key: str) -> list[str]:
        """The everyday words that stand in a longer key, longest first."""
        found = [word for word in self._keys if word in key and _stands_alone(word, key)]
        return sorted(found, key=len, reverse=True)

    def near(self, sound: str, letters: str) -> list[Everyday]:
        """The everyday words that sound nearly so, or are nearly spelled so."""
        found: list[Everyday] = []
        for grams, piece in ((self._sound_grams, sound), (self._letter_grams, letters)):
            for number in numbers(grams.near(piece)):
                if abs(len(grams.texts[number]) - len(piece)) <= 1:
                    found.append(self._by_sound[self._sounds[number]])
        return found

    @staticmethod
    def _all(everyday: Everyday) -> int:
        found = everyday.related
        for mask in everyday.named:
            found |= mask
        return found


def _everyday(
    spellings: Sequence[str],
    targets: Sequence[str],
    named: Callable[[str], int],
    related: Callable[[str], int],
) -> Everyday:
    keys = [wording.key(word) for word in (*targets, *spellings)]
    found = 0
    for key in keys:
        # A Latin word inside other words means nothing (`tax` in `taxi`).
        found |= 0 if wording.is_latin(key) or len(key) < 2 else related(key)
    return Everyday(tuple(named(wording.key(target)) for target in targets), found)


def _stands_alone(word: str, key: str) -> bool:
    """Whether a word in a longer key is one: 犬 and ひっこし are, ゆき in ゆきだるま is not."""
    if not wording.is_kana(word) or len(word) > 2:
        return len(word) > 1 or key.startswith(word)
    return key.startswith(word) and key[len(word) : len(word) + 1] in _AFTER_A_WORD


def _without_accents(text: str) -> str:
    return wording.spaced(text).replace(" ", "")


def sound_of(term: str, *, skips_slips: bool = False) -> str:
    """The sound of a term typed in kana or Roman letters; empty for anything else."""
    if wording.is_latin(term):
        kana = romaji.to_kana(term, skips_slips=skips_slips)
        return wording.sound(kana) if kana else ""
    return wording.sound(term) if wording.is_kana(wording.key(term)) else ""
