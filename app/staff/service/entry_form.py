"""Owns reading the start of an entry: which procedure, how the paper came, when it reached us."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from app.applications.models import Intake
from app.applications.models.desk import EntryChannel
from app.applications.service import intakes
from app.applications.service.admission import Paper
from app.applications.service.drafts import Raw
from app.clock import JST
from app.forms.fields.date import DateField
from app.forms.values import FieldError
from app.staff.service.terms import read_day, read_time
from app.web.posted import Posted

NOON = time(12)
LONGEST_REASON = 200
CHANNELS = {
    EntryChannel.COUNTER: "窓口で受け取った",
    EntryChannel.MAIL: "郵送で届いた",
    EntryChannel.PHONE: "電話で聞き取った",
}
ARRIVED = DateField(key="arrived", label="届いた日")
NO_CHANNEL = FieldError("channel", "届いた方法を選んでください", label="届いた方法")
NO_DAY = FieldError("arrived", "届いた日を入力してください", {}, "year", "届いた日")
NO_TIME = FieldError(
    "arrived_time", "時刻は 8:30 のように入力してください。わからないときは空にします。",
    label="届いた時刻",
)  # fmt: skip
IN_FUTURE = FieldError("arrived", "届いた日時が、いまより先になっています", {}, "year", "届いた日")
TOO_EARLY = FieldError("arrived", "受付の始まり（{opens}）より前の日時です", {}, "year", "届いた日")
TOO_LATE = FieldError(
    "late_reason",
    "受付の終わり（{closes}）を過ぎて届いています。受け付けるときは理由を入力してください",
    label="期限を過ぎて受け付ける理由",
)


@dataclass(frozen=True)
class Start:
    """What was posted: the paper, or what is wrong; `raw` is what was typed."""

    paper: Paper | None
    errors: list[FieldError] = field(default_factory=list)
    raw: Raw = field(default_factory=dict)


def read_start(post: Posted, intake: Intake | None, now: datetime, *, staff: str) -> Start:
    """Read the start of an entry; paper after the intake needs a reason."""
    raw, errors = post.answers(), []
    sent = post.get("channel")
    channel = EntryChannel(sent) if sent in set(EntryChannel) else None
    if channel is None:
        errors.append(NO_CHANNEL)
    reason = post.get("late_reason").strip()[:LONGEST_REASON]
    moment = _moment(post, errors)
    if moment is not None:
        errors += _misplaced(moment, intake, now, reason)
    if errors or moment is None or channel is None:
        return Start(None, errors, raw)
    is_late = intake is not None and moment > intake.closes_at
    return Start(Paper(channel, moment, now, staff, reason if is_late else ""), [], raw)


def _moment(post: Posted, errors: list[FieldError]) -> datetime | None:
    day = read_day(post, ARRIVED)
    clock = post.get("arrived_time").strip()
    if not isinstance(day, date):
        errors.append(day or NO_DAY)
        return None
    try:
        at = read_time(clock) if clock else NOON
    except ValueError:
        errors.append(NO_TIME)
        return None
    return datetime.combine(day, at, JST).astimezone(UTC)


def _misplaced(
    moment: datetime, intake: Intake | None, now: datetime, reason: str
) -> list[FieldError]:
    if moment > now:
        return [IN_FUTURE]
    if intake is None:
        return []
    dates = intakes.dates(intake)
    if moment < intake.opens_at:
        return [FieldError("arrived", TOO_EARLY.message_id, dates, "year", TOO_EARLY.label)]
    if moment.replace(microsecond=0) > intake.closes_at and not reason:
        return [FieldError("late_reason", TOO_LATE.message_id, dates, label=TOO_LATE.label)]
    return []
