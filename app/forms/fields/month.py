"""Owns the month of a year (年月): two boxes, Western or era years."""

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Literal, Self

from babel.dates import format_skeleton
from pydantic import JsonValue, StringConstraints, model_validator

from app.forms.field import Field
from app.forms.fields.date import ERAS, bare, with_era
from app.forms.values import N_, FieldError, Gettext, Raw, one, text_of
from app.i18n.formats import EASY_JAPANESE, parse_date, wareki

YearMonth = Annotated[str, StringConstraints(pattern=r"^[12][0-9]{3}-(0[1-9]|1[0-2])$")]
NOT_A_MONTH = N_("年月を確かめてください。例）2026年4月、令和8年4月")
YEAR_MISSING, MONTH_MISSING = N_("年を入力してください。"), N_("月を入力してください。")
TOO_EARLY = N_("{month}以後の年月を入力してください。")
TOO_LATE = N_("{month}以前の年月を入力してください。")


class MonthField(Field):
    """A month; canonical value is `YYYY-MM`."""

    PARTS = ("era", "year", "month")
    MISSING = N_("年月を入力してください。")
    ORDERED = True

    type: Literal["month"] = "month"
    earliest: YearMonth | None = None
    latest: YearMonth | None = None

    @property
    def eras(self) -> Mapping[str, str]:
        """Return the eras to pick: mark -> message id."""
        return ERAS

    @model_validator(mode="after")
    def _has_months(self) -> Self:
        if self.earliest and self.latest and self.earliest > self.latest:
            raise ValueError("earliest is after latest")
        return self

    def parse(self, raw: Raw) -> JsonValue | FieldError:
        """Return `YYYY-MM`."""
        year, month = (one(raw, part).strip()[:20] for part in ("year", "month"))
        if not year and not month:
            return None
        if not year:
            return self.fault(YEAR_MISSING, "year")
        whole = f"{year.rstrip('.-/月')}.1" if not month else ""
        typed = f"{bare('year', with_era(year, one(raw, 'era')))}.{bare('month', month)}.1"
        try:
            day = parse_date(whole.replace("年", ".") or typed)
        except ValueError:
            if not month and bare("year", year)[-2:].isdecimal() and len(year) <= 5:
                return self.fault(MONTH_MISSING, "month")
            return self.fault(NOT_A_MONTH, "year")
        value = f"{day.year:04}-{day.month:02}"
        if self.earliest and value < self.earliest:
            return self.fault(TOO_EARLY, "year", month=self.earliest)
        if self.latest and value > self.latest:
            return self.fault(TOO_LATE, "year", month=self.latest)
        return value

    def write(self, value: JsonValue) -> dict[str, list[str]]:
        """Return the boxes: Western year, without leading zeros."""
        first = _first_day(value)
        year, month = (f"{first.year:04}", str(first.month)) if first else ("", "")
        return {"era": [""], "year": [year], "month": [month]}

    def show(self, value: JsonValue, gettext: Gettext, locale: str = "ja") -> str:
        """Return the month in words of the reader's language, the era year beside in Japanese."""
        first = _first_day(value)
        if first is None:
            return text_of(value)
        if locale in ("ja", EASY_JAPANESE):
            era = f"（{wareki(first)}）" if locale == "ja" and wareki(first) else ""
            return f"{first.year}年{first.month}月{era}"
        return format_skeleton("yMMMM", dt.datetime(first.year, first.month, 1), locale=locale)

    def sample(self) -> JsonValue:
        """Return the example, or a month within the limits."""
        return self.example or self.earliest or self.latest or "2026-04"


def _first_day(value: JsonValue) -> dt.date | None:
    try:
        return dt.date.fromisoformat(f"{text_of(value)}-01")
    except ValueError:
        return None
