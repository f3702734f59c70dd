"""Owns the limits a form sets: how many applications in all, and for each device or household.

Whoever sends holds the row of the procedure until the commit, so the last place is given once.
What came on paper has arrived and is counted, but never refused (行政手続法第7条: 到達した申請は
審査する). An application that was withdrawn or turned away gives its place back.
"""

import json
from dataclasses import dataclass

from sqlmodel import Session

from app.applications.models import Application, Draft
from app.applications.store import limits as store
from app.catalogue import service as catalogue
from app.crypto import Keys
from app.errors import Conflict
from app.forms import journey
from app.forms.characters import folded
from app.forms.definition import Form
from app.forms.values import Answers

DEVICE = "device"


class Refused(Conflict):
    """A limit of the form is reached; nothing was sent, everything typed is kept."""

    reached = False
    kept = True


class Full(Refused):
    """No place is left."""

    code = "FULL"
    message = "定員に達したため、受け付けられません"
    advice = "取り消しが出たときは、また申し込めるようになります。担当の課にお問い合わせください。"


class TooFewPlaces(Full):
    """Fewer places are left than this send needs."""

    message = "残りは{left}件です。{wanted}件は申し込めません"
    advice = "人数を減らすと送信できます。入力した内容は残っています。"


class LimitReached(Refused):
    """This device, household or person has sent as many as the form takes."""

    code = "LIMIT_REACHED"
    message = "申し込みは1人（1世帯）{most}件までです。すでに受け付けています"
    advice = (
        "前に送った申請を取り消すと、もう一度送れます。「この端末にあるもの」で確かめてください。"
    )


@dataclass(frozen=True)
class Scope:
    """Within what is counted: one form for one procedure and intake, trials by themselves."""

    form: Form
    procedure: str
    intake: str | None
    kind: str

    @property
    def names(self) -> list[str | None]:
        """What marks are counted within."""
        return [self.form.slug, self.procedure, self.intake, self.kind]


def scope_of(form: Form, draft: Draft) -> Scope:
    """Within what a send of this draft is counted."""
    return Scope(form, draft.procedure, draft.intake, draft.kind)


def hold(session: Session, form: Form, procedure: str) -> None:
    """Let others who send by a limited form wait until this transaction has ended."""
    if form.limits is not None:
        catalogue.hold(session, procedure)


def left(session: Session, scope: Scope) -> int | None:
    """How many places are left; None where there is no quota."""
    quota = scope.form.limits.quota if scope.form.limits else None
    if quota is None:
        return None
    taken = store.taken(
        session, form=scope.form.slug, procedure=scope.procedure, intake=scope.intake,
        kind=scope.kind,
    )  # fmt: skip
    return max(0, quota - taken)


def is_reached(session: Session, keys: Keys, scope: Scope, device: str) -> bool:
    """Whether this device has sent as many as the form takes from one."""
    limits = scope.form.limits
    if limits is None or limits.per != DEVICE:
        return False
    mark = mark_of(keys, scope, {}, device)
    return mark is not None and store.marked(session, mark) >= limits.most


def standing(session: Session, keys: Keys, scope: Scope, device: str) -> str:
    """Whether a send would be refused now: "full", "reached", or "" as far as can be told."""
    if scope.form.limits is None:
        return ""
    if left(session, scope) == 0:
        return "full"
    return "reached" if is_reached(session, keys, scope, device) else ""


def check(
    session: Session, keys: Keys, scope: Scope, answers: Answers, *, device: str, wanted: int
) -> None:
    """Let `wanted` more applications in; raises Full, TooFewPlaces, LimitReached."""
    free, limits = left(session, scope), scope.form.limits
    if limits is None:
        return
    if free == 0:
        raise Full
    if free is not None and free < wanted:
        raise TooFewPlaces(left=free, wanted=wanted)
    mark = mark_of(keys, scope, answers, device)
    if mark is not None and store.marked(session, mark) + wanted > limits.most:
        raise LimitReached(most=limits.most)


def mark_of(keys: Keys, scope: Scope, answers: Answers, device: str = "") -> str | None:
    """The mark of what an application counts for; None where nothing counts."""
    limits = scope.form.limits
    if limits is None or limits.per is None:
        return None
    if limits.per == DEVICE:
        counted = f"device:{device}" if device else None
    else:
        counted = folded(journey.counted_for(scope.form, answers) or "")
    told = json.dumps([*scope.names, limits.per, counted], ensure_ascii=False)
    return keys.sign("limit", told) if counted else None


def follow(
    session: Session, keys: Keys, application: Application, form: Form, answers: Answers
) -> None:
    """Count a changed answer for what it says now; nobody is turned away for a correction."""
    if form.limits is None or form.limits.per in (None, DEVICE):
        return
    scope = Scope(form, application.procedure, application.intake, application.kind)
    store.mark_anew(session, application.id, mark_of(keys, scope, answers))
