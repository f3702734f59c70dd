"""Owns what a DX officer opens, one page after another: time in the server and waited, memory."""

import json
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx2

from bench.load import memory, percentile, tree
from bench.servers import Server

INTAKE: Final = "intake-3"
FIRST: Final = "first page"
_OFFICE: Final = "/staff/statistics"
_YEAR: Final = "?year=2024"
_PLACE: Final = "after=1640000000-0"  # somebody has turned pages back to 2021
PAGES: Final = {
    FIRST: _OFFICE,
    "one year": f"{_OFFICE}?period=fy2024",
    "the busiest procedure": f"{_OFFICE}?procedure=bench-0",
    "a procedure": f"{_OFFICE}?procedure=bench-700",
    "a section": f"{_OFFICE}?section=section-3",
    "an intake": f"{_OFFICE}?intake={INTAKE}",
    "a channel": f"{_OFFICE}?channel=own",
    "two years compared": f"{_OFFICE}?period=fy2024&compare=year",
    "trend by day": f"{_OFFICE}?from=2023-04-01&to=2025-03-31&step=day",
    "trend by week": f"{_OFFICE}?step=week",
    "days between": f"{_OFFICE}?from=2021-01-15&to=2025-11-13",
    "what if": f"{_OFFICE}/what-if?wed.to=19:00",
    "rows": f"{_OFFICE}/rows",
    "rows far back": f"{_OFFICE}/rows?{_PLACE}",
    "rows of a procedure": f"{_OFFICE}/rows?procedure=bench-700&{_PLACE}",
    "rows of a section": f"{_OFFICE}/rows?section=section-3&{_PLACE}",
    "rows of a day": f"{_OFFICE}/rows?from=2024-05-07&to=2024-05-07",
    "season": f"{_OFFICE}/season/{INTAKE}",
    "plan": f"{_OFFICE}/plan{_YEAR}",
    "plan, row by row": f"{_OFFICE}/plan/rows{_YEAR}",
    "plan, CSV": f"{_OFFICE}/plan.csv{_YEAR}",
    "plan, Excel": f"{_OFFICE}/plan.xlsx{_YEAR}",
    "plan, PDF": f"{_OFFICE}/plan.pdf{_YEAR}",
    "usage rate": f"{_OFFICE}/kpis/usage-rate{_YEAR}",
    "what to put online next": f"{_OFFICE}/kpis/next-online{_YEAR}",
    "online rate": f"{_OFFICE}/kpis/online-rate{_YEAR}",
    "funnel": f"{_OFFICE}/kpis/funnel{_YEAR}",
    "funnel, CSV": f"{_OFFICE}/kpis/funnel.csv{_YEAR}",
    "languages": f"{_OFFICE}/kpis/languages{_YEAR}",
    "by procedure, CSV": f"{_OFFICE}/by-procedure.csv",
    "by procedure, Excel": f"{_OFFICE}/by-procedure.xlsx",
    "by procedure, JSON": f"{_OFFICE}/by-procedure.json",
    "trend by day, CSV": f"{_OFFICE}/trend.csv?step=day",
    "trend by day, Excel": f"{_OFFICE}/trend.xlsx?step=day",
    "trend by day, SVG": f"{_OFFICE}/trend.svg?from=2023-04-01&to=2025-03-31&step=day",
    "month's report": f"{_OFFICE}/report",
    "reconciliation of a month": f"{_OFFICE}/reconciliation?span=2024-05",
    "open data: arrivals": "/open-data/arrivals.csv",
    "open data: months": "/open-data/arrivals-by-month.csv",
    "open data: procedures": "/open-data/procedures.json",
}  # fmt: skip
OPEN_DATA: Final = tuple(name for name in PAGES if name.startswith("open data"))
"""No pages: files of all months and procedures at once, which machines fetch now and then."""
FEW: Final = (FIRST, "one year", "the busiest procedure", "plan", "season", "usage rate")


@dataclass(frozen=True)
class Opened:
    """One page: its p95 as the server's own log tells it and as its reader waited, in seconds."""

    inside: float
    waited: float


@dataclass(frozen=True)
class Visit:
    """What an officer opened by its name, and the most that any process of the server held."""

    pages: dict[str, Opened]
    memory: int
    """In MB, what it shares with the others counted in parts (PSS)."""

    @property
    def slowest(self) -> str:
        """The page that took the server longest, apart from the first."""
        others = (each for each in self.pages if each not in (FIRST, *OPEN_DATA))
        return max(others, key=self.inside)

    @property
    def slowest_file(self) -> str | None:
        """The file of open data that took the server longest; None where none was asked for."""
        return max(
            (each for each in self.pages if each in OPEN_DATA), key=self.inside, default=None
        )

    def inside(self, name: str) -> float:
        """The p95 in the server of a page."""
        return self.pages[name].inside


def visit(server: Server, log: Path, secret: str, names: Iterable[str], *, times: int) -> Visit:
    """Open pages one after another, each some times; `log` is where the server writes its own."""
    base, pages, most = f"http://127.0.0.1:{server.port}", {}, 0.0
    with httpx2.Client(headers={"cookie": f"staff={secret}"}, timeout=120) as client:
        for name in names:
            before, waited = log.stat().st_size, []
            for _ in range(times):
                began = time.perf_counter()
                answer = client.get(base + PAGES[name])
                waited.append(time.perf_counter() - began)
                if answer.status_code != 200:
                    raise RuntimeError(f"{PAGES[name]}: {answer.status_code}")
            inside = _told(log, before, times)
            pages[name] = Opened(percentile(inside, 0.95), percentile(waited, 0.95))
            most = max(most, *(memory(pid)[1] for pid in tree(server.pids)))
    return Visit(pages, round(most))


def _told(log: Path, after: int, number: int) -> list[float]:
    """The seconds of the requests that the server has logged after a place in its file."""
    for _ in range(100):
        with log.open("rb") as file:
            file.seek(after)
            lines = [json.loads(line) for line in file if line.startswith(b"{")]
        found = [line["ms"] / 1000 for line in lines if line.get("event") == "request"]
        if len(found) >= number:
            return found
        time.sleep(0.05)
    raise RuntimeError(f"{log}: {len(found)} requests of {number} are logged")
