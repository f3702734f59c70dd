"""Owns how dates, instants, shares and money are shown, and how Japanese dates are read.

Reading follows what residents write on paper sheets: Western or era years, any width of digits,
any of the usual separators. Showing follows the reader's language; Japanese pages give the era
year beside the Western one, やさしい日本語 pages never give an era year alone.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from itertools import groupby
from typing import Final, Protocol

from babel import Locale
from babel.dates import format_date as babel_date
from babel.dates import format_time as babel_time
from babel.dates import get_day_names
from babel.numbers import format_currency

from app.clock import to_jst

EASY_JAPANESE: Final = "ja_JP@easy"
NOTHING: Final = "—"
"""What stands where a number would be one of nothing."""


class Opening(Protocol):
    """A period of one day, from `opens` to `closes` (office time of a city profile)."""

    @property
    def opens(self) -> time:
        """When it begins."""

    @property
    def closes(self) -> time:
        """When it is over."""


@dataclass(frozen=True)
class Era:
    """One era: its year 1 is `offset + 1`; dates are read from `first` up to year `last_year`."""

    name: str
    letter: str
    first: date
    offset: int
    last_year: int


# 元号を改める政令 of each change; newest first. 明治 is read from its year 6 only: before
# 1873-01-01 Japan used a lunisolar calendar (明治5年太政官布告337号). 平成 is read beyond its end,
# because sheets printed before 2019 look ahead in it (平成31年5月1日 is 令和元年5月1日).
ERAS: Final = (
    Era("令和", "R", date(2019, 5, 1), 2018, 99),
    Era("平成", "H", date(1989, 1, 8), 1988, 50),
    Era("昭和", "S", date(1926, 12, 25), 1925, 64),
    Era("大正", "T", date(1912, 7, 30), 1911, 15),
    Era("明治", "M", date(1873, 1, 1), 1867, 45),
)
_ERA_BY_MARK: Final = {mark: era for era in ERAS for mark in (era.name, era.letter)}
_ERA_MARK: Final = "|".join(_ERA_BY_MARK)
_YEAR: Final = re.compile(
    rf"(?:(?P<era>{_ERA_MARK})(?P<era_year>\d{{1,2}}|元)|(?P<year>\d{{4}}))年?"
)
_DATE: Final = re.compile(r"(?P<year>.+?)[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?")
_COMPACT: Final = re.compile(rf"(?P<year>\d{{4}}|(?:{_ERA_MARK})\d\d)(?P<month>\d\d)(?P<day>\d\d)")
_REMARK: Final = re.compile(r"(?P<date>[^()]+)\((?P<remark>[^()]+)\)")
_KANJI_NUMBER: Final = re.compile(r"[〇一二三四五六七八九十]+")
_KANJI_DIGITS: Final = {kanji: str(digit) for digit, kanji in enumerate("〇一二三四五六七八九")}
_DASHES: Final = str.maketrans(dict.fromkeys("‐‑–—−ー", "-"))
_WEEKDAYS: Final = "月火水木金土日"


def parse_date(text: str) -> date:
    """Read a date in any usual Japanese notation; ValueError when it is not one.

    A remark in brackets (weekday or era year) is accepted when it agrees with the date.
    """
    folded = _fold(text)
    with_remark = _REMARK.fullmatch(folded)
    if with_remark:
        day = _parse_plain(with_remark["date"], text)
        if with_remark["remark"].removesuffix("曜日") not in (
            _WEEKDAYS[day.weekday()],
            wareki(day),
        ):
            raise ValueError(f"the remark in brackets contradicts the date: {text!r}")
        return day
    return _parse_plain(folded, text)


def parse_year(text: str) -> int:
    """Read a year, Western (2024) or of an era (R6, 令和6年, 平成元); ValueError otherwise."""
    year, _ = _year(_fold(text), text)
    return year


def wareki(day: date) -> str:
    """Return the era year of a day (令和6年, 平成元年), or "" before 明治6年 (1873)."""
    for era in ERAS:
        if day >= era.first:
            number = day.year - era.offset
            return f"{era.name}{'元' if number == 1 else number}年"
    return ""


def format_date_ja(day: date) -> str:
    """Return a day as official Japanese pages write it: 2024年4月1日（令和6年）."""
    era_year = wareki(day)
    return _western_ja(day) + (f"（{era_year}）" if era_year else "")


def format_date(day: date, locale: str) -> str:
    """Return a day in words of `locale` (a Babel identifier such as ja, ja_JP@easy, zh_Hans)."""
    if locale == EASY_JAPANESE:
        return _western_ja(day)
    if locale == "ja":
        return format_date_ja(day)
    return babel_date(day, format="long", locale=locale)


def format_datetime(instant: datetime, locale: str) -> str:
    """Return an aware instant on the wall clock of Asia/Tokyo, with the weekday where usual.

    ja: 2026年11月6日（金）23:05. ja_JP@easy: 2026年11月6日 午後11時5分. Others as Babel has it.
    """
    local = to_jst(instant)
    if locale == EASY_JAPANESE:
        return f"{_western_ja(local.date())} {_easy_time(local)}"
    if locale == "ja":
        weekday = _WEEKDAYS[local.weekday()]
        return f"{_western_ja(local.date())}（{weekday}）{local:%H:%M}"
    pattern = str(Locale.parse(locale).datetime_formats["long"])
    shown = pattern.replace("'", "").replace("{1}", babel_date(local, "full", locale))
    return shown.replace("{0}", babel_time(local, "short", locale=locale))


@lru_cache(maxsize=64)  # every page says them, and they change with the profile only
def format_week(days: tuple[tuple[Opening, ...], ...], locale: str) -> str:
    """Return the openings of seven days, Monday first; days alike in a row stand together.

    ja: 月～金 8:30～17:15. ja_JP@easy: 月曜日から金曜日 午前8時30分から午後5時15分まで.
    Others as Babel has it: Mon–Fri 8:30 AM–5:15 PM.
    """
    alike = [list(run) for _, run in groupby(range(len(days)), key=days.__getitem__)]
    told = [
        f"{_weekdays(run, locale)} {_openings(days[run[0]], locale)}"
        for run in alike
        if days[run[0]]
    ]
    return _comma(locale).join(told)


def share(part: int, whole: int, *, places: int = 1) -> str:
    """Hundredths as text, rounded half up (1930 of 2791 is 69.2); "—" where nothing is counted."""
    if not whole:
        return NOTHING
    step = Decimal(1).scaleb(-places)
    return str((Decimal(100 * part) / whole).quantize(step, ROUND_HALF_UP))


def percent(part: int, whole: int, *, places: int = 1) -> str:
    """A share with its sign, as it stands in tables."""
    told = share(part, whole, places=places)
    return told if told == NOTHING else f"{told}%"


def yen(amount: int, locale: str = "ja") -> str:
    """Return an amount of yen: 1,000円 on Japanese pages, ¥1,000 as Babel writes it elsewhere."""
    if locale in ("ja", EASY_JAPANESE):
        return f"{amount:,}円"
    return format_currency(amount, "JPY", locale=locale)


def _fold(text: str) -> str:
    """Fold widths, dashes, spaces and kanji numbers; NFKC is safe here, it never meets a name."""
    folded = unicodedata.normalize("NFKC", text).translate(_DASHES).upper()
    folded = "".join(folded.split())
    return _KANJI_NUMBER.sub(_kanji_number, folded)


def _kanji_number(match: re.Match[str]) -> str:
    """Return 二十四 → 24, 二〇二四 → 2024; anything odder is left as it is and then refused."""
    kanji = match[0]
    if "十" not in kanji:
        return "".join(_KANJI_DIGITS[character] for character in kanji)
    tens, _, units = kanji.partition("十")
    if len(tens) > 1 or len(units) > 1 or "十" in units:
        return kanji
    return str(int(_KANJI_DIGITS.get(tens, "1")) * 10 + int(_KANJI_DIGITS.get(units, "0")))


def _parse_plain(folded: str, text: str) -> date:
    match = _COMPACT.fullmatch(folded) or _DATE.fullmatch(folded)
    if match is None:
        raise ValueError(f"not a date: {text!r}")
    year, era = _year(match["year"], text)
    try:
        day = date(year, int(match["month"]), int(match["day"]))
    except ValueError:
        raise ValueError(f"no such day: {text!r}") from None
    if era is not None and day < era.first:
        raise ValueError(f"before the first day of {era.name}: {text!r}")
    return day


def _year(folded: str, text: str) -> tuple[int, Era | None]:
    match = _YEAR.fullmatch(folded)
    if match is None:
        raise ValueError(f"not a year: {text!r}")
    if match["year"]:
        return _western_year(int(match["year"]), text), None
    era = _ERA_BY_MARK[match["era"]]
    number = 1 if match["era_year"] == "元" else int(match["era_year"])
    if not 1 <= number <= era.last_year:
        raise ValueError(f"{era.name} has no such year: {text!r}")
    return era.offset + number, era


def _western_year(year: int, text: str) -> int:
    if year < 1000:
        raise ValueError(f"not a year: {text!r}")
    return year


def _western_ja(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _weekdays(run: Sequence[int], locale: str) -> str:
    names = get_day_names("wide" if locale == EASY_JAPANESE else "abbreviated", locale=locale)
    first, last = names[run[0]], names[run[-1]]
    return first if first == last else _from_to(first, last, locale)


def _openings(openings: Sequence[Opening], locale: str) -> str:
    return _comma(locale).join(_opening(each, locale) for each in openings)


def _opening(opening: Opening, locale: str) -> str:
    if locale == EASY_JAPANESE:
        return f"{_easy_time(opening.opens)}から{_easy_time(opening.closes)}まで"
    opens, closes = (
        babel_time(end, "short", locale=locale) for end in (opening.opens, opening.closes)
    )
    return _from_to(opens, closes, locale)


def _from_to(first: str, last: str, locale: str) -> str:
    return first + {EASY_JAPANESE: "から", "ja": "～"}.get(locale, "–") + last


def _comma(locale: str) -> str:
    return "、" if locale in ("ja", EASY_JAPANESE) else ", "


def _easy_time(local: datetime | time) -> str:
    # 出入国在留管理庁・文化庁「やさしい日本語ガイドライン」: 午前 and 午後 rather than 23:05.
    half = "午前" if local.hour < 12 else "午後"
    minutes = f"{local.minute}分" if local.minute else ""
    return f"{half}{local.hour % 12}時{minutes}"
