"""Owns the rush: 300 parents at once on the club form with photos, while a clerk exports."""

import asyncio
import random
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from bench import servers, visits
from bench.client import Answer, Browser, File, Unexpected, expect
from bench.club import FORM, PHOTOS, Sheet, sheets
from bench.load import closed_loop, percentile
from bench.photos import photo
from bench.tables import judged, milliseconds, table

# How many, and how long one reads and types at each page: from, to (seconds). The pauses are short,
# so that everybody is under way at once and most of what takes a parent twenty minutes is in two.
FULL = (300, 2.0, 8.0)
QUICK = (30, 0.2, 0.8)
LONGEST = 170.0
PAGE_AIM, SEND_AIM = 1.0, 2.0
PAUSE_OF_CLERK = 0.5
PASSWORD = re.compile(rb"staff: (\S+) (\S+)")
NEW_PASSWORD = "a-long-sample-password"


@dataclass
class Log:
    """Seconds by kind of request, and everything that went wrong."""

    times: dict[str, list[float]] = field(default_factory=dict)
    errors: Counter[str] = field(default_factory=Counter)

    def note(self, kind: str, answer: Answer, status: int) -> Answer:
        """Keep the time of one request; raises Unexpected on another status."""
        self.times.setdefault(kind, []).append(answer.seconds)
        return expect(answer, status, kind)


def run(folder: Path, size: tuple[int, float, float]) -> bool:
    """Run the rush on SQLite and print; says whether there was no error."""
    (parents, *pause), script = size, sheets()
    photos = [photo() for _ in range(PHOTOS)]
    log = Log()
    with servers.product(folder) as city_hall:
        asyncio.run(
            closed_loop(visits.product, city_hall.port, users=8, seconds=2, pids=[])
        )  # the list the clerk exports is not empty
        began = perf_counter()
        rush = Rush(city_hall.port, script, photos, pause, log)
        asyncio.run(_rush(rush, folder / "server.log", parents))
        lasted = perf_counter() - began
    _print(rush, parents, lasted)
    return not log.errors


@dataclass(frozen=True)
class Rush:
    """What every parent does, how long one pauses at a page, and where it is noted."""

    port: int
    script: list[Sheet]
    photos: list[bytes]
    pause: list[float]
    log: Log


async def _rush(rush: Rush, log_file: Path, parents: int) -> None:
    clerk = asyncio.create_task(_clerk(rush.port, log_file, rush.log))
    under_way = [asyncio.create_task(_parent(rush)) for _ in range(parents)]
    _, late = await asyncio.wait(under_way, timeout=LONGEST)
    rush.log.errors[f"not sent after {LONGEST:.0f} s"] += len(late)
    for task in (clerk, *late):
        task.cancel()
    await asyncio.gather(clerk, *late, return_exceptions=True)
    rush.log.errors = +rush.log.errors


async def _parent(rush: Rush) -> None:
    browser = Browser(rush.port)
    try:
        await _pause(rush)
        await _apply(browser, rush, list(rush.photos))
    except (Unexpected, OSError, KeyError) as error:
        rush.log.errors[str(error) or type(error).__name__] += 1
    finally:
        browser.close()


async def _pause(rush: Rush) -> None:
    await asyncio.sleep(random.uniform(*rush.pause))


async def _apply(browser: Browser, rush: Rush, photos: list[bytes]) -> None:
    start, log = f"/ja/apply/{FORM}", rush.log
    page = log.note("page", await browser.get(start), 200)
    here = log.note("start", await browser.post(start, page.hidden()), 303).location
    for sheet in rush.script:
        page = log.note("page", await browser.get(here), 200)
        for _ in range(sheet.adds):
            added = await browser.post(here, page.hidden() | {"_add": "1"})
            here = log.note("save", added, 303).location
            page = log.note("page", await browser.get(here), 200)
        await _pause(rush)
        here = (await _save(browser, here, page, sheet, photos, log)).location
    page = log.note("page", await browser.get(here), 200)
    await _pause(rush)
    began = perf_counter()
    sent = log.note("send", await browser.post(here, page.hidden()), 303)
    receipt = log.note("page", await browser.get(sent.location), 200)
    log.times.setdefault("send to receipt", []).append(perf_counter() - began)
    if sent.location.rpartition("/")[2] not in receipt.text:
        raise Unexpected("receipt: without its number")


async def _save(
    browser: Browser, here: str, page: Answer, sheet: Sheet, photos: list[bytes], log: Log
) -> Answer:
    fields = page.hidden() | sheet.fields
    if not sheet.photos:
        return log.note("save", await browser.post(here, fields), 303)
    files = [
        File(f"{path}.files", f"photo-{len(photos)}.jpg", "image/jpeg", photos.pop())
        for path, number in sheet.photos.items()
        for _ in range(number)
    ]
    return log.note("save with photos", await browser.post_files(here, fields, files), 303)


async def _clerk(port: int, log_file: Path, log: Log) -> None:
    """Sign in, then look at the list and export it again and again."""
    browser = Browser(port)
    try:
        await _sign_in(browser, log_file)
        while True:
            log.note("clerk: list", await browser.get("/staff/"), 200)
            log.note("clerk: export", await browser.get("/staff/applications.csv"), 200)
            await asyncio.sleep(PAUSE_OF_CLERK)
    except (Unexpected, OSError, KeyError) as error:
        log.errors[f"clerk: {error or type(error).__name__}"] += 1
    finally:
        browser.close()


async def _sign_in(browser: Browser, log_file: Path) -> None:
    login, first = PASSWORD.findall(log_file.read_bytes())[-1]
    page = expect(await browser.get("/staff/sign-in"), 200, "sign-in page")
    fields = page.hidden() | {"login": login.decode(), "password": first.decode()}
    expect(await browser.post("/staff/sign-in", fields), 303, "sign in")
    page = expect(await browser.get("/staff/password"), 200, "password page")
    new = {"current": first.decode(), "new": NEW_PASSWORD, "again": NEW_PASSWORD}
    expect(await browser.post("/staff/password", page.hidden() | new), 303, "new password")


def _print(rush: Rush, parents: int, lasted: float) -> None:
    log, size = rush.log, sum(map(len, rush.photos)) / 1e6
    rows = [
        [kind, f"{len(times):,}", *map(milliseconds, _spread(times))]
        for kind, times in log.times.items()
    ]
    shortest, longest = rush.pause
    table(
        f"The rush: {parents} parents at once, {PHOTOS} photos each ({size:.1f} MB), {shortest:g}-"
        f"{longest:g} s at a page, 2 workers, SQLite; {lasted:.1f} s",
        ("request", "number", "p50 ms", "p95 ms", "longest ms"), rows,
    )  # fmt: skip
    page = percentile(log.times.get("page", []), 0.95)
    send = percentile(log.times.get("send to receipt", []), 0.95)
    print("errors:", judged(str(log.errors.total()), not log.errors, "0"))
    for error, number in log.errors.most_common(10):
        print(f"  x{number}: {error}")
    print("page p95:", judged(f"{page:.2f} s", page <= PAGE_AIM, f"aim {PAGE_AIM:.0f} s"))
    print(
        "send to receipt p95:", judged(f"{send:.2f} s", send <= SEND_AIM, f"aim {SEND_AIM:.0f} s")
    )


def _spread(times: list[float]) -> tuple[float, float, float]:
    return percentile(times, 0.5), percentile(times, 0.95), max(times)
