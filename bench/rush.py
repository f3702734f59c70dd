"""Owns the rush: 300 parents at once on the club form with photos, while a clerk exports."""

import asyncio
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

PARENTS, PARENTS_QUICK = 300, 30
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


def run(folder: Path, parents: int) -> bool:
    """Run the rush on SQLite and print; says whether there was no error."""
    script, photos = sheets(), [photo() for _ in range(PHOTOS)]
    log, began = Log(), 0.0
    with servers.product(folder) as city_hall:
        asyncio.run(
            closed_loop(visits.product, city_hall.port, users=8, seconds=2, pids=[])
        )  # the list the clerk exports is not empty
        began = perf_counter()
        asyncio.run(_rush(city_hall.port, folder / "server.log", parents, script, photos, log))
        lasted = perf_counter() - began
    _print(log, parents, lasted, sum(map(len, photos)))
    return not log.errors


async def _rush(
    port: int, log_file: Path, parents: int, script: list[Sheet], photos: list[bytes], log: Log
) -> None:
    clerk = asyncio.create_task(_clerk(port, log_file, log))
    await asyncio.gather(*(_parent(port, script, photos, log) for _ in range(parents)))
    clerk.cancel()
    await asyncio.gather(clerk, return_exceptions=True)


async def _parent(port: int, script: list[Sheet], photos: list[bytes], log: Log) -> None:
    browser = Browser(port)
    try:
        await _apply(browser, script, list(photos), log)
    except (Unexpected, OSError, KeyError) as error:
        log.errors[str(error) or type(error).__name__] += 1
    finally:
        browser.close()


async def _apply(browser: Browser, script: list[Sheet], photos: list[bytes], log: Log) -> None:
    start = f"/ja/apply/{FORM}"
    page = log.note("page", await browser.get(start), 200)
    here = log.note("start", await browser.post(start, page.hidden()), 303).location
    for sheet in script:
        page = log.note("page", await browser.get(here), 200)
        for _ in range(sheet.adds):
            added = await browser.post(here, page.hidden() | {"_add": "1"})
            here = log.note("save", added, 303).location
            page = log.note("page", await browser.get(here), 200)
        here = (await _save(browser, here, page, sheet, photos, log)).location
    page = log.note("page", await browser.get(here), 200)
    began = perf_counter()
    sent = log.note("send", await browser.post(here, page.hidden()), 303)
    receipt = log.note("page", await browser.get(sent.location), 200)
    log.times.setdefault("send to receipt", []).append(perf_counter() - began)
    if receipt.text.count(sent.location.rpartition("/")[2]) < 1:
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


def _print(log: Log, parents: int, lasted: float, each: int) -> None:
    head = ("request", "number", "p50 ms", "p95 ms", "longest ms")
    rows = [
        [
            kind, f"{len(times):,}", milliseconds(percentile(times, 0.5)),
            milliseconds(percentile(times, 0.95)), milliseconds(max(times)),
        ]
        for kind, times in log.times.items()
    ]  # fmt: skip
    size = each / 1e6
    table(
        f"The rush: {parents} parents at once without a pause, {PHOTOS} photos each "
        f"({size:.1f} MB), 2 workers, SQLite; {lasted:.1f} s",
        head, rows,
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
