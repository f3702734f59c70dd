"""Owns reading the forms of the calendar: special days, weekly hours, holiday files, or errors."""

import csv
import io
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from typing import Final

from app.forms.fields.date import DateField
from app.forms.values import FieldError, Raw, input_name
from app.office_hours import (
    HolidayFault,
    HolidayFileError,
    HolidayTable,
    Period,
    SpecialDay,
    SpecialKind,
    WeeklyPattern,
    parse_cao_csv,
)
from app.office_hours.pattern import WEEKDAYS, in_order
from app.web.posted import Posted

KINDS: Final = {SpecialKind.OPENING: "臨時の開庁", SpecialKind.CLOSING: "臨時の閉庁"}
DAY_NAMES: Final = dict(zip(WEEKDAYS, "月火水木金土日", strict=True))
LABELS: Final = {"kind": "種類", "from": "始まり", "to": "終わり", "note": "理由"} | {
    key: f"{name}曜日" for key, name in DAY_NAMES.items()
}
MOST_NOTE: Final = 100
MOST_FILE: Final = 200_000
"""The Cabinet Office file has about 25,000 bytes; the confirmation carries it in the page."""
_AHEAD: Final = timedelta(days=3 * 365)
_TIME: Final = re.compile(r"(\d{1,2}):(\d{2})")
_DASHES: Final = str.maketrans(dict.fromkeys("‐‑–—−ー~〜～", "-"))
_FAULTS: Final = {
    HolidayFault.TOO_LARGE: "ファイルが大きすぎます（200KBまで）",
    HolidayFault.ENCODING: "文字コードを読み取れません（Shift_JIS か UTF-8 にしてください）",
    HolidayFault.NOT_CSV: "CSVとして読み取れません",
    HolidayFault.CELLS: "日付と名称の2列にしてください",
    HolidayFault.DATE: "日付を 2026/1/1 のように書いてください",
    HolidayFault.YEAR: "1949年から2150年までの日付にしてください",
    HolidayFault.TWICE: "同じ日が、違う名称で2回あります",
    HolidayFault.NO_WHOLE_YEAR: "1年分そろった年がありません（元日から勤労感謝の日まで必要です）",
}
_TIME_WRONG: Final = "時刻は 8:30 のように入力してください"


@dataclass
class _Form:
    """What was posted, and what is wrong with it so far."""

    post: Posted
    errors: list[FieldError] = field(default_factory=list)

    def wrong(self, path: str, message: str) -> None:
        self.errors.append(FieldError(path, message, label=LABELS[path]))

    def note(self) -> str:
        note = self.post.get("note").strip()
        if not note:
            self.wrong("note", "理由を入力してください")
        elif len(note) > MOST_NOTE:
            self.wrong("note", f"{MOST_NOTE}文字までで入力してください")
        return note

    def clock(self, path: str, *, is_required: bool) -> time | None:
        typed = self.post.get(path).strip()
        if not typed:
            if is_required:
                self.wrong(path, "時刻を入力してください。例）8:30")
            return None
        try:
            return _time(_fold(typed))
        except ValueError:
            self.wrong(path, _TIME_WRONG)
            return None

    def day(self, asked: DateField) -> date | None:
        raw = {part: self.post.fields.get(input_name("day", part), []) for part in asked.parts}
        found = asked.parse(raw)
        if found is None:
            found = asked.fault(asked.MISSING, "year")
        if isinstance(found, FieldError):
            self.errors.append(replace(found, path="day"))
            return None
        return date.fromisoformat(str(found))

    def times(self, kind: SpecialKind | None) -> tuple[time, time] | None:
        given = any(self.post.get(path).strip() for path in ("from", "to"))
        is_required = given or kind is SpecialKind.OPENING
        opens = self.clock("from", is_required=is_required)
        closes = self.clock("to", is_required=is_required)
        if opens is None or closes is None:
            return None
        if closes <= opens:
            self.wrong("to", "終わりは、始まりより後の時刻にしてください")
        return opens, closes


def day_field(today: date) -> DateField:
    """The boxes of a special day: from today on, because a day gone by has been counted."""
    return DateField(key="day", label="日付", earliest=today, latest=today + _AHEAD)


def read_special(post: Posted, today: date) -> tuple[SpecialDay | None, list[FieldError]]:
    """The special opening or closing that was posted, or what is wrong with it."""
    form = _Form(post)
    kind = next((each for each in SpecialKind if each == post.get("kind")), None)
    if kind is None:
        form.wrong("kind", "どちらかを選んでください")
    day = form.day(day_field(today))
    times = form.times(kind)
    note = form.note()
    if form.errors or kind is None or day is None:
        return None, form.errors
    opens, closes = times or (None, None)
    return SpecialDay(day, kind, opens, closes, note), []


def read_week(post: Posted) -> tuple[WeeklyPattern | None, str, list[FieldError]]:
    """The weekly hours that were posted and the reason, or what is wrong with them."""
    form = _Form(post)
    week = {key: _periods(form, key) for key in WEEKDAYS}
    note = form.note()
    if not any(week.values()) and not form.errors:
        form.wrong("mon", "どれかの曜日に、開庁時間を入力してください")
    if form.errors:
        return None, note, form.errors
    return WeeklyPattern.parse({key: map(str, each) for key, each in week.items()}), note, []


def week_boxes(weekly: WeeklyPattern) -> dict[str, str]:
    """What the boxes of the week hold: `8:30-12:00、13:00-17:15`."""
    return {
        key: "、".join(period_text(each, "-") for each in periods)
        for key, periods in zip(WEEKDAYS, weekly.days, strict=True)
    }


def period_text(period: Period, dash: str = "〜") -> str:
    """A period without leading zeros: 8:30〜17:15."""
    return dash.join(f"{moment.hour}:{moment:%M}" for moment in (period.opens, period.closes))


def read_upload(post: Posted) -> tuple[HolidayTable | None, list[FieldError]]:
    """The holidays of the file that was uploaded, or what is wrong with it."""
    sent = post.files.get("file", [])
    if not sent or not sent[0].size:
        return None, [_file_fault("ファイルを選んでください")]
    if sent[0].size > MOST_FILE:
        return None, [_file_fault(_FAULTS[HolidayFault.TOO_LARGE])]
    return read_rows(sent[0].body.read())


def read_rows(content: bytes) -> tuple[HolidayTable | None, list[FieldError]]:
    """The holidays of a file's content, or what is wrong with it and in which row."""
    try:
        return parse_cao_csv(content), []
    except HolidayFileError as error:
        row = f"{error.row}行目：" if error.row else ""
        return None, [_file_fault(row + _FAULTS[error.fault])]


def rows_text(table: HolidayTable) -> str:
    """A table as the rows that `read_rows` reads again, for the page that confirms it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows((f"{day.year}/{day.month}/{day.day}", name) for day, name in table.rows)
    return out.getvalue()


def typed_day(post: Posted) -> Mapping[str, list[str]] | None:
    """The boxes of the day as typed, under the names of the page."""
    raw: Raw = {name: values for name, values in post.fields.items() if name.startswith("day.")}
    return raw or None


def _periods(form: _Form, key: str) -> tuple[Period, ...]:
    try:
        found = [_period(each) for each in re.split(r"[,、]", _fold(form.post.get(key))) if each]
    except ValueError:
        form.wrong(key, "8:30-17:15 か 8:30-12:00、13:00-17:15 のように入力してください")
        return ()
    try:
        return in_order(found)
    except ValueError:
        form.wrong(key, "時間が重なっているか、続いています")
        return ()


def _period(text: str) -> Period:
    opens, dash, closes = text.partition("-")
    if not dash:
        raise ValueError(f"not a period: {text!r}")
    return Period(_time(opens), _time(closes))


def _time(text: str) -> time:
    match = _TIME.fullmatch(text)
    if match is None:
        raise ValueError(f"not a time: {text!r}")
    return time(int(match[1]), int(match[2]))


def _fold(text: str) -> str:
    """Fold widths, dashes and spaces; NFKC is safe here, it never meets a name."""
    return "".join(unicodedata.normalize("NFKC", text.translate(_DASHES)).split()).translate(
        _DASHES
    )


def _file_fault(message: str) -> FieldError:
    return FieldError("file", message, label="祝日のファイル")
