"""Owns where the season of an intake stands: its steps in order, and setting many to 審査中."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session

from app.applications.models import (
    GONE,
    AllocationRun,
    Application,
    Decision,
    Intake,
    IntakeCapacity,
    Ruling,
    Status,
)
from app.applications.service import deciding
from app.applications.service.deciding import Deed, Office
from app.applications.service.season import points, release, rulings, runs, tables
from app.applications.store import season as store
from app.applications.store.season import Sections
from app.audit import service as audit
from app.crypto import Keys
from app.database import new_id
from app.errors import Conflict

AT_ONCE = 100
_TAKEN_IN = (Status.ACCEPTED, Status.CORRECTED)


class Step(StrEnum):
    """The steps of a season, in order."""

    ACCEPT = "accept"
    SCORE = "score"
    ALLOCATE = "allocate"
    PROPOSE = "propose"
    RULE = "rule"
    RELEASE = "release"
    NOTIFY = "notify"
    MOVE_UP = "move_up"


@dataclass(frozen=True)
class Overview:
    """What the page of a season shows of each step."""

    step: Step
    not_accepted: int
    taking_part: int
    stale: int
    asked: int
    to_review: int
    seats: int
    runs: list[AllocationRun]
    final: AllocationRun | None
    rulings: int
    to_notify: int
    notified: int
    approved: int
    waiting: int
    gone: int
    changed: list[str]
    outdated: list[str]
    is_released: bool


def overview(
    session: Session, keys: Keys, now: datetime, intake: Intake, *, sections: Sections
) -> Overview:
    """Where the season stands now."""
    every = store.applications(session, intake=intake.id, sections=sections)
    found = points.standings(session, keys, intake, sections=sections, is_brief=True)
    kept = store.runs(session, intake.id)
    final = next((each for each in kept if each.final_at), None)
    ruled = rulings.latest(session, intake)
    here = [each for each in every if each.id in ruled]
    shown = Overview(
        step=Step.ACCEPT, not_accepted=found.not_accepted, taking_part=len(found.all),
        stale=len(found.stale), asked=found.asked, to_review=len(_to_review(every)),
        seats=sum(each.capacity for each in store.capacities(session, intake.id) if not each.grade),
        runs=kept, final=final, rulings=len(ruled),
        to_notify=sum(each.status == Status.DECIDED for each in here),
        notified=sum(each.status == Status.NOTIFIED for each in here),
        approved=_decided(here, Decision.APPROVED), waiting=_decided(here, Decision.WAITING),
        gone=found.gone, changed=_changed(session, intake, every) if final else [],
        outdated=_outdated(session, intake, every) if final else [],
        is_released=release.is_over(intake, now),
    )  # fmt: skip
    return Overview(**(shown.__dict__ | {"step": _step(shown)}))


def review_some(
    session: Session, office: Office, now: datetime, intake: Intake, *,
    sections: Sections, actor: str,
) -> bool:  # fmt: skip
    """Set some that were taken in (受付・補正済み) to 審査中; whether there may be more.

    Many are done in several transactions, so that nobody waits long for the writer.
    """
    found = store.some(
        session, intake=intake.id, sections=sections, statuses=_TAKEN_IN, limit=AT_ONCE
    )
    _set_all(session, office, now, found, Status.REVIEWING, actor)
    return len(found) == AT_ONCE


def notify_some(
    session: Session, office: Office, now: datetime, intake: Intake, *,
    sections: Sections, actor: str,
) -> bool:  # fmt: skip
    """Set some whose results are out to 通知済み; whether there may be more."""
    if not release.is_over(intake, now):
        raise Conflict("公表の前には、通知済みにできません。")
    found = store.some(
        session, intake=intake.id, sections=sections, statuses=[Status.DECIDED], limit=AT_ONCE,
        is_ruled=True,
    )  # fmt: skip
    _set_all(session, office, now, found, Status.NOTIFIED, actor)
    return len(found) == AT_ONCE


def _set_all(
    session: Session, office: Office, now: datetime, found: list[Application], to: Status,
    actor: str,
) -> None:  # fmt: skip
    deeds = [(each, Deed(actor, each.version, to)) for each in found]
    if not deciding.carry_out(session, now, deciding.prepare(session, office, now, deeds)):
        raise Conflict


@dataclass(frozen=True)
class Seats:
    """Seats of a place as staff typed them: in all, or of one grade."""

    place: str
    capacity: int
    grade: str | None = None


def set_seats(
    session: Session, now: datetime, intake: Intake, seats: list[Seats], *, actor: str
) -> None:
    """Set the capacities of an intake; Conflict once a run is final."""
    if runs.final_run(session, intake) is not None:
        raise Conflict("内定した案があります。定員を変える前に、内定を取り消してください。")
    known = tables.places(session, intake)
    rows = [
        IntakeCapacity(
            id=new_id(now), intake=intake.id, place_key=each.place, grade=each.grade,
            capacity=each.capacity,
        )
        for each in seats
        if each.place in known
    ]  # fmt: skip
    store.replace_capacities(session, intake.id, rows)
    detail = " ".join(f"{each.place_key}:{each.grade or '*'}={each.capacity}" for each in rows)
    audit.record(
        session, now, actor=actor, action="capacities_set", subject=f"intake:{intake.id}",
        detail=detail,
    )  # fmt: skip


def seats_of(session: Session, intake: Intake) -> dict[tuple[str, str], int]:
    """The capacities by place and grade ("" for all grades)."""
    rows = store.capacities(session, intake.id)
    return {(each.place_key, each.grade or ""): each.capacity for each in rows}


def applications_of(
    session: Session, intake: Intake, *, sections: Sections
) -> dict[str, Application]:
    """The applications of an intake by id, in the order of their arrival."""
    every = store.applications(session, intake=intake.id, sections=sections)
    return {each.id: each for each in every}


def rulings_of(session: Session, application: Application) -> list[Ruling]:
    """What was decided on an application, the oldest first."""
    return store.rulings_of(session, application.id)


def _changed(session: Session, intake: Intake, every: list[Application]) -> list[str]:
    """The numbers of those whose answers are others than those that were scored.

    A resident may change them until the release: to refuse it would tell of the decision (内定).
    """
    scored = store.scores(session, intake.id)
    return [
        each.number
        for each in every
        if each.id in scored
        and scored[each.id].revision != each.revision
        and each.status not in GONE
    ]


def _outdated(session: Session, intake: Intake, every: list[Application]) -> list[str]:
    """The numbers of those whose points hang on a sibling who has gone since."""
    found = points.outdated(session, intake, every)
    return [each.number for each in every if each.id in found]


def _to_review(every: list[Application]) -> list[Application]:
    return [each for each in every if each.status in _TAKEN_IN]


def _decided(every: list[Application], decision: Decision) -> int:
    held = (Status.DECIDED, Status.NOTIFIED)
    return sum(each.decision == decision and each.status in held for each in every)


def _step(shown: Overview) -> Step:
    if shown.rulings:
        if not shown.is_released:
            return Step.RELEASE
        return Step.NOTIFY if shown.to_notify else Step.MOVE_UP
    if shown.final:
        return Step.RULE
    if shown.not_accepted or not shown.taking_part:
        return Step.ACCEPT
    return Step.SCORE if shown.stale else Step.ALLOCATE
