"""Owns the queue as a clerk sees it: filters from the address, counts since the last opening."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlencode

from sqlmodel import Session

from app.accounts import service as accounts
from app.applications import service as applications
from app.applications.models import Status
from app.applications.service import cases
from app.applications.service.status import STAFF_LABELS
from app.calendar import service as calendar
from app.city import City
from app.crypto import Keys
from app.office_hours import HoursProfile, Reason, is_open, previous_opening

PAGE = 100
REASONS: Mapping[str, str] = {
    Reason.SPECIAL_OPENING: "臨時開庁",
    Reason.SPECIAL_CLOSING: "臨時閉庁",
    Reason.YEAR_END: "年末年始",
    Reason.HOLIDAY: "祝日",
    Reason.SUNDAY: "日曜日",
    Reason.SATURDAY: "土曜日",
    Reason.BEFORE_OPENING: "開庁前",
    Reason.AFTER_CLOSING: "閉庁後",
    Reason.IN_HOURS: "開庁中",
}


@dataclass(frozen=True)
class Filters:
    """What the address of the queue asks, as typed; empty means all."""

    section: str = ""
    procedure: str = ""
    intake: str = ""
    status: str = ""
    hours: str = ""
    since: str = ""
    news: str = ""
    q: str = ""

    def query(self, **changes: str) -> str:
        """The same filters, with changes, as the query of an address."""
        chosen = asdict(replace(self, **changes))
        return urlencode({name: value for name, value in chosen.items() if value})

    @property
    def is_any(self) -> bool:
        """Whether anything is filtered at all."""
        return any(asdict(self).values())


@dataclass(frozen=True)
class Openings:
    """The instants `since` may name: the last opening, and the one before the office was shut.

    While the office is open, `before` is the opening before the present one, so that a morning's
    list holds what came in the night; while it is shut both are the same instant.
    """

    last: datetime
    before: datetime


@dataclass(frozen=True)
class Board:
    """One page of the queue with everything its filters offer."""

    rows: list[cases.QueueRow]
    total: int
    page: int
    pages: int
    filters: Filters
    openings: Openings
    since_last: int
    since_before: int
    with_news: int
    sections: Mapping[str, str]
    procedures: Mapping[str, str]
    intakes: Mapping[str, str]
    statuses: Mapping[Status, str]


def openings(profile: HoursProfile, now: datetime) -> Openings:
    """The openings that "arrived since" counts from."""
    last = previous_opening(now, profile)
    if not is_open(now, profile):
        return Openings(last, last)
    return Openings(last, previous_opening(last - timedelta(seconds=1), profile))


def wanted(filters: Filters, since: Openings) -> cases.Wanted:
    """The query behind the filters; what no application can have finds none."""
    instants = {"opening": since.last, "before": since.before}
    return cases.Wanted(
        section=filters.section,
        procedure=filters.procedure,
        intake=filters.intake,
        status=filters.status,
        in_hours={"in": True, "off": False}.get(filters.hours),
        since=instants.get(filters.since),
        number=cases.number_prefix(filters.q) if filters.q else "",
        is_new=bool(filters.news),
    )


def openings_now(session: Session, city: City, now: datetime) -> Openings:
    """The openings by the calendar in force."""
    return openings(calendar.in_force(session, city), now)


def board(
    session: Session, keys: Keys, since: Openings, filters: Filters, *,
    sections: cases.Sections, page: int,
) -> Board:  # fmt: skip
    """One page of the queue for a reader of these sections."""
    asked = wanted(filters, since)
    total = cases.count(session, sections=sections, wanted=asked)
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    names = accounts.section_names(session)
    procedures = cases.procedure_names(session, sections=sections)

    def number_of(only: Filters) -> int:
        return cases.count(session, sections=sections, wanted=wanted(only, since))

    return Board(
        rows=cases.queue(
            session, keys, sections=sections, wanted=asked, offset=(page - 1) * PAGE, limit=PAGE
        ),
        total=total, page=page, pages=pages, filters=filters, openings=since,
        since_last=number_of(Filters(since="opening")),
        since_before=number_of(Filters(since="before")), with_news=number_of(Filters(news="1")),
        sections={code: names[code] for code in sorted(sections) if code in names},
        procedures=procedures,
        intakes={
            intake.id: intake.name
            for intake in applications.all_intakes(session)
            if intake.procedure in procedures
        },
        statuses=STAFF_LABELS,
    )  # fmt: skip
