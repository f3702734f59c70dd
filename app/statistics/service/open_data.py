"""Owns the open data: procedures residents see, and monthly arrivals that reveal nobody.

A count under 5 is never published, and where one part is held back the other is too, so that it
cannot be subtracted from the sum. Only whole months are published: the difference between two
downloads of a running month would tell single applications.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Final

from sqlmodel import Session

from app.accounts import service as accounts
from app.catalogue.models import Procedure
from app.city import City
from app.clock import to_jst
from app.statistics import store
from app.statistics.models import DEFAULT_CHANNELS, Cell
from app.statistics.service.csv_text import csv_text

SMALLEST: Final = 5
SMALL: Final = "5未満"
HELD_BACK: Final = "X"
ARRIVAL_COLUMNS: Final = (
    "municipality_code", "month", "procedure", "procedure_name", "off_hours", "in_hours", "total",
    "unit",
)  # fmt: skip
_PLAIN: Final = (
    "code", "name", "kana", "plain_name", "summary", "section", "section_name", "basis", "law",
    "article", "survey_id", "audience",
)  # fmt: skip
_LISTS: Final = ("life_events", "documents", "channels", "payment_methods")
_FACTS: Final = ("fee", "processing_days", "contact", "extra_documents")
PROCEDURE_COLUMNS: Final = (
    *_PLAIN, "life_events", "documents", "seal", "identity_level", "channels", "online_status",
    "form", "system", "reason", "fee", "payment_methods", "processing_days", "contact",
    "extra_documents", "confirmed_on", "municipality_code",
)  # fmt: skip


def arrivals_csv(session: Session, city: City, now: datetime) -> str:
    """Month × procedure: outside and inside office hours, small cells held back."""
    this_month = to_jst(now).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    counts = store.by_month(session, DEFAULT_CHANNELS, this_month.astimezone(UTC))
    names = store.published_names(session)
    rows = (
        (city.code, month, code, names[code], *publishable(outside, inside), "件")
        for month, code, outside, inside in counts
    )
    return csv_text(ARRIVAL_COLUMNS, rows)


def publishable(outside: int, inside: int) -> tuple[Cell, Cell, Cell]:
    """Outside, inside and sum as they may be published.

    Both parts carry the same mark, so that not even which of them is small is told.
    """
    total = outside + inside
    if total < SMALLEST:
        return SMALL, SMALL, SMALL
    if min(outside, inside) < SMALLEST:
        return HELD_BACK, HELD_BACK, total
    return outside, inside, total


def procedures_csv(session: Session, city: City) -> str:
    """The public procedures, one row each; cells with several values are joined by `; `."""
    rows = (
        tuple("; ".join(cell) if isinstance(cell, list) else cell for cell in item.values())
        for item in _items(session, city)
    )
    return csv_text(PROCEDURE_COLUMNS, rows)


def procedures_json(session: Session, city: City) -> dict[str, object]:
    """The public procedures with what a reader must know about the file.

    The same for as long as nothing changed: `generated_at` is the last change of the catalogue.
    """
    items = list(_items(session, city))
    changed = store.catalogue_changed_at(session)
    return {
        "municipality": {"code": city.code, "name": city.name},
        "is_sample": city.sample,
        "generated_at": to_jst(changed).isoformat(timespec="seconds") if changed else "",
        "total": len(items),
        "items": items,
    }


def changed_at(session: Session) -> datetime | None:
    """When the catalogue was last changed."""
    return store.catalogue_changed_at(session)


def _items(session: Session, city: City) -> Iterator[dict[str, str | list[str]]]:
    sections = accounts.section_names(session)
    for procedure in store.published(session):
        yield _item(procedure, sections, city)


def _item(
    procedure: Procedure, sections: Mapping[str, str], city: City
) -> dict[str, str | list[str]]:
    """One procedure; what a city decides is told only when its section confirmed it."""
    is_confirmed = bool(procedure.confirmed_by and procedure.confirmed_on)
    values = procedure.model_dump() | {
        "section_name": sections.get(procedure.section, ""),
        "municipality_code": city.code,
    }
    if not is_confirmed:
        values |= dict.fromkeys((*_FACTS, "payment_methods", "confirmed_on"), "")
    return {
        name: _several(values[name]) if name in _LISTS else str(values[name] or "")
        for name in PROCEDURE_COLUMNS
    }


def _several(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]
