"""Owns tries at giving the places (割振り案): made, kept by name, compared, made final, undone.

A final run is 内定: nobody outside the office learns of it before the release.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from app.allocation.places import Candidate, Capacity, Why, WishStory, allocate
from app.applications.models import AllocationRow, AllocationRun, Application, Intake
from app.applications.service.season import points, tables
from app.applications.service.season.points import Standings
from app.applications.store import season as store
from app.applications.store.season import Sections
from app.audit import service as audit
from app.crypto import Keys
from app.database import new_id
from app.errors import Conflict, Forbidden, NotFound


class NotReady(Conflict):
    """Something is missing before places can be given."""

    code = "NOT_READY"
    message = "まだ割り振れません：{faults}"


class OwnRun(Forbidden):
    """Somebody wanted to make final what they made themselves."""

    code = "TWO_PEOPLE"
    message = "自分で作った案は、自分では内定にできません"
    advice = "ほかの職員（決裁をする人）が内定にしてください。"


@dataclass(frozen=True)
class Prepared:
    """A run that is worked out and not kept yet."""

    run: AllocationRun
    rows: list[AllocationRow]


@dataclass(frozen=True)
class Move:
    """An application that two runs give different places."""

    application: Application
    before: str
    after: str


def capacities(session: Session, intake: Intake) -> list[Capacity]:
    """The capacities of an intake as the allocation sees them."""
    rows = store.capacities(session, intake.id)
    return [Capacity(row.place_key, row.capacity, row.grade) for row in rows]


def faults(session: Session, intake: Intake, found: Standings, *, sections: Sections) -> list[str]:
    """What is missing before places can be given, in words."""
    texts = []
    if not store.capacities(session, intake.id):
        texts.append("定員が入っていません")
    if found.stale:
        texts.append(f"採点していない申請が{len(found.stale)}件あります")
    if not found.all:
        texts.append("受付した申請がありません")
    elsewhere = store.count_elsewhere(session, intake=intake.id, sections=sections)
    if elsewhere:
        texts.append(f"ほかの課の申請が{elsewhere}件あり、全体を割り振れません")
    return texts


def prepare(
    session: Session, keys: Keys, now: datetime, intake: Intake, *,
    name: str, actor: str, sections: Sections,
) -> Prepared:  # fmt: skip
    """Work a run out; raises NotReady. Reads only, for it takes its time."""
    found = points.standings(session, keys, intake, sections=sections)
    texts = faults(session, intake, found, sections=sections)
    if texts:
        raise NotReady(faults="、".join(texts))
    limits, children = capacities(session, intake), points.candidates(found.all)
    run = AllocationRun(
        id=new_id(now), intake=intake.id, name=name, seed=intake.id,
        inputs=fingerprint(children, limits), made_by=actor, made_at=now,
        table_fingerprint=tables.in_force(session, intake).fingerprint,
    )  # fmt: skip
    totals = {each.id: each.points for each in children}
    rows = [
        AllocationRow(
            run=run.id, application=each.id, place_key=each.place, wish=each.wish,
            position=each.position, points=totals[each.id],
            story=json.dumps([vars(told) for told in each.story]),
        )
        for each in allocate(children, limits, seed=run.seed)
    ]  # fmt: skip
    return Prepared(run, rows)


def keep(session: Session, now: datetime, prepared: Prepared) -> AllocationRun:
    """Keep a run."""
    store.add_new(session, prepared.run, *prepared.rows)
    run = prepared.run
    _record(session, now, run, run.made_by, "allocation_made", f"{len(prepared.rows)}")
    return run


def fingerprint(children: list[Candidate], limits: list[Capacity]) -> str:
    """The hash of all that a run is worked out from."""
    told = sorted(json.dumps(vars(each), sort_keys=True) for each in children)
    told += sorted(json.dumps(vars(each), sort_keys=True) for each in limits)
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def is_fresh(
    session: Session, keys: Keys, intake: Intake, run: AllocationRun, *, sections: Sections
) -> bool:
    """Whether the same run would come out now."""
    found = points.standings(session, keys, intake, sections=sections)
    limits = capacities(session, intake)
    return not found.stale and fingerprint(points.candidates(found.all), limits) == run.inputs


def all_runs(session: Session, intake: Intake) -> list[AllocationRun]:
    """The runs of an intake, the newest first."""
    return store.runs(session, intake.id)


def find(session: Session, intake: Intake, ident: str) -> AllocationRun:
    """One run; raises NotFound."""
    found = store.run(session, intake=intake.id, ident=ident)
    if found is None:
        raise NotFound
    return found


def final_run(session: Session, intake: Intake) -> AllocationRun | None:
    """The run that is 内定."""
    return next((each for each in store.runs(session, intake.id) if each.final_at), None)


def rows(session: Session, run: AllocationRun) -> list[AllocationRow]:
    """What a run gives, in the order of turns."""
    return store.rows(session, run.id)


def story_of(row: AllocationRow) -> list[WishStory]:
    """Why somebody got what a row says, wish by wish."""
    return [WishStory(**(each | {"why": Why(each["why"])})) for each in json.loads(row.story)]


def row_of(session: Session, run: AllocationRun, application: Application) -> AllocationRow | None:
    """What a run gives one application."""
    return store.row(session, run_id=run.id, application=application.id)


def compare(
    session: Session, before: AllocationRun, after: AllocationRun,
    applications: Mapping[str, Application],
) -> list[Move]:  # fmt: skip
    """Who gets another place, by number."""
    old = {row.application: row.place_key for row in store.rows(session, before.id)}
    new = {row.application: row.place_key for row in store.rows(session, after.id)}
    moves = [
        Move(applications[ident], old.get(ident, ""), new.get(ident, ""))
        for ident in old.keys() | new.keys()
        if old.get(ident, "") != new.get(ident, "") and ident in applications
    ]
    return sorted(moves, key=lambda each: each.application.number)


def make_final(
    session: Session, keys: Keys, now: datetime, intake: Intake, ident: str, *,
    actor: str, sections: Sections,
) -> AllocationRun:  # fmt: skip
    """Make a run 内定; somebody else than its maker does it, and only while it is fresh."""
    run = store.run(session, intake=intake.id, ident=ident, lock=True)
    if run is None:
        raise NotFound
    if run.made_by == actor:
        raise OwnRun
    other = final_run(session, intake)
    if other is not None or store.rulings(session, intake.id):
        raise Conflict("内定した案があります。先に取り消してください。")
    if not is_fresh(session, keys, intake, run, sections=sections):
        raise Conflict("案を作った後に、申請・点・定員が変わりました。もう一度割り振ってください。")
    run.final_by, run.final_at = actor, now
    store.add(session, run)
    _record(session, now, run, actor, "allocation_made_final")
    return run


def undo_final(session: Session, now: datetime, intake: Intake, ident: str, *, actor: str) -> None:
    """Take 内定 back; Conflict once something was decided (決裁) on it."""
    run = store.run(session, intake=intake.id, ident=ident, lock=True)
    if run is None:
        raise NotFound
    if run.final_at is None or store.rulings(session, intake.id):
        raise Conflict
    run.final_by = run.final_at = None
    store.add(session, run)
    _record(session, now, run, actor, "allocation_final_undone")


def _record(
    session: Session, now: datetime, run: AllocationRun, actor: str, action: str, detail: str = ""
) -> None:
    text = f"{run.id} {run.inputs[:16]} {detail}".strip()
    audit.record(
        session, now, actor=actor, action=action, subject=f"intake:{run.intake}", detail=text
    )
