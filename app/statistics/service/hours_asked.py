"""Owns the page "what if": other hours for each weekday, and the share they would have given."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import time
from typing import Final

from sqlmodel import Session

from app.office_hours import WeeklyPattern
from app.statistics import store
from app.statistics.hours_text import hours_text
from app.statistics.models import Selection, percent
from app.statistics.office_time import OfficeTime, office_time
from app.statistics.what_if import Recount, recount, week_of

DAYS: Final = {"mon": "月曜日", "tue": "火曜日", "wed": "水曜日", "thu": "木曜日", "fri": "金曜日",
               "sat": "土曜日", "sun": "日曜日"}  # fmt: skip
TIMES: Final = tuple(f"{m // 60:02d}:{m % 60:02d}" for m in range(6 * 60, 23 * 60 + 1, 15))
CLOSED: Final = "-"
COLUMNS: Final = ("開庁時間", "開庁時間以外", "開庁時間以外の割合", "開庁時", "開庁時の割合",
                  "合計", "時計の時間に占める開庁時間")  # fmt: skip
DEFINITION: Final = (
    "届いた時刻から、曜日ごとの開庁時間が選んだとおりだったとして、内外を計算し直したものです。"
    "記録した内外は変わりません。"
)
NOTE: Final = (
    "祝日・年末年始・臨時の開庁と閉庁は記録のとおり、昼に閉める時間は今のとおりとします。時間が変われば住民が送る時刻も変わりますが、"
    "それは計算に入りません。"
)
Hours = tuple[str, str]


@dataclass(frozen=True)
class Asked:
    """Hours by weekday as chosen, and what is wrong with them in words."""

    days: Mapping[str, Hours]
    problems: tuple[str, ...]
    weekly: WeeklyPattern | None


@dataclass(frozen=True)
class Answer:
    """The recorded share beside the one the asked hours would have given."""

    hours: str
    recorded: Recount
    asked: Recount
    office_time: OfficeTime
    asked_time: OfficeTime

    @property
    def difference(self) -> str:
        """Points between both shares, with their sign."""
        if not self.recorded.total:
            return "—"
        points = 100 * (self.asked.outside - self.recorded.outside) / self.recorded.total
        return f"{points:+.1f}ポイント"

    @property
    def rows(self) -> tuple[tuple[str, int, str, int, str, int, str], ...]:
        """Recorded and asked, as they stand in the table."""
        both = (("記録されたとおり", self.recorded, self.office_time),
                (f"もし {self.hours} なら", self.asked, self.asked_time))  # fmt: skip
        return tuple(
            (name, found.outside, percent(found.outside, found.total), found.inside,
             percent(found.inside, found.total), found.total, spent.share)
            for name, found, spent in both
        )  # fmt: skip


def asked(chosen: Mapping[str, str], usual: WeeklyPattern) -> Asked:
    """The chosen hours; a weekday that was not sent keeps its usual ones."""
    days = {day: _hours(chosen, day, usual, number) for number, day in enumerate(DAYS)}
    problems = [
        f"{DAYS[day]}の始まりは、終わりより前の時刻を選んでください"
        for day, hours in days.items()
        if CLOSED not in hours and not _is_span(hours)
    ]
    problems += [
        f"{DAYS[day]}の時刻「{sent}」は選べません。一覧の時刻（例：08:30）から選んでください"
        for number, day in enumerate(DAYS)
        for sent in (chosen.get(f"{day}.{part}", CLOSED) for part in ("from", "to"))
        if sent not in _known(_usual(usual, number))
    ]
    spans = [None if CLOSED in hours else hours for hours in days.values()]
    if not problems and not any(spans):
        problems.append("少なくとも1つの曜日に開庁時間を選んでください")
    times = [_times(span) if span and not problems else None for span in spans]
    weekly = None if problems else week_of(times, usual)
    return Asked(days, tuple(problems), weekly)


def answer(session: Session, selection: Selection, weekly: WeeklyPattern) -> Answer:
    """Count the selection again under other hours; the stamps stay what they are."""
    slots = store.tally(session, selection, "slot", "reason", "calendar")
    found = store.by_reason(session, selection)
    inside = sum(count for reason, count in found.items() if reason.is_inside)
    recorded = Recount(sum(found.values()) - inside, inside)
    other = replace(
        selection,
        hours=tuple((since, replace(p, weekly=weekly)) for since, p in selection.hours),
        profile=replace(selection.profile, weekly=weekly),
    )
    return Answer(
        hours_text(weekly), recorded, recount(slots, weekly), office_time(selection),
        office_time(other),
    )  # fmt: skip


def presets(usual: WeeklyPattern) -> list[tuple[str, dict[str, str]]]:
    """Three often discussed hours: (name, what is sent for them)."""
    whole = {day: _usual(usual, number) for number, day in enumerate(DAYS)}
    open_days = [day for day, hours in whole.items() if CLOSED not in hours]
    late = whole | {"wed": (whole["wed"][0] if "wed" in open_days else "08:30", "19:00")}
    saturday = whole | {"sat": ("08:30", "12:00")}
    short = whole | dict.fromkeys(open_days, ("09:00", "16:30"))
    named = (("水曜日は19時まで", late), ("土曜日の午前も開く", saturday),
             ("9:00〜16:30に短くする", short))  # fmt: skip
    return [(name, _sent(days)) for name, days in named]


def _sent(days: Mapping[str, Hours]) -> dict[str, str]:
    return {
        f"{day}.{part}": moment
        for day, hours in days.items()
        for part, moment in zip(("from", "to"), hours, strict=True)
    }


def _hours(chosen: Mapping[str, str], day: str, usual: WeeklyPattern, number: int) -> Hours:
    usual_hours = _usual(usual, number)
    opens = chosen.get(f"{day}.from", usual_hours[0])
    closes = chosen.get(f"{day}.to", usual_hours[1])
    known = _known(usual_hours)
    return (opens if opens in known else CLOSED, closes if closes in known else CLOSED)


def _known(usual_hours: Hours) -> tuple[str, ...]:
    return (CLOSED, *TIMES, *usual_hours)


def _usual(usual: WeeklyPattern, number: int) -> Hours:
    periods = usual.days[number]
    if not periods:
        return CLOSED, CLOSED
    return f"{periods[0].opens:%H:%M}", f"{periods[-1].closes:%H:%M}"


def _is_span(hours: Hours) -> bool:
    return hours[0] < hours[1]


def _times(hours: Hours) -> tuple[time, time]:
    opens, closes = (time.fromisoformat(moment) for moment in hours)
    return opens, closes
