"""Owns the search: how long its page takes, whether what is wanted is among the first five."""

import asyncio
import csv
import json
from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlencode

from bench.client import Browser, expect
from bench.load import percentile
from bench.servers import ROOT
from bench.tables import judged, milliseconds, table

QUERIES = ROOT / "tests" / "catalogue" / "search_queries.tsv"
FIRST, SHARE, MOST_SECONDS = 5, 0.95, 0.010
ROUNDS = 2


@dataclass(frozen=True)
class Query:
    """What somebody typed, of what kind it is, and the codes any of which answers it."""

    kind: str
    text: str
    wanted: frozenset[str]


def queries() -> list[Query]:
    """The list written before the search was tuned."""
    with QUERIES.open(encoding="utf-8", newline="") as file:
        return [
            Query(row["kind"], row["query"], frozenset(row["wanted"].split(";")))
            for row in csv.DictReader(file, delimiter="\t")
        ]


def run(port: int) -> bool:
    """Ask everything, print, and say whether time and quality hold."""
    asked = queries()
    times, found = asyncio.run(_ask(port, asked))
    misses = [
        (query, codes) for query, codes in zip(asked, found, strict=True)
        if not query.wanted & set(codes)
    ]  # fmt: skip
    rows = [
        ["search page, one user", f"{len(times):,}", milliseconds(percentile(times, 0.5)),
         milliseconds(percentile(times, 0.95)), milliseconds(max(times))]
    ]  # fmt: skip
    table(
        "Search: time to the last byte", ("request", "number", "p50 ms", "p95 ms", "max ms"), rows
    )
    slow = percentile(times, 0.95)
    is_fast = judged(f"{milliseconds(slow)} ms", slow <= MOST_SECONDS, "at most 10 ms")
    print("search page p95:", is_fast)
    share = 1 - len(misses) / len(asked)
    _print_quality(asked, misses)
    print("search quality:", judged(f"{share:.1%}", share >= SHARE, f"at least {SHARE:.0%}"))
    return slow <= MOST_SECONDS and share >= SHARE


async def _ask(port: int, asked: list[Query]) -> tuple[list[float], list[list[str]]]:
    browser, times, found = Browser(port), list[float](), list[list[str]]()
    try:
        for query in asked:
            about = urlencode({"q": query.text, "limit": FIRST})
            answer = expect(await browser.get(f"/api/v1/procedures?{about}"), 200, query.text)
            found.append([item["code"] for item in json.loads(answer.text)["items"]])
        for _ in range(ROUNDS):
            for query in asked:
                path = f"/ja/procedures?{urlencode({'q': query.text})}"
                times.append(expect(await browser.get(path), 200, query.text).seconds)
    finally:
        browser.close()
    return times, found


def _print_quality(asked: list[Query], misses: list[tuple[Query, list[str]]]) -> None:
    every = Counter(query.kind for query in asked)
    missed = Counter(query.kind for query, _ in misses)
    rows = [[kind, str(number), str(number - missed[kind])] for kind, number in every.items()]
    head = ("kind of query", "asked", f"wanted code among the first {FIRST}")
    table("Search: quality over tests/catalogue/search_queries.tsv", head, rows)
    for query, codes in misses:
        wanted = ", ".join(sorted(query.wanted))
        print(
            f"missed: {query.text} ({query.kind}): wanted {wanted}; got {', '.join(codes) or '—'}"
        )
