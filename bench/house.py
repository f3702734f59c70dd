"""Owns what `make run` costs (its second start, memory at rest), and what it costs to come back."""

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

from bench import servers
from bench.load import cpu_of, memory, tree
from bench.tables import judged, table

MOST_MEMORY, LONGEST_START = 200.0, 5.0
REST = 3.0
TARGET = f"at most {LONGEST_START:.0f} s"


@dataclass(frozen=True)
class Start:
    """One start by `make run`: seconds to /readyz, processor seconds until then, who is at rest."""

    seconds: float
    processor: float
    memory: list[tuple[str, float, float]]


def run(folder: Path) -> bool:
    """Start twice by `make run`, kill all workers once; print, and say whether the limits hold."""
    folder.mkdir(parents=True, exist_ok=True)
    first = _start(folder, rest=0)
    second = _start(folder, rest=REST)
    rows = [[name, f"{rss:.0f}", f"{pss:.0f}"] for name, rss, pss in second.memory]
    rss, pss = (sum(each[i] for each in second.memory) for i in (1, 2))
    rows.append(["together", f"{rss:.0f}", f"{pss:.0f}"])
    table("At rest after `make run`: memory", ("process", "RSS MB", "PSS MB"), rows)
    is_small = pss <= MOST_MEMORY
    print(f"RSS {rss:.0f} MB; PSS", judged(f"{pss:.0f} MB", is_small, f"{MOST_MEMORY:.0f} MB"))
    print(f"first start to /readyz: {_told(first)} (migrates and loads the catalogue)")
    is_quick = second.seconds <= LONGEST_START
    print("second start to /readyz:", judged(_told(second), is_quick, TARGET))
    return _comes_back(folder) and is_small and is_quick


def _told(start: Start) -> str:
    return f"{start.seconds:.1f} s, {start.processor:.1f} s of processor"


def _start(folder: Path, *, rest: float) -> Start:
    port = servers.free_port()
    env = servers.environment(folder) | {"PORT": str(port)}
    command = ["make", "run"]
    with servers.started(command, port, "/readyz", env, folder / "make-run.log") as server:
        processor = cpu_of(server.pids)
        time.sleep(rest)
        return Start(server.first_answer, processor, [_memory(pid) for pid in tree(server.pids)])


def _comes_back(folder: Path) -> bool:
    """Kill every worker at once, and wait until their successors are ready."""
    with servers.product(folder) as server:
        workers = [pid for pid in tree(server.pids) if "spawn_main" in _command(pid)]
        for pid in workers:
            os.kill(pid, signal.SIGKILL)
        began = time.perf_counter()
        servers.wait(server.port, "/readyz")
        seconds = time.perf_counter() - began
    is_quick = len(workers) == servers.WORKERS and seconds <= LONGEST_START
    print(
        f"all {len(workers)} workers killed, /readyz again:",
        judged(f"{seconds:.1f} s", is_quick, TARGET),
    )
    return is_quick


def _command(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text()


def _memory(pid: int) -> tuple[str, float, float]:
    """Name, RSS and PSS in MB."""
    words = _command(pid).split("\0")[:3]
    return " ".join(part.rpartition("/")[2] for part in words).strip(), *memory(pid)
