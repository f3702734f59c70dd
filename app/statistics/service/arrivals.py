"""Owns importing arrivals of the past: from a checked file to one batch of facts, and back out."""

import hashlib
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from app.calendar import service as calendar
from app.city import City
from app.clock import Clock, to_jst
from app.database import Database
from app.journal import service as journal
from app.journal.models import Batch, Event, Fact
from app.office_hours import HoursProfile, classify
from app.statistics import store
from app.statistics.hours_text import hours_text
from app.statistics.service.arrivals_file import Arrived, ImportProblem, read

__all__ = ["ImportProblem", "import_arrivals", "list_batches", "withdraw_batch"]

SHOWN = 12
_STEP = 5_000


def import_arrivals(
    database: Database, city: City, clock: Clock, path: Path, calendar_version: str = ""
) -> list[str]:
    """Import a file whole or not at all; says what it did. Raises ImportProblem.

    The file is read, checked and stamped before the write lock is taken: by the calendar in force,
    or by the version that is named, for arrivals of a time when other hours held.
    """
    now = clock.now()
    content = _content(path)
    with database.reading() as session:
        sections = store.sections_by_procedure(session)
        versions = [profile for _, profile in calendar.history(session, city)]
        profile = _named(calendar_version, versions) or calendar.in_force(session, city)
    rows = read(path.name, content, procedures=sections.keys(), now=now)
    digest = _digest(rows)
    with database.reading() as session:
        if journal.is_counted(session, digest):  # not stamped once more only to be thrown away
            return [_known(digest)]
    facts = [_fact(row, now, profile, sections[row.procedure]) for row in _with_progress(rows)]
    with database.writing() as session:
        batch = journal.add_batch(session, now, digest=digest, source=path.name, facts=facts)
    if batch is None:
        return [_known(digest)]
    judged = [_judged(profile)] if len(versions) > 1 else []
    return [f"added {batch.total} applications in {batch.rows} rows", _split(facts),
            *_without_any(facts), *judged, f"batch {batch.id}"]  # fmt: skip


def list_batches(database: Database) -> list[str]:
    """One line a batch, newest first."""
    with database.reading() as session:
        lines = [_line(batch) for batch in journal.batches(session)]
    return lines or ["no batches"]


def withdraw_batch(database: Database, clock: Clock, ident: str) -> list[str]:
    """Take a batch out of every number; raises UnknownBatch or AmbiguousBatch."""
    with database.writing() as session:
        batch = journal.withdraw_batch(session, clock.now(), ident.strip())
    return [f"withdrawn {batch.total} applications of batch {batch.id} ({batch.source})"]


def _named(version: str, versions: Sequence[HoursProfile]) -> HoursProfile | None:
    """The version that is named; None where none is. Raises ImportProblem for another name."""
    if not version:
        return None
    found = {profile.version: profile for profile in versions}
    if version not in found:
        raise ImportProblem(
            place="--calendar", problem=f"no version {version}; there are {', '.join(found)}"
        )
    return found[version]


def _judged(profile: HoursProfile) -> str:
    return (
        f"judged by the hours {hours_text(profile.weekly)} (version {profile.version}; "
        "another one: withdraw the batch, import with --calendar VERSION)"
    )


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        told = (error.strerror or "cannot be read").lower()
        raise ImportProblem(place=str(path), problem=told) from error


def _fact(row: Arrived, now: datetime, profile: HoursProfile, section: str) -> Fact:
    section = section if journal.is_code(section) else ""
    if row.instant is None:
        return journal.monthly_count(
            row.month, now, procedure=row.procedure, section=section, channel=row.channel,
            count=row.count,
        )  # fmt: skip
    return journal.past_arrival(
        row.instant, now, procedure=row.procedure, section=section, channel=row.channel,
        count=row.count, arrival=classify(row.instant, profile),
    )  # fmt: skip


def _digest(rows: Iterable[Arrived]) -> str:
    """The hash that knows a batch: the same rows in any order and any notation."""
    canonical = sorted(row.canonical() for row in rows)
    return hashlib.sha256("\x1e".join(canonical).encode()).hexdigest()


def _known(digest: str) -> str:
    return f"added 0: these rows are already imported (batch {digest[:SHOWN]})"


def _split(facts: Sequence[Fact]) -> str:
    outside = sum(fact.count for fact in facts if fact.in_hours is False)
    inside = sum(fact.count for fact in facts if fact.in_hours)
    untimed = sum(
        fact.count for fact in facts if fact.in_hours is None and fact.event == Event.ARRIVED
    )
    return f"outside office hours {outside}, inside {inside}, without a time {untimed}"


def _without_any(facts: Sequence[Fact]) -> list[str]:
    """Months that were reported with a count of 0, so that they are known."""
    rows = sum(fact.event == Event.NONE_ARRIVED for fact in facts)
    return [f"reported without any application: {rows} rows"] if rows else []


def _line(batch: Batch) -> str:
    state = "withdrawn" if batch.withdrawn_at else "counted"
    imported = f"{to_jst(batch.imported_at):%Y-%m-%d %H:%M}"
    return "  ".join(
        (batch.id, imported, f"{batch.rows} rows", f"{batch.total} applications", state,
         batch.source)
    )  # fmt: skip


def _with_progress(rows: Sequence[Arrived]) -> Iterator[Arrived]:
    """The rows; on a terminal, long work says how far it is."""
    is_shown = len(rows) > _STEP and sys.stderr.isatty()
    for number, row in enumerate(rows, start=1):
        yield row
        if is_shown and (number % _STEP == 0 or number == len(rows)):
            end = "\n" if number == len(rows) else ""
            print(f"\r{number:,} / {len(rows):,} rows", end=end, file=sys.stderr, flush=True)
