"""Owns the points of applications: computed from answers, changed by hand by two people.

A change counts only once somebody else than who asked for it has confirmed it (四つの目). Points
tell of health and family, so they are sealed with the application and their reading is recorded.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from app.allocation import scoring
from app.allocation.places import Candidate
from app.allocation.scoring import Score
from app.applications.models import (
    GONE,
    Application,
    ApplicationScore,
    ChangeState,
    Intake,
    ScoreChange,
    Status,
)
from app.applications.service.opened_answers import answers_of, envelope_of
from app.applications.service.season import tables
from app.applications.store import season as store
from app.applications.store import submissions
from app.applications.store.season import Sections as Sections
from app.audit import service as audit
from app.catalogue import service as catalogue
from app.crypto import Keys
from app.database import new_id
from app.errors import Conflict, Forbidden, NotFound, Unprocessable

LONGEST_NOTE = 500
MOST_POINTS = 1000
# Who takes part in a selection: taken in, not decided, not gone.
SELECTED = frozenset(
    {Status.ACCEPTED, Status.CORRECTION_REQUESTED, Status.CORRECTED, Status.REVIEWING}
)


class OwnChange(Forbidden):
    """Somebody wanted to confirm what they asked for themselves."""

    code = "TWO_PEOPLE"
    message = "自分で入れた点の変更は、自分では確認できません"
    advice = "ほかの職員に確認を頼んでください。"


@dataclass(frozen=True)
class Standing:
    """One application with its score (None: not scored, or outdated) and confirmed changes."""

    application: Application
    score: Score | None
    by_hand: int = 0
    asked: int = 0

    @property
    def total(self) -> int:
        """The points that count."""
        return (self.score.total if self.score else 0) + self.by_hand


@dataclass(frozen=True)
class Standings:
    """All applications of an intake that take part, and those that still wait for 受付."""

    all: list[Standing]
    not_accepted: int = 0
    decided: int = 0
    gone: int = 0
    stale: list[Application] = field(default_factory=list)

    @property
    def asked(self) -> int:
        """How many changes by hand wait for a second person."""
        return sum(each.asked for each in self.all)


def standings(
    session: Session, keys: Keys, intake: Intake, *, sections: Sections, is_brief: bool = False
) -> Standings:
    """Where everybody stands by the table in force; a brief look opens no score."""
    fingerprint = tables.in_force(session, intake).fingerprint
    every = store.applications(session, intake=intake.id, sections=sections)
    kept = store.scores(session, intake.id)
    confirmed, asked = _by_hand(store.changes(session, intake.id))
    counted = Counter(_group(each.status) for each in every)
    left = _last_left(every)
    found, stale = [], []
    for each in every:
        if each.status not in SELECTED:
            continue
        row = kept.get(each.id)
        is_stale = (
            row is None
            or (row.table_fingerprint, row.revision) != (fingerprint, each.revision)
            or row.at < left.get(each.submission, row.at)
        )
        if is_stale:
            stale.append(each)
        score = None if row is None or is_stale or is_brief else open_score(keys, each, row)
        found.append(Standing(each, score, confirmed[each.id], asked[each.id]))
    return Standings(
        found, not_accepted=counted["arrived"], decided=counted["decided"], gone=counted["gone"],
        stale=stale,
    )  # fmt: skip


def outdated(session: Session, intake: Intake, every: Iterable[Application]) -> frozenset[str]:
    """Whose points a sibling's 取下げ or 辞退 since has made untrue, decided or not.

    Nothing is changed by itself: what was decided on them is for a person to look at.
    """
    every = list(every)
    kept, left = store.scores(session, intake.id), _last_left(every)
    return frozenset(
        each.id
        for each in every
        if each.status not in GONE
        and each.id in kept
        and kept[each.id].at < left.get(each.submission, kept[each.id].at)
    )


def is_outdated(session: Session, intake: Intake, application: Application) -> bool:
    """Whether one application's points are from before a sibling of its send went."""
    send = submissions.applications_of(session, application.submission)
    return application.id in outdated(session, intake, send)


def compute(
    session: Session, keys: Keys, now: datetime, intake: Intake, *, sections: Sections
) -> list[ApplicationScore]:
    """The scores that are missing or outdated; reads only, for it takes its time."""
    used = tables.in_force(session, intake)
    fingerprint = used.fingerprint  # the hash of the whole table: once, not for each child
    siblings = _siblings(store.applications(session, intake=intake.id, sections=sections))
    found = []
    for each in standings(session, keys, intake, sections=sections).stale:
        form = catalogue.form_by_fingerprint(session, each.fingerprint)
        made = scoring.score(
            used.table, form, answers_of(keys, each), siblings=siblings[each.submission] - 1
        )
        body = json.dumps(scoring.dump(made), ensure_ascii=False).encode()
        found.append(
            ApplicationScore(
                application=each.id, intake=intake.id, table_fingerprint=fingerprint,
                revision=each.revision, at=now, body=envelope_of(keys, each).seal("score", body),
            )
        )  # fmt: skip
    return found


def keep(
    session: Session, now: datetime, intake: Intake, rows: list[ApplicationScore], *, actor: str
) -> None:
    """Keep computed scores."""
    store.put_scores(session, rows)
    audit.record(
        session, now, actor=actor, action="scores_computed", subject=f"intake:{intake.id}",
        detail=f"{len(rows)} {rows[0].table_fingerprint[:16] if rows else ''}".strip(),
    )  # fmt: skip


def open_score(keys: Keys, application: Application, row: ApplicationScore) -> Score:
    """The score of a row."""
    return scoring.undump(json.loads(envelope_of(keys, application).open("score", row.body)))


def score_of(session: Session, keys: Keys, application: Application) -> Score | None:
    """The score of one application, as it was last computed."""
    row = store.scores(session, application.intake or "").get(application.id)
    return open_score(keys, application, row) if row else None


def candidates(found: Iterable[Standing]) -> list[Candidate]:
    """The children as the allocation sees them; siblings of a send may be bound together."""
    return [
        Candidate(
            each.application.id, each.total, each.score.wishes,
            tuple(tie.value for tie in each.score.ties), each.score.grade,
            each.application.submission if each.score.is_together else "",
        )
        for each in found
        if each.score is not None
    ]  # fmt: skip


@dataclass(frozen=True)
class ChangeShown:
    """A change by hand with its note."""

    row: ScoreChange
    note: str


def changes_of(session: Session, keys: Keys, application: Application) -> list[ChangeShown]:
    """The changes by hand of one application, the oldest first."""
    envelope = envelope_of(keys, application)
    return [
        ChangeShown(row, envelope.open(f"score_change:{row.id}", row.note).decode())
        for row in store.changes(session, application.intake or "")
        if row.application == application.id
    ]


def ask_change(
    session: Session, keys: Keys, now: datetime, application: Application, *,
    points: int, note: str, actor: str,
) -> None:  # fmt: skip
    """Ask for other points, with the reason; they count once somebody else confirms."""
    if not note.strip() or len(note) > LONGEST_NOTE or not 0 < abs(points) <= MOST_POINTS:
        raise Unprocessable
    if application.status not in SELECTED:
        raise Conflict
    ident = new_id(now)
    store.add(
        session,
        ScoreChange(
            id=ident, application=application.id, points=points, asked_by=actor, asked_at=now,
            note=envelope_of(keys, application).seal(f"score_change:{ident}", note.encode()),
        ),
    )  # fmt: skip
    _record(session, now, application, actor, "points_change_asked", f"{points:+d} {ident}")


def settle_change(
    session: Session, now: datetime, application: Application, ident: str, *,
    actor: str, is_confirmed: bool,
) -> None:  # fmt: skip
    """Confirm or refuse; only somebody else may confirm. Conflict when it was settled before."""
    row = store.change(session, application=application.id, ident=ident)
    if row is None:
        raise NotFound
    if row.state != ChangeState.ASKED or application.status not in SELECTED:
        raise Conflict
    if is_confirmed and row.asked_by == actor:
        raise OwnChange
    row.state = ChangeState.CONFIRMED if is_confirmed else ChangeState.REFUSED
    row.settled_by, row.settled_at = actor, now
    store.add(session, row)
    action = "points_change_confirmed" if is_confirmed else "points_change_refused"
    _record(session, now, application, actor, action, f"{row.points:+d} {ident}")


def _by_hand(rows: Iterable[ScoreChange]) -> tuple[defaultdict[str, int], Counter[str]]:
    confirmed: defaultdict[str, int] = defaultdict(int)
    asked: Counter[str] = Counter()
    for row in rows:
        if row.state == ChangeState.CONFIRMED:
            confirmed[row.application] += row.points
        elif row.state == ChangeState.ASKED:
            asked[row.application] += 1
    return confirmed, asked


def _siblings(every: Iterable[Application]) -> Counter[str]:
    return Counter(each.submission for each in every if each.status not in GONE)


def _last_left(every: Iterable[Application]) -> dict[str, datetime]:
    """When the last sibling of each send withdrew: points for siblings from before are outdated."""
    found: dict[str, datetime] = {}
    for each in every:
        if each.status in GONE:
            found[each.submission] = max(
                each.updated_at, found.get(each.submission, each.updated_at)
            )
    return found


def _group(status: str) -> str:
    if status == Status.ARRIVED:
        return "arrived"
    if status in GONE:
        return "gone"
    return "selected" if status in SELECTED else "decided"


def _record(
    session: Session, now: datetime, application: Application, actor: str, action: str, detail: str
) -> None:
    subject = f"application:{application.number}"
    audit.record(session, now, actor=actor, action=action, subject=subject, detail=detail)
