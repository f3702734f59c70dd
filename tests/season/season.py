"""Owns a whole simulated season in its order of time, from the intake to the last 繰上げ.

`play` does it; what happened is kept beside the plan, and `checks.py` asks whether it was right.
"""

import heapq
import random
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count

from sqlmodel import select

from app.accounts.models import Role
from app.applications.models import Application, Intake
from tests.applications.office import Office
from tests.season import quiet, reference
from tests.season.clerks import Clerk, Selection, Terms
from tests.season.people import Household, type_in
from tests.season.plan import TOKYO, Child, Family, Plan, Size, open_days

DECEMBER = datetime(2023, 12, 18, 9, tzinfo=TOKYO)
JANUARY = datetime(2024, 1, 29, 9, tzinfo=TOKYO)
RELEASE = datetime(2024, 2, 9, 9, tzinfo=TOKYO)


class Season:
    """The city hall, its families and clerks, and what came of it."""

    def __init__(self, app, portal, clock, size: Size) -> None:
        self.app, self.portal, self.clock = app, portal, clock
        self.plan, self.office = Plan(size), Office(app)
        self.homes: dict[int, Household] = {}
        self.given: dict[str, str] = {}
        self.expected: dict[str, str] = {}
        self.moved_up: dict[str, str] = {}
        self.declined: list[str] = []
        self.took: Counter[str] = Counter()
        self._heap: list[tuple[datetime, int, Callable[[], None]]] = []
        self._order = count()

    # -- the order of time ---------------------------------------------------------------------

    def at(self, moment: datetime, deed: Callable[[], None]) -> None:
        """Plan a deed."""
        heapq.heappush(self._heap, (moment.astimezone(UTC), next(self._order), deed))

    def play(self) -> "Season":
        """Let the whole season happen."""
        self.clock.set(datetime(2023, 10, 16, 9, tzinfo=TOKYO))
        self._begin()
        for family in self.plan.online:
            self.at(family.moment, lambda family=family: self._apply(family))
        for day in [*open_days(), datetime(2023, 12, 1, tzinfo=TOKYO)]:
            self.at(day + timedelta(hours=17, minutes=14, seconds=30), self._work)
        self._phase("intake", self._until_empty)
        self._phase("selection", self._select)
        self._phase("decisions", self._decide)
        self._phase("after the release", self._afterwards)
        return self

    def _phase(self, name: str, deed: Callable[[], None]) -> None:
        began = time.perf_counter()
        deed()
        self.took[name] = round(time.perf_counter() - began)

    def _until_empty(self) -> None:
        while self._heap:
            moment, _, deed = heapq.heappop(self._heap)
            self.clock.set(max(moment, self.clock.now()))
            deed()

    # -- the intake ----------------------------------------------------------------------------

    def _begin(self) -> None:
        self.clerk = Clerk(self.app, self.portal, "clerk@city.example")
        self.leader = Clerk(self.app, self.portal, "leader@city.example", Role.LEADER)
        self.admin = Clerk(self.app, self.portal, "admin@city.example", Role.ADMIN)
        intake = self.clerk.sign_in().open_intake(Terms())
        (self.intake,) = self.office.rows(Intake, Intake.id == intake)
        self.selection = Selection(self.clerk, self.leader, intake)
        self._typed_in = 0

    def _apply(self, family: Family) -> None:
        home = Household(self.app, self.portal, family)
        home.apply()
        self.homes[family.serial] = home
        if family.is_later:
            self.at(family.moment + timedelta(days=6, hours=3), home.hand_in)
        if family.is_withdrawn:
            own = family.children[0]
            self.at(family.moment + timedelta(days=8), lambda: home.withdraw(own))

    def _work(self) -> None:
        """Late on an open day: paper of the day, 受付 of all that came, corrections."""
        self.clerk.sign_in()
        while self._typed_in < len(self.plan.paper):
            family = self.plan.paper[self._typed_in]
            if family.moment > self.clock.now():
                break
            type_in(self.clerk.browser, self.intake, family)
            self._typed_in += 1
        self.clerk.accept_all()
        for family in self.plan.online:
            if family.is_corrected and family.serial in self.homes:
                self._ask(family)

    def _ask(self, family: Family) -> None:
        child = family.children[0]
        if child.number in self.given:
            return
        hours = ("g1_work_hours",) if family.guardians[0].days else ()
        self.clerk.ask_for_correction(child.number, ("g1_phone", *hours))
        self.given[child.number] = ""  # asked once
        self.at(self.clock.now() + timedelta(days=1, hours=4), self.homes[family.serial].correct)

    # -- the selection -------------------------------------------------------------------------

    def _select(self) -> None:
        """Points; two more withdraw, one of them a sibling; places; 内定 by a second person."""
        self.clock.set(DECEMBER)
        self.clerk.sign_in()
        self.leader.sign_in()
        self.selection.prepare(self.plan.seats)
        siblings = next(
            each for each in self.plan.online if len(each.children) == 2 and each.together != "same"
        )
        self.clock.advance(minutes=5)
        self.homes[siblings.serial].withdraw(siblings.children[0])
        self.selection.score()
        self.selection.make_final(self.selection.run("案1"))
        self.given = {row["申請番号"]: row["場所コード"] for row in self.selection.ruling_list()}
        standings = self.standings()
        placed = reference.places(standings, self.plan.seats, [])
        self.expected = {each.child.number: "" for each in standings} | placed

    def _decide(self) -> None:
        """決裁; one who waits withdraws before knowing it. Nobody reads any of it on a phone."""
        self.clock.set(JANUARY)
        self.clerk.sign_in()
        watched = self._watched()
        before = quiet.everything(watched)
        self.selection.rule()
        self.seen = [(before, quiet.everything(watched))]
        late = next(home for home in reversed(list(self.homes.values())) if self._waits(home))
        self.late = late.family.children[0]
        late.withdraw(self.late)
        self.clock.set(RELEASE - timedelta(seconds=1))
        self.seen.append((before, quiet.everything(watched)))

    def _watched(self) -> list[Household]:
        """Two with a place, two without."""
        singles = [home for home in self.homes.values() if len(home.family.children) == 1]
        waiting = [home for home in singles if self._waits(home)]
        placed = [home for home in singles if self.given.get(home.family.children[0].number)]
        return placed[:2] + waiting[:2]

    def _waits(self, home: Household) -> bool:
        (first, *others) = home.family.children
        return not others and not first.is_gone and not self.given[first.number]

    def _afterwards(self) -> None:
        """The release; places given back over four days, each filled the day after."""
        self.clock.set(RELEASE + timedelta(seconds=59))
        self.told = {
            number: word
            for home in self.homes.values()
            for number, word in quiet.result(home).items()
        }
        self.clerk.sign_in()
        self.selection.notify()
        self.first = {row["申請番号"]: row["場所コード"] for row in self.selection.handover()}
        for day, giving_back in enumerate(self._who_declines()):
            self.clock.set(RELEASE + timedelta(days=10 + 2 * day))
            for family in giving_back:
                self.homes[family.serial].decline(family.children[0])
                self.declined.append(family.children[0].number)
            self.clock.advance(hours=1)
            self.clerk.sign_in()
            self._move_up()

    def _who_declines(self) -> list[list[Family]]:
        """Single children, day by day, whose seat has a next in line by the slow reference."""
        standings = self.standings()
        waiting = [each for each in standings if not self.first[each.child.number]]
        holding = {
            each.child.number: (each.child, self.first[each.child.number])
            for each in standings
            if self.first[each.child.number]
        }
        wished = {club for each in waiting for club in each.child.wishes}
        able = [
            each
            for each in self.plan.online
            if len(each.children) == 1 and self.first.get(each.children[0].number) in wished
        ]
        random.Random(40).shuffle(able)
        days, whole = [], self.plan.size.declined
        for day in range(4):
            chosen, up = [], {}
            while len(chosen) < whole * (day + 1) // 4 - whole * day // 4:
                child = able[-1].children[0]
                left = {key: held for key, held in holding.items() if key != child.number}
                found = reference.places(waiting, self.plan.seats, list(left.values()))
                family = able.pop()
                if len(found) > len(chosen):
                    chosen.append(family)
                    holding, up = left, found
            moved = {each.child.number: each.child for each in waiting}
            holding |= {number: (moved[number], club) for number, club in up.items()}
            waiting = [each for each in waiting if each.child.number not in up]
            days.append(chosen)
        return days

    def _move_up(self) -> None:
        before = {row["申請番号"]: row for row in self.selection.handover()}
        waiting = [
            each for each in self.standings() if before[each.child.number]["決定"] == "保留"
        ]  # fmt: skip
        holding = [
            (each.child, before[each.child.number]["場所コード"])
            for each in self.standings()
            if before[each.child.number]["決定"] == "承諾"
            and before[each.child.number]["状態"] != "辞退"
        ]
        self.expected_up = reference.places(waiting, self.plan.seats, holding)
        proposed = self.selection.next_up()
        assert set(proposed) == set(self.expected_up)
        if proposed:
            self.selection.move_up(proposed)
        after = {row["申請番号"]: row["場所コード"] for row in self.selection.handover()}
        assert {number: after[number] for number in proposed} == self.expected_up
        self.moved_up |= self.expected_up

    # -- who is who ----------------------------------------------------------------------------

    def families(self) -> list[Family]:
        """All families, on phones and on paper."""
        return [*self.plan.online, *self.plan.paper]

    def children(self) -> list[Child]:
        """All children."""
        return [child for family in self.families() for child in family.children]

    def standings(self) -> list[reference.Standing]:
        """Where everybody who takes part stands, by the reference."""
        with self.app.state.database.reading() as session:
            idents = dict(session.exec(select(Application.number, Application.id)).all())
        return [
            reference.standing(family, child, seed=self.intake.id, ident=idents[child.number])
            for family in self.families()
            for child in family.children
            if not child.is_gone
        ]
