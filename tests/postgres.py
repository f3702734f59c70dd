"""Owns the throw-away PostgreSQL of a test run: one server, shared by all workers through a lock.

The server listens on a socket in a temporary folder only, so that it can meet no other server. The
run's first process makes the folder (`pytest_configure`) and takes server and folder away again.
"""

import fcntl
import glob
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

FOLDER = pytest.StashKey[Path]()
NEEDED = "PostgreSQL is missing: apt-get install -y --no-install-recommends postgresql"
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=300"


def pytest_configure(config: pytest.Config) -> None:
    """Make the folder that all workers of this run share."""
    given = getattr(config, "workerinput", {}).get("shared_folder")
    config.stash[FOLDER] = Path(given or tempfile.mkdtemp(prefix="tenohira-tests-"))


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node) -> None:
    """Tell a worker of xdist where the folder is."""
    node.workerinput["shared_folder"] = str(node.config.stash[FOLDER])


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server and remove the folder, in the process that made it."""
    if hasattr(config, "workerinput"):
        return
    folder = config.stash[FOLDER]
    if (folder / "pg" / "data" / "postmaster.pid").exists():
        stop(folder / "pg")
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def one_at_a_time(folder: Path, name: str) -> Iterator[None]:
    """Let one process of the run do something while the others wait."""
    with (folder / f"{name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def ensure_server(folder: Path) -> str:
    """Start the server unless another worker did; returns its address with `{name}` to fill in."""
    home = folder / "pg"
    with one_at_a_time(folder, "server"):
        if not home.exists():
            _make(home)
            start(home)
    return address(home)


def address(home: Path) -> str:
    """The address of a server's databases, with `{name}` to fill in."""
    return f"postgresql+psycopg://postgres@/{{name}}?host={home}"


@contextmanager
def own_server(folder: Path) -> Iterator[Path]:
    """A server that a test may `stop` and `start`; yields its home, which is gone afterwards."""
    home = folder / f"own-{os.getpid()}"
    _make(home)
    start(home)
    yield home
    if (home / "data" / "postmaster.pid").exists():
        stop(home)
    shutil.rmtree(home)


def start(home: Path) -> None:
    """Start the server of a home and wait for it."""
    options = f"-c listen_addresses='' -c unix_socket_directories='{home}' {FAST}"
    _run(home, "pg_ctl", "-D", "data", "-w", "-l", "log", "-o", options, "start")


def stop(home: Path) -> None:
    """End it as a loss of power would."""
    _run(home, "pg_ctl", "-D", "data", "-m", "immediate", "stop")


def _make(home: Path) -> None:
    if _program("initdb") is None:
        pytest.fail(NEEDED, pytrace=False)
    home.mkdir()
    if os.geteuid() == 0:
        home.parent.chmod(0o755)
        shutil.chown(home, "postgres")
    _run(home, "initdb", "-D", "data", "-U", "postgres", "-A", "trust", "-E", "UTF8",
         "--locale=C.UTF-8", "--no-sync")  # fmt: skip


def _program(name: str) -> str | None:
    versions = sorted(glob.glob(f"/usr/lib/postgresql/*/bin/{name}"))
    return versions[-1] if versions else shutil.which(name)


def _run(home: Path, name: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs; it refuses to run as root, so root lends it a user."""
    lent = {"user": "postgres", "group": "postgres", "extra_groups": []}
    done = subprocess.run(
        [str(_program(name)), *arguments], cwd=home, check=False, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
        **(lent if os.geteuid() == 0 else {}),
    )  # fmt: skip
    if done.returncode:
        pytest.fail(f"{name}: {done.stderr.strip()}", pytrace=False)
