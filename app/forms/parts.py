"""Owns the smaller parts of a form document: repeats, lists, exits, rules, eligibility, limits."""

from collections import Counter
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator
from pydantic import Field as Setting

from app.forms.condition import Condition
from app.forms.field import Key, Text
from app.forms.fields.lookup import MOST_ROWS, Row

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60)]
Link = Annotated[
    str, StringConstraints(pattern=r"^(https://[^\s<>\"']+|/[^\s<>\"'/][^\s<>\"']*)?$")
]
"""An address of another site, or a path of this one without its language (/procedures/…)."""


class Document(BaseModel):
    """What every part of a form document is: frozen, and without unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(Document):
    """The published sheet that the form follows."""

    title: Text
    url: str = ""
    remark: str = ""


class Repeat(Document):
    """A list of like things (children, household members); `{n}` in the title is the number."""

    key: Key
    min: Annotated[int, Setting(ge=0, le=20)] = 1
    max: Annotated[int, Setting(ge=1, le=20)] = 10
    item_title: Text
    name_field: Key | None = None
    add_label: Text
    remove_label: Text

    @model_validator(mode="after")
    def _has_room(self) -> Self:
        if self.min > self.max:
            raise ValueError("min is greater than max")
        return self


class DataList(Document):
    """A long list (schools, clubs) that `lookup` fields choose from by its key."""

    key: Key
    rows: Annotated[tuple[Row, ...], Setting(min_length=1, max_length=MOST_ROWS)]

    @model_validator(mode="after")
    def _has_distinct_keys(self) -> Self:
        refuse_twice("row", [row.key for row in self.rows])
        return self


class Exit(Document):
    """Where the way ends for who is in the wrong place: shown instead of the next step."""

    when: Condition
    title: Text
    text: Text
    link: Link = ""
    link_text: str = ""

    @model_validator(mode="after")
    def _names_its_link(self) -> Self:
        if bool(self.link) != bool(self.link_text):
            raise ValueError("link and link_text belong together")
        return self


class Rule(Document):
    """What two or more answers must not say together; the error stands at `field`."""

    when: Condition
    field: Key
    message: Text


class Reason(Document):
    """Why somebody may not be entitled, when `when` is true."""

    when: Condition
    reason: Text


class Eligibility(Document):
    """The check after step `after`: every reason that holds is told; going on stays possible."""

    after: Slug
    reasons: Annotated[tuple[Reason, ...], Setting(min_length=1)]
    passed: Text


class Limits(Document):
    """How many applications there may be: `quota` in all, `most` for each `per`.

    `per` is `device` or the key of a shared answer (a household's number); the applications room
    counts them at sending, the engine only says what is counted.
    """

    quota: Annotated[int, Setting(ge=1)] | None = None
    per: Literal["device"] | Key | None = None
    most: Annotated[int, Setting(ge=1)] = 1

    @model_validator(mode="after")
    def _limits_something(self) -> Self:
        if self.quota is None and self.per is None:
            raise ValueError("limits without quota and per limit nothing")
        return self


def refuse_twice(what: str, names: list[str]) -> None:
    """Raise ValueError when a name stands twice."""
    if twice := sorted(name for name, times in Counter(names).items() if times > 1):
        raise ValueError(f"{what} used twice: {', '.join(twice)}")
