"""Owns the closed loop: some users, each doing one visit after another, and what they measured."""

import asyncio
import os
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from math import ceil
from pathlib import Path
from time import perf_counter

from bench.client import Answer, Browser, Unexpected, expect

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Tally:
    """What one window of load came to; times in seconds."""

    visits: list[float] = field(default_factory=list)
    requests: Counter[str] = field(default_factory=Counter)
    times: dict[str, list[float]] = field(default_factory=dict)
    errors: Counter[str] = field(default_factory=Counter)
    window: float = 0.0
    cpu: float = 0.0

    def count(self, kind: str, answer: Answer, status: int) -> Answer:
        """Note one request of a kind; raises Unexpected on another status."""
        self.requests[kind] += 1
        self.times.setdefault(kind, []).append(answer.seconds)
        return expect(answer, status, kind)

    @property
    def visits_per_second(self) -> float:
        """Whole visits a second."""
        return len(self.visits) / self.window if self.window else 0.0

    @property
    def requests_per_visit(self) -> float:
        """Requests sent for each whole visit."""
        return self.requests.total() / len(self.visits) if self.visits else 0.0

    @property
    def commits_per_visit(self) -> float:
        """POSTs that were accepted, each one durable transaction, for each whole visit."""
        commits = sum(number for kind, number in self.requests.items() if kind.startswith("POST"))
        return commits / len(self.visits) if self.visits else 0.0

    def add(self, other: "Tally") -> None:
        """Take in another window of the same load."""
        self.visits += other.visits
        self.requests += other.requests
        self.errors += other.errors
        self.window += other.window
        self.cpu += other.cpu
        for kind, seconds in other.times.items():
            self.times.setdefault(kind, []).extend(seconds)


Visit = Callable[[Browser, Tally], Awaitable[None]]


def percentile(values: list[float], share: float) -> float:
    """The value that `share` of all values do not exceed; 0 where there are none."""
    return sorted(values)[max(0, ceil(share * len(values)) - 1)] if values else 0.0


async def closed_loop(
    visit: Visit, port: int, *, users: int, seconds: float, pids: list[int]
) -> Tally:
    """Let `users` visit again and again; a visit under way at the end is finished and counted."""
    tally = Tally()
    began, busy = perf_counter(), cpu_of(pids)

    async def user() -> None:
        while perf_counter() - began < seconds:
            started = perf_counter()
            browser = Browser(port)
            try:
                await visit(browser, tally)
                tally.visits.append(perf_counter() - started)
            except (Unexpected, OSError, KeyError) as error:
                tally.errors[str(error) or type(error).__name__] += 1
            finally:
                browser.close()

    await asyncio.gather(*(user() for _ in range(users)))
    tally.window = perf_counter() - began
    tally.cpu = cpu_of(pids) - busy
    return tally


def cpu_of(pids: list[int]) -> float:
    """Processor seconds of some processes and of the children they have waited for."""
    total = 0
    for pid in tree(pids):
        try:
            with open(f"/proc/{pid}/stat", encoding="ascii") as file:
                values = file.read().rpartition(")")[2].split()
        except OSError:
            continue
        total += sum(map(int, values[11:15]))
    return total / TICKS


def memory(pid: int) -> tuple[float, float]:
    """RSS and PSS of a process in MB; PSS shares what several processes have in common."""
    sizes = {"Rss:": 0, "Pss:": 0}
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
        words = line.split()
        if words[0] in sizes:
            sizes[words[0]] = int(words[1])
    return sizes["Rss:"] / 1024, sizes["Pss:"] / 1024


def tree(pids: list[int]) -> list[int]:
    """Processes with all their descendants."""
    children: dict[int, list[int]] = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat", encoding="ascii") as file:
                    parent = int(file.read().rpartition(")")[2].split()[1])
            except OSError:
                continue
            children.setdefault(parent, []).append(int(name))
    found, ahead = [], list(pids)
    while ahead:
        pid = ahead.pop()
        found.append(pid)
        ahead += children.get(pid, [])
    return found
