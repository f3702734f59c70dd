"""Owns what the bench starts and ends: servers on free ports, one throw-away PostgreSQL."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
WORKERS = 2
LONGEST_START = 60.0


class Missing(Exception):
    """Something the bench needs is not on this machine; the text names it."""


@dataclass(frozen=True)
class Server:
    """A started server and the processes whose time and memory count as its own."""

    port: int
    pids: list[int]
    first_answer: float = 0.0


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(folder: Path, **settings: str) -> dict[str, str]:
    """This environment without any setting of a city hall, and with these."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("TENOHIRA_")}
    settings = {"starts_per_address": "0"} | settings  # everybody comes from one address
    own = {f"TENOHIRA_{name.upper()}": value for name, value in settings.items()}
    return plain | {"TENOHIRA_DATA_DIR": str(folder / "data"), "TENOHIRA_DEMO": "1"} | own


@contextmanager
def started(
    command: list[str], port: int, path: str, env: Mapping[str, str], log: Path
) -> Iterator[Server]:
    """Run a server until the block ends; yields when `path` answers 200."""
    began = time.perf_counter()
    with log.open("ab") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=dict(env), stdout=output, stderr=output, start_new_session=True
        )
    try:
        if not wait(port, path, process):
            raise Missing(f"{' '.join(command[:4])}: did not start; {_last_lines(log)}")
        yield Server(port, [process.pid], time.perf_counter() - began)
    finally:
        _end(process)


def wait(port: int, path: str, process: subprocess.Popen[bytes] | None = None) -> bool:
    """Wait until a path answers 200; False when the process ended or it takes too long."""
    began = time.perf_counter()
    while not _answers(f"http://127.0.0.1:{port}{path}"):
        if process is not None and process.poll() is not None:
            return False
        if time.perf_counter() - began > LONGEST_START:
            return False
        time.sleep(0.02)
    return True


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ask the server's own group to end, then make it; never anybody else's process."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        if process.poll() is None:
            os.killpg(process.pid, sign)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                continue


def _last_lines(log: Path) -> str:
    text = log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
    return " | ".join(text.splitlines()[-3:])


def reference(address: str, log: Path) -> "contextmanager[Server]":
    """The reference app with as many workers as the product."""
    port = free_port()
    command = [
        sys.executable, "-m", "uvicorn", "bench.reference:app", "--port", str(port), "--workers",
        str(WORKERS), "--no-access-log", "--log-level", "warning", "--no-server-header",
    ]  # fmt: skip
    env = os.environ | {"BENCH_DATABASE": address}
    return started(command, port, "/form", env, log)


@contextmanager
def product(folder: Path, database_url: str = "") -> Iterator[Server]:
    """The city hall on a fresh database, with its sample intakes."""
    port = free_port()
    env = environment(
        folder, workers=str(WORKERS), database_url=database_url, base_url=f"http://127.0.0.1:{port}"
    )
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / "server.log"
    with log.open("ab") as output:
        done = subprocess.run(
            [sys.executable, "-m", "app", "migrate"], cwd=ROOT, env=env, stdout=output,
            stderr=output, check=False,
        )  # fmt: skip
    if done.returncode:
        raise Missing(f"tenohira migrate: status {done.returncode}; {_last_lines(log)}")
    command = [sys.executable, "-m", "app", "serve", "--port", str(port)]
    with started(command, port, "/readyz", env, log) as server:
        yield server


@dataclass(frozen=True)
class Postgres:
    """A running throw-away cluster, durable as in production (fsync on)."""

    port: int
    pid: int
    user: str

    def address(self, name: str, *, sqlalchemy: bool = False) -> str:
        """The address of a database of this name, made when it is not there."""
        psql = [_program("psql"), "-h", "127.0.0.1", "-p", str(self.port), "-U", self.user]
        subprocess.run(
            [*psql, "-d", "postgres", "-qc", f"CREATE DATABASE {name}"],
            capture_output=True, check=False,
        )  # fmt: skip
        scheme = "postgresql+psycopg" if sqlalchemy else "postgresql"
        return f"{scheme}://{self.user}@127.0.0.1:{self.port}/{name}"


@contextmanager
def postgres(folder: Path) -> Iterator[Postgres]:
    """A cluster of its own under `folder`, ended and gone with the block."""
    data, port = folder / "cluster", free_port()
    as_user: list[str] = []
    user = pwd.getpwuid(os.getuid()).pw_name
    if os.getuid() == 0:  # PostgreSQL refuses to run as root
        user, as_user = "postgres", ["runuser", "-u", "postgres", "--"]
        folder.mkdir(parents=True, exist_ok=True)
        shutil.chown(folder, "postgres")
    _call([*as_user, _program("initdb"), "-D", str(data), "-U", user, "-A", "trust",
           "-E", "UTF8", "--locale", "C.UTF-8"])  # fmt: skip
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={data}"
    control = [*as_user, _program("pg_ctl"), "-D", str(data), "-w"]
    _call([*control, "-l", str(data / "log"), "-o", f"{options} -c shared_buffers=128MB", "start"])
    try:
        pid = int((data / "postmaster.pid").read_text(encoding="ascii").splitlines()[0])
        yield Postgres(port, pid, user)
    finally:
        _call([*control, "-m", "fast", "stop"])


def _program(name: str) -> str:
    found = shutil.which(name)
    homes = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)
    if found is None and not homes:
        raise Missing(f"PostgreSQL ({name}): apt-get install --no-install-recommends postgresql")
    return str(homes[0]) if homes else str(found)


def _call(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, cwd="/", check=False)
    if done.returncode:
        text = done.stderr.decode(errors="replace").strip().splitlines()
        raise Missing(f"{Path(command[0]).name}: {text[-1] if text else done.returncode}")
