"""Owns the morning's table: what arrived since the opening before, by place and grade.

Counts only, and nothing sensitive: where a form has a scoring table, its first wish (クラブ) and
its grade; other forms stand in one line each.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from pydantic import JsonValue
from sqlmodel import Session

from app.applications import service as applications
from app.applications.models import Application, Intake, Status
from app.applications.service import cases
from app.applications.service.season import tables
from app.crypto import Keys
from app.forms.places import items
from app.forms.values import Answers, text_of

MOST = 10_000
NONE = "（なし）"


@dataclass
class Count:
    """How many arrived, are not yet taken in, lack papers, and how many papers."""

    arrived: int = 0
    untaken: int = 0
    lacking: int = 0
    papers: int = 0

    def add(self, application: Application) -> None:
        """Count one application."""
        self.arrived += 1
        self.untaken += application.status == Status.ARRIVED
        self.lacking += application.missing_documents > 0
        self.papers += application.missing_documents


@dataclass
class Group:
    """The lines of one procedure or intake: (place, grade) -> count."""

    title: str
    lines: dict[tuple[str, str], Count] = field(default_factory=dict)
    total: Count = field(default_factory=Count)

    def narrowed(self, place: str) -> "Group":
        """The lines of one place alone (its name), with their sum."""
        own = {line: count for line, count in self.lines.items() if line[0] == place}
        return Group(self.title, own, _sum(own.values()))


@dataclass(frozen=True)
class Morning:
    """All groups, the places there are, and how many applications were not looked into."""

    groups: list[Group]
    left_out: int = 0

    @property
    def places(self) -> list[str]:
        """The places of all groups, in their order."""
        return list(
            dict.fromkeys(line[0] for each in self.groups for line in each.lines if line[0])
        )

    def at(self, place: str) -> "Morning":
        """One place alone; all of it for a place that is not there."""
        if place not in self.places:
            return self
        found = [each.narrowed(place) for each in self.groups]
        return Morning([each for each in found if each.lines], self.left_out)


@dataclass(frozen=True)
class _Axes:
    """Where an intake's form says place and grade, and what their keys are called."""

    repeat: str | None
    wish: str
    grade: str | None
    places: Mapping[str, str]
    grades: Mapping[str, str]

    def of(self, answers: Answers) -> tuple[str, str]:
        own = items(answers, self.repeat) if self.repeat else [answers]
        first: Answers = own[0] if own else {}
        return (
            _name(self.places, first.get(self.wish)),
            _name(self.grades, first.get(self.grade)) if self.grade else "",
        )


def since(session: Session, keys: Keys, opening: datetime, *, sections: cases.Sections) -> Morning:
    """What arrived since an opening, grouped; at most MOST applications are looked into."""
    intakes = {each.id: each for each in applications.all_intakes(session)}
    names = cases.procedure_names(session, sections=sections)
    axes: dict[str, _Axes | None] = {}
    groups: dict[str, Group] = {}
    counted: dict[str, defaultdict[tuple[str, str], Count]] = {}
    wanted = cases.Wanted(since=opening)
    for row in islice(cases.stream(session, sections=sections, wanted=wanted), MOST):
        intake = intakes.get(row.intake or "")
        key = intake.id if intake else row.procedure
        if key not in groups:
            groups[key] = Group(intake.name if intake else names[row.procedure])
            counted[key] = defaultdict(Count)
            axes[key] = _axes(session, intake) if intake else None
        known = axes[key]
        place = known.of(cases.answers_of(keys, row)) if known else ("", "")
        counted[key][place].add(row)
        groups[key].total.add(row)
    for key, group in groups.items():
        group.lines = dict(
            sorted(counted[key].items(), key=lambda line: _order(axes[key], line[0]))
        )
    looked_into = sum(group.total.arrived for group in groups.values())
    is_cut = looked_into >= MOST
    every = cases.count(session, sections=sections, wanted=wanted) if is_cut else looked_into
    return Morning(list(groups.values()), every - looked_into)


def _sum(counts: Iterable[Count]) -> Count:
    total = Count()
    for each in counts:
        for name, value in vars(each).items():
            setattr(total, name, getattr(total, name) + value)
    return total


def _axes(session: Session, intake: Intake) -> _Axes | None:
    if not tables.has_table(session, intake):
        return None
    table = tables.in_force(session, intake).table
    return _Axes(
        repeat=tables.form_of(session, intake).one_application_per, wish=table.wishes[0],
        grade=table.grade, places=tables.places(session, intake),
        grades=tables.grades(session, intake),
    )  # fmt: skip


def _name(names: Mapping[str, str], key: JsonValue) -> str:
    return names.get(text_of(key), NONE)


def _order(axes: _Axes | None, line: tuple[str, str]) -> tuple[int, int]:
    if axes is None:
        return 0, 0
    places, grades = list(axes.places.values()), list(axes.grades.values())
    return (
        places.index(line[0]) if line[0] in places else len(places),
        grades.index(line[1]) if line[1] in grades else len(grades),
    )
