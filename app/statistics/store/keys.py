"""Owns which sums a fact enters: the keys of the copies, and the grains of a day.

Test and demo facts have sums of their own kind, which no number reads unless it asks for them.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from app.journal.models import Event, FactKind
from app.office_hours import Reason

SLOT_MINUTES: Final = 5
DAY_SLOTS: Final = 24 * 60 // SLOT_MINUTES
# Asia/Tokyo has been UTC+9 without daylight saving since 1952, so whole hours can be added.
_TOKYO: Final = timedelta(hours=9)
DAY, MONTH, YEAR = "d", "m", "y"
_APRIL: Final = 4
_SLOTS: Final = tuple(f"{slot:04d}" for slot in range(7 * DAY_SLOTS))
UNTIMED: Final = "untimed"
MINUTES: Final = "minutes"
"""Sends by the whole minutes since their draft was begun."""
WISHED: Final = "wished"
"""Arrivals by the language wished and the one used: `vi>ja`."""
WISH_MARK: Final = ">"
INSIDE: Final = tuple(reason.value for reason in Reason if reason.is_inside)
IN_HOURS, OUTSIDE = Reason.IN_HOURS.value, "outside"
"""What months and years of a procedure tell instead of the reason: half the rows, and its table
asks for no more."""


class FactLine(NamedTuple):
    """The columns of a fact that statistics are made of."""

    id: str
    event: str
    occurred_at: datetime | None
    recorded_at: datetime
    procedure: str
    section: str
    intake: str | None
    step: str | None
    seconds: int | None
    locale: str | None
    preferred_locale: str | None
    channel: str
    device: str
    reason: str | None
    calendar_version: str | None
    detail: str | None
    applications: int
    month: str | None
    batch: str | None
    kind: str


class SumKey(NamedTuple):
    """The key of one sum; days are written as ISO, as they sort."""

    about: str
    event: str
    kind: str
    grain: str
    start: str
    value: str
    channel: str
    reason: str
    calendar: str


class CellKey(NamedTuple):
    """The key of one cell of arrivals."""

    procedure: str
    day: str
    slot: int
    channel: str
    reason: str
    section: str
    intake: str
    locale: str
    device: str
    origin: str
    calendar: str
    kind: str


Sums = Counter[tuple[str, ...]]
"""Counts by `SumKey`, or by plain tuples like it: half the work where there are millions."""
Cells = Counter[CellKey]


def side(reason: str) -> str:
    """`IN_HOURS` or `OUTSIDE` of a reason, or of what is one of them already."""
    return IN_HOURS if reason in INSIDE else OUTSIDE


def fiscal_year(day: date) -> date:
    """The first of April a day's fiscal year began on (会計年度：地方自治法208条)."""
    return date(day.year - (day.month < _APRIL), _APRIL, 1)


def folded(facts: Iterable[FactLine], sums: Sums, cells: Cells, sign: int = 1) -> str:
    """Add facts (or take them out) at the grain of days; returns the id of the last one."""
    last = ""
    for fact in facts:
        last = fact.id
        if fact.occurred_at is None:
            _fold_month(fact, sums, sign)
        elif fact.event != Event.ARRIVED:
            _fold_event(fact, fact.occurred_at, sums, sign)
        else:
            _fold_sending(fact, fact.occurred_at, sums, sign)
            if fact.reason is not None:
                cells[_cell(fact, fact.occurred_at)] += sign * fact.applications
    return last


def sums_of(cells: Cells) -> Sums:
    """The sums of arrivals at the grain of days, one for each thing they can be about."""
    sums: Sums = Counter()
    for cell, count in cells.items():
        (procedure, day, slot, channel, reason, section, intake, locale, device, origin, calendar,
         kind) = cell  # fmt: skip
        for about, value in (
            ("total", ""), ("procedure", procedure), ("section", section), ("intake", intake),
            ("locale", locale), ("device", device), ("origin", origin), ("slot", _SLOTS[slot]),
        ):  # fmt: skip
            sums[about, "arrived", kind, DAY, day, value, channel, reason, calendar] += count
    return sums


def _fold_month(fact: FactLine, sums: Sums, sign: int) -> None:
    if fact.month is not None:
        key = (UNTIMED, fact.event, fact.kind, MONTH, f"{fact.month}-01", fact.procedure,
               fact.channel, "", "")  # fmt: skip
        sums[key] += sign * fact.applications


def _fold_event(fact: FactLine, occurred_at: datetime, sums: Sums, sign: int) -> None:
    day = (occurred_at + _TOKYO).date().isoformat()
    procedure, channel = fact.procedure, fact.channel
    head, tail = (fact.event, fact.kind, DAY, day), (channel, "", "")
    count = sign * fact.applications
    sums["total", *head, "", *tail] += count
    sums["procedure", *head, procedure, *tail] += count
    sums["locale", *head, fact.locale or "", *tail] += count
    sums["device", *head, fact.device, *tail] += count
    if fact.step:
        sums["step", *head, f"{procedure}/{fact.step}", *tail] += count
    if fact.detail:
        sums["detail", *head, f"{procedure}/{fact.detail}", *tail] += count


def _fold_sending(fact: FactLine, occurred_at: datetime, sums: Sums, sign: int) -> None:
    """How long a send took, and the language that was wished beside the one that was used."""
    head = ("arrived", fact.kind, DAY, (occurred_at + _TOKYO).date().isoformat())
    tail = (fact.channel, "", "")
    if fact.seconds is not None:
        sums[MINUTES, *head, str(fact.seconds // 60), *tail] += sign
    wished = fact.preferred_locale or fact.locale
    if wished and (not fact.batch or fact.kind == FactKind.DEMO):
        value = f"{wished}{WISH_MARK}{fact.locale or ''}"
        sums[WISHED, *head, value, *tail] += sign * fact.applications


def _cell(fact: FactLine, occurred_at: datetime) -> CellKey:
    local = occurred_at + _TOKYO
    slot = local.weekday() * DAY_SLOTS + (local.hour * 60 + local.minute) // SLOT_MINUTES
    return CellKey(
        fact.procedure, local.date().isoformat(), slot, fact.channel, fact.reason or "",
        fact.section, fact.intake or "", fact.locale or "", fact.device, _origin(fact, local),
        fact.calendar_version or "", fact.kind,
    )  # fmt: skip


def _origin(fact: FactLine, local: datetime) -> str:
    """Where an arrival is known from: an import, this system, or typed in on a later day."""
    if fact.batch and fact.kind != FactKind.DEMO:
        return "import"
    return "live" if (fact.recorded_at + _TOKYO).date() == local.date() else "late"
