"""Owns the days of the week, with the times of each day where the form asks for them."""

from collections.abc import Mapping
from typing import Literal

from pydantic import JsonValue

from app.forms.field import Field
from app.forms.fields.time import clock_time
from app.forms.values import N_, FieldError, Gettext, Raw, mapping, one, text_of

DAYS = {
    "mon": N_("月曜日"),
    "tue": N_("火曜日"),
    "wed": N_("水曜日"),
    "thu": N_("木曜日"),
    "fri": N_("金曜日"),
    "sat": N_("土曜日"),
    "sun": N_("日曜日"),
}
Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEK: tuple[Day, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CHOOSE = N_("曜日を選んでください。")
TIME_MISSING = N_("時刻を入力してください。例）8:30")
NOT_A_TIME = N_("時刻を確かめてください。例）8:30、17:15")
BACKWARDS = N_("終わりの時刻は、始まりの時刻より後にしてください。")
UNTICKED = N_("時刻を入力した曜日には、チェックを入れてください。")
COMMA = N_("、")
TIMES = N_("{day} {start}から{end}")


class WeekdaysField(Field):
    """Days of the week; canonical value: day -> `{"from": HH:MM, "to": HH:MM}`, `{}` without."""

    MISSING = CHOOSE
    LISTS = True
    SECONDS = 60

    type: Literal["weekdays"] = "weekdays"
    days: tuple[Day, ...] = WEEK
    times: bool = True

    @property
    def parts(self) -> tuple[str, ...]:
        """Return the tick and the two boxes of each day."""
        ends = ("", "_from", "_to") if self.times else ("",)
        return tuple(f"{day}{end}" for day in self.days for end in ends)

    @property
    def names(self) -> Mapping[str, str]:
        """Return the days that are offered: key -> message id."""
        return {day: DAYS[day] for day in self.days}

    def parse(self, raw: Raw) -> JsonValue | FieldError:
        """Return the days that were ticked, with their times."""
        value: dict[str, JsonValue] = {}
        for day in self.days:
            typed = [one(raw, f"{day}_{end}").strip()[:20] for end in ("from", "to")]
            if one(raw, day) != "yes":
                if one(raw, day):
                    return self.fault(CHOOSE, day)
                if self.times and any(typed):
                    return self.fault(UNTICKED, day)
                continue
            times = self._times(day, typed) if self.times else {}
            if isinstance(times, FieldError):
                return times
            value[day] = times
        return value or None

    def write(self, value: JsonValue) -> dict[str, list[str]]:
        """Return the ticks and boxes."""
        boxes: dict[str, list[str]] = {}
        for day in self.days:
            times = mapping(value).get(day)
            boxes[day] = ["yes" if isinstance(times, dict) else ""]
            if self.times:
                boxes[f"{day}_from"] = [text_of(mapping(times).get("from"))]
                boxes[f"{day}_to"] = [text_of(mapping(times).get("to"))]
        return boxes

    def show(self, value: JsonValue, gettext: Gettext, locale: str = "ja") -> str:
        """Return the days, each with its times."""
        shown = []
        for day in self.days:
            times = mapping(value).get(day)
            if not isinstance(times, dict):
                continue
            start, end = text_of(times.get("from")), text_of(times.get("to"))
            name = gettext(DAYS[day])
            has_times = start and end
            shown.append(
                gettext(TIMES).format(day=name, start=start, end=end) if has_times else name
            )
        return gettext(COMMA).join(shown)

    def plain(self, value: JsonValue) -> JsonValue:
        """Return the list of days."""
        return [day for day in self.days if isinstance(mapping(value).get(day), dict)]

    def keys(self) -> tuple[str | bool, ...]:
        """Return the days a condition can look for."""
        return self.days

    def sample(self) -> JsonValue:
        """Return the example, or the first day."""
        if self.example is not None:
            return self.example
        return {self.days[0]: {"from": "09:00", "to": "17:00"} if self.times else {}}

    def _times(self, day: str, typed: list[str]) -> dict[str, JsonValue] | FieldError:
        times: dict[str, JsonValue] = {}
        for end, text in zip(("from", "to"), typed, strict=True):
            if not text:
                return self.fault(TIME_MISSING, f"{day}_{end}")
            clock = clock_time(text)
            if clock is None:
                return self.fault(NOT_A_TIME, f"{day}_{end}")
            times[end] = clock
        if text_of(times["to"]) <= text_of(times["from"]):
            return self.fault(BACKWARDS, f"{day}_to")
        return times
