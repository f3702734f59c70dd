"""Owns the fact of a draft that went unsent: where it had come to, and nothing that was typed."""

from datetime import datetime

from sqlmodel import Session

from app.applications.models import Draft
from app.catalogue import service as catalogue
from app.forms.journey import REVIEW
from app.journal import service as journal
from app.journal.models import Event, FactKind

EXPIRED, ERASED = "expired", "erased"


def record(session: Session, now: datetime, draft: Draft, how: str) -> None:
    """One fact for an unsent draft (`how`: expired or erased); none for a sent one."""
    if draft.sent_at is not None:
        return
    procedure = catalogue.kept_procedure(session, draft.procedure)
    journal.record(
        session, now, event=Event.ABANDONED, procedure=draft.procedure, section=procedure.section,
        intake=draft.intake, form=draft.fingerprint, step=_open_step(session, draft),
        locale=draft.locale, preferred_locale=draft.preferred_locale, device=draft.device_class,
        seconds=int((draft.updated_at - draft.started_at).total_seconds()), detail=how,
        kind=FactKind(draft.kind),
    )  # fmt: skip


def _open_step(session: Session, draft: Draft) -> str:
    """The step after the last one that was finished; conditions may have skipped some."""
    slugs = [step.slug for step in catalogue.form_by_fingerprint(session, draft.fingerprint).steps]
    done = set(draft.done.split(","))
    last = max((index for index, slug in enumerate(slugs) if slug in done), default=-1)
    return slugs[last + 1] if last + 1 < len(slugs) else REVIEW
