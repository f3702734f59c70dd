"""Owns the share that comes from a smartphone."""

from collections import Counter
from decimal import Decimal

from sqlmodel import Session

from app.journal.models import DeviceClass, Event
from app.statistics.metrics.by_device import NAMES
from app.statistics.models import Answer, Kpi, Span, Table, percent, share
from app.statistics.store import events


def counted(session: Session, span: Span) -> Counter[str]:
    """Applications of this system by class of device, as far as it is known."""
    found: Counter[str] = Counter()
    for (device, channel), count in events.by_value(
        session, "device", Event.ARRIVED, span.first, span.last
    ).items():
        if channel == "own" and device != DeviceClass.UNKNOWN:
            found[device] += count
    return found


def answer(session: Session, span: Span) -> Answer:
    """The share of phones."""
    found = counted(session, span)
    phones = found[DeviceClass.PHONE]
    if not found.total():
        return Answer(None, "端末の種類が分かる申請がありません")
    return Answer(
        Decimal(share(phones, found.total())), told=f"{found.total():,}件のうち{phones:,}件"
    )


def by_device(session: Session, span: Span) -> Table:
    """Each class of device."""
    found = counted(session, span)
    rows = tuple(
        (NAMES[DeviceClass(device)], count, percent(count, found.total()))
        for device, count in found.most_common()
    )
    return Table(("端末", "件数", "割合"), rows)


KPI = Kpi(
    "phones", "スマートフォンで届いた割合", "%", 100,
    "本システムで届き、端末の種類が分かる件数のうち、スマートフォンからの割合です。",
    "本システムの到達の記録", answer, by_device,
)  # fmt: skip
