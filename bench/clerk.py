"""Owns the clerk of the rush: looks at the morning, exports, takes in, scores and gives places."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench.arrivals import seats
from bench.client import Answer, Browser, Unexpected, expect

PAUSE = 0.5
PASSWORD = re.compile(rb"staff: (\S+) (\S+)")
NEW_PASSWORD = "a-long-sample-password"
CHOSEN = re.compile(r'name="chosen" value="([^"]+)"')
PROCEDURE = "school-001"
Note = Callable[[str, Answer, int], Answer]


@dataclass
class Clerk:
    """Somebody at a desk on the night of the rush; `note` keeps the time of each request."""

    browser: Browser
    intake: str
    note: Note
    runs: int = 0
    taken_in: int = 0

    @property
    def base(self) -> str:
        """The address of the season."""
        return f"/staff/season/{self.intake}"

    async def sign_in(self, log_file: Path) -> None:
        """Sign in with the first password of the server's log, and change it."""
        browser = self.browser
        login, first = PASSWORD.findall(log_file.read_bytes())[-1]
        page = expect(await browser.get("/staff/sign-in"), 200, "sign-in page")
        fields = page.hidden() | {"login": login.decode(), "password": first.decode()}
        expect(await browser.post("/staff/sign-in", fields), 303, "sign in")
        page = expect(await browser.get("/staff/password"), 200, "password page")
        new = {"current": first.decode(), "new": NEW_PASSWORD, "again": NEW_PASSWORD}
        expect(await browser.post("/staff/password", page.hidden() | new), 303, "new password")

    async def work(self, wanted: int) -> None:
        """Set the seats for about `wanted`, then go round until cancelled."""
        page = expect(await self.browser.get(f"{self.base}/seats"), 200, "seats page")
        fields = page.hidden() | seats(wanted)
        expect(await self.browser.post(f"{self.base}/seats", fields), 303, "seats")
        while True:
            await self._look()
            await self._take_in()
            await self._allocate(f"案{self.runs + 1}")
            await asyncio.sleep(PAUSE)

    async def _look(self) -> None:
        for kind, address in (
            ("list", "/staff/"), ("morning", "/staff/morning"),
            ("export", "/staff/applications.csv"),
            ("export with answers", f"/staff/applications.csv?procedure={PROCEDURE}"),
        ):  # fmt: skip
            self.note(f"clerk: {kind}", await self.browser.get(address), 200)

    async def _take_in(self) -> None:
        """受付 of a page of what has just arrived."""
        page = self.note("clerk: list", await self.browser.get("/staff/?status=arrived"), 200)
        chosen = CHOSEN.findall(page.text)
        if chosen:
            fields = page.hidden() | {"chosen": chosen}
            self.note("clerk: take in", await self.browser.post("/staff/accept", fields), 200)
            self.taken_in += len(chosen)

    async def _allocate(self, name: str) -> None:
        """採点 of who has no points yet, a try at 割振り, its page."""
        page = self.note("clerk: season", await self.browser.get(self.base), 200)
        fields = page.hidden()
        self.note("clerk: score", await self.browser.post(f"{self.base}/score", fields), 303)
        post = await self.browser.post(f"{self.base}/runs", fields | {"name": name})
        run = self.note("clerk: allocate", post, 303).location
        page = self.note("clerk: run", await self.browser.get(run), 200)
        if name not in page.text:
            raise Unexpected("allocation: another run")
        self.runs += 1
