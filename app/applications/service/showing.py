"""Owns what the pages of a draft show, whoever fills it in: a step, and where its answers lead."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.applications.service import filling, towns
from app.applications.service.drafts import Filling, Raw
from app.applications.service.filling import Outcome
from app.forms import journey
from app.forms.definition import Step
from app.forms.parts import Exit


@dataclass(frozen=True)
class StoredShown:
    """A stored file as the upload field lists it."""

    name: str
    size: int
    remove_name: str


@dataclass(frozen=True)
class AfterStep:
    """Where the answers of a finished step lead: out, or onwards with what speaks against it."""

    step: Step
    leads_out: Exit | None
    reasons: tuple[str, ...]
    onwards: str


def step(outcome: Outcome, typed: Raw) -> Mapping[str, Any]:
    """What the page of a step is drawn from; whose page it is adds its frame."""
    opened, shown = outcome.filling, outcome.step
    form, answers = opened.form, opened.answers
    return {
        "form": form, "step": shown, "draft": opened.draft, "opened": opened, "typed": typed,
        "errors": outcome.errors, "is_conflict": outcome.is_conflict,
        "groups": filling.groups(opened, shown, typed, outcome.errors),
        "progress": journey.progress(form, answers, shown.slug),
        "previous": journey.previous_step(form, answers, shown.slug),
        "stored_files": {
            path: [StoredShown(name, row.size, f"_drop.{row.id}") for row, name in rows]
            for path, rows in opened.files.items()
        },
        "towns": towns.offered(shown.fields, typed),
        "summary": journey.summary(form, answers) if outcome.is_conflict else (),
    }  # fmt: skip


def after_step(opened: Filling, slug: str) -> AfterStep | None:
    """What is told after a finished step; None where it is not its turn, or nothing is to tell."""
    current = filling.visible_step(opened, slug)
    form, answers = opened.form, opened.answers
    leads_out = journey.exit_of(form, answers, current)
    reasons = journey.eligibility_after(form, answers, current)
    is_due = slug in opened.done and (leads_out is not None or reasons is not None)
    if not is_due or not filling.may_visit(opened, slug):
        return None
    return AfterStep(current, leads_out, reasons or (), journey.next_step(form, answers, slug))
