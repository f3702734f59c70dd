"""Owns what a city is to the house: the profile document, its checks, and how it is loaded.

A profile is one YAML file; a city is added by adding its file, never by changing code. What a
profile cannot know (fees, days, decisions of a section) is not here but in the catalogue.
"""

import re
from collections.abc import Mapping
from typing import Annotated, Final, Literal, Self

from babel import Locale, UnknownLocaleError
from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PlainSerializer,
    StrictStr,
    model_validator,
)

from app.city.pieces import Part, Slug, Text
from app.city.plan import Indicator, PlanRow
from app.office_hours.pattern import WeeklyPattern

OutsideChannel = Literal["national_portal", "prefecture", "other_online"]
_CODE_WEIGHTS: Final = (6, 5, 4, 3, 2)
_SAMPLE_HOST: Final = "https://example.jp/"
_MINIMUM_CONTRAST: Final = 4.5  # WCAG 2.2, 1.4.3


def code_with_check_digit(text: str) -> str:
    """Return a 6-digit 全国地方公共団体コード; ValueError where its check digit does not hold."""
    if not re.fullmatch(r"[0-9]{6}", text):
        raise ValueError("a municipality code has six digits (quote it, or YAML reads a number)")
    total = sum(weight * int(digit) for weight, digit in zip(_CODE_WEIGHTS, text, strict=False))
    # 総務省「全国地方公共団体コード」仕様: 11 minus the remainder, its last digit.
    if int(text[5]) != (11 - total % 11) % 10:
        raise ValueError(f"the check digit of {text} does not hold")
    return text


def _https(text: str) -> str:
    if not re.fullmatch(r"https://[a-z0-9.-]+\.[a-z]{2,}(/\S*)?", text):
        raise ValueError(f"not an https address: {text!r}")
    return text


def _sample_phone(text: str) -> str:
    if not re.fullmatch(r"(見本：)?[0-9]+(-[0-9]+){1,2}", text):
        raise ValueError(f"a telephone number is digits with hyphens, or 見本：…: {text!r}")
    return text


def _locale(text: str) -> str:
    try:
        parsed = Locale.parse(text)
    except UnknownLocaleError as error:
        raise ValueError(f"Babel knows no language {text!r}") from error
    if text in ("ja_easy", "ja_Hira", "ja_simple") or str(parsed) != text:
        raise ValueError(f"Babel reads the language {text!r} as {parsed}")
    return text


def contrast_on_white(colour: str) -> float:
    """Return the contrast ratio of `#rrggbb` on white after WCAG 2.2 (1 to 21)."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    red, green, blue = linear
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _text_colour(text: str) -> str:
    if not re.fullmatch(r"#[0-9a-f]{6}", text):
        raise ValueError(f"a colour is written like #0017c1, not {text!r}")
    if contrast_on_white(text) < _MINIMUM_CONTRAST:
        raise ValueError(f"{text} has less than 4.5:1 on white and cannot carry text")
    return text


def _week(value: object) -> WeeklyPattern:
    if isinstance(value, WeeklyPattern):
        return value
    if not isinstance(value, Mapping) or not all(
        isinstance(periods, list) and all(isinstance(period, str) for period in periods)
        for periods in value.values()
    ):
        raise ValueError('a week is written like {mon: ["08:30-17:15"], tue: [...]}')
    return WeeklyPattern.parse(value)


Url = Annotated[StrictStr, AfterValidator(_https)]
Phone = Annotated[StrictStr, AfterValidator(_sample_phone)]
TextColour = Annotated[StrictStr, AfterValidator(_text_colour)]
LocaleId = Annotated[StrictStr, AfterValidator(_locale)]
Week = Annotated[
    WeeklyPattern,
    BeforeValidator(_week),
    PlainSerializer(lambda week: week.dump(), return_type=dict[str, list[str]]),
]


class Office(Part):
    """A place with hours. 開庁時間 only: counter hours and staff hours are other things."""

    name: Text
    name_en: Text
    address: Text
    phone: Phone
    weekly: Week
    statistics: bool = False
    note: str = ""


class Section(Part):
    """A section (課) as the city hall opens; later reorganisations are rows of the catalogue."""

    code: Slug
    name: Text
    name_en: Text
    phone: Phone | None = None


class System(Part):
    """An outside system a procedure may lead to."""

    name: Text
    name_en: Text
    operator: Text
    operator_en: Text
    channel: OutsideChannel
    url: Url
    sample: bool = False

    @model_validator(mode="after")
    def _example_is_marked(self) -> Self:
        if self.url.startswith(_SAMPLE_HOST) and not self.sample:
            raise ValueError("an address at example.jp must be marked `sample: true`")
        return self


class Contact(Part):
    """Where a resident turns when the app does not help."""

    section: Slug
    phone: Phone
    email: Text
    url: Url
    hours: Week


class Colours(Part):
    """Colours that carry text or stand beside it; each is checked against white."""

    primary: TextColour
    primary_hover: TextColour
    accent: TextColour


class OnlineOrdinance(Part):
    """The ordinance under which filings resting on ordinance or rule may arrive online."""

    name: Text
    sample: bool = False


class PostalCity(Part):
    """Prefecture and city exactly as the postal dictionary writes them."""

    prefecture: Text
    city: Text


class YearEnd(Part):
    """年末年始の休日 of the city's ordinance, both days included (地方自治法4条の2第2項3号)."""

    first: Annotated[StrictStr, Field(pattern=r"^12-(2[4-9]|3[01])$")] = "12-29"
    last: Annotated[StrictStr, Field(pattern=r"^01-0[1-7]$")] = "01-03"


class City(Part):
    """A city profile, complete and consistent."""

    sample: bool
    code: Annotated[StrictStr, AfterValidator(code_with_check_digit)]
    name: Text
    name_kana: Annotated[StrictStr, Field(pattern=r"^[ぁ-ゖー]+$")]
    name_en: Text
    prefecture: Annotated[StrictStr, Field(pattern=r"^.+[都道府県]$")]
    mayor_title: Text
    mayor_name: str = ""
    statistics_profile: Text
    year_end: YearEnd = YearEnd()
    offices: Annotated[tuple[Office, ...], Field(min_length=1)]
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]
    systems: Mapping[Slug, System]
    contact: Contact
    colours: Colours
    online_ordinance: OnlineOrdinance
    kpi: tuple[Indicator, ...]
    kpi_note: str = ""
    plan_rows: tuple[PlanRow, ...] = ()
    languages: Annotated[tuple[LocaleId, ...], Field(min_length=1)]
    life_events: Annotated[tuple[Slug, ...], Field(min_length=1)]
    postal_city: PostalCity

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if sum(office.statistics for office in self.offices) != 1:
            raise ValueError("exactly one office carries `statistics: true`")
        for key, values in (
            ("offices", [office.name for office in self.offices]),
            ("sections", [section.code for section in self.sections]),
            ("kpi", [indicator.key for indicator in self.kpi]),
            ("plan_rows", [row.name for row in self.plan_rows]),
            ("languages", list(self.languages)),
            ("life_events", list(self.life_events)),
        ):
            twice = sorted({value for value in values if values.count(value) > 1})
            if twice:
                raise ValueError(f"{key}: given twice: {', '.join(twice)}")
        keys = {f"indicator:{indicator.key}" for indicator in self.kpi}
        for row in self.plan_rows:
            for figure in row.figures:
                if figure.startswith("indicator:") and figure not in keys:
                    raise ValueError(f"plan_rows: {row.name}: no {figure}")
        if self.languages[0] != "ja":
            raise ValueError("languages: the first is ja, the language of the legal text")
        if self.contact.section not in {section.code for section in self.sections}:
            raise ValueError(f"contact.section: no section {self.contact.section!r}")
        return self

    @property
    def statistics_office(self) -> Office:
        """Return the office whose hours the statistics are counted by."""
        return next(office for office in self.offices if office.statistics)

    def section(self, code: str) -> Section:
        """Return the section of a code; KeyError when the city has none."""
        for section in self.sections:
            if section.code == code:
                return section
        raise KeyError(code)
