"""Owns who applies in a simulated season: families, children, instants, all by rule from a size.

The figures are those of Koriyama's autumn of 2023 (2,791 online, 1,930 of them outside office
hours), or a tenth of them. Nothing here comes from the product: hours and holidays are told again.
"""

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

TOKYO = timezone(timedelta(hours=9))
FIRST, DAYS = datetime(2023, 11, 6, tzinfo=TOKYO), 25
HOLIDAY = 23  # 勤労感謝の日, a Thursday; 3 November lies before
CLUBS = (
    "sample-1-a", "sample-1-b", "sample-2", "sample-3", "sample-4", "sample-5", "sample-6",
    "sample-7",
)  # fmt: skip
POPULAR = (25, 10, 15, 12, 12, 10, 8, 8)
SEATS = (18, 10, 13, 11, 11, 9, 7, 6)
OTHER_REASONS = ("study", "illness", "disability", "caring", "childbirth", "job_seeking")
DIGITS, READ = "零一二三四五六七八九", ("レイ", "イチ", "ニ", "サン", "ヨン", "ゴ", "ロク",
                                "ナナ", "ハチ", "キュウ")  # fmt: skip
# What an off-by-one would get wrong: (day, hour, minute, second), whether the office is open.
EDGES = {
    (6, 0, 0, 0): False, (6, 8, 29, 59): False, (6, 8, 30, 0): True, (6, 17, 14, 59): True,
    (6, 17, 15, 0): False, (23, 10, 0, 0): False, (25, 12, 0, 0): False, (30, 17, 14, 59): True,
    (30, 23, 59, 59): False,
}  # fmt: skip


@dataclass(frozen=True)
class Size:
    """How many of each, in applications (件 = one child)."""

    online: int
    outside: int
    paper: int
    siblings: int
    later: int
    corrected: int
    withdrawn: int
    declined: int


FULL = Size(2791, 1930, 200, 335, 837, 223, 84, 40)
TENTH = Size(279, 193, 20, 34, 84, 22, 8, 4)
# Small enough for every run of the tests, on both databases: the same shares.
SMALL = Size(93, 64, 7, 11, 28, 7, 4, 2)
SIZES = {"full": FULL, "tenth": TENTH, "small": SMALL}


@dataclass
class Guardian:
    """Why a guardian cannot be at home."""

    reason: str
    days: int = 0
    hours: int = 0


@dataclass
class Child:
    """One child; `number` is that of its application once it is sent."""

    name: dict[str, str]
    grade: int
    wishes: tuple[str, ...]
    has_handbook: bool
    is_special: bool
    is_continuing: bool
    period: str
    number: str = ""
    is_gone: bool = False

    @property
    def title(self) -> str:
        """The name as lists show it."""
        return f"{self.name['family']} {self.name['given']}"


@dataclass
class Family:
    """One family: what it answers, when it sends, and what it does afterwards."""

    serial: int
    moment: datetime
    guardians: list[Guardian]
    children: list[Child]
    is_single: bool
    is_masked: bool
    together: str | None
    channel: str = "own"
    is_later: bool = False
    is_corrected: bool = False
    is_withdrawn: bool = False

    @property
    def parent(self) -> dict[str, str]:
        """The name of the first guardian."""
        return named("親", self.serial)

    @property
    def building(self) -> str:
        """What makes this family's address unlike every other."""
        return f"見本荘{self.serial:05d}号"


def is_office_time(moment: datetime) -> bool:
    """Told again by hand: Monday to Friday, 8:30 to 17:15, not on the holiday."""
    minute = moment.hour * 60 + moment.minute
    return moment.weekday() < 5 and moment.day != HOLIDAY and 510 <= minute < 1035


def open_days() -> list[datetime]:
    """The midnights of the days on which the office opens."""
    days = [FIRST + timedelta(days=number) for number in range(DAYS)]
    return [day for day in days if is_office_time(day.replace(hour=9))]


def named(what: str, serial: int) -> dict[str, str]:
    """A name that is evidently a sample and nobody else's."""
    digits = [int(digit) for digit in str(serial)]
    return {
        "family": "見本", "given": what + "".join(DIGITS[digit] for digit in digits),
        "family_kana": "ミホン", "given_kana": "コ" + "".join(READ[digit] for digit in digits),
    }  # fmt: skip


class Plan:
    """The families of a season, online ones by the instant they send, and those on paper."""

    def __init__(self, size: Size) -> None:
        self.size, self.chance = size, random.Random(size.online)
        trios = size.siblings // 11
        pairs = size.siblings - 2 * trios
        singles = size.online - 3 * trios - 2 * pairs
        self.online = self._with_instants([3] * trios + [2] * pairs + [1] * singles)
        self.paper = self._on_paper()
        self._choose()

    @property
    def seats(self) -> dict[str, int]:
        """How many each club takes, with a limit for the first grade of the first."""
        whole = self.size.online + self.size.paper
        found = {club: whole * share // 100 for club, share in zip(CLUBS, SEATS, strict=True)}
        return found | {f"{CLUBS[0]}.1": whole * 5 // 100}

    def _with_instants(self, sizes: list[int]) -> list[Family]:
        left, sides = self.size.outside, []
        for size in sizes:
            is_outside = left >= size and (size == 1 or self.chance.random() < 0.7)
            left -= size * is_outside
            sides.append(not is_outside)
        assert left == 0
        inside = iter(self._instants(True, sides.count(True)))
        outside = iter(self._instants(False, sides.count(False)))
        moments = [next(inside if is_open else outside) for is_open in sides]
        paired = sorted(zip(moments, sizes, strict=True))
        return [self._family(serial, *each) for serial, each in enumerate(paired, 1)]

    def _instants(self, is_open: bool, many: int) -> list[datetime]:
        """Edges first, then evenings and the last day more often; in any order."""
        edges = [
            FIRST.replace(day=day, hour=hour, minute=minute, second=second)
            for (day, hour, minute, second), open_then in EDGES.items()
            if open_then == is_open
        ]
        every = [FIRST + timedelta(minutes=number) for number in range(DAYS * 1440)]
        minutes = [each for each in every if is_office_time(each) == is_open]
        weights = [_weight(each) for each in minutes]
        drawn = self.chance.choices(minutes, weights, k=many - len(edges))
        found = edges + [each + timedelta(seconds=self.chance.randrange(60)) for each in drawn]
        self.chance.shuffle(found)
        return [each.astimezone(UTC) for each in found]

    def _family(self, serial: int, moment: datetime, size: int) -> Family:
        draw = self.chance
        many = 1 if draw.random() < 0.2 else 2
        together = draw.choice(("same", "either", None)) if size > 1 else None
        return Family(
            serial, moment, [self._guardian() for _ in range(many)],
            [self._child(serial * 10 + number, size > 1) for number in range(size)],
            is_single=many == 1 and draw.random() < 0.8, is_masked=draw.random() < 0.04,
            together=together,
        )  # fmt: skip

    def _guardian(self) -> Guardian:
        if self.chance.random() < 0.75:
            days, hours = self.chance.choice(((5, 160), (5, 168), (4, 120), (4, 90), (3, 50)))
            return Guardian("employed", days, hours)
        return Guardian(self.chance.choice(OTHER_REASONS))

    def _child(self, serial: int, has_siblings: bool) -> Child:
        draw = self.chance
        wishes = list(dict.fromkeys(draw.choices(CLUBS, POPULAR, k=3)))[: draw.randint(1, 3)]
        if has_siblings:
            wishes = [CLUBS[0], *(each for each in wishes if each != CLUBS[0])][:3]
        return Child(
            named("子", serial), draw.choices((1, 2, 3, 4, 5, 6), (40, 25, 18, 9, 5, 3))[0],
            tuple(wishes), has_handbook=draw.random() < 0.03, is_special=draw.random() < 0.04,
            is_continuing=draw.random() < 0.4,
            period="long_holidays" if draw.random() < 0.06 else "all_year",
        )  # fmt: skip

    def _on_paper(self) -> list[Family]:
        """Those at the counter, by mail and telephone: whole minutes of open days."""
        days, found = open_days(), []
        for number in range(self.size.paper):
            moment = days[number % len(days)] + timedelta(minutes=510 + number * 7 % 520)
            family = self._family(50_000 + number, moment.astimezone(UTC), 1)
            family.channel = ("counter", "counter", "mail", "phone")[number % 4]
            found.append(family)
        return sorted(found, key=lambda each: each.moment)

    def _choose(self) -> None:
        shuffled = self.chance.sample(self.online, len(self.online))
        singles = [each for each in shuffled if len(each.children) == 1]
        size, taken = self.size, 0
        for family in shuffled:
            family.is_later = taken + len(family.children) <= size.later
            taken += len(family.children) * family.is_later
        for family in singles[: size.corrected]:
            family.is_corrected = True
        for family in singles[size.corrected : size.corrected + size.withdrawn - 2]:
            family.is_withdrawn = True


def _weight(moment: datetime) -> float:
    """How many send at such an hour, roughly; the last day draws three times as many."""
    hourly = {20: 4, 21: 6, 22: 6, 23: 4, 1: 0.3, 2: 0.2, 3: 0.2, 4: 0.2, 12: 2}
    return hourly.get(moment.hour, 1) * (3 if moment.day == 30 else 1)
