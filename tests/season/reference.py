"""Owns the slow reference: points and places told again by hand from the published rules.

Nothing of the product is imported: points from the published table, places by docs/season.md. It
asks for every turn anew who is next, and tries what a place would hold then.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from tests.season.plan import Child, Family, Guardian

GRADES = {1: 30, 2: 25, 3: 20, 4: 10, 5: 5, 6: 3}
REASONS = {
    "study": 13, "illness": 18, "disability": 18, "caring": 15, "childbirth": 12, "job_seeking": 3,
}  # fmt: skip


@dataclass(frozen=True)
class Standing:
    """A child where it stands: `key` is its turn, smaller first."""

    child: Child
    family: Family
    points: int
    key: tuple[object, ...]

    @property
    def group(self) -> str:
        """Who chooses together: bound siblings of one family."""
        return f"{self.family.serial}" if self.family.together == "same" else self.child.number


def points(family: Family, child: Child) -> int:
    """The points of a child by the published table."""
    others = [each for each in family.children if each is not child and not each.is_gone]
    total = GRADES[child.grade] + _at_work(family.guardians[0])
    total += 5 * child.has_handbook + 3 * child.is_special + 2 * child.is_continuing
    total += bool(others)
    total += _at_work(family.guardians[1]) if len(family.guardians) == 2 else 20
    return total + 10 * family.is_single - 5 * (child.period == "long_holidays")


def _at_work(guardian: Guardian) -> int:
    if guardian.reason != "employed":
        return REASONS[guardian.reason]
    for days, hours, worth in ((5, 160, 20), (4, 120, 17), (4, 80, 14), (0, 48, 11)):
        if guardian.days >= days and guardian.hours >= hours:
            return worth
    return 5


def standing(family: Family, child: Child, *, seed: str, ident: str) -> Standing:
    """Where a child stands; the lot is the hash of intake and application."""
    total = points(family, child)
    is_disabled = child.has_handbook or child.is_special
    days = sum(each.days for each in family.guardians)
    lot = hashlib.sha256(f"{seed}:{ident}".encode()).hexdigest()
    key = (-total, child.grade, not is_disabled, len(family.guardians) == 2, -days, lot)
    return Standing(child, family, total, key)


def places(
    waiting: list[Standing], seats: Mapping[str, int], holding: list[tuple[Child, str]]
) -> dict[str, str]:
    """Who gets which club, by number; those who hold a seat keep it."""
    given: dict[str, str] = {}
    taken, groups = list(holding), {each.group: _members(waiting, each) for each in waiting}
    while groups:
        name = min(groups, key=lambda each: max(member.key for member in groups[each]))
        group = groups.pop(name)
        for club in _options(group):
            tried = taken + [(each.child, club) for each in group]
            if _fits(tried, seats, club):
                taken = tried
                given |= {each.child.number: club for each in group}
                break
    return given


def _members(waiting: list[Standing], one: Standing) -> list[Standing]:
    return [each for each in waiting if each.group == one.group]


def _options(group: list[Standing]) -> list[str]:
    lead = min(group, key=lambda each: each.key)
    shared = [
        club for club in lead.child.wishes if all(club in each.child.wishes for each in group)
    ]
    return sorted(shared, key=lambda club: sum(each.child.wishes.index(club) for each in group))


def _fits(taken: list[tuple[Child, str]], seats: Mapping[str, int], club: str) -> bool:
    inside = [child for child, place in taken if place == club]
    limits = {None: seats.get(club), 1: seats.get(f"{club}.1")}
    return all(
        limit is None or sum(grade in (None, child.grade) for child in inside) <= limit
        for grade, limit in limits.items()
    )
