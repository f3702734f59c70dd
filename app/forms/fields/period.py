"""Owns the period from one day to another, the second never before the first."""

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import Field as Setting
from pydantic import JsonValue, model_validator

from app.forms.bounds import Bound
from app.forms.field import Field
from app.forms.fields.date import BOXES, ERAS, DateField
from app.forms.values import N_, FieldError, Gettext, Raw, mapping, text_of

ENDS = ("from", "to")
BOXES_OF_DATE = ("era", *BOXES)
FROM_MISSING = N_("始まりの日を入力してください。")
TO_MISSING = N_("終わりの日を入力してください。")
BACKWARDS = N_("終わりの日は、始まりの日か、それより後の日にしてください。")
TOO_LONG = N_("期間は{max}日までにしてください。")
FROM_TO = N_("{start}から{end}まで")
FROM_ON = N_("{start}から")


class PeriodField(Field):
    """Two days; canonical value is `{"from": ISO date, "to": ISO date}`, `to` free when open."""

    PARTS = tuple(f"{end}_{box}" for end in ENDS for box in BOXES_OF_DATE)
    MISSING = FROM_MISSING
    SECONDS = 35

    type: Literal["period"] = "period"
    earliest: Bound | None = None
    latest: Bound | None = None
    open_end: bool = False
    max_days: Annotated[int, Setting(ge=1)] | None = None

    @property
    def eras(self) -> Mapping[str, str]:
        """Return the eras to pick: mark -> message id."""
        return ERAS

    @model_validator(mode="after")
    def _has_days(self) -> Self:
        self._day()
        return self

    def parse(self, raw: Raw) -> JsonValue | FieldError:
        """Return both days."""
        days: dict[str, JsonValue] = {}
        for end in ENDS:
            boxes = {box: raw[f"{end}_{box}"] for box in BOXES_OF_DATE if f"{end}_{box}" in raw}
            day = self._day().parse(boxes)
            if isinstance(day, FieldError):
                return self.fault(day.message_id, f"{end}_{day.part}", **day.params)
            if day is not None:
                days[end] = day
        return self._fault_of(days) or days or None

    def _fault_of(self, days: Mapping[str, JsonValue]) -> FieldError | None:
        if not days:
            return None
        if "from" not in days:
            return self.fault(FROM_MISSING, "from_year")
        if "to" not in days:
            return None if self.open_end else self.fault(TO_MISSING, "to_year")
        start, end = (dt.date.fromisoformat(text_of(days[each])) for each in ENDS)
        if end < start:
            return self.fault(BACKWARDS, "to_year")
        if self.max_days is not None and (end - start).days >= self.max_days:
            return self.fault(TOO_LONG, "to_year", max=self.max_days)
        return None

    def bounds(self, value: JsonValue, today: dt.date) -> FieldError | None:
        """Return what is wrong with a day as of today."""
        for end in ENDS:
            wrong = self._day().bounds(mapping(value).get(end), today)
            if wrong is not None:
                return self.fault(wrong.message_id, f"{end}_{wrong.part}", **wrong.params)
        return None

    def write(self, value: JsonValue) -> dict[str, list[str]]:
        """Return the boxes of both days."""
        return {
            f"{end}_{box}": texts
            for end in ENDS
            for box, texts in self._day().write(mapping(value).get(end)).items()
        }

    def show(self, value: JsonValue, gettext: Gettext, locale: str = "ja") -> str:
        """Return both days in words."""
        start, end = (self._day().show(mapping(value).get(each), gettext, locale) for each in ENDS)
        if not start:
            return ""
        return gettext(FROM_TO if end else FROM_ON).format(start=start, end=end)

    def sample(self) -> JsonValue:
        """Return the example, or one day within the limits."""
        if self.example is not None:
            return self.example
        day = self._day().sample()
        return {"from": day, "to": day}

    def _day(self) -> DateField:
        return DateField(key=self.key, label=self.label, earliest=self.earliest, latest=self.latest)
