"""The server as an operator starts it: workers that die are replaced by themselves."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx2
import pytest

from tests.applications.test_rush import free_port

pytestmark = pytest.mark.slow
PATIENCE = 120


@pytest.fixture
def engine():
    """Where the rows lie makes no difference to who serves them."""
    return "sqlite"


@pytest.fixture
def served(settings, tmp_path):
    """`tenohira serve` with two workers: its process and its address."""
    environment = {name: text for name, text in os.environ.items() if "TENOHIRA" not in name}
    environment |= {
        "TENOHIRA_DATA_DIR": str(settings.data_dir), "TENOHIRA_WORKERS": "2",
        "TENOHIRA_DATABASE_URL": settings.database_url,
    }  # fmt: skip
    port = free_port()
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "app", "serve", "--port", str(port)], env=environment,
            stdin=subprocess.DEVNULL, stdout=log, stderr=log,
        )  # fmt: skip
        yield process, f"http://127.0.0.1:{port}"
        process.terminate()
        process.wait(60)


def workers_of(process):
    """The ids of the processes that serve."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    commands = {int(each): Path(f"/proc/{each}/cmdline").read_text() for each in children}
    return {pid for pid, command in commands.items() if "spawn_main" in command}


def wait_until_ready(process, address):
    began = time.monotonic()
    while time.monotonic() - began < PATIENCE:
        assert process.poll() is None, "the server ended"
        try:
            if httpx2.get(f"{address}/readyz", timeout=PATIENCE).status_code == 200:
                return
        except httpx2.TransportError:
            time.sleep(0.1)
    raise AssertionError("the server was not ready in time")


def test_when_all_workers_are_killed_others_take_their_place(served):
    process, address = served
    wait_until_ready(process, address)
    killed = workers_of(process)
    for worker in killed:
        os.kill(worker, signal.SIGKILL)
    wait_until_ready(process, address)
    assert len(killed) == 2
    assert not killed & workers_of(process)
