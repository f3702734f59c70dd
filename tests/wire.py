"""Owns the wire between a city hall and its PostgreSQL, at which a test can pull."""

import select
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum, auto
from threading import Thread
from typing import Self

from sqlalchemy import make_url


class Loss(Enum):
    """When the wire breaks: at whatever comes next, or at a writer's commit.

    `AFTER` the server has committed, and before anybody hears of it.
    """

    NEVER = auto()
    AT_ONCE = auto()
    BEFORE = auto()
    AFTER = auto()


class Wire:
    """Carries bytes both ways until it breaks as `loss` says."""

    def __init__(self, url: str) -> None:
        self._server = f"{make_url(url).query['host']}/.s.PGSQL.5432"
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.loss = Loss.NEVER
        port = self._listener.getsockname()[1]
        self.url = make_url(url).set(host="127.0.0.1", port=port, query={}).render_as_string()
        Thread(target=self._listen, daemon=True).start()

    @classmethod
    @contextmanager
    def to(cls, url: str) -> Iterator[Self]:
        """A wire to the server of an address; `url` is the address at its other end."""
        wire = cls(url)
        yield wire
        wire._listener.shutdown(socket.SHUT_RDWR)
        wire._listener.close()

    def _listen(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:  # the test is over
                return
            Thread(target=self._carry, args=(client,), daemon=True).start()

    def _carry(self, client: socket.socket) -> None:
        is_reader = False
        with client, socket.socket(socket.AF_UNIX) as server:
            server.connect(self._server)
            while True:
                for end in select.select([client, server], [], [])[0]:
                    said = end.recv(65536)
                    if end is client and b"BEGIN" in said:
                        is_reader = b"READ ONLY" in said
                    is_commit = end is client and not is_reader and b"COMMIT\0" in said
                    if not said or self._breaks(is_commit=is_commit):
                        return
                    (server if end is client else client).sendall(said)
                    if is_commit and self.loss is Loss.AFTER:
                        server.recv(65536)
                        return

    def _breaks(self, *, is_commit: bool) -> bool:
        return self.loss is Loss.AT_ONCE or (is_commit and self.loss is Loss.BEFORE)
