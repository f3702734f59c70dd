"""Owns the national holidays as the law makes them, computed for 1949 to 2150.

国民の祝日に関する法律 (昭和23年法律178号): art. 2 names the holidays, art. 3(2) moves one that
falls on a Sunday (振替休日), art. 3(3) closes a day between two of them (国民の休日). The equinoxes
follow the formula of 海上保安庁水路部 (暦計算研究会『新こよみ便利帳』). The 暦要項 of each February
is what fixes them for the next year, so an uploaded official file goes before this module.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Final

FIRST_YEAR: Final = 1949
LAST_YEAR: Final = 2150
SUBSTITUTE: Final = "振替休日"
CITIZENS: Final = "国民の休日"
_MONDAY: Final = 0
_SUNDAY: Final = 6
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class _Rule:
    """A holiday of art. 2: a fixed day, or the n-th Monday of a month, in a span of years."""

    name: str
    month: int
    first: int
    last: int = LAST_YEAR
    day: int = 0
    monday: int = 0
    except_in: tuple[int, ...] = ()

    def on(self, year: int) -> date | None:
        """Return its day of that year, or None when it is not held then."""
        if not self.first <= year <= self.last or year in self.except_in:
            return None
        if self.day:
            return date(year, self.month, self.day)
        start = date(year, self.month, 1)
        return start + timedelta(days=(_MONDAY - start.weekday()) % 7 + 7 * (self.monday - 1))


# 東京オリンピック・パラリンピック特別措置法 (平成27年法律33号) 32条, for 2020 as added by
# 平成30年法律55号, for 2021 as changed by 令和2年法律68号.
_OLYMPIC: Final = (2020, 2021)

_RULES: Final = (
    _Rule("元日", 1, 1949, day=1),
    _Rule("成人の日", 1, 1949, 1999, day=15),
    _Rule("成人の日", 1, 2000, monday=2),
    _Rule("建国記念の日", 2, 1967, day=11),
    _Rule("天皇誕生日", 2, 2020, day=23),
    _Rule("天皇誕生日", 4, 1949, 1988, day=29),
    _Rule("みどりの日", 4, 1989, 2006, day=29),
    _Rule("昭和の日", 4, 2007, day=29),
    _Rule("憲法記念日", 5, 1949, day=3),
    _Rule("みどりの日", 5, 2007, day=4),
    _Rule("こどもの日", 5, 1949, day=5),
    _Rule("海の日", 7, 1996, 2002, day=20),
    _Rule("海の日", 7, 2003, monday=3, except_in=_OLYMPIC),
    _Rule("海の日", 7, 2020, 2020, day=23),
    _Rule("海の日", 7, 2021, 2021, day=22),
    _Rule("山の日", 8, 2016, day=11, except_in=_OLYMPIC),
    _Rule("山の日", 8, 2020, 2020, day=10),
    _Rule("山の日", 8, 2021, 2021, day=8),
    _Rule("敬老の日", 9, 1966, 2002, day=15),
    _Rule("敬老の日", 9, 2003, monday=3),
    _Rule("体育の日", 10, 1966, 1999, day=10),
    _Rule("体育の日", 10, 2000, 2019, monday=2),
    _Rule("スポーツの日", 10, 2022, monday=2),
    _Rule("スポーツの日", 7, 2020, 2020, day=24),
    _Rule("スポーツの日", 7, 2021, 2021, day=23),
    _Rule("文化の日", 11, 1949, day=3),
    _Rule("勤労感謝の日", 11, 1949, day=23),
    _Rule("天皇誕生日", 12, 1989, 2018, day=23),
)

# Days made holidays once, each by a law of its own (昭和34年法律16号, 平成元年法律4号,
# 平成2年法律24号, 平成5年法律32号, 平成30年法律99号).
_ONCE: Final = {
    date(1959, 4, 10): "皇太子明仁親王の結婚の儀",
    date(1989, 2, 24): "昭和天皇の大喪の礼",
    date(1990, 11, 12): "即位礼正殿の儀",
    date(1993, 6, 9): "皇太子徳仁親王の結婚の儀",
    date(2019, 5, 1): "天皇の即位の日",
    date(2019, 10, 22): "即位礼正殿の儀の行われる日",
}

# Last year each pair of constants is good for: (year, spring, autumn).
_EQUINOXES: Final = (
    (1979, 20.8357, 23.2588),
    (2099, 20.8431, 23.2488),
    (2150, 21.8510, 24.2488),
)
_SUBSTITUTE_SINCE: Final = date(1973, 4, 12)  # 昭和48年法律10号
_CITIZENS_SINCE: Final = date(1985, 12, 27)  # 昭和60年法律103号
_SUBSTITUTE_MOVES_ON: Final = 2007  # 平成17年法律43号: moves past every further holiday


def holiday_name(day: date) -> str | None:
    """Return the name of a national holiday, or None; ValueError outside 1949 to 2150."""
    return holidays_of(day.year).get(day)


@lru_cache(maxsize=256)
def holidays_of(year: int) -> Mapping[date, str]:
    """Return every national holiday of a year with its name, in order of date."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"national holidays are computed for {FIRST_YEAR}–{LAST_YEAR}, not {year}")
    named = _named(year)
    found = named | dict(_citizens(named)) | dict(_substitutes(named))
    return MappingProxyType(dict(sorted(found.items())))


def _named(year: int) -> dict[date, str]:
    """Return the 国民の祝日 of a year: art. 2 and the laws for one occasion."""
    days = {day: rule.name for rule in _RULES if (day := rule.on(year)) is not None}
    days |= {day: name for day, name in _ONCE.items() if day.year == year}
    spring, autumn = _equinoxes(year)
    return days | {spring: "春分の日", autumn: "秋分の日"}


def _equinoxes(year: int) -> tuple[date, date]:
    spring, autumn = next((s, a) for last, s, a in _EQUINOXES if year <= last)
    drift = 0.242194 * (year - 1980)
    # The formula drops the fraction towards zero, which matters before 1980.
    leaps = int((year - 1983) / 4) if year < 1980 else (year - 1980) // 4
    return (
        date(year, 3, int(spring + drift - leaps)),
        date(year, 9, int(autumn + drift - leaps)),
    )


def _substitutes(named: Mapping[date, str]) -> Iterator[tuple[date, str]]:
    """Yield the 振替休日 for holidays that fall on a Sunday (art. 3(2))."""
    for day in named:
        if day.weekday() != _SUNDAY or day < _SUBSTITUTE_SINCE:
            continue
        free = day + _DAY
        while free in named and day.year >= _SUBSTITUTE_MOVES_ON:
            free += _DAY
        if free not in named:
            yield free, SUBSTITUTE


def _citizens(named: Mapping[date, str]) -> Iterator[tuple[date, str]]:
    """Yield the 国民の休日: days between two holidays (art. 3(3)).

    Until 2006 a Sunday was left out (1986, 1997 and 2003 had one on 4 May); a 振替休日 of the same
    day goes before it in both versions of the law.
    """
    for day in named:
        between = day + _DAY
        if between in named or between + _DAY not in named or between < _CITIZENS_SINCE:
            continue
        if between.weekday() != _SUNDAY or between.year >= _SUBSTITUTE_MOVES_ON:
            yield between, CITIZENS
