"""Owns one fold in a process of its own, so that its memory is nobody else's.

`python -m bench.rollup DATABASE_URL` prints [seconds, processor seconds, most memory in MB].
"""

import json
import sys
import time
from pathlib import Path

from app.clock import SystemClock
from app.database import Database
from app.statistics.service import folding


def main(url: str) -> None:
    """Fold what is not folded yet."""
    database = Database(url)
    began, busy = time.perf_counter(), time.process_time()
    folding.fold(database, SystemClock())
    times = time.perf_counter() - began, time.process_time() - busy
    database.close()
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    most = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
    print(json.dumps([*times, most // 1024]))


if __name__ == "__main__":
    main(sys.argv[1])
