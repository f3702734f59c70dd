"""Owns how the dashboard grows: its pages over 10⁴ to 10⁷ facts, and the fold of a new day.

The facts are made up by the database itself; the pages are asked of the served product.
"""

import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

import httpx2
from sqlmodel import select

from app.accounts import service as accounts
from app.accounts.models import Role, StaffMember
from app.catalogue.models import Procedure
from app.clock import SystemClock
from app.database import Database
from app.statistics.service import folding
from bench import facts, servers
from bench.load import percentile, tree
from bench.tables import judged, milliseconds, table

QUICK = (10_000, 100_000)
FULL = (10_000, 100_000, 1_000_000, 10_000_000)
FIRST_PAGE, DRILL_DOWN, NEW_DAY, MEMORY = 0.5, 1.0, 2.0, 300
_TIMES, _AT_ONCE = 20, 40_000
LOGIN = "bench@city.example"
_DRILLS = {
    "one year": {"period": "fy2024"},
    "a procedure": {"procedure": "bench-0"},
    "a section": {"section": "section-3"},
    "compared": {"period": "fy2024", "compare": "year"},
}
_PAGES = {"rows": "/rows?after=1700000000-0", "what if": "/what-if?wed.to=19:00"}


@dataclass(frozen=True)
class Row:
    """What was measured at one size."""

    facts: int
    fold: float
    first: float
    drill: float
    slowest: str
    day: float
    memory: int

    @property
    def is_met(self) -> bool:
        """Whether every limit holds."""
        return (
            self.first <= FIRST_PAGE and self.drill <= DRILL_DOWN and self.day <= NEW_DAY
            and self.memory <= MEMORY
        )  # fmt: skip


def run(folder: Path, sizes: tuple[int, ...]) -> bool:
    """Measure both databases; False where a limit is missed at any size."""
    met = True
    for name in ("SQLite", "PostgreSQL"):
        rows = [_measured(folder / f"{name}-{size}", name, size) for size in sizes]
        table(
            f"Statistics on {name}: growth with the journal",
            ("facts", "first fold s", "first page p95 ms", "drill-down p95 ms", "slowest",
             "new day s", "memory MB"),
            [
                [f"{r.facts:,}", f"{r.fold:.1f}", milliseconds(r.first), milliseconds(r.drill),
                 r.slowest, f"{r.day:.2f}", str(r.memory)]
                for r in rows
            ],
        )  # fmt: skip
        last = rows[-1]
        print("first page p95:", judged(f"{milliseconds(last.first)} ms", last.first <= FIRST_PAGE,
                                        "at most 500 ms"))  # fmt: skip
        print("drill-down p95:", judged(f"{milliseconds(last.drill)} ms", last.drill <= DRILL_DOWN,
                                        "at most 1,000 ms"))  # fmt: skip
        print("new day:", judged(f"{last.day:.2f} s", last.day <= NEW_DAY, "at most 2 s"))
        print("memory:", judged(f"{last.memory} MB", last.memory <= MEMORY, "at most 300 MB"))
        met &= all(row.is_met for row in rows)
    return met


def _measured(folder: Path, name: str, size: int) -> Row:
    with ExitStack() as stack:
        url = _address(stack, folder, name)
        with servers.product(folder, url):
            pass  # it has made its tables
        database = Database(url)
        stack.callback(database.close)
        day = max(1, size // facts.DAYS)
        with database.writer.begin() as connection:
            facts.fill(connection, size - day, whole=size)
        fold = _timed(lambda: folding.fold(database, SystemClock(), at_once=_AT_ONCE))
        with database.writer.begin() as connection:
            facts.fill(connection, size, start=size - day, whole=size)
        fresh = _timed(lambda: folding.fold(database, SystemClock()))
        secret = _signed_in(database)
        server = stack.enter_context(servers.product(folder, url))
        first, drills = _asked(server.port, secret)
        slowest = max(drills, key=lambda each: drills[each])
        memory = max(_most_memory(pid) for pid in tree(server.pids))
        return Row(size, fold, first, drills[slowest], slowest, fresh, memory)


def _asked(port: int, secret: str) -> tuple[float, dict[str, float]]:
    base = f"http://127.0.0.1:{port}/staff/statistics"
    with httpx2.Client(headers={"cookie": f"staff={secret}"}, timeout=120) as client:
        first = _p95(client, base)
        drills = {name: _p95(client, f"{base}?{urlencode(q)}") for name, q in _DRILLS.items()}
        drills |= {name: _p95(client, base + path) for name, path in _PAGES.items()}
    return first, drills


def _p95(client: httpx2.Client, address: str) -> float:
    times = []
    for _ in range(_TIMES):
        began = time.perf_counter()
        answer = client.get(address)
        times.append(time.perf_counter() - began)
        if answer.status_code != 200:
            raise RuntimeError(f"{address}: {answer.status_code}")
    return percentile(times, 0.95)


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _signed_in(database: Database) -> str:
    now = datetime.now(UTC)
    with database.writing() as session:
        accounts.add_staff(
            session, now, login=LOGIN, name="見本 花子", role=Role.DX_OFFICE, sections=[],
            password="見本の ながい パスワード",
        )  # fmt: skip
        # A procedure that facts were made up for, so that it can be chosen.
        session.add(Procedure(code="bench-0", name="見本の手続", updated_at=now))
        member = session.exec(select(StaffMember).where(StaffMember.login == LOGIN)).one()
        return accounts.open_session(session, now, member)


def _address(stack: ExitStack, folder: Path, name: str) -> str:
    folder.mkdir(parents=True)
    if name == "SQLite":
        return f"sqlite:///{folder / 'statistics.db'}"
    folder.chmod(0o755)
    server = stack.enter_context(servers.postgres(folder / "postgres"))
    return server.address("statistics", sqlalchemy=True)


def _most_memory(pid: int) -> int:
    """The most a process ever held, in MB."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    held = next((line.split()[1] for line in lines if line.startswith("VmHWM")), "0")
    return int(held) // 1024
