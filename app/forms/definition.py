"""Owns the form document: frozen models that are at once its format, its check and its schema."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Literal, Self, Union

from pydantic import Discriminator, model_validator
from pydantic import Field as Setting

from app.forms.condition import Condition
from app.forms.field import Field, Key, Text
from app.forms.fields import TYPES
from app.forms.fields.lookup import LookupField
from app.forms.parts import (
    DataList,
    Document,
    Eligibility,
    Exit,
    Limits,
    Repeat,
    Rule,
    Slug,
    Source,
    refuse_twice,
)
from app.forms.translation import Translations
from app.forms.translation import check as check_translations

if TYPE_CHECKING:
    AnyField = Field
else:
    AnyField = Annotated[Union[tuple(TYPES.values())], Discriminator("type")]  # noqa: UP007

__all__ = [
    "FilingKind", "Form", "LegalBasis", "Repeat", "Source", "Step", "UnknownRepeat", "UnknownStep",
]  # fmt: skip
RESERVED_STEPS = frozenset({"review", "start", "sent", "proxy", "by-mail"})


class UnknownStep(LookupError):
    """The form has no step of that slug."""


class UnknownRepeat(LookupError):
    """The form has no repeat of that key."""


class FilingKind(StrEnum):
    """What a filing is in law; the statuses it goes through depend on it."""

    APPLICATION = "application"  # 申請
    NOTIFICATION = "notification"  # 届出
    BOOKING = "booking"  # 申込・予約
    REPORT = "report"  # 通報・意見


class LegalBasis(StrEnum):
    """What a procedure rests on; decides which law the receipt names."""

    NATIONAL_LAW = "national_law"
    ORDINANCE = "ordinance"
    RULE = "rule"
    OUTLINE = "outline"
    VOLUNTARY = "voluntary"


class Step(Document):
    """One page. A step of a repeat asks its fields once per item; its owner adds and removes."""

    slug: Slug
    title: Text
    intro: str = ""
    repeat: Key | None = None
    owner: bool = False
    when: Condition | None = None
    exit: Exit | None = None
    rules: tuple[Rule, ...] = ()
    fields: Annotated[tuple[AnyField, ...], Setting(min_length=1)]

    @model_validator(mode="after")
    def _is_a_page(self) -> Self:
        if self.slug in RESERVED_STEPS:
            raise ValueError(f"{self.slug!r} is an address of our own")
        if self.owner and self.repeat is None:
            raise ValueError("owner needs a repeat")
        keys = {field.key for field in self.fields if field.asks}
        if unknown := [rule.field for rule in self.rules if rule.field not in keys]:
            raise ValueError(f"rules name no question of this step: {', '.join(unknown)}")
        return self


class Form(Document):
    """A whole form; a published one never changes and is pinned by its fingerprint."""

    document_version: Literal[1] = 1
    slug: Slug
    title: Text
    summary: Text
    kind: FilingKind
    legal_basis: LegalBasis
    source: Source
    purpose_of_use: Text
    purpose_version: Text
    set_minutes: Annotated[int, Setting(ge=1, le=240)] | None = Setting(
        default=None, alias="minutes"
    )
    bring: tuple[Text, ...] = ()
    one_application_per: Key | None = None
    proxy: bool = True
    """Whether somebody else may fill it in for the person (代理人)."""
    eligibility: Eligibility | None = None
    limits: Limits | None = None
    repeats: tuple[Repeat, ...] = ()
    lists: tuple[DataList, ...] = ()
    steps: Annotated[tuple[Step, ...], Setting(min_length=1)]
    translations: Translations = Setting(default_factory=dict)
    """Texts of its own in other languages, for those that the shelf of languages lacks."""

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        slugs = [step.slug for step in self.steps]
        refuse_twice("step", slugs)
        repeats = [repeat.key for repeat in self.repeats]
        refuse_twice("repeat", repeats)
        used = {step.repeat for step in self.steps if step.repeat}
        if unknown := sorted(used - set(repeats)):
            raise ValueError(f"steps name unknown repeats: {', '.join(unknown)}")
        if self.one_application_per not in (None, *repeats):
            raise ValueError(f"one_application_per: no repeat {self.one_application_per!r}")
        top = [field.key for field in self.fields_of(None)]
        refuse_twice("key", top + repeats)
        for key in repeats:
            own = [field.key for field in self.fields_of(key)]
            # a bare key in a condition must mean one thing: the item's or the top level's
            refuse_twice(f"key in {key}", own + top + repeats)
        if self.eligibility is not None and self.eligibility.after not in slugs:
            raise ValueError(f"eligibility: no step {self.eligibility.after!r}")
        if self.limits is not None and self.limits.per not in (None, "device", *top):
            raise ValueError(f"limits: no shared question {self.limits.per!r}")
        check_translations(self.translations)
        self._check_repeats()
        self._bind_lists()
        return self

    def _bind_lists(self) -> None:
        refuse_twice("list", [each.key for each in self.lists])
        rows = {each.key: each.rows for each in self.lists}
        for step in self.steps:
            for field in step.fields:
                if isinstance(field, LookupField) and not field.rows:
                    if field.list_key not in rows:
                        raise ValueError(f"{field.key}: no list {field.list_key!r} under lists")
                    field.bind(rows[field.list_key])

    def _check_repeats(self) -> None:
        for repeat in self.repeats:
            steps = [step for step in self.steps if step.repeat == repeat.key]
            if [step.owner for step in steps] != [True] + [False] * (len(steps) - 1):
                raise ValueError(f"repeat {repeat.key}: its first step, and only it, is the owner")
            if any(step.when for step in steps[:1]) and repeat.key == self.one_application_per:
                raise ValueError(
                    f"repeat {repeat.key}: each part needs it, so its owner has no when"
                )
            own = [field.key for field in self.fields_of(repeat.key)]
            if repeat.name_field is not None and repeat.name_field not in own:
                raise ValueError(f"repeat {repeat.key}: no field {repeat.name_field!r}")
            if repeat.key == self.one_application_per and repeat.min < 1:
                raise ValueError(f"repeat {repeat.key}: an application per item needs min 1")

    @property
    def minutes(self) -> int:
        """Return how long filling in takes: as the document says, else from its questions."""
        return self.set_minutes or self._estimate

    @cached_property
    def _estimate(self) -> int:
        seconds = 60.0  # reading the first page and the last
        for step in self.steps:
            times = max(1, self.repeat(step.repeat).min) if step.repeat else 1
            for field in step.fields:
                share = 0.5 if field.when or step.when else 1
                seconds += field.SECONDS * share * times
        minutes = max(1, round(seconds / 60))
        return minutes if minutes <= 10 else -(-minutes // 5) * 5

    def fields_of(self, repeat: str | None) -> Iterator[Field]:
        """Yield the fields of one repeat (None: the top level) in the order of the document."""
        for step in self.steps:
            if step.repeat == repeat:
                yield from step.fields

    def field(self, repeat: str | None, key: str) -> Field | None:
        """Return the field a bare `key` means inside `repeat`: the item's own, else the top's."""
        own = self._index.get((repeat, key))
        return own if own is not None else self._index.get((None, key))

    def is_own(self, repeat: str, key: str) -> bool:
        """Tell whether `key` is a field of the items of `repeat`."""
        return (repeat, key) in self._index

    def repeat(self, key: str) -> Repeat:
        """Return the repeat; UnknownRepeat when there is none."""
        for repeat in self.repeats:
            if repeat.key == key:
                return repeat
        raise UnknownRepeat(key)

    def has_repeat(self, key: str) -> bool:
        """Tell whether `key` is a repeat of this form."""
        return any(repeat.key == key for repeat in self.repeats)

    def step(self, slug: str) -> Step:
        """Return the step; UnknownStep when there is none."""
        for step in self.steps:
            if step.slug == slug:
                return step
        raise UnknownStep(slug)

    @cached_property
    def _index(self) -> Mapping[tuple[str | None, str], Field]:
        return {(step.repeat, field.key): field for step in self.steps for field in step.fields}
