"""Owns the season at its full size: 2,791 online and 200 on paper, played through HTTP.

It is the test of `tests/season` with all its checks, on both databases; only its size is another.
"""

import subprocess
import sys
from pathlib import Path

FULL, QUICK = "full", "tenth"


def run(folder: Path, size: str) -> bool:
    """Play a season on each database and print what was checked; says whether all of it held."""
    folder.mkdir(parents=True, exist_ok=True)
    report = folder / "season.txt"
    command = [
        sys.executable, "-m", "pytest", "-q", "tests/season", "--season", size,
        "--season-report", str(report),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    print(f"\nThe season, {size}")
    print(report.read_text() if report.exists() else "nothing was played to its end")
    if done.returncode:
        print("\n".join(done.stdout.splitlines()[-40:]))
    return done.returncode == 0
