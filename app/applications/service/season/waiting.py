"""Owns the waiting list (保留) and moving up (繰上げ): who is next for a place that became free."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from app.allocation.places import Candidate, Capacity, next_in_line
from app.applications.models import (
    Application,
    ChangeState,
    Decision,
    Intake,
    Ruling,
    RulingKind,
    Status,
    StatusChange,
)
from app.applications.service import deciding
from app.applications.service.deciding import Office
from app.applications.service.season import points, rulings, runs
from app.applications.service.season.points import Standing
from app.applications.service.season.rulings import Entry, Fault
from app.applications.store import season as store
from app.applications.store.season import Sections
from app.audit import service as audit
from app.clock import jst_date
from app.crypto import Keys
from app.database import new_id
from app.errors import Conflict
from app.journal import service as journal
from app.journal.models import Event, FactKind

_HELD = (Status.DECIDED, Status.NOTIFIED)


@dataclass(frozen=True)
class Place:
    """One place: how many it takes, hold it, gave it back and wait for it."""

    key: str
    capacity: int
    holders: int
    declined: int
    waiting: int

    @property
    def free(self) -> int:
        """How many seats are free."""
        return self.capacity - self.holders


@dataclass(frozen=True)
class NextUp:
    """A proposal: this application (with bound siblings) takes a free seat of this place."""

    place: str
    applications: tuple[Application, ...]
    points: int
    wish: int


@dataclass(frozen=True)
class Line:
    """Places with their seats, and who is next."""

    places: list[Place]
    next_up: list[NextUp]
    waiting: int
    outdated: frozenset[str]


def line(session: Session, keys: Keys, intake: Intake, *, sections: Sections) -> Line:
    """How places stand after the release, and who moves up next, by the order of the selection."""
    every = {
        each.id: each for each in store.applications(session, intake=intake.id, sections=sections)
    }
    held = rulings.latest(session, intake)
    everybody = {
        each.id: each for each in points.candidates(_standings(session, keys, intake, every))
    }
    waiting = [everybody[ident] for ident in everybody if _is(every[ident], Decision.WAITING)]
    placed = [
        (everybody.get(ident, Candidate(ident, 0, ())), held[ident].place_key)
        for ident, each in every.items()
        if ident in held and _is(each, Decision.APPROVED)
    ]
    limits = runs.capacities(session, intake)
    found = next_in_line(waiting, placed, limits, seed=intake.id)
    return Line(
        places=_places(limits, placed, waiting, _given_back(every, held)),
        next_up=[
            NextUp(
                place, tuple(every[each.id] for each in group), group[0].points,
                group[0].wishes.index(place) + 1,
            )
            for place, group in found
        ],
        waiting=len(waiting), outdated=points.outdated(session, intake, every.values()),
    )  # fmt: skip


def move_up(
    session: Session, office: Office, now: datetime, intake: Intake, numbers: list[str], *,
    entry: Entry, sections: Sections, actor: str,
) -> list[Fault]:  # fmt: skip
    """Give free seats to those who are next; Conflict when somebody else was first."""
    texts = rulings.dates_faults(entry, jst_date(now))
    if texts:
        return [Fault(0, "", text) for text in texts]
    open_to = {
        each.number: group
        for group in line(session, office.keys, intake, sections=sections).next_up
        for each in group.applications
    }
    if not set(numbers) <= open_to.keys():
        raise Conflict
    for number in numbers:
        group = open_to[number]
        if not {each.number for each in group.applications} <= set(numbers):
            return [Fault(0, number, "同じクラブを希望するきょうだいは、いっしょに選んでください")]
        own = next(each for each in group.applications if each.number == number)
        _turn(session, office, now, own, entry, place=group.place, actor=actor)
    return []


def _turn(
    session: Session, office: Office, now: datetime, application: Application, entry: Entry, *,
    place: str, actor: str,
) -> None:  # fmt: skip
    before = application.status
    if not store.turn_round(
        session, application, decision=Decision.APPROVED, status=Status.DECIDED,
        decision_visible_at=now, updated_at=now,
    ):  # fmt: skip
        raise Conflict
    ruling = rulings.make(
        office.keys, now, application, entry, kind=RulingKind.MOVED_UP, place=place, actor=actor
    )
    change = StatusChange(
        id=new_id(now), application=application.id, at=now, before=before, after=Status.DECIDED,
        decision=Decision.APPROVED, staff=actor,
    )  # fmt: skip
    store.add_new(session, ruling, change)
    deciding.announce(session, office, now, application, due_at=now)
    journal.record(
        session, now, event=Event.DECIDED, procedure=application.procedure,
        section=application.section, intake=application.intake, form=application.fingerprint,
        channel=application.channel, detail="moved_up", kind=FactKind(application.kind),
    )  # fmt: skip
    audit.record(
        session, now, actor=actor, action="moved_up",
        subject=f"application:{application.number}", detail=f"{place} {entry.document_number}",
    )  # fmt: skip


def _standings(
    session: Session, keys: Keys, intake: Intake, every: Mapping[str, Application]
) -> list[Standing]:
    kept = store.scores(session, intake.id)
    by_hand: Counter[str] = Counter()
    for change in store.changes(session, intake.id):
        if change.state == ChangeState.CONFIRMED:
            by_hand[change.application] += change.points
    return [
        Standing(each, points.open_score(keys, each, kept[ident]), by_hand[ident])
        for ident, each in every.items()
        if ident in kept and each.status in _HELD
    ]


def _given_back(every: Mapping[str, Application], held: Mapping[str, Ruling]) -> Counter[str]:
    found: Counter[str] = Counter()
    for ident, ruling in held.items():
        if ident in every and every[ident].status == Status.DECLINED:
            found[ruling.place_key] += 1
    return found


def _places(
    limits: list[Capacity], placed: list[tuple[Candidate, str]], waiting: list[Candidate],
    given_back: Counter[str],
) -> list[Place]:  # fmt: skip
    holders = Counter(place for _, place in placed)
    wishers = Counter(place for each in waiting for place in each.wishes)
    return [
        Place(
            each.place, each.seats, holders[each.place], given_back[each.place],
            wishers[each.place],
        )
        for each in limits
        if each.grade is None
    ]  # fmt: skip


def _is(application: Application, decision: Decision) -> bool:
    return application.status in _HELD and application.decision == decision
