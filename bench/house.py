"""Owns what `make run` costs: memory at rest of everything it started, and its second start."""

import time
from pathlib import Path

from bench import servers
from bench.load import tree
from bench.tables import judged, table

MOST_MEMORY, LONGEST_START = 200.0, 5.0
REST = 3.0


def run(folder: Path) -> bool:
    """Start twice by `make run`, print, and say whether both limits hold."""
    folder.mkdir(parents=True, exist_ok=True)
    first, _ = _start(folder, rest=0)
    second, memory = _start(folder, rest=REST)
    rows = [[name, f"{rss:.0f}", f"{pss:.0f}"] for name, rss, pss in memory]
    rss, pss = (sum(each[i] for each in memory) for i in (1, 2))
    rows.append(["together", f"{rss:.0f}", f"{pss:.0f}"])
    table("At rest after `make run`: memory", ("process", "RSS MB", "PSS MB"), rows)
    is_small, is_quick = pss <= MOST_MEMORY, second <= LONGEST_START
    print(f"RSS {rss:.0f} MB; PSS", judged(f"{pss:.0f} MB", is_small, f"{MOST_MEMORY:.0f} MB"))
    print(f"first start to /readyz: {first:.1f} s (migrates and loads the catalogue)")
    target = f"at most {LONGEST_START:.0f} s"
    print("second start to /readyz:", judged(f"{second:.1f} s", is_quick, target))
    return is_small and is_quick


def _start(folder: Path, *, rest: float) -> tuple[float, list[tuple[str, float, float]]]:
    port = servers.free_port()
    env = servers.environment(folder) | {"PORT": str(port)}
    command = ["make", "run"]
    with servers.started(command, port, "/readyz", env, folder / "make-run.log") as server:
        time.sleep(rest)
        return server.first_answer, [_memory(pid) for pid in tree(server.pids)]


def _memory(pid: int) -> tuple[str, float, float]:
    """Name, RSS and PSS in MB; PSS shares what several processes have in common."""
    place = Path(f"/proc/{pid}")
    name = " ".join(
        part.rpartition("/")[2] for part in (place / "cmdline").read_text().split("\0")[:3]
    )
    sizes = {"Rss:": 0, "Pss:": 0}
    for line in (place / "smaps_rollup").read_text().splitlines():
        words = line.split()
        if words[0] in sizes:
            sizes[words[0]] = int(words[1])
    return name.strip(), sizes["Rss:"] / 1024, sizes["Pss:"] / 1024
