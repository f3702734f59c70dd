"""Owns the first table: whole visits of the product beside the reference, on both databases."""

import asyncio
import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg

from bench import reference, servers, visits
from bench.load import Tally, Visit, closed_loop, percentile
from bench.tables import judged, milliseconds, share, table

FLOOR, AIM = 0.04, 0.12
ROW = "x" * 600
# Both workers of the product compile their templates at their first visits.
WARM_UP = 1.5


@dataclass(frozen=True)
class Pace:
    """How long the windows are and how often they alternate."""

    seconds: float
    rounds: int
    users: tuple[int, ...]


FULL = Pace(seconds=4, rounds=2, users=(1, 8, 32))
QUICK = Pace(seconds=2, rounds=1, users=(8,))


@dataclass(frozen=True)
class Side:
    """One of the two that are compared: its visit, its port, whose time counts."""

    visit: Visit
    port: int
    pids: list[int]


def run(folder: Path, pace: Pace) -> bool:
    """Measure both databases and print; says whether the floor is met on both."""
    folder.mkdir(parents=True, exist_ok=True)
    database = folder / "reference.db"
    plain = plain_sqlite(folder / "plain.db", pace.seconds / 2)
    met = _database("SQLite", folder / "sqlite", str(database), "", [], plain, pace)
    with servers.postgres(folder / "pg") as cluster:
        address = cluster.address("reference")
        plain = plain_postgres(address, pace.seconds / 2)
        own = cluster.address("product", sqlalchemy=True)
        met &= _database(
            "PostgreSQL", folder / "postgres", address, own, [cluster.pid], plain, pace
        )
    return met


def plain_sqlite(path: Path, seconds: float) -> float:
    """Durable inserts a second: 600 bytes, one row a commit, one connection."""
    connection = reference.sqlite(str(path))
    connection.execute("CREATE TABLE plain (id INTEGER PRIMARY KEY, body TEXT)")
    rate = _rate(lambda: connection.execute("INSERT INTO plain (body) VALUES (?)", (ROW,)), seconds)
    connection.close()
    return rate


def plain_postgres(address: str, seconds: float) -> float:
    """The same through psycopg on PostgreSQL."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("CREATE TABLE plain (id bigserial PRIMARY KEY, body text)")
        return _rate(
            lambda: connection.execute("INSERT INTO plain (body) VALUES (%s)", (ROW,)), seconds
        )


def _rate(insert, seconds: float) -> float:
    began, rows = time.perf_counter(), 0
    while time.perf_counter() - began < seconds:
        insert()
        rows += 1
    return rows / (time.perf_counter() - began)


def _database(
    name: str, folder: Path, address: str, own: str, shared: list[int], plain: float, pace: Pace
) -> bool:
    reference.prepare(address)
    folder.mkdir(parents=True, exist_ok=True)
    with (
        servers.reference(address, folder / "reference.log") as limit,
        servers.product(folder, own) as city_hall,
    ):
        sides = {
            "reference": Side(visits.reference, limit.port, limit.pids + shared),
            "product": Side(visits.product, city_hall.port, city_hall.pids + shared),
        }
        found = {users: asyncio.run(_alternate(sides, users, pace)) for users in pace.users}
        sent = sum(len(each["product"].visits) for each in found.values())
        kept = _applications(folder, own)
    _print(name, found, plain)
    print(f"{name}: {sent} visits ended with a receipt in the windows; {kept} applications kept.")
    both = found[8]
    ratio = both["product"].visits_per_second / (both["reference"].visits_per_second or 1)
    text = judged(f"{100 * ratio:.1f} %", ratio >= FLOOR, f"floor {FLOOR:.0%}, aim {AIM:.0%}")
    print(f"{name}: the product's visits at 8 users, of the reference's: {text}", flush=True)
    return ratio >= FLOOR


async def _alternate(sides: dict[str, Side], users: int, pace: Pace) -> dict[str, Tally]:
    """Windows of both in turns, so that a busy machine is busy for both."""
    found = {name: Tally() for name in sides}
    for side in sides.values():  # warm-up, not counted
        await _window(side, users, WARM_UP)
    for _ in range(pace.rounds):
        for name, side in sides.items():
            found[name].add(await _window(side, users, pace.seconds))
    return found


async def _window(side: Side, users: int, seconds: float) -> Tally:
    return await closed_loop(side.visit, side.port, users=users, seconds=seconds, pids=side.pids)


def _applications(folder: Path, own: str) -> int:
    """What the database itself says was kept."""
    query = "SELECT count(*) FROM applications"
    if own:
        with psycopg.connect(own.replace("+psycopg", "")) as connection:
            return int(connection.execute(query).fetchone()[0])
    connection = sqlite3.connect(folder / "data" / "tenohira.db")
    try:
        return int(connection.execute(query).fetchone()[0])
    finally:
        connection.close()


def _print(name: str, found: dict[int, dict[str, Tally]], plain: float) -> None:
    rows: list[list[str]] = []
    for users, both in found.items():
        limit = both["reference"]
        for side, tally in both.items():
            rows.append(_row(side, users, tally, limit, plain))
    head = (
        "server", "users", "visits/s", "p50 ms", "p95 ms", "req/s", "req/visit", "commits/visit",
        "CPU ms/visit", "visits of ref.", "requests of ref.", "of plain inserts", "errors",
    )  # fmt: skip
    table(f"Whole visits on {name}, 2 workers; plain durable inserts {plain:,.0f}/s", head, rows)
    eight = found[8]["product"]
    rows = [
        [kind, milliseconds(percentile(times, 0.5)), milliseconds(percentile(times, 0.95))]
        for kind, times in eight.times.items()
    ]
    table(f"The product's requests on {name}, 8 users", ("request", "p50 ms", "p95 ms"), rows)
    for error, number in sum(
        (b["product"].errors for b in found.values()), start=type(eight.errors)()
    ).items():
        print(f"error x{number}: {error}")


def _row(side: str, users: int, tally: Tally, limit: Tally, plain: float) -> list[str]:
    requests = tally.requests.total() / tally.window
    of_limit = limit.requests.total() / limit.window
    cpu = tally.cpu / len(tally.visits) if tally.visits else 0.0
    return [
        side, str(users), f"{tally.visits_per_second:,.1f}",
        milliseconds(percentile(tally.visits, 0.5)), milliseconds(percentile(tally.visits, 0.95)),
        f"{requests:,.0f}", f"{tally.requests_per_visit:.2f}", f"{tally.commits_per_visit:.2f}",
        f"{cpu * 1000:.2f}", share(tally.visits_per_second, limit.visits_per_second),
        share(requests, of_limit), share(tally.visits_per_second, plain),
        str(tally.errors.total()),
    ]  # fmt: skip
