"""Owns the command line as its users have it: the installed program in a process of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def tenohira(settings, tmp_path) -> Run:
    """Run `tenohira …` for the city hall of `settings`; `TENOHIRA_…=` by keyword."""
    program = Path(sys.executable).with_name("tenohira")

    def run(*arguments: object, **given: str) -> subprocess.CompletedProcess[str]:
        environment = os.environ | {
            "TENOHIRA_DATA_DIR": str(settings.data_dir),
            "TENOHIRA_DATABASE_URL": settings.database_url,
        }
        return subprocess.run(
            [program, *map(str, arguments)], env=environment | given, cwd=tmp_path,
            capture_output=True, text=True, timeout=120,
        )  # fmt: skip

    return run
