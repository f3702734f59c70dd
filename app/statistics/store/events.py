"""Owns the queries of the figures the product works out: facts by month, and rows still kept.

Counts come from the sums of the journal and outlive the applications; times of handling come from
the steps of applications that are still kept.
"""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import func, union_all
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from app.applications.models import Application, Intake, StatusChange
from app.catalogue import service as catalogue
from app.catalogue.models import Channel, Procedure, SearchMiss
from app.journal.models import Event, FactKind
from app.notifications.models import OutboxRow
from app.statistics.models import DaySum, Selection
from app.statistics.store import demonstration, tail
from app.statistics.store.counting import sum_of
from app.statistics.store.keys import MINUTES, MONTH, UNTIMED, WISH_MARK, WISHED
from app.statistics.store.kinds import counted
from app.statistics.store.tallies import ONE_DAY, Span, cover, in_span


class Key(NamedTuple):
    """A month (2026-11), what is counted by (`value`), and the channel."""

    month: str
    value: str
    channel: str


class Step(NamedTuple):
    """One step of a kept application, with what its time is measured against."""

    application: str
    procedure: str
    days: str
    received_at: datetime
    has_common_day: bool
    at: datetime
    after: str


def by_month(
    session: Session, about: str, event: Event, first: date, last: date
) -> Counter[Key]:  # fmt: skip
    """Live facts of whole months by one thing they are about."""
    keys, kinds = (col(DaySum.start), col(DaySum.value), col(DaySum.channel)), counted(session)
    query = select_columns(*keys, sum_of(DaySum.count)).where(
        col(DaySum.about) == about, col(DaySum.event) == event, col(DaySum.kind).in_(kinds),
        col(DaySum.grain) == MONTH, col(DaySum.start) >= first.replace(day=1),
        col(DaySum.start) <= last,
    )  # fmt: skip
    found: Counter[Key] = Counter()
    for start, value, channel, count in session.execute(query.group_by(*keys)):
        found[Key(f"{start:%Y-%m}", value, channel)] += count
    months = (f"{first:%Y-%m}", f"{last:%Y-%m}")
    for key, count in tail.read(session).sums.items():
        if (
            key[:2] == (about, event) and key.kind in kinds
            and months[0] <= key.start[:7] <= months[1]
        ):  # fmt: skip
            found[Key(key.start[:7], key.value, key.channel)] += count
    return Counter({key: count for key, count in found.items() if count})


def by_value(
    session: Session, about: str, event: Event, first: date, last: date
) -> Counter[tuple[str, str]]:  # fmt: skip
    """The same of the period as a whole, by value and channel; years are read as such."""
    start = first.replace(day=1)
    end = (last.replace(day=1) + timedelta(days=32)).replace(day=1) - ONE_DAY
    # What is known by its month alone has no sums of years.
    spans = [Span(MONTH, start, end)] if about == UNTIMED else cover(start, end)
    keys = (col(DaySum.value), col(DaySum.channel))
    every = union_all(*(
        select_columns(*keys, col(DaySum.count).label("facts")).where(
            *in_span(session, about, event, span)
        )
        for span in spans
    )).subquery()  # fmt: skip
    *names, facts = every.c
    found: Counter[tuple[str, str]] = Counter()
    query = select_columns(*names, sum_of(facts)).group_by(*names)
    for value, channel, count in session.execute(query):
        found[value, channel] += count
    kinds, months = counted(session), (f"{first:%Y-%m}", f"{last:%Y-%m}")
    for key, count in tail.read(session).sums.items():
        if (
            key[:2] == (about, event) and key.kind in kinds
            and months[0] <= key.start[:7] <= months[1]
        ):  # fmt: skip
            found[key.value, key.channel] += count
    return Counter({key: count for key, count in found.items() if count})


def minutes_to_send(session: Session, first: date, last: date) -> Counter[int]:
    """Sends of this system by the whole minutes since the draft was begun."""
    found: Counter[int] = Counter()
    for (minutes, channel), count in by_value(session, MINUTES, Event.ARRIVED, first, last).items():
        if channel == Channel.OWN:
            found[int(minutes)] += count
    return found


def languages(session: Session, first: date, last: date) -> Counter[tuple[str, str]]:
    """Arrivals of this system by (the language preferred, the language used)."""
    found: Counter[tuple[str, str]] = Counter()
    for (value, channel), count in by_value(session, WISHED, Event.ARRIVED, first, last).items():
        if channel == Channel.OWN:
            wished, _, used = value.partition(WISH_MARK)
            found[wished, used] += count
    return found


def handling(session: Session, selection: Selection) -> list[Step]:
    """The steps of live applications that arrived in the period, in order."""
    query = (
        select_columns(
            col(StatusChange.application), col(Application.procedure),
            col(Procedure.processing_days), col(Procedure.confirmed_by),
            col(Application.received_at), col(Intake.release_at), col(StatusChange.at),
            col(StatusChange.after),
        )
        .join(Application, col(Application.id) == col(StatusChange.application))
        .join(Procedure, col(Procedure.code) == col(Application.procedure))
        .outerjoin(Intake, col(Intake.id) == col(Application.intake))
        .where(
            col(Application.kind) == FactKind.LIVE,
            col(Application.received_at) >= selection.start,
            col(Application.received_at) < selection.end,
        )
        .order_by(col(StatusChange.application), col(StatusChange.at), col(StatusChange.id))
    )  # fmt: skip
    return [
        Step(application, procedure, days if confirmed else "", received, release is not None,
             at, after)
        for application, procedure, days, confirmed, received, release, at, after
        in session.execute(query)
    ]  # fmt: skip


def left_offline(session: Session) -> list[Procedure]:
    """The published procedures that cannot be finished online, by section and code."""
    query = select(Procedure).where(
        col(Procedure.is_published).is_(True), col(Procedure.withdrawn_at).is_(None),
        col(Procedure.online_status) != "online",
    )  # fmt: skip
    return list(session.exec(query.order_by(col(Procedure.section), col(Procedure.code))))


def could_be_online(session: Session) -> set[str]:
    """The codes of those of them that no law keeps offline (適用除外)."""
    query = select(Procedure.code).where(
        col(Procedure.is_published).is_(True), col(Procedure.withdrawn_at).is_(None),
        col(Procedure.online_status).not_in(("online", "excluded")),
    )  # fmt: skip
    return set(session.exec(query))


def online_through(session: Session, channel: Channel | None = None) -> list[Procedure]:
    """The published procedures that can be finished online, through a channel or any, by code."""
    query = select(Procedure).where(
        col(Procedure.is_published).is_(True), col(Procedure.withdrawn_at).is_(None),
        col(Procedure.online_status) == "online",
    )  # fmt: skip
    ordered = query.order_by(col(Procedure.code))
    found = catalogue.remembered(session, "online", "", lambda: list(session.exec(ordered)))
    return [row for row in found if channel is None or channel in channels_of(row)]


def forms_of(session: Session) -> dict[str, str]:
    """The forms of the house by the procedures that are filed with them."""
    query = select_columns(col(Procedure.code), col(Procedure.form)).where(
        col(Procedure.form) != "", col(Procedure.withdrawn_at).is_(None)
    )
    return {str(code): str(form) for code, form in session.execute(query)}


def by_section(session: Session) -> Counter[str]:
    """The published procedures by section."""
    query = select_columns(col(Procedure.section), func.count()).where(
        col(Procedure.is_published).is_(True), col(Procedure.withdrawn_at).is_(None)
    )
    found = session.execute(query.group_by(col(Procedure.section)))
    return Counter({str(section): int(count) for section, count in found})


def seals(session: Session) -> Counter[str]:
    """The published procedures by whether a seal is asked for."""
    query = select_columns(col(Procedure.seal), func.count()).where(
        col(Procedure.is_published).is_(True), col(Procedure.withdrawn_at).is_(None)
    )
    found = session.execute(query.group_by(col(Procedure.seal)))
    return Counter({seal: int(count) for seal, count in found})


def payments(session: Session) -> list[str]:
    """The ways of payment of the published procedures whose facts a section confirmed."""
    query = select_columns(col(Procedure.payment_methods)).where(
        col(Procedure.is_published).is_(True), col(Procedure.withdrawn_at).is_(None),
        col(Procedure.confirmed_by) != "", col(Procedure.payment_methods) != "",
    )  # fmt: skip
    return [str(cell) for (cell,) in session.execute(query)]


def missed_words(session: Session, selection: Selection, least: int) -> list[tuple[str, int]]:
    """Words that found nothing at least so many times, most often first."""
    total = func.sum(SearchMiss.count)
    query = select_columns(col(SearchMiss.words), total).where(
        col(SearchMiss.day) >= selection.first, col(SearchMiss.day) <= selection.last,
        col(SearchMiss.words) != "",
    ).group_by(col(SearchMiss.words)).having(total >= least)  # fmt: skip
    found = Counter({str(words): int(count) for words, count in session.execute(query)})
    for each in demonstration.told(session, "missed", selection.first, selection.last):
        found[each.name] += each.count
    shown = [(words, count) for words, count in found.items() if count >= least]
    return sorted(shown, key=lambda each: (-each[1], each[0]))


def misses(session: Session, selection: Selection) -> int:
    """How often a search found nothing."""
    query = select_columns(func.sum(SearchMiss.count)).where(
        col(SearchMiss.day) >= selection.first, col(SearchMiss.day) <= selection.last
    )
    made = demonstration.told(session, "missed", selection.first, selection.last)
    return int(session.execute(query).scalar() or 0) + sum(each.count for each in made)


def deliveries(session: Session, selection: Selection) -> list[tuple[str, int, int]]:
    """Messages made in the period by topic: (topic, all, given up)."""
    query = select_columns(
        col(OutboxRow.topic), func.count(), func.count(col(OutboxRow.given_up_at))
    ).where(
        col(OutboxRow.created_at) >= selection.start, col(OutboxRow.created_at) < selection.end
    ).group_by(col(OutboxRow.topic)).order_by(col(OutboxRow.topic))  # fmt: skip
    every, lost = Counter[str](), Counter[str]()
    for topic, count, given_up in session.execute(query):
        every[topic], lost[topic] = int(count), int(given_up)
    for each in demonstration.told(session, "mailed", selection.first, selection.last):
        every[each.name] += each.count
        lost[each.name] += each.part
    return [(topic, every[topic], lost[topic]) for topic in sorted(every)]


def channels_of(row: Procedure) -> list[str]:
    """The ways a procedure can be filed."""
    return [part.strip() for part in row.channels.split(";")]
