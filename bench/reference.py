"""Owns the reference: bare Starlette, form -> one durable insert -> receipt, and nothing else.

It is the limit the product is compared with: one writer thread a worker that puts all waiting rows
into one commit (group commit), and answers only after that commit. `BENCH_DATABASE` is the address.
"""

import asyncio
import json
import os
import queue
import sqlite3
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import psycopg
from psycopg_pool import AsyncConnectionPool
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

NAMES = ("topic", "subject", "body", "reply", "name", "email")
TABLE = "CREATE TABLE IF NOT EXISTS rows (id TEXT PRIMARY KEY, body TEXT NOT NULL)"
BOXES = "".join(f'<label for="{n}">{n}</label><input id="{n}" name="{n}">' for n in NAMES)
PAGE = (
    '<!doctype html><html lang="ja"><meta charset="utf-8"><title>様式</title><h1>様式</h1>'
    f'<form method="post" action="/form">{BOXES}<button>送る</button></form></html>'
)
RECEIPT = '<!doctype html><html lang="ja"><meta charset="utf-8"><title>控え</title><p>{}</p></html>'
MOST_TOGETHER = 200

Waiting = tuple[str, str, asyncio.AbstractEventLoop, "asyncio.Future[None]"]


def sqlite(path: str) -> sqlite3.Connection:
    """A durable connection: WAL, synchronous=FULL."""
    connection = sqlite3.connect(path, isolation_level=None, timeout=20, check_same_thread=False)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    return connection


class Writer(threading.Thread):
    """The one writer of this worker: everything that waits goes into one commit."""

    def __init__(self, address: str) -> None:
        super().__init__(daemon=True)
        self.address = address
        self.waiting: queue.SimpleQueue[Waiting] = queue.SimpleQueue()

    async def write(self, ident: str, body: str) -> None:
        """Return when the row is durable."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[None] = loop.create_future()
        self.waiting.put((ident, body, loop, done))
        await done

    def run(self) -> None:
        is_postgres = self.address.startswith("postgresql")
        insert = self._postgres() if is_postgres else self._sqlite()
        while True:
            batch = [self.waiting.get()]
            while len(batch) < MOST_TOGETHER and not self.waiting.empty():
                batch.append(self.waiting.get())
            insert([(ident, body) for ident, body, _, _ in batch])
            batch[0][2].call_soon_threadsafe(_wake, [done for *_, done in batch])

    def _sqlite(self):
        connection = sqlite(self.address)

        def insert(rows: list[tuple[str, str]]) -> None:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany("INSERT INTO rows VALUES (?, ?)", rows)
            connection.execute("COMMIT")

        return insert

    def _postgres(self):
        connection = psycopg.connect(self.address, autocommit=True)

        def insert(rows: list[tuple[str, str]]) -> None:
            ids, bodies = zip(*rows, strict=True)
            connection.execute(
                "INSERT INTO rows SELECT * FROM unnest(%s::text[], %s::text[])",
                (list(ids), list(bodies)),
            )

        return insert


def _wake(waiting: list["asyncio.Future[None]"]) -> None:
    for each in waiting:
        if not each.done():
            each.set_result(None)


class Reader:
    """Reads a row back on a connection of its own."""

    def __init__(self, address: str) -> None:
        self.pool: AsyncConnectionPool | None = None
        if address.startswith("postgresql"):
            self.pool = AsyncConnectionPool(
                address, min_size=2, max_size=8, open=False, kwargs={"autocommit": True}
            )
        else:
            self.connection = sqlite(address)

    async def body(self, ident: str) -> str | None:
        """The stored row."""
        query = "SELECT body FROM rows WHERE id = "
        if self.pool is None:
            found = self.connection.execute(f"{query}?", (ident,)).fetchone()
        else:
            async with self.pool.connection() as connection:
                cursor = await connection.execute(f"{query}%s", (ident,))
                found = await cursor.fetchone()
        return found[0] if found else None


async def form(request: Request) -> Response:
    """The form's page."""
    return HTMLResponse(PAGE)


async def send(request: Request) -> Response:
    """One durable insert, then 303."""
    given = await request.form()
    if any(name not in given for name in NAMES):
        return HTMLResponse("missing", status_code=422)
    ident = os.urandom(16).hex()
    body = json.dumps({name: given[name] for name in NAMES}, ensure_ascii=False)
    await request.app.state.writer.write(ident, body)
    return RedirectResponse(f"/receipt/{ident}", status_code=303)


async def receipt(request: Request) -> Response:
    """The row read back."""
    body = await request.app.state.reader.body(request.path_params["ident"])
    if body is None:
        return HTMLResponse("missing", status_code=404)
    return HTMLResponse(RECEIPT.format(body.replace("<", "&lt;")))


@asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[None]:
    """Open writer and reader with the worker."""
    address = os.environ["BENCH_DATABASE"]
    app.state.writer, app.state.reader = Writer(address), Reader(address)
    app.state.writer.start()
    if app.state.reader.pool:
        await app.state.reader.pool.open()
    yield
    if app.state.reader.pool:
        await app.state.reader.pool.close()


def prepare(address: str) -> None:
    """Make the table before the workers start."""
    if address.startswith("postgresql"):
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(TABLE)
    else:
        sqlite(address).execute(TABLE)


app = Starlette(
    routes=[
        Route("/form", form),
        Route("/form", send, methods=["POST"]),
        Route("/receipt/{ident}", receipt),
    ],
    lifespan=lifespan,
)
