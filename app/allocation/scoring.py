"""Owns points: what a table gives for the answers of one application, with the reason of each."""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import JsonValue

from app.allocation.table import SIBLINGS, Table, Tie, Wanting
from app.forms.condition import holds
from app.forms.definition import Form
from app.forms.places import items, prune
from app.forms.values import Answers, text_of


@dataclass(frozen=True)
class Point:
    """Points that a rule gave."""

    part: str
    rule: str
    points: int


@dataclass(frozen=True)
class TieValue:
    """How somebody stands in one tie; smaller comes first."""

    title: str
    value: int


@dataclass(frozen=True)
class Score:
    """The points of one application with their reasons, its ties and what it wishes."""

    points: tuple[Point, ...]
    ties: tuple[TieValue, ...]
    wishes: tuple[str, ...]
    grade: str
    is_together: bool

    @property
    def total(self) -> int:
        """The sum."""
        return sum(each.points for each in self.points)


@dataclass(frozen=True)
class _Told:
    """The answers as a table looks at them: the child's own first, then the family's."""

    form: Form
    top: Answers
    own: Answers
    siblings: int

    def value(self, key: str) -> JsonValue:
        repeat = self.form.one_application_per
        field = self.form.field(repeat, key)
        if field is None:
            return None
        is_own = repeat is not None and self.form.is_own(repeat, key)
        stored = (self.own if is_own else self.top).get(key)
        return None if stored is None else field.plain(stored)

    def number(self, key: str) -> int:
        """A number, 0 where there is none; a grade's key counts as its number."""
        value = self.siblings if key == SIBLINGS else self.value(key)
        if isinstance(value, bool):
            return int(value)
        if isinstance(value, str):
            whole = value.partition(".")[0]
            return int(whole) if whole.isascii() and whole.isdigit() else 0
        return value if isinstance(value, int) else 0

    def fits(self, wanting: Wanting) -> bool:
        return holds(wanting.when, self.value) and all(
            self.number(key) >= least for key, least in wanting.at_least.items()
        )


def score(table: Table, form: Form, answers: Answers, *, siblings: int = 0) -> Score:
    """Return the points; `siblings`: how many others of the same send are applied for."""
    kept = prune(form, answers)
    repeat = form.one_application_per
    own = items(kept, repeat)[:1] if repeat else []
    told = _Told(form, kept, own[0] if own else {}, siblings)
    points = []
    for part in table.parts:
        if not told.fits(part):
            continue
        fitting = [rule for rule in part.rules if told.fits(rule)]
        for rule in fitting[:1] if part.take == "first" else fitting:
            points.append(Point(part.title, rule.title, rule.points))
    wishes = (text_of(told.value(key)) for key in table.wishes)
    return Score(
        points=tuple(points),
        ties=tuple(TieValue(tie.title, _tie(told, tie)) for tie in table.ties),
        wishes=tuple(dict.fromkeys(each for each in wishes if each)),
        grade=text_of(told.value(table.grade)) if table.grade else "",
        is_together=table.together is not None
        and told.value(table.together.field) == table.together.same,
    )


def _tie(told: _Told, tie: Tie) -> int:
    if tie.number:
        number = sum(told.number(key) for key in tie.number)
        return number if tie.order == "low" else -number
    return 0 if told.fits(tie) else 1


def dump(score_: Score) -> dict[str, JsonValue]:
    """A score as plain data, to be sealed."""
    return {
        "points": [[each.part, each.rule, each.points] for each in score_.points],
        "ties": [[each.title, each.value] for each in score_.ties],
        "wishes": list(score_.wishes),
        "grade": score_.grade,
        "together": score_.is_together,
    }


def undump(tree: Mapping[str, object]) -> Score:
    """A score from what `dump` made."""
    points, ties, wishes = tree["points"], tree["ties"], tree["wishes"]
    assert isinstance(points, list) and isinstance(ties, list) and isinstance(wishes, list)
    return Score(
        points=tuple(Point(str(a), str(b), int(c)) for a, b, c in points),
        ties=tuple(TieValue(str(a), int(b)) for a, b in ties),
        wishes=tuple(str(each) for each in wishes),
        grade=str(tree["grade"]),
        is_together=tree["together"] is True,
    )
