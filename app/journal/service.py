"""Owns writing facts: one from a room, or a batch of history; and taking a batch out again.

A fact is built from codes alone. What could carry a person's words (a name, a search text, an
answer) does not pass `new_fact`, so that purging an application leaves every past number true.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import NotRequired, TypedDict, Unpack

from sqlmodel import Session, SQLModel

from app.clock import require_utc
from app.database import Change, new_id
from app.errors import NotFound, Unprocessable
from app.journal import store
from app.journal.models import Batch, DeviceClass, Event, Fact, FactKind
from app.office_hours import Arrival

SHORTEST_PREFIX = 8
_STEM = 60
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:@-]{0,63}")
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


class NotACode(ValueError):
    """Something that is not a code was about to enter the journal: a programming error."""


class UnknownBatch(NotFound):
    """No batch in force has this id."""

    message = "取り込みが見つかりません：{batch}"


class AmbiguousBatch(Unprocessable):
    """The beginning of an id that fits several batches, or is too short."""

    message = "取り込みの番号をもっと長く書いてください：{batch}"


class Details(TypedDict):
    """What a fact may say; all codes, counts and stamps."""

    event: Event
    procedure: str
    section: NotRequired[str]
    intake: NotRequired[str | None]
    form: NotRequired[str | None]
    step: NotRequired[str | None]
    seconds: NotRequired[int | None]
    locale: NotRequired[str | None]
    preferred_locale: NotRequired[str | None]
    channel: NotRequired[str]
    device: NotRequired[str]
    arrival: NotRequired[Arrival | None]
    detail: NotRequired[str | None]
    count: NotRequired[int]
    kind: NotRequired[FactKind]


def record(
    session: Session, now: datetime, *,
    beside: Sequence[SQLModel | Change] = (), **details: Unpack[Details],
) -> None:  # fmt: skip
    """Write one fact that happened now, in the caller's transaction; an arrival needs its stamp.

    New rows and changes that the fact tells of, `beside` it, go with it in one word.
    """
    if details["event"] == Event.ARRIVED and details.get("arrival") is None:
        raise NotACode("an arrival without a stamp would be in no number")
    store.add(session, *beside, new_fact(now, **details))


def record_all(session: Session, facts: Sequence[Fact]) -> None:
    """Write many facts (`new_fact`), none of them an arrival, in the caller's transaction."""
    if any(fact.event == Event.ARRIVED for fact in facts):
        raise NotACode("an arrival is written with its stamp, by itself")
    store.add(session, *facts)


def record_past(
    session: Session, occurred_at: datetime, now: datetime, *,
    beside: Sequence[SQLModel | Change] = (), **details: Unpack[Details],
) -> None:  # fmt: skip
    """Write one fact of an earlier instant that is recorded only now (paper that is typed in)."""
    fact = new_fact(occurred_at, **details)
    fact.id, fact.recorded_at = new_id(now), require_utc(now).replace(microsecond=0)
    store.add(session, *beside, fact)


def new_fact(now: datetime, **details: Unpack[Details]) -> Fact:
    """A fact of this instant in whole seconds; NotACode where a value is not a code."""
    moment = require_utc(now).replace(microsecond=0)
    arrival = details.get("arrival")
    seconds = details.get("seconds")
    return Fact(
        id=new_id(now),
        event=Event(details["event"]),
        occurred_at=moment,
        recorded_at=moment,
        procedure=_code(details["procedure"]),
        section=_code_or_none(details.get("section")) or "",
        intake=_code_or_none(details.get("intake")),
        form=_code_or_none(details.get("form")),
        step=_code_or_none(details.get("step")),
        seconds=None if seconds is None else max(0, int(seconds)),
        locale=_code_or_none(details.get("locale")),
        preferred_locale=_code_or_none(details.get("preferred_locale")),
        channel=_code(details.get("channel", "own")),
        device=_device(details.get("device", "")),
        in_hours=arrival.in_hours if arrival else None,
        reason=arrival.reason.value if arrival else None,
        calendar_version=arrival.calendar_version if arrival else None,
        detail=_code_or_none(details.get("detail")),
        count=_count(details.get("count", 1)),
        kind=FactKind(details.get("kind", FactKind.LIVE)),
    )


def past_arrival(
    occurred_at: datetime, recorded_at: datetime, *,
    procedure: str, section: str, channel: str, count: int, arrival: Arrival,
) -> Fact:  # fmt: skip
    """An arrival of the past from another system, stamped by today's calendar."""
    fact = new_fact(
        occurred_at, event=Event.ARRIVED, procedure=procedure, section=section, channel=channel,
        count=count, arrival=arrival,
    )  # fmt: skip
    fact.id, fact.recorded_at = new_id(recorded_at), recorded_at.replace(microsecond=0)
    return fact


def monthly_count(
    month: str, recorded_at: datetime, *, procedure: str, section: str, channel: str, count: int
) -> Fact:
    """Arrivals of a month (`2023-11`) without times: known in number, never inside or outside.

    A count of 0 is one fact that none arrived.
    """
    if not _MONTH.fullmatch(month):
        raise NotACode(f"not a month: {month!r}")
    event = Event.ARRIVED if count else Event.NONE_ARRIVED
    fact = new_fact(
        recorded_at, event=event, procedure=procedure, section=section, channel=channel,
        count=count or 1,
    )  # fmt: skip
    fact.occurred_at, fact.month = None, month
    return fact


def is_counted(session: Session, digest: str) -> bool:
    """Whether the rows of this hash are in the numbers: imported, and not withdrawn since."""
    like = store.batches_like(session, digest[:_STEM])
    return any(batch.withdrawn_at is None for batch in like)


def add_batch(
    session: Session, now: datetime, *, digest: str, source: str, facts: Sequence[Fact]
) -> Batch | None:
    """Write facts as one batch; None, and nothing written, when the same rows already count.

    Rows that were withdrawn may come again: they get a batch of their own (`…-2`), stamped anew,
    and what was withdrawn stays readable as it was.
    """
    if is_counted(session, digest):
        return None
    before = store.batches_like(session, digest[:_STEM])
    ident = f"{digest[:_STEM]}-{len(before) + 1}" if before else digest
    batch = Batch(
        id=ident, source=source[:200], rows=len(facts),
        total=sum(fact.count for fact in facts if fact.event == Event.ARRIVED),
        imported_at=now.replace(microsecond=0),
    )  # fmt: skip
    if not store.add_batch(session, batch):
        return None
    for fact in facts:
        fact.batch = ident
    store.add_all(session, facts)
    return batch


def withdraw_batch(session: Session, now: datetime, ident: str) -> Batch:
    """Take a batch out of every number; its id, or the beginning of it, names it."""
    if len(ident) < SHORTEST_PREFIX:
        raise AmbiguousBatch(batch=ident)
    found = [b for b in store.batches_like(session, ident) if b.withdrawn_at is None]
    if not found:
        raise UnknownBatch(batch=ident)
    if len(found) > 1:
        raise AmbiguousBatch(batch=ident)
    batch = found[0]
    batch.withdrawn_at = now.replace(microsecond=0)
    store.save(session, batch)
    return batch


def batches(session: Session) -> list[Batch]:
    """Every batch, newest first, withdrawn ones too."""
    return store.batches(session)


def is_code(value: str) -> bool:
    """Whether a value may enter a fact."""
    return _CODE.fullmatch(value) is not None


def _code_or_none(value: str | None) -> str | None:
    return _code(value) if value else None


def _code(value: str) -> str:
    if not is_code(value):
        # The value is not repeated: it may be what must not be written down.
        raise NotACode("a fact takes codes only")
    return value


def _device(value: str) -> DeviceClass:
    known = value in DeviceClass.__members__.values()
    return DeviceClass(value) if known else DeviceClass.UNKNOWN


def _count(value: int) -> int:
    if value < 1:
        raise NotACode(f"a fact counts at least one application, not {value}")
    return value
