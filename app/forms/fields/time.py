"""Owns the time of day: two boxes, 24 hours, or a whole time typed into the first box."""

import re
from typing import Annotated, Literal, Self

from pydantic import JsonValue, StringConstraints, model_validator

from app.forms.characters import digits
from app.forms.field import Field
from app.forms.values import N_, FieldError, Gettext, Raw, one, text_of

CLOCK = re.compile(r"([0-9]{1,2})(?:[:.時]([0-9]{1,2})?分?)?")
COMPACT = re.compile(r"([0-9]{1,2})([0-9]{2})")
PART = re.compile(r"[0-9]{1,2}")
TimeOfDay = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
NOT_A_TIME = N_("時刻を確かめてください。例）午後5時30分は、17時30分")
HOUR_MISSING = N_("「時」を入力してください。")
MINUTE_MISSING = N_("「分」を入力してください。ちょうどのときは0を入力してください。")
TOO_EARLY = N_("{time}以後の時刻を入力してください。")
TOO_LATE = N_("{time}以前の時刻を入力してください。")


class TimeField(Field):
    """A time of day; canonical value is `HH:MM`."""

    PARTS = ("hour", "minute")
    MISSING = N_("時刻を入力してください。")
    ORDERED = True

    type: Literal["time"] = "time"
    earliest: TimeOfDay | None = None
    latest: TimeOfDay | None = None

    @model_validator(mode="after")
    def _has_times(self) -> Self:
        if self.earliest and self.latest and self.earliest > self.latest:
            raise ValueError("earliest is after latest")
        return self

    def parse(self, raw: Raw) -> JsonValue | FieldError:
        """Return `HH:MM`."""
        hour, minute = (digits(one(raw, part)[:20]) for part in self.PARTS)
        if not hour and not minute:
            return None
        if not hour:
            return self.fault(HOUR_MISSING, "hour")
        bare, rest = hour.removesuffix("時"), minute.removesuffix("分")
        if not minute and PART.fullmatch(bare):
            return self.fault(MINUTE_MISSING, "minute")
        whole = clock_time(hour if not minute else f"{bare}:{rest}")
        if whole is None or (minute and not (PART.fullmatch(bare) and PART.fullmatch(rest))):
            return self.fault(NOT_A_TIME, "hour")
        if self.earliest and whole < self.earliest:
            return self.fault(TOO_EARLY, "hour", time=self.earliest)
        if self.latest and whole > self.latest:
            return self.fault(TOO_LATE, "hour", time=self.latest)
        return whole

    def write(self, value: JsonValue) -> dict[str, list[str]]:
        """Return hour and minute without leading zeros."""
        whole = clock_time(text_of(value))
        hour, _, minute = whole.partition(":") if whole else ("", "", "")
        return {"hour": [str(int(hour)) if hour else ""], "minute": [minute]}

    def show(self, value: JsonValue, gettext: Gettext, locale: str = "ja") -> str:
        """Return HH:MM, which every language of the city hall reads."""
        return text_of(value)

    def sample(self) -> JsonValue:
        """Return the example, or a time within the limits."""
        return self.example or self.earliest or self.latest or "09:00"


def clock_time(typed: str) -> str | None:
    """Return `typed` (9:00, 9時, 9時30分, 0900, any width) as HH:MM, None when it is no time."""
    bare = digits(typed).replace(" ", "")
    match = COMPACT.fullmatch(bare) if len(bare) > 2 else None
    match = match or CLOCK.fullmatch(bare)
    if match is None:
        return None
    hour, minute = int(match[1]), int(match[2] or 0)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None
