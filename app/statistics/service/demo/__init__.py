"""Owns the demonstration's data set: two plausible years, loaded, told apart, and taken out again.

Its facts are of the kind demo and its values of the status demo. A house counts them only while
it runs as a demonstration (TENOHIRA_DEMO), so that they can be in no real number and no open data.
"""

from typing import Final

from sqlmodel import Session

from app.calendar import service as calendar
from app.city import City
from app.clock import Clock
from app.database import Database
from app.errors import Unprocessable
from app.journal import service as journal
from app.journal.models import Event
from app.statistics.service import folding
from app.statistics.service.demo.made_facts import Scene, made
from app.statistics.service.demo.made_sums import sums
from app.statistics.service.demo.made_values import values
from app.statistics.store import demo as store
from app.statistics.store import kinds

SOURCE: Final = "見本のデータ"
_LARGE: Final = 40_000


class NotHere(Unprocessable):
    """The demonstration's data would stand among real ones, or stands there already."""

    message = "見本のデータは入れられません：{why}"


def counting(*, is_demo: bool) -> dict[str, object]:
    """What a house opens its database with: a real one never counts the demonstration's data."""
    return kinds.options(demo=is_demo)


def leave_out(session: Session) -> None:
    """Let this session count no row of the set, in a demonstration either."""
    kinds.count_live_only(session)


def is_loaded(session: Session) -> bool:
    """Whether the set is in."""
    return store.batch(session) is not None


def is_shown(session: Session) -> bool:
    """Whether numbers read here hold any of the set."""
    return kinds.counted(session) == kinds.IN_DEMO and is_loaded(session)


def load(database: Database, city: City, clock: Clock) -> int:
    """Put the set in; returns how many applications it tells of. Raises NotHere."""
    now = clock.now()
    with database.reading() as session:
        _refuse(session)
        scene = Scene(
            now, city.code, tuple(city.languages), calendar.in_force(session, city),
            tuple(store.online_procedures(session)), tuple(store.offline_procedures(session)),
            store.sample_intake(session),
        )  # fmt: skip
    facts = list(made(scene))
    with database.writing() as session:
        _refuse(session)
        batch = journal.add_batch(session, now, digest=store.BATCH, source=SOURCE, facts=facts)
        if batch is None:
            raise NotHere(why="もう入っています")
        store.add_values(session, values(city, now))
        store.add_sums(session, sums(scene, facts))
    folding.fold(database, clock, at_once=_LARGE)
    return sum(fact.count for fact in facts if fact.event == Event.ARRIVED)


def remove(database: Database, clock: Clock) -> int:
    """Take the whole set out of journal, sums and registry; returns how many facts it were."""
    with database.writing() as session:
        if not is_loaded(session):
            return 0
        journal.withdraw_batch(session, clock.now(), store.BATCH)
    folding.fold(database, clock, at_once=_LARGE)
    with database.writing() as session:
        return store.erase(session)


def _refuse(session: Session) -> None:
    if is_loaded(session):
        raise NotHere(why="もう入っています（tenohira demo remove で外せます）")
    if store.has_real_arrivals(session):
        raise NotHere(why="届いた申請か、取り込んだ件数があります。見本と混ぜません")
