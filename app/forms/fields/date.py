"""Owns the date: three boxes, Western or era years, or a whole date pasted into the year box."""

import datetime as dt
from collections.abc import Mapping
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, JsonValue, model_validator

from app.forms.ages import age_on, grade_on, grade_words
from app.forms.bounds import Bound, fixed, resolve
from app.forms.field import Field
from app.forms.values import N_, FieldError, Gettext, Raw, one, text_of
from app.i18n.formats import format_date, parse_date

BOXES = ("year", "month", "day")
ERAS = {"R": N_("令和"), "H": N_("平成"), "S": N_("昭和"), "T": N_("大正")}
"""Eras to pick beside the year box: a phone's number pad has no letters for R6 or 令和6."""
NOT_A_DATE = N_("日付を確かめてください。例）2026年4月1日、令和8年4月1日")
BOX_MISSING = {
    "year": N_("年を入力してください。"),
    "month": N_("月を入力してください。"),
    "day": N_("日を入力してください。"),
}
TOO_EARLY = N_("{date}以後の日付を入力してください。")
TOO_LATE = N_("{date}以前の日付を入力してください。")


# 1085 typed for 1985 is nobody's birth; the oldest in any family register are of the Meiji era.
_FIRST_BIRTH = dt.date(1868, 1, 1)
FUTURE = N_("今日か、それより前の日付を入力してください。")
PAST = N_("今日か、それより後の日付を入力してください。")
AGE = N_("{n}歳")
BESIDE = N_("{date}／{derived}")


class Derived(BaseModel):
    """What is shown beside a birth date: the age or the school grade as of a named day."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    what: Literal["age", "school_grade"]
    on: dt.date


class DateField(Field):
    """A day; canonical value is the ISO date.

    `earliest` and `latest` are fixed days or `today±Nd|m|y`; `not_future` and `not_past` say the
    usual ones. Limits counted from today are checked where the caller says what day it is.
    """

    PARTS = ("era", *BOXES)
    MISSING = N_("日付を入力してください。")
    SECONDS = 20
    ORDERED = True

    type: Literal["date"] = "date"
    earliest: Bound | None = None
    latest: Bound | None = None
    not_future: bool = False
    not_past: bool = False
    birth: bool = False
    derive: Derived | None = None

    @property
    def eras(self) -> Mapping[str, str]:
        """Return the eras to pick: mark -> message id."""
        return ERAS

    @model_validator(mode="after")
    def _has_days(self) -> Self:
        earliest, latest = fixed(self.earliest), fixed(self.latest)
        if earliest and latest and earliest > latest:
            raise ValueError("earliest is after latest")
        return self

    def parse(self, raw: Raw) -> JsonValue | FieldError:
        """Return the ISO date."""
        typed = {box: one(raw, box).strip()[:40] for box in BOXES}
        if not any(typed.values()):
            return None
        whole = typed["year"] and not (typed["month"] or typed["day"])
        if not whole and (missing := next((box for box in BOXES if not typed[box]), None)):
            return self.fault(BOX_MISSING[missing], missing)
        year = with_era(typed["year"], one(raw, "era"))
        rest = [bare(box, typed[box]) for box in ("month", "day")]
        try:
            day = parse_date(year if whole else ".".join((bare("year", year), *rest)))
        except ValueError:
            return self.fault(NOT_A_DATE, "year")
        earliest = fixed(self.earliest) or (_FIRST_BIRTH if self.birth else None)
        return self._outside(day, earliest, fixed(self.latest)) or day.isoformat()

    def bounds(self, value: JsonValue, today: dt.date) -> FieldError | None:
        """Return what is wrong with the day as of today."""
        day = _day_of(value)
        if day is None:
            return None
        if self.not_future and day > today:
            return self.fault(FUTURE, "year")
        if self.not_past and day < today:
            return self.fault(PAST, "year")
        return self._outside(day, resolve(self.earliest, today), resolve(self.latest, today))

    def write(self, value: JsonValue) -> dict[str, list[str]]:
        """Return the boxes: Western year, without leading zeros."""
        try:
            day = dt.date.fromisoformat(text_of(value))
        except ValueError:
            return {part: [""] for part in self.PARTS}
        numbers = (f"{day.year:04}", str(day.month), str(day.day))
        return {"era": [""]} | {box: [text] for box, text in zip(BOXES, numbers, strict=True)}

    def show(self, value: JsonValue, gettext: Gettext, locale: str = "ja") -> str:
        """Return the date in words of the reader's language, the era year beside it in Japanese."""
        day = _day_of(value)
        if day is None:
            return text_of(value)
        shown = format_date(day, locale)
        if self.derive is None:
            return shown
        if self.derive.what == "age":
            derived = gettext(AGE).format(n=age_on(day, self.derive.on))
        else:
            derived = grade_words(grade_on(day, self.derive.on), gettext)
        return gettext(BESIDE).format(date=shown, derived=derived)

    def sample(self) -> JsonValue:
        """Return the example, or a day within the limits."""
        if self.example is not None:
            return self.example
        day = fixed(self.earliest) or fixed(self.latest) or dt.date(2026, 4, 1)
        return day.isoformat()

    def _outside(
        self, day: dt.date, earliest: dt.date | None, latest: dt.date | None
    ) -> FieldError | None:
        if earliest and day < earliest:
            return self.fault(TOO_EARLY, "year", date=earliest.isoformat())
        if latest and day > latest:
            return self.fault(TOO_LATE, "year", date=latest.isoformat())
        return None


def _day_of(value: JsonValue) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text_of(value))
    except ValueError:
        return None


def with_era(year: str, era: str) -> str:
    """Return `year` with the era that was picked beside it."""
    # an era picked beside a year that names its own is not needed; parse_date refuses unknown ones
    number = year.rstrip("年")
    return era[:2] + year if era and (number.isnumeric() or number == "元") else year


def bare(box: str, typed: str) -> str:
    """Return what was typed into `box` without the unit of that box."""
    # 「4月」「１日」 typed with its unit into the small box is what the paper shows
    return typed.removesuffix({"year": "年", "month": "月", "day": "日"}[box]).strip()
