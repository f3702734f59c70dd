"""Owns the order of the benchmarks: `python -m bench [--quick] [--only NAME ...]`.

Everything runs in a temporary folder that is gone afterwards; nothing is written into the project.
"""

import argparse
import os
import platform
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench import finding, home, house, intake, rush, season, servers, statistics

ALWAYS = ("intake", "rush", "pages", "house", "statistics")
# A season at its full size takes a core more than ten minutes on each database: by name only.


def pages(folder: Path) -> bool:
    """What one quiet server answers: the first visit and the search."""
    with servers.product(folder) as city_hall:
        return home.run(city_hall.port) & finding.run(city_hall.port)


def main() -> int:
    """Run what was asked for; status 1 when a floor or limit was missed, 2 when something lacks."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="short windows, within a minute")
    parser.add_argument("--only", nargs="+", choices=(*ALWAYS, "season"))
    wanted = parser.parse_args()
    pace = intake.QUICK if wanted.quick else intake.FULL
    size = rush.QUICK if wanted.quick else rush.FULL
    sizes = statistics.QUICK if wanted.quick else statistics.FULL
    parts: dict[str, Callable[[Path], bool]] = {
        "intake": lambda folder: intake.run(folder, pace),
        "rush": lambda folder: rush.run(folder, size),
        "pages": pages,
        "house": house.run,
        "statistics": lambda folder: statistics.run(folder, sizes),
        "season": lambda folder: season.run(folder, season.QUICK if wanted.quick else season.FULL),
    }
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what was started is ended
    began, status = time.perf_counter(), 0
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    print(f"{os.cpu_count()} cores, Python {platform.python_version()}, load before {load}")
    with tempfile.TemporaryDirectory(prefix="tenohira-bench-") as place:
        os.chmod(place, 0o755)  # PostgreSQL's own user must reach its cluster
        for name in wanted.only or ALWAYS:
            try:
                status = max(status, 0 if parts[name](Path(place) / name) else 1)
            except servers.Missing as error:
                print(f"{name}: MISSING: {error}", file=sys.stderr)
                status = 2
    print(f"\nbench: {time.perf_counter() - began:.0f} s")
    return status


if __name__ == "__main__":
    sys.exit(main())
