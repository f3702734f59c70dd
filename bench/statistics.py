"""Owns how the dashboard grows: its pages over 10⁴ to 10⁷ facts, the first fold and a new day.

The facts are made up by the database itself; they are folded by the command line, and the pages
are asked of the served product.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import httpx2
from sqlmodel import select

from app.accounts import service as accounts
from app.accounts.models import Role, StaffMember
from app.applications.models import Intake
from app.catalogue.models import Procedure
from app.clock import SystemClock
from app.database import Database
from app.statistics.service import folding
from bench import facts, servers
from bench.load import cpu_of, percentile, tree
from bench.tables import judged, milliseconds, table

QUICK = (10_000, 100_000)
FULL = (10_000, 100_000, 1_000_000, 10_000_000)
FIRST_PAGE, DRILL_DOWN, NEW_DAY, MEMORY = 0.5, 1.0, 2.0, 300
_TIMES = 20
LOGIN = "bench@city.example"
_INTAKE = "intake-3"
_DRILLS = {
    "one year": {"period": "fy2024"},
    "a procedure": {"procedure": "bench-0"},
    "a section": {"section": "section-3"},
    "compared": {"period": "fy2024", "compare": "year"},
}
_PAGES = {
    "rows": "/rows?after=1700000000-0",
    "rows of a procedure": "/rows?procedure=bench-700&after=1700000000-0",
    "rows of a section": "/rows?section=section-3&after=1700000000-0",
    "rows of a day": "/rows?from=2024-05-07&to=2024-05-07",
    "what if": "/what-if?wed.to=19:00",
    "languages": "/kpis/languages?year=2024",
    "funnel": "/kpis/funnel?year=2024",
    "usage rate": "/kpis/usage-rate?year=2024",
}


@dataclass(frozen=True)
class Row:
    """What was measured at one size; times in seconds, memory in MB."""

    facts: int
    fold: float
    fold_memory: int
    first: float
    busy: float
    plan: float
    season: float
    drill: float
    slowest: str
    day: float
    memory: int

    @property
    def most_memory(self) -> int:
        """The most that any process of ours held."""
        return max(self.memory, self.fold_memory)

    @property
    def is_met(self) -> bool:
        """Whether every limit holds."""
        return (
            self.first <= FIRST_PAGE and max(self.drill, self.plan, self.season) <= DRILL_DOWN
            and self.day <= NEW_DAY and self.most_memory <= MEMORY
        )  # fmt: skip


def run(folder: Path, sizes: tuple[int, ...]) -> bool:
    """Measure both databases; False where a limit is missed at any size."""
    met = True
    for name in ("SQLite", "PostgreSQL"):
        rows = [_measured(folder / f"{name}-{size}", name, size) for size in sizes]
        table(
            f"Statistics on {name}: growth with the journal",
            ("facts", "first fold s", "fold MB", "first page p95 ms", "its processor ms",
             "plan p95 ms", "season p95 ms", "drill-down p95 ms", "slowest", "new day s",
             "memory MB"),
            [_cells(row) for row in rows],
        )  # fmt: skip
        last = rows[-1]
        print("first page p95:", judged(f"{milliseconds(last.first)} ms", last.first <= FIRST_PAGE,
                                        "at most 500 ms"))  # fmt: skip
        print("drill-down p95:", judged(f"{milliseconds(last.drill)} ms", last.drill <= DRILL_DOWN,
                                        "at most 1,000 ms"))  # fmt: skip
        print("new day:", judged(f"{last.day:.2f} s", last.day <= NEW_DAY, "at most 2 s"))
        print("memory:", judged(f"{last.most_memory} MB", last.most_memory <= MEMORY,
                                "at most 300 MB"))  # fmt: skip
        met &= all(row.is_met for row in rows)
    return met


def _cells(row: Row) -> list[str]:
    times = (row.first, row.busy, row.plan, row.season, row.drill)
    return [
        f"{row.facts:,}", f"{row.fold:.1f}", str(row.fold_memory),
        *(milliseconds(each) for each in times), row.slowest, f"{row.day:.2f}", str(row.memory),
    ]  # fmt: skip


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
        fold, fold_memory = _folded(folder, url)
        with database.writer.begin() as connection:
            facts.fill(connection, size, start=size - day, whole=size)
        fresh = _timed(lambda: folding.fold(database, SystemClock()))
        secret = _signed_in(database)
        server = stack.enter_context(servers.product(folder, url))
        asked = _asked(server, secret)
        drills = {name: asked.pop(name) for name in (*_DRILLS, *_PAGES)}
        slowest = max(drills, key=lambda each: drills[each])
        memory = max(_most_memory(pid) for pid in tree(server.pids))
        return Row(
            size, fold, fold_memory, asked["first"], asked["busy"], asked["plan"],
            asked["season"], drills[slowest], slowest, fresh, memory,
        )  # fmt: skip


def _folded(folder: Path, url: str) -> tuple[float, int]:
    """The first fold by the command line: seconds, and the most memory it held in MB."""
    env = servers.environment(folder, database_url=url)
    command = [sys.executable, "-m", "app", "statistics", "fold"]
    began = time.perf_counter()
    process = subprocess.Popen(command, cwd=servers.ROOT, env=env, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise RuntimeError(f"tenohira statistics fold: status {status}")
    return time.perf_counter() - began, used.ru_maxrss // 1024


def _asked(server: servers.Server, secret: str) -> dict[str, float]:
    base = f"http://127.0.0.1:{server.port}/staff/statistics"
    with httpx2.Client(headers={"cookie": f"staff={secret}"}, timeout=120) as client:
        busy = cpu_of(server.pids)
        found = {"first": _p95(client, base)}
        found["busy"] = (cpu_of(server.pids) - busy) / _TIMES
        found["plan"] = _p95(client, f"{base}/plan?year=2024")
        found["season"] = _p95(client, f"{base}/season/{_INTAKE}")
        found |= {name: _p95(client, f"{base}?{urlencode(q)}") for name, q in _DRILLS.items()}
        found |= {name: _p95(client, base + path) for name, path in _PAGES.items()}
    return found


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
        # What facts were made up for, so that it can be chosen.
        for code in ("bench-0", "bench-700"):
            session.add(Procedure(code=code, name=f"見本の手続（{code}）", updated_at=now))
        opens = datetime(2024, 1, 10, tzinfo=UTC)
        session.add(
            Intake(
                id=_INTAKE,
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


def _most_memory(pid: int) -> int:
    """The most a process ever held, in MB."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    held = next((line.split()[1] for line in lines if line.startswith("VmHWM")), "0")
    return int(held) // 1024
