"""Owns a brake for each address: so many deeds in a while, counted in memory and kept nowhere.

It stops scripts that throw their cookies away. Many people may stand behind one address (a school,
a telephone company), so that it is wide; each process of the server counts by itself.
"""

from collections import Counter
from datetime import datetime, timedelta
from threading import Lock

from app.errors import RateLimited

WINDOW = timedelta(minutes=10)


class Brake:
    """At most `most` deeds from one address within a window; 0 for no brake at all."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._began: datetime | None = None
        self._seen: Counter[str] = Counter()
        self._lock = Lock()

    def press(self, address: str, now: datetime) -> None:
        """Count one deed; raises RateLimited when it is one too many."""
        if not self._most:
            return
        with self._lock:
            if self._began is None or not self._began <= now < self._began + WINDOW:
                self._began = now
                self._seen.clear()
            if self._seen[address] >= self._most:
                raise RateLimited
            self._seen[address] += 1
