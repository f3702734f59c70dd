"""Owns opening the house for the command line, migrating it, and its first account."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config

from app import city as cities
from app import procedures
from app.accounts import service as accounts
from app.accounts.models import Role
from app.applications import service as applications
from app.calendar import service as calendar
from app.catalogue import service as catalogue
from app.clock import Clock, SystemClock, to_jst
from app.crypto import Keys, load_keys, make_trial_keys
from app.database import Database
from app.operations.safety import check_database
from app.settings import Settings
from app.statistics.service import demo

MIGRATIONS = Path(__file__).parent.parent.parent / "migrations"
DEMO_LOGIN = "demo@localhost"


@dataclass(frozen=True)
class House:
    """What the command line works with: the same parts as the server's."""

    settings: Settings
    clock: Clock
    keys: Keys
    database: Database
    city: cities.City


@contextmanager
def house(settings: Settings, clock: Clock | None = None) -> Iterator[House]:
    """Open the parts, and close the database afterwards."""
    check_database(settings)
    opened = House(
        settings,
        clock or SystemClock(),
        load_keys(settings.keys_file),
        Database(settings.database, demo.counting(is_demo=settings.demo)),
        cities.load(settings.city),
    )
    try:
        yield opened
    finally:
        opened.database.close()


def migrate(settings: Settings, clock: Clock | None = None) -> list[str]:
    """Bring the tables up to date and load what ships where there is nothing; says what it did."""
    check_database(settings)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    said: list[str] = []
    if not settings.keys_file.exists() and not settings.secret_keys:
        make_trial_keys(settings.keys_file)
        said.append(f"made trial keys: {settings.keys_file}")
    upgrade_tables(settings.database)
    with house(settings, clock) as opened:
        said += load_shipped(opened)
    return said


def upgrade_tables(url: str) -> None:
    """Run every migration that has not been run on this database."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["url"] = url
    command.upgrade(config, "head")


def load_shipped(house: House) -> list[str]:
    """Sections, calendar, catalogue, forms and sample intake; never overwrites a row."""
    now = house.clock.now()
    said: list[str] = []
    with house.database.writing() as session:
        sections = accounts.load_sections(session, house.city, to_jst(now).date())
        calendar.ensure_first_version(session, house.city, now)
        forms = catalogue.load_forms(session, now, procedures.forms().values())
        rows = catalogue.load_catalogue(session, now, procedures.catalogue_rows())
        intakes = applications.load_sample_intakes(session, now) if house.settings.demo else 0
    if sections or forms or rows or intakes:
        said.append(
            f"loaded {sections} sections, {rows} procedures, {forms} forms, {intakes} intakes"
        )
    return said


def first_account(house: House) -> str | None:
    """Make the trial administrator where nobody can sign in yet; returns the first password."""
    with house.database.writing() as session:
        if accounts.has_staff(session):
            return None
        return accounts.add_staff(
            session, house.clock.now(), login=DEMO_LOGIN, name="見本 管理者", role=Role.ADMIN,
            sections=[],
        )  # fmt: skip


def announce(settings: Settings, host: str, port: int) -> list[str]:
    """What the server says as it starts; the first start of a trial ends with its account.

    Raises CalendarMissing, or the database's error, where nothing was migrated yet.
    """
    lines = [f"Tenohira: http://{host}:{port}/  (staff: http://{host}:{port}/staff/)"]
    with house(settings) as opened:
        with opened.database.reading() as session:
            calendar.in_force(session, opened.city)
        first = first_account(opened) if settings.demo else None
    if first:
        lines.append(f"staff: {DEMO_LOGIN} {first}")
    return lines
