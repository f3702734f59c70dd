"""Owns the rush: 300 parents at once on the club form with photos, while a clerk gives places.

One in five hands a paper in later, from the status page, while the others still send. The clerk
works on what lay in the intake before: morning's table, exports, 受付, points, tries at places.
"""

import asyncio
import random
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from bench import arrivals, servers
from bench.clerk import Clerk
from bench.client import Answer, Browser, File, Unexpected, expect
from bench.club import FORM, PHOTOS, Script, Sheet, script
from bench.load import cpu_of, percentile
from bench.photos import photo
from bench.tables import judged, milliseconds, table

# How many, and how long one reads and types at each page: from, to (seconds). The pauses are short,
# so that everybody is under way at once and most of what takes a parent twenty minutes is in two.
FULL = (300, 2.0, 8.0)
QUICK = (30, 0.2, 0.8)
LONGEST = 170.0
PAGE_AIM, SEND_AIM = 1.0, 2.0
# One in so many hands a paper in later; so many applications lie there before.
LATER, BEFORE = 5, 1000
AWAITED = re.compile(r'action="([^"]+/documents)".*?name="document" value="([^"]+)"', re.DOTALL)


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
    parents, *pause = size
    with servers.product(folder) as city_hall:
        intake = arrivals.furnish(folder, BEFORE)
        scripts = script(), script(is_later=True)
        rush = Rush(city_hall.port, scripts, [photo() for _ in range(PHOTOS)], pause, Log())
        clerk = Clerk(Browser(city_hall.port), intake, rush.log.note)
        began, busy = perf_counter(), cpu_of(city_hall.pids)
        asyncio.run(_rush(rush, clerk, folder / "server.log", parents))
        lasted, busy = perf_counter() - began, cpu_of(city_hall.pids) - busy
    _print(rush, parents, lasted)
    print(f"clerk: {clerk.runs} tries at {BEFORE:,} and more, {clerk.taken_in:,} taken in")
    print(f"server: {busy:.0f} s of CPU, {100 * busy / lasted / 2:.0f} % of two cores")
    return not rush.log.errors and clerk.runs > 0


@dataclass(frozen=True)
class Rush:
    """What parents do (at once, or with a paper later), how long they pause, and where it goes."""

    port: int
    scripts: tuple[Script, Script]
    photos: list[bytes]
    pause: list[float]
    log: Log


async def _rush(rush: Rush, clerk: Clerk, log_file: Path, parents: int) -> None:
    at_work = asyncio.create_task(_clerk(clerk, log_file, rush.log, BEFORE // 2))
    under_way = [asyncio.create_task(_parent(rush, number)) for number in range(parents)]
    _, late = await asyncio.wait(under_way, timeout=LONGEST)
    rush.log.errors[f"not sent after {LONGEST:.0f} s"] += len(late)
    for task in (at_work, *late):
        task.cancel()
    await asyncio.gather(at_work, *late, return_exceptions=True)
    rush.log.errors = +rush.log.errors


async def _parent(rush: Rush, number: int) -> None:
    browser, photos = Browser(rush.port), list(rush.photos)
    try:
        await _pause(rush)
        own = rush.scripts[number % LATER == 0]
        receipt = await _apply(browser, rush, own, photos)
        if own.later:
            await _hand_in(browser, rush, receipt, photos)
    except (Unexpected, OSError, KeyError) as error:
        rush.log.errors[str(error) or type(error).__name__] += 1
    finally:
        browser.close()


async def _pause(rush: Rush) -> None:
    await asyncio.sleep(random.uniform(*rush.pause))


async def _apply(browser: Browser, rush: Rush, own: Script, photos: list[bytes]) -> str:
    """Fill in, send, read the receipt; returns its address."""
    start, log = f"/ja/apply/{FORM}", rush.log
    page = log.note("page", await browser.get(start), 200)
    here = log.note("start", await browser.post(start, page.hidden()), 303).location
    for sheet in own.sheets:
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
    return sent.location


async def _hand_in(browser: Browser, rush: Rush, status: str, photos: list[bytes]) -> None:
    """後日提出: the paper that was put off, from the status page."""
    await _pause(rush)
    page = rush.log.note("page", await browser.get(status), 200)
    awaited = AWAITED.search(page.text)
    if awaited is None:
        raise Unexpected("status page: asks for no paper")
    address, document = awaited.groups()
    files = [
        File(f"{document}.files", f"later-{number}.jpg", "image/jpeg", body)
        for number, body in enumerate(photos)
    ]
    fields = page.hidden() | {"document": document}
    done = rush.log.note("later paper", await browser.post_files(address, fields, files), 303)
    page = rush.log.note("page", await browser.get(done.location), 200)
    if AWAITED.search(page.text):
        raise Unexpected("status page: still asks for the paper")


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


async def _clerk(clerk: Clerk, log_file: Path, log: Log, wanted: int) -> None:
    """At work until everybody has sent; whatever goes wrong is an error of the rush."""
    try:
        await clerk.sign_in(log_file)
        await clerk.work(wanted)
    except (Unexpected, OSError, KeyError) as error:
        log.errors[f"clerk: {error or type(error).__name__}"] += 1
    finally:
        clerk.browser.close()


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
