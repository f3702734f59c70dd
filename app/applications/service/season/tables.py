"""Owns which scoring table is in force for an intake: the newest of its year, else the shipped."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlmodel import Session

from app import procedures
from app.allocation import table
from app.allocation.table import Table
from app.applications.models import Intake, ScoringTable
from app.applications.store import season as store
from app.audit import service as audit
from app.catalogue import service as catalogue
from app.database import new_id
from app.errors import NotFound
from app.forms.definition import Form
from app.forms.document_text import DefinitionError
from app.forms.fields.choice import ChoiceField


@dataclass(frozen=True)
class InForce:
    """The table of an intake; `row` is None for the shipped one."""

    table: Table
    text: str
    row: ScoringTable | None

    @property
    def fingerprint(self) -> str:
        """What every score made with it names."""
        return self.table.fingerprint


class NoTable(NotFound):
    """An intake whose form has no scoring table."""

    message = "この募集の様式には、選考の表がありません"


def form_of(session: Session, intake: Intake) -> Form:
    """The form of an intake as it is now."""
    form = catalogue.current_form(session, intake.form)
    if form is None:
        raise NotFound
    return form


def places(session: Session, intake: Intake) -> dict[str, str]:
    """The places that can be wished (クラブ): names by key, in the order of the form."""
    form, wishes = form_of(session, intake), in_force(session, intake).table.wishes
    return _labels(form.field(form.one_application_per, wishes[0]))


def grades(session: Session, intake: Intake) -> dict[str, str]:
    """The grades by key; none where the table knows none."""
    form, key = form_of(session, intake), in_force(session, intake).table.grade
    return _labels(form.field(form.one_application_per, key)) if key else {}


def _labels(field: object) -> dict[str, str]:
    options = field.options if isinstance(field, ChoiceField) else ()
    return {each.key: each.label for each in options}


def in_force(session: Session, intake: Intake) -> InForce:
    """The table of an intake; raises NoTable."""
    kept = store.tables(session, intake.form, intake.target_year)
    if kept:
        return InForce(_loaded(kept[0].document), kept[0].document, kept[0])
    text = procedures.scoring().get(intake.form)
    if text is None:
        raise NoTable
    return InForce(_loaded(text), text, None)


@lru_cache(maxsize=16)
def _loaded(text: str) -> Table:
    """A document that was reviewed before; reading it takes longer than scoring by it."""
    return table.load(text)


def has_table(session: Session, intake: Intake) -> bool:
    """Whether the applications of an intake can be scored."""
    return intake.form in procedures.scoring() or bool(
        store.tables(session, intake.form, intake.target_year)
    )


def versions(session: Session, intake: Intake) -> list[ScoringTable]:
    """The uploaded versions, the newest first."""
    return store.tables(session, intake.form, intake.target_year)


def review(session: Session, intake: Intake, document: bytes, source: str) -> list[str]:
    """What is wrong with a document, in words; nothing when it may be put in force."""
    try:
        read = table.load(document, source)
    except DefinitionError as error:
        return [str(error)]
    return table.lint(read, form_of(session, intake))


def put(
    session: Session, now: datetime, intake: Intake, document: bytes, *, actor: str
) -> ScoringTable:
    """Put a reviewed document in force as the next version."""
    read = table.load(document)
    before = store.tables(session, intake.form, intake.target_year)
    row = ScoringTable(
        id=new_id(now), form=intake.form, target_year=intake.target_year,
        number=before[0].number + 1 if before else 1, document=document.decode("utf-8-sig"),
        fingerprint=read.fingerprint, created_at=now, created_by=actor,
    )  # fmt: skip
    store.add(session, row)
    audit.record(
        session, now, actor=actor, action="scoring_table_added", subject=f"intake:{intake.id}",
        detail=f"{intake.form} {intake.target_year} v{row.number} {row.fingerprint[:16]}",
    )  # fmt: skip
    return row
