"""Owns the tables of a season: capacities, scoring tables, points, runs, what was decided (決裁).

Points and their reasons are sealed, for they tell of health and family; places are not. Nothing
here is read for a resident except a ruling, and that only once its decision is visible.
"""

from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel


class IntakeCapacity(SQLModel, table=True):
    """How many a place (a club) takes in an intake: in all (`grade` None) or of one grade."""

    __tablename__ = "intake_capacities"

    id: str = Field(primary_key=True, max_length=32)
    intake: str = Field(foreign_key="intakes.id", max_length=32, index=True, ondelete="CASCADE")
    place_key: str = Field(max_length=64)
    grade: str | None = Field(default=None, max_length=20)
    capacity: int


class ScoringTable(SQLModel, table=True):
    """A version of the published points of a form for a target year (選考基準・指数表)."""

    __tablename__ = "scoring_tables"

    id: str = Field(primary_key=True, max_length=32)
    form: str = Field(max_length=64, index=True)
    target_year: int
    number: int
    document: str
    fingerprint: str = Field(max_length=64)
    created_at: datetime
    created_by: str = Field(max_length=32)


class ApplicationScore(SQLModel, table=True):
    """The points of an application by a table; `body` seals them with their reasons and ties."""

    __tablename__ = "application_scores"

    application: str = Field(
        primary_key=True, foreign_key="applications.id", max_length=32, ondelete="CASCADE"
    )
    intake: str = Field(max_length=32, index=True)
    table_fingerprint: str = Field(max_length=64)
    revision: int
    body: bytes
    at: datetime


class ChangeState(StrEnum):
    """How a change of points by hand stands: asked for, confirmed by a second person, refused."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


class ScoreChange(SQLModel, table=True):
    """Points added or taken by hand, with a sealed note; it counts once a second person agreed."""

    __tablename__ = "score_changes"

    id: str = Field(primary_key=True, max_length=32)
    application: str = Field(
        foreign_key="applications.id", max_length=32, index=True, ondelete="CASCADE"
    )
    points: int
    note: bytes
    asked_by: str = Field(max_length=32)
    asked_at: datetime
    state: str = Field(default=ChangeState.ASKED, max_length=9)
    settled_by: str | None = Field(default=None, max_length=32)
    settled_at: datetime | None = None


class AllocationRun(SQLModel, table=True):
    """A named try at giving the places (割振り案); at most one of an intake is final (内定)."""

    __tablename__ = "allocation_runs"

    id: str = Field(primary_key=True, max_length=32)
    intake: str = Field(foreign_key="intakes.id", max_length=32, index=True, ondelete="CASCADE")
    name: str = Field(max_length=80)
    seed: str = Field(max_length=64)
    inputs: str = Field(max_length=64)
    table_fingerprint: str = Field(max_length=64)
    made_by: str = Field(max_length=32)
    made_at: datetime
    final_by: str | None = Field(default=None, max_length=32)
    final_at: datetime | None = None


class AllocationRow(SQLModel, table=True):
    """What a run gives one application: a place by which wish, or none; `story` says why (JSON)."""

    __tablename__ = "allocation_rows"

    run: str = Field(
        primary_key=True, foreign_key="allocation_runs.id", max_length=32, ondelete="CASCADE"
    )
    application: str = Field(
        primary_key=True, foreign_key="applications.id", max_length=32, ondelete="CASCADE"
    )
    place_key: str = Field(default="", max_length=64)
    wish: int = 0
    position: int
    points: int
    story: str


class RulingKind(StrEnum):
    """Why something was decided: at the end of the selection, or for a place that became free."""

    FIRST = "first"
    MOVED_UP = "moved_up"


class Ruling(SQLModel, table=True):
    """What was decided on an application (決裁): place, paper number and days; reasons sealed."""

    __tablename__ = "season_rulings"

    id: str = Field(primary_key=True, max_length=32)
    application: str = Field(
        foreign_key="applications.id", max_length=32, index=True, ondelete="CASCADE"
    )
    intake: str = Field(max_length=32, index=True)
    kind: str = Field(max_length=10)
    decision: str = Field(max_length=10)
    place_key: str = Field(default="", max_length=64)
    document_number: str = Field(max_length=60)
    decided_on: date
    effective_on: date
    reason: bytes | None = None
    made_by: str = Field(max_length=32)
    made_at: datetime
