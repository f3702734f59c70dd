"""Owns reading days and clock times that staff type, and with them the form of an intake.

A closing of 23:59 means the whole minute (23:59:59), as notices of intakes mean it.
"""

from calendar import monthrange
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

from app.applications.models import Intake
from app.applications.service.terms import Terms
from app.clock import JST, to_jst
from app.forms.fields.date import DateField
from app.forms.values import FieldError, input_name
from app.i18n.formats import parse_date, parse_year
from app.web.posted import Posted

END_OF_DAY = (23, 59)
LABELS = {
    "name": "募集の名前",
    "target_year": "対象年度",
    "opens": "受付の始まり",
    "closes": "受付の終わり",
    "documents": "書類の期限",
    "release": "結果の公表",
    "quota": "定員",
    "reason": "変更の理由",
}


@dataclass
class Reading:
    """What was posted, and what is wrong with it so far."""

    post: Posted
    errors: list[FieldError] = field(default_factory=list)

    def text(self, name: str, most: int) -> str:
        """A required text."""
        typed = self.post.get(name).strip()
        if not 0 < len(typed) <= most:
            self._wrong(name, f"{most}文字までで入力してください")
        return typed

    def year(self, name: str) -> int:
        """A fiscal year, Western or of an era."""
        try:
            year = parse_year(self.post.get(name).removesuffix("度"))
        except ValueError:
            self._wrong(name, "2027 か 令和9 のように入力してください")
            return 0
        return year

    def number(self, name: str) -> int | None:
        """A whole number that may be left out."""
        typed = self.post.get(name).strip()
        if typed and not (typed.isascii() and typed.isdigit() and len(typed) < 7):
            self._wrong(name, "数字で入力してください")
            return None
        return int(typed) if typed else None

    def moment(self, name: str, *, is_required: bool = True) -> datetime | None:
        """A day and a clock time in Tokyo as an instant."""
        boxes = [self.post.get(f"{name}_{part}").strip() for part in ("year", "month", "day")]
        # one box may hold a whole date that was pasted; the others are empty then
        day = ".".join(boxes) if all(boxes) else "".join(boxes)
        clock = self.post.get(f"{name}_time").strip()
        if not day and not clock and not is_required:
            return None
        try:
            local = datetime.combine(parse_date(day), read_time(clock), JST)
        except ValueError:
            self._wrong(
                f"{name}_day", "日付は 2026年11月6日、時刻は 8:30 のように入力してください", name
            )
            return None
        return local.astimezone(UTC)

    def _wrong(self, path: str, message: str, name: str = "") -> None:
        self.errors.append(FieldError(path, message, label=LABELS[name or path]))


def read_day(post: Posted, asked: DateField) -> date | FieldError | None:
    """The day in the three boxes of a field, or what is wrong with it; None where all are empty."""
    typed = {part: post.fields.get(input_name(asked.key, part), [""]) for part in asked.PARTS}
    day = asked.parse(typed)
    if isinstance(day, FieldError):
        return replace(day, path=asked.key, label=asked.label)
    return None if day is None else date.fromisoformat(str(day))


def read_time(text: str) -> time:
    """A clock time `8:30` or `17:15:00`; ValueError otherwise. 23:59 is the end of its day."""
    parts = [int(part) for part in text.replace("：", ":").split(":")]
    if not 2 <= len(parts) <= 3:
        raise ValueError(f"not a time: {text!r}")
    end = 59 if tuple(parts) == END_OF_DAY else 0
    return time(parts[0], parts[1], parts[2] if len(parts) == 3 else end)


def read_terms(post: Posted, *, needs_reason: bool) -> tuple[Terms | None, list[FieldError]]:
    """The terms that were posted, or what is wrong with them."""
    form = Reading(post)
    name, year = form.text("name", 120), form.year("target_year")
    opens, closes = form.moment("opens"), form.moment("closes")
    documents = form.moment("documents", is_required=False)
    release = form.moment("release", is_required=False)
    quota = form.number("quota")
    if needs_reason:
        form.text("reason", 200)
    if opens and closes and closes <= opens:
        text = "終わりは始まりより後にしてください"
        form.errors.append(FieldError("closes_day", text, label=LABELS["closes"]))
    if form.errors or opens is None or closes is None:
        return None, form.errors
    return Terms(name, year, opens, closes, documents, release, quota), []


def boxes_of_next(intake: Intake) -> dict[str, str]:
    """What the boxes hold for the intake after this one: the same a month later (毎月の募集)."""
    later = Intake(**intake.model_dump())
    for name in ("opens_at", "closes_at", "document_deadline", "release_at"):
        moment = getattr(intake, name)
        setattr(later, name, _a_month_later(moment) if moment else None)
    return boxes_of(later) | {"name": f"{intake.name}（写し）"}


def _a_month_later(moment: datetime) -> datetime:
    local = to_jst(moment)
    first = local.replace(day=1) + timedelta(days=32)
    last = monthrange(first.year, first.month)[1]
    is_last = local.day == monthrange(local.year, local.month)[1]
    day = last if is_last else min(local.day, last)
    return first.replace(day=day).astimezone(UTC)


def boxes_of(intake: Intake) -> dict[str, str]:
    """What the boxes of the form hold for an intake."""
    boxes = {
        "name": intake.name,
        "target_year": str(intake.target_year),
        "quota": "" if intake.quota is None else str(intake.quota),
        "reason": "",
    }
    moments = {
        "opens": intake.opens_at, "closes": intake.closes_at,
        "documents": intake.document_deadline, "release": intake.release_at,
    }  # fmt: skip
    for name, moment in moments.items():
        local = to_jst(moment) if moment else None
        day = local.date() if local else None
        for part in ("year", "month", "day"):
            boxes[f"{name}_{part}"] = str(getattr(day, part)) if day else ""
        boxes[f"{name}_time"] = time_text(local) if local else ""
    return boxes


def time_text(local: datetime) -> str:
    """A clock time as the box shows it; seconds only where they say something."""
    is_plain = local.second == 0 or (local.hour, local.minute, local.second) == (*END_OF_DAY, 59)
    return f"{local:%H:%M}" if is_plain else f"{local:%H:%M:%S}"
