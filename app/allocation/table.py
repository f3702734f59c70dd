"""Owns the scoring table (選考基準・指数表) as a document: parts, rules, ties; load and lint.

A city's table is data: a file of the shelf `app/procedures/scoring/`, or a version uploaded by
staff. Conditions are those of forms, so that a table asks only what the form asks.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StrictStr, ValidationError, model_validator

from app.forms.condition import Condition
from app.forms.definition import Form
from app.forms.document_text import DefinitionError, read_document
from app.forms.fields.choice import ChoiceField
from app.forms.fields.date import DateField
from app.forms.fields.number import NumberField

Text = Annotated[StrictStr, Field(min_length=1)]
Key = Annotated[StrictStr, Field(pattern=r"^[a-z][a-z0-9_-]{0,63}$")]
SIBLINGS = "siblings"
"""What no question asks: how many other children of the same send are still applied for."""


class Piece(BaseModel):
    """A frozen piece of a table that refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Wanting(Piece):
    """When something counts: a condition on answers, and numbers that are at least so big."""

    when: Condition | None = None
    at_least: Mapping[StrictStr, int] = Field(default_factory=dict)

    def names(self) -> Iterator[str]:
        """Every question that is looked at."""
        if self.when is not None:
            yield from (atom.field or "" for atom in self.when.atoms())
        yield from self.at_least


class Rule(Wanting):
    """Points for one circumstance."""

    key: Key
    title: Text
    points: Annotated[int, Field(ge=-10_000, le=10_000)]


class Part(Wanting):
    """A group of rules: the first that fits counts (基準指数), or all that fit (調整指数)."""

    key: Key
    title: Text
    take: Literal["first", "all"]
    rules: Annotated[tuple[Rule, ...], Field(min_length=1)]


class Tie(Wanting):
    """Who comes first among equal points: whom it fits, or whose number is lower or higher."""

    title: Text
    number: tuple[StrictStr, ...] = ()
    order: Literal["low", "high"] = "low"

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        if bool(self.number) == bool(self.when or self.at_least):
            raise ValueError("a tie is either a condition or a number")
        return self

    def names(self) -> Iterator[str]:
        """Every question that is looked at."""
        yield from super().names()
        yield from self.number


class Together(Piece):
    """The answer by which siblings want the same place or none."""

    field: Text
    same: Text


class Table(Piece):
    """A whole scoring table."""

    document_version: Literal[1] = 1
    form: Text
    title: Text
    remark: str = ""
    wishes: Annotated[tuple[Text, ...], Field(min_length=1)]
    grade: Text | None = None
    starts: Text | None = None
    together: Together | None = None
    parts: Annotated[tuple[Part, ...], Field(min_length=1)]
    ties: tuple[Tie, ...] = ()

    @model_validator(mode="after")
    def _names_once(self) -> Self:
        keys = [rule.key for part in self.parts for rule in part.rules]
        for what, names in (("part", [part.key for part in self.parts]), ("rule", keys)):
            twice = sorted({name for name in names if names.count(name) > 1})
            if twice:
                raise ValueError(f"{what} given twice: {', '.join(twice)}")
        return self

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the table's canonical text."""
        tree = self.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        return hashlib.sha256(json.dumps(tree, sort_keys=True).encode()).hexdigest()


def load(text: str | bytes, source: str = "") -> Table:
    """The table of a YAML document; raises DefinitionError naming file, line and place."""
    tree, lines = read_document(text, source)
    try:
        return Table.model_validate(tree)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = tuple(first["loc"])
        message = str(first["msg"]).removeprefix("Value error, ")
        raise DefinitionError(
            source, lines.nearest(place), ".".join(map(str, place)), message
        ) from error


def lint(table: Table, form: Form) -> list[str]:
    """What would never work with this form: unknown questions, unknown answers, no numbers."""
    if table.form != form.slug:
        return [f"form: この表は「{table.form}」のものです（この募集の様式は「{form.slug}」）"]
    found = []
    wanted = [("grade", table.grade)] if table.grade else []
    wanted += [(f"wishes.{n}", key) for n, key in enumerate(table.wishes)]
    wanted += [("together", table.together.field)] if table.together else []
    for place, key in wanted:
        if not isinstance(_field(form, key), ChoiceField):
            found.append(f"{place}: 「{key}」は、選択肢から1つを選ぶ質問ではありません")
    if table.together and table.together.same not in _keys(form, table.together.field):
        found.append(f"together.same: 「{table.together.same}」という選択肢はありません")
    if table.starts and not isinstance(_field(form, table.starts), DateField):
        found.append(f"starts: 「{table.starts}」は日付の質問ではありません")
    for part in table.parts:
        found.extend(_wanting(part, form, f"parts.{part.key}"))
        for rule in part.rules:
            found.extend(_wanting(rule, form, f"parts.{part.key}.{rule.key}"))
        if part.take == "first":
            open_to_all = [rule.key for rule in part.rules[:-1] if not any(rule.names())]
            found.extend(
                f"parts.{part.key}.{key}: これより後の行は使われません" for key in open_to_all
            )
    for number, tie in enumerate(table.ties, 1):
        found.extend(_wanting(tie, form, f"ties.{number}"))
        found.extend(_numbers(tie.number, form, f"ties.{number}"))
    return found


def _wanting(piece: Wanting, form: Form, place: str) -> Iterator[str]:
    yield from _numbers(piece.at_least, form, place)
    for atom in piece.when.atoms() if piece.when else ():
        key = atom.field or ""
        if _field(form, key) is None:
            yield f"{place}: 「{key}」という質問は様式にありません"
            continue
        known = _keys(form, key)
        asked = [*(atom.among or ()), *(x for x in (atom.equals, atom.contains) if x is not None)]
        for value in asked if known else ():
            if value not in known:
                yield f"{place}: 「{key}」に「{value}」という選択肢はありません"


def _numbers(names: Mapping[str, int] | tuple[str, ...], form: Form, place: str) -> Iterator[str]:
    for key in names:
        field = _field(form, key)
        options = _keys(form, key) if isinstance(field, ChoiceField) else ("",)
        is_number = isinstance(field, NumberField) or all(str(each).isdigit() for each in options)
        if key != SIBLINGS and not is_number:
            yield f"{place}: 「{key}」は数字の質問ではありません"


def _field(form: Form, key: str) -> object:
    return form.field(form.one_application_per, key)


def _keys(form: Form, key: str) -> tuple[str | bool, ...]:
    field = form.field(form.one_application_per, key)
    return (field.keys() or ()) if field is not None else ()
