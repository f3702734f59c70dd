"""Owns giving places: by points and wishes, within the capacities, the same result every time.

Everybody stands in one order (points, then ties, then a hash of seed and id), which is the same
for every place. So the first in the order chooses first, and nobody can envy somebody behind.
Siblings who want "the same place or none" choose together, at the turn of their last one: placed
earlier they would overtake others.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Why(StrEnum):
    """What became of one wish."""

    GIVEN = "given"
    NOT_NEEDED = "not_needed"
    FULL = "full"
    GRADE_FULL = "grade_full"
    TOGETHER = "together"
    NO_CAPACITY = "no_capacity"


@dataclass(frozen=True)
class Candidate:
    """One child: more points come first, then smaller ties; `together` names a bound group."""

    id: str
    points: int
    wishes: tuple[str, ...]
    ties: tuple[int, ...] = ()
    grade: str = ""
    together: str = ""


@dataclass(frozen=True)
class Capacity:
    """How many a place takes: in all (`grade` None), or at most of one grade."""

    place: str
    seats: int
    grade: str | None = None


@dataclass(frozen=True)
class WishStory:
    """One wish explained: `rank` among all who wish it; `cutoff` the points of the last placed."""

    place: str
    why: Why
    capacity: int | None
    wishers: int
    rank: int
    cutoff: int | None


@dataclass(frozen=True)
class Placed:
    """The outcome of one child: its turn (1 = first), its place ("" = none), by which wish."""

    id: str
    position: int
    place: str
    wish: int
    story: tuple[WishStory, ...]


def in_order(candidates: Iterable[Candidate], seed: str) -> list[Candidate]:
    """The candidates by points, ties, and at last a hash that nobody can aim at."""
    return sorted(candidates, key=lambda each: order_key(each, seed))


def order_key(candidate: Candidate, seed: str) -> tuple[int, tuple[int, ...], str]:
    """What the order compares; smaller comes first."""
    lot = hashlib.sha256(f"{seed}:{candidate.id}".encode()).hexdigest()
    return -candidate.points, candidate.ties, lot


class _Seats:
    """What is left of each place, in all and by grade."""

    def __init__(self, capacities: Iterable[Capacity]) -> None:
        self.whole: dict[str, int] = {}
        self.by_grade: dict[tuple[str, str], int] = {}
        for each in capacities:
            if each.grade is None:
                self.whole[each.place] = each.seats
            else:
                self.by_grade[each.place, each.grade] = each.seats
        self.known = {place for place, _ in self.by_grade} | set(self.whole)

    def fault(self, place: str, group: Sequence[Candidate]) -> Why | None:
        """Why a group cannot have this place now."""
        if place not in self.known:
            return Why.NO_CAPACITY
        if place in self.whole and self.whole[place] < len(group):
            return Why.FULL
        for grade, wanted in Counter(each.grade for each in group).items():
            if self.by_grade.get((place, grade), wanted) < wanted:
                return Why.GRADE_FULL
        return None

    def take(self, place: str, group: Sequence[Candidate]) -> None:
        if place in self.whole:
            self.whole[place] -= len(group)
        for each in group:
            if (place, each.grade) in self.by_grade:
                self.by_grade[place, each.grade] -= 1


def allocate(
    candidates: Sequence[Candidate], capacities: Sequence[Capacity], *, seed: str
) -> list[Placed]:
    """Give the places; one outcome for each candidate, in their order."""
    ordered = in_order(candidates, seed)
    groups: defaultdict[str, list[Candidate]] = defaultdict(list)
    for each in ordered:
        groups[each.together or each.id].append(each)
    seats = _Seats(capacities)
    given: dict[str, str] = {}
    faults: dict[tuple[str, str], Why] = {}
    for each in ordered:
        group = groups[each.together or each.id]
        if each is not group[-1]:
            continue
        for place in common_wishes(group):
            fault = seats.fault(place, group)
            if fault is None:
                seats.take(place, group)
                given.update((member.id, place) for member in group)
                break
            faults.update(
                ((member.id, place), Why.TOGETHER if len(group) > 1 else fault) for member in group
            )
    return _told(ordered, capacities, given, faults)


def common_wishes(group: Sequence[Candidate]) -> list[str]:
    """The places all of a group wish, best sum of wishes first, then as the first one wrote."""
    first = list(dict.fromkeys(group[0].wishes))
    common = [place for place in first if all(place in each.wishes for each in group)]
    return sorted(common, key=lambda place: sum(each.wishes.index(place) for each in group))


def _told(
    ordered: Sequence[Candidate], capacities: Sequence[Capacity], given: Mapping[str, str],
    faults: Mapping[tuple[str, str], Why],
) -> list[Placed]:  # fmt: skip
    """Every outcome with the story of each wish."""
    whole = {each.place: each.seats for each in capacities if each.grade is None}
    wishers: Counter[str] = Counter()
    ranks: dict[tuple[str, str], int] = {}
    cutoffs: dict[str, int] = {}
    for each in ordered:
        for place in set(each.wishes):
            wishers[place] += 1
            ranks[each.id, place] = wishers[place]
        if each.id in given:
            cutoffs[given[each.id]] = each.points
    told = []
    for position, each in enumerate(ordered, 1):
        place = given.get(each.id, "")
        story = tuple(
            WishStory(
                wish, _why(each, wish, place, faults), whole.get(wish), wishers[wish],
                ranks[each.id, wish], cutoffs.get(wish),
            )
            for wish in dict.fromkeys(each.wishes)
        )  # fmt: skip
        number = list(dict.fromkeys(each.wishes)).index(place) + 1 if place else 0
        told.append(Placed(each.id, position, place, number, story))
    return told


def _why(each: Candidate, wish: str, place: str, faults: Mapping[tuple[str, str], Why]) -> Why:
    if wish == place:
        return Why.GIVEN
    if (
        place
        and (each.id, wish) not in faults
        and each.wishes.index(place) < each.wishes.index(wish)
    ):
        return Why.NOT_NEEDED
    # A wish that the siblings do not share was never tried for them.
    return faults.get((each.id, wish), Why.TOGETHER)


def next_in_line(
    waiting: Iterable[Candidate], placed: Iterable[tuple[Candidate, str]],
    capacities: Sequence[Capacity], *, seed: str,
) -> list[tuple[str, tuple[Candidate, ...]]]:  # fmt: skip
    """Who moves up (繰上げ): (place, child or bound siblings), in order, while seats are free.

    A proposal for each free seat: the first in the order who wishes it, by the earliest wish that
    has room. Those who hold a place keep it.
    """
    seats = _Seats(capacities)
    for holder, place in placed:
        seats.take(place, [holder])
    groups: defaultdict[str, list[Candidate]] = defaultdict(list)
    for each in in_order(waiting, seed):
        groups[each.together or each.id].append(each)
    found = []
    for group in sorted(groups.values(), key=lambda members: order_key(members[-1], seed)):
        for place in common_wishes(group):
            if seats.fault(place, group) is None:
                seats.take(place, group)
                found.append((place, tuple(group)))
                break
    return found
