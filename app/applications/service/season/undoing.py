"""Owns taking the decisions of a selection back (決裁の取消し), whole and before anybody saw them.

What was decided leaves the rows as if it had never been; journal and audit keep both the decision
and its end, for they are only ever added to.
"""

from datetime import datetime

from sqlmodel import Session

from app.applications.models import GONE, Application, Intake, Status
from app.applications.service import deciding, status
from app.applications.service.season import release
from app.applications.store import season as store
from app.applications.store.season import Sections
from app.audit import service as audit
from app.errors import Conflict
from app.journal import service as journal
from app.journal.models import Event, Fact, FactKind
from app.notifications import service as notifications


def take_back(
    session: Session, now: datetime, intake: Intake, *, actor: str, sections: Sections
) -> int:
    """Undo the decisions of an intake before anybody saw them; mails that wait go with them."""
    if release.is_over(intake, now):
        raise Conflict("公表した後は、取り消せません。")
    every = store.applications(session, intake=intake.id, sections=sections)
    known = {each.id: each for each in every if each.status not in GONE}
    made = [each for each in store.rulings(session, intake.id) if each.application in known]
    undone = [known[each.application] for each in made]
    if any(status.is_decision_visible(each, now) for each in undone):
        raise Conflict("すでに公表された決定があります。")
    if not store.take_back(session, made, undone):
        raise Conflict
    notifications.cancel(session, topic=deciding.release_topic(intake.id))
    _write_down(session, now, intake, undone, actor)
    return len(undone)


def _write_down(
    session: Session, now: datetime, intake: Intake, undone: list[Application], actor: str
) -> None:
    journal.record_all(
        session,
        [
            _fact(now, each, event)
            for each in undone
            for event in (Event.DECISION_UNDONE, Event.STATUS_CHANGED)
        ],
    )
    deeds = [
        ("decision_taken_back", f"application:{each.number}", "decided>reviewing")
        for each in undone
    ]
    whole = ("rulings_taken_back", f"intake:{intake.id}", str(len(undone)))
    audit.record_all(session, now, actor=actor, deeds=[*deeds, whole])


def _fact(now: datetime, application: Application, event: Event) -> Fact:
    return journal.new_fact(
        now, event=event, procedure=application.procedure, section=application.section,
        intake=application.intake, form=application.fingerprint, channel=application.channel,
        detail=Status.REVIEWING.value, kind=FactKind(application.kind),
    )  # fmt: skip
