"""Owns the date: three boxes, Western or era years, or a whole date pasted into the year box."""

import datetime as dt
from collections.abc import Mapping
from typing import Literal, Self

from pydantic import JsonValue, model_validator

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


class DateField(Field):
    """A day; canonical value is the ISO date."""

    PARTS = ("era", *BOXES)
    MISSING = N_("日付を入力してください。")

    type: Literal["date"] = "date"
    earliest: dt.date | None = None
    latest: dt.date | None = None
    birth: bool = False

    @property
    def eras(self) -> Mapping[str, str]:
        """Return the eras to pick: mark -> message id."""
        return ERAS

    @model_validator(mode="after")
    def _has_days(self) -> Self:
        if self.earliest and self.latest and self.earliest > self.latest:
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
        year = _with_era(typed["year"], one(raw, "era"))
        rest = [_bare(box, typed[box]) for box in ("month", "day")]
        try:
            day = parse_date(year if whole else ".".join((_bare("year", year), *rest)))
        except ValueError:
            return self.fault(NOT_A_DATE, "year")
        return self._outside(day) or day.isoformat()

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
        try:
            return format_date(dt.date.fromisoformat(text_of(value)), locale)
        except ValueError:
            return text_of(value)

    def sample(self) -> JsonValue:
        """Return the example, or a day within the limits."""
        if self.example is not None:
            return self.example
        day = self.earliest or self.latest or dt.date(2026, 4, 1)
        return day.isoformat()

    def _outside(self, day: dt.date) -> FieldError | None:
        if self.earliest and day < self.earliest:
            return self.fault(TOO_EARLY, "year", date=self.earliest.isoformat())
        if self.latest and day > self.latest:
            return self.fault(TOO_LATE, "year", date=self.latest.isoformat())
        return None


def _with_era(year: str, era: str) -> str:
    # an era picked beside a year that names its own is not needed; parse_date refuses unknown ones
    return era[:2] + year if era and year.rstrip("年").isdecimal() else year


def _bare(box: str, typed: str) -> str:
    # 「4月」「１日」 typed with its unit into the small box is what the paper shows
    return typed.removesuffix({"year": "年", "month": "月", "day": "日"}[box]).strip()
