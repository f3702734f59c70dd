"""Owns the first visit of the home page: requests and bytes as they travel to an empty browser."""

import asyncio
import re
from urllib.parse import urljoin, urlsplit

from bench.client import Answer, Browser, expect
from bench.tables import judged, table

MOST_BYTES, MOST_REQUESTS = 45_000, 8
# What a browser fetches by itself: sheets, scripts, pictures, icons, the manifest.
TAGS = re.compile(r"<(link|script|img|source|use)\b([^>]*)>")
SOURCE = re.compile(r'\b(?:href|src)="([^"]+)"')
FETCHED_LINKS = ("stylesheet", "icon", "manifest", "preload", "modulepreload", "apple-touch-icon")
IN_SHEET = re.compile(r'url\(["\']?([^"\')]+)["\']?\)|@import\s+["\']([^"\']+)["\']')


def run(port: int) -> bool:
    """Fetch home and all it needs, print, and say whether both limits hold."""
    found = asyncio.run(_fetch(port))
    total = sum(size for _, size in found)
    rows = [[path, f"{size:,}"] for path, size in found]
    table("First visit of home: bytes on the wire, headers included", ("request", "bytes"), rows)
    met = total <= MOST_BYTES and len(found) <= MOST_REQUESTS
    target = f"at most {MOST_BYTES:,} bytes in {MOST_REQUESTS} requests"
    print("first visit:", judged(f"{total:,} bytes in {len(found)} requests", met, target))
    return met


async def _fetch(port: int) -> list[tuple[str, int]]:
    browser = Browser(port)
    found: dict[str, int] = {}
    try:
        first = await browser.get("/")
        found["/"] = _size(first)
        home = urljoin("/", first.headers.get("location", "/ja/"))
        ahead = [home]
        while ahead:
            path = ahead.pop(0)
            if path in found:
                continue
            answer = expect(await browser.get(path), 200, path)
            found[path] = _size(answer)
            ahead += [urljoin(path, each) for each in _needs(answer) if _is_own(each)]
    finally:
        browser.close()
    return list(found.items())


def _size(answer: Answer) -> int:
    heads = sum(len(name) + len(value) + 4 for name, value in answer.headers.items())
    cookies = sum(len(each) + 14 for each in answer.cookies)
    return heads + cookies + 19 + len(answer.raw)


def _needs(answer: Answer) -> list[str]:
    kind = answer.headers.get("content-type", "")
    if kind.startswith("text/css"):
        return [one or two for one, two in IN_SHEET.findall(answer.text)]
    if not kind.startswith("text/html"):
        return []
    needed: list[str] = []
    for tag, rest in TAGS.findall(answer.text):
        relations = re.search(r'rel="([^"]*)"', rest)
        is_fetched = relations and any(r in FETCHED_LINKS for r in relations[1].split())
        if (tag != "link" or is_fetched) and (source := SOURCE.search(rest)):
            needed.append(source[1].partition("#")[0])
    return [each for each in needed if each]


def _is_own(address: str) -> bool:
    parts = urlsplit(address)
    return not parts.netloc and parts.scheme in ("", "http", "https")
