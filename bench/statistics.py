"""Owns how the dashboard grows: its pages over 10⁴ to 10⁷ facts, the first fold and a new day.

The facts are made up by the database itself and folded in a process of its own; both databases are
got ready side by side, each on a core. The pages are asked of the served product, one database
after the other, so that nothing else is measured with them.
"""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

from sqlmodel import select

from app.accounts import service as accounts
from app.accounts.models import Role, Section, StaffMember
from app.applications.models import Intake
from app.catalogue.models import Procedure
from app.database import Database
from bench import facts, officer, servers
from bench.officer import FEW, FIRST, PAGES, Visit
from bench.tables import judged, milliseconds, table

QUICK = (10_000, 100_000)
FULL = (10_000, 100_000, 1_000_000, 10_000_000)
DATABASES: Final = ("SQLite", "PostgreSQL")
FIRST_PAGE, ANY_PAGE, OPEN_FILE, NEW_DAY, MEMORY = 0.5, 1.0, 2.0, 2.0, 300
_TIMES, _TIMES_OF_OTHERS = 20, 8
LOGIN = "bench@city.example"


@dataclass(frozen=True)
class Fold:
    """One fold: seconds, processor seconds of its process, and the most memory it held in MB."""

    seconds: float
    busy: float
    memory: int


@dataclass(frozen=True)
class Made:
    """A database with all its facts, all but those of the newest day folded first."""

    folder: Path
    url: str
    first: Fold
    day: Fold


@dataclass(frozen=True)
class Row:
    """What was measured at one size."""

    facts: int
    made: Made
    seen: Visit

    @property
    def memory(self) -> int:
        """The most that a process of the server held, or a fold."""
        return max(self.seen.memory, self.made.first.memory, self.made.day.memory)

    @property
    def open_file(self) -> float:
        """The slowest file of open data in the server, in seconds; 0 where none was asked for."""
        slowest = self.seen.slowest_file
        return self.seen.inside(slowest) if slowest else 0.0

    @property
    def is_met(self) -> bool:
        """Whether every limit holds."""
        return (
            self.seen.inside(FIRST) <= FIRST_PAGE
            and self.seen.inside(self.seen.slowest) <= ANY_PAGE
            and self.open_file <= OPEN_FILE
            and self.made.day.seconds <= NEW_DAY and self.memory <= MEMORY
        )  # fmt: skip


def run(folder: Path, sizes: tuple[int, ...]) -> bool:
    """Measure both databases; False where a limit is missed at any size."""
    rows: dict[str, list[Row]] = {name: [] for name in DATABASES}
    for size in sizes:
        with ExitStack() as stack:
            places = [(folder / f"{name}-{size}", name) for name in DATABASES]
            urls = [_address(stack, place, name) for place, name in places]
            with ThreadPoolExecutor(len(DATABASES)) as pool:
                made = list(pool.map(_made, (place for place, _ in places), urls,
                                     [size] * len(DATABASES)))  # fmt: skip
            for name, each in zip(DATABASES, made, strict=True):
                rows[name].append(Row(size, each, _seen(each, is_all=size == FULL[-1])))
    for name in DATABASES:
        _print(name, rows[name])
    return all(row.is_met for several in rows.values() for row in several)


def _print(name: str, rows: list[Row]) -> None:
    table(
        f"Statistics on {name}: growth with the journal (server time, p95)",
        ("facts", "first fold s", "its MB", "new day s", "its MB",
         *(f"{page} ms" for page in FEW), "server process MB"),
        [_cells(row) for row in rows],
    )  # fmt: skip
    last = rows[-1]
    table(
        f"Every page on {name} at {last.facts:,} facts (p95)",
        ("page", "in the server ms", "waited ms"),
        [(page, milliseconds(found.inside), milliseconds(found.waited))
         for page, found in last.seen.pages.items()],
    )  # fmt: skip
    first, slowest = last.seen.inside(FIRST), last.seen.slowest
    longest, day = last.seen.inside(slowest), last.made.day.seconds
    told = [
        ("first page", f"{milliseconds(first)} ms", first <= FIRST_PAGE, "500 ms"),
        (f"slowest page ({slowest})", f"{milliseconds(longest)} ms", longest <= ANY_PAGE,
         "1,000 ms"),
        ("new day", f"{day:.2f} s", day <= NEW_DAY, "2 s"),
        ("memory", f"{last.memory} MB", last.memory <= MEMORY, "300 MB"),
    ]  # fmt: skip
    if file := last.seen.slowest_file:
        told.append((f"slowest file ({file})", f"{milliseconds(last.open_file)} ms",
                     last.open_file <= OPEN_FILE, "2,000 ms"))  # fmt: skip
    for what, value, is_met, limit in told:
        print(f"{what}:", judged(value, is_met, f"at most {limit}"))


def _cells(row: Row) -> list[str]:
    first, day = row.made.first, row.made.day
    return [
        f"{row.facts:,}", f"{first.seconds:.1f}", str(first.memory), f"{day.seconds:.2f}",
        str(day.memory), *(milliseconds(row.seen.inside(page)) for page in FEW),
        str(row.seen.memory),
    ]  # fmt: skip


def _made(folder: Path, url: str, size: int) -> Made:
    with servers.product(folder, url):
        pass  # it has made its tables
    database = Database(url)
    day = max(1, size // facts.DAYS)
    with database.writer.begin() as connection:
        facts.fill(connection, size - day, whole=size)
    first = _folded(url)
    with database.writer.begin() as connection:
        facts.fill(connection, size, start=size - day, whole=size)
    database.close()
    return Made(folder, url, first, _folded(url))


def _folded(url: str) -> Fold:
    command = [sys.executable, "-m", "bench.rollup", url]
    done = subprocess.run(command, cwd=servers.ROOT, capture_output=True, check=True)
    seconds, busy, memory = json.loads(done.stdout)
    return Fold(seconds, busy, memory)


def _seen(made: Made, *, is_all: bool) -> Visit:
    """What an officer sees: few pages at every size, all there are at the largest."""
    database = Database(made.url)
    secret = _signed_in(database)
    database.close()
    with servers.product(made.folder, made.url) as server:
        log = made.folder / "server.log"
        officer.visit(server, log, secret, (FIRST,), times=4)  # both workers have begun
        few = officer.visit(server, log, secret, FEW, times=_TIMES)
        others = [name for name in PAGES if name not in FEW] if is_all else []
        more = officer.visit(server, log, secret, others, times=_TIMES_OF_OTHERS)
    return Visit(few.pages | more.pages, max(few.memory, more.memory))


def _signed_in(database: Database) -> str:
    now = datetime.now(UTC)
    with database.writing() as session:
        accounts.add_staff(
            session, now, login=LOGIN, name="見本 花子", role=Role.DX_OFFICE, sections=[],
            password="見本の ながい パスワード",
        )  # fmt: skip
        # What facts were made up for is public, so that it can be chosen and is in the open data.
        for number in range(facts.PROCEDURES):
            code = f"bench-{number}"
            session.add(Procedure(code=code, name=f"見本の手続（{code}）", updated_at=now))
        for number in range(facts.SECTIONS):
            code = f"section-{number}"
            session.add(Section(code=code, name=f"見本の課（{code}）", valid_from=date(2021, 1, 1)))
        opens = datetime(2024, 1, 10, tzinfo=UTC)
        session.add(
            Intake(
                id=officer.INTAKE,
                form="bench",
                procedure="bench-0",
                name="見本の募集",
                target_year=2024,
                opens_at=opens,
                closes_at=opens + timedelta(days=25),
                created_at=opens,
                created_by="bench",
            )
        )
        member = session.exec(select(StaffMember).where(StaffMember.login == LOGIN)).one()
        return accounts.open_session(session, now, member)


def _address(stack: ExitStack, folder: Path, name: str) -> str:
    folder.mkdir(parents=True)
    if name == "SQLite":
        return f"sqlite:///{folder / 'statistics.db'}"
    folder.chmod(0o755)
    server = stack.enter_context(servers.postgres(folder / "postgres"))
    return server.address("statistics", sqlalchemy=True)
