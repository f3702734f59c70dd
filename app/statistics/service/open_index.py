"""Owns what open data there is: the index of data sets (after DCAT) and sums over procedures.

A sum is published only where every cell it is made of is published, so that it tells nothing that
could not be added up from them; what is held back cannot be found by subtraction.
"""

from collections import defaultdict
from datetime import UTC, datetime
from typing import Final

from sqlmodel import Session

from app.city import City
from app.clock import to_jst
from app.statistics import store
from app.statistics.models import DEFAULT_CHANNELS, Cell
from app.statistics.open_sets import SETS
from app.statistics.service.csv_text import BOM, csv_text
from app.statistics.service.open_data import HELD_BACK, publishable

LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/legalcode.ja"
MONTH_COLUMNS: Final = (
    "municipality_code", "month", "off_hours", "in_hours", "total", "unit",
)  # fmt: skip
_TYPES: Final = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


def months_csv(session: Session, city: City, now: datetime) -> str:
    """Whole months: the sums of the arrivals of all public procedures, or that they are held back.

    The months and procedures are those of `arrivals_csv`.
    """
    this_month = to_jst(now).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    counts = store.by_month(session, DEFAULT_CHANNELS, this_month.astimezone(UTC))
    by_month: dict[str, list[tuple[Cell, Cell, Cell]]] = defaultdict(list)
    for month, _, outside, inside in counts:
        by_month[month].append(publishable(outside, inside))
    rows = (
        (city.code, month, *(summed(column) for column in zip(*cells, strict=True)), "件")
        for month, cells in by_month.items()
    )
    return csv_text(MONTH_COLUMNS, rows)


def summed(cells: tuple[Cell, ...]) -> Cell:
    """The sum of published cells; held back where one of them is."""
    numbers = [cell for cell in cells if isinstance(cell, int)]
    return sum(numbers) if len(numbers) == len(cells) else HELD_BACK


def without_mark(text: str, bom: str) -> str:
    """The file without its byte order mark where `bom` is 0."""
    return text.removeprefix(BOM) if bom == "0" else text


def index(city: City, base: str) -> dict[str, object]:
    """The data sets in the words of DCAT; the same for as long as the product is the same."""
    return {
        "@context": {"dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/"},
        "@type": "dcat:Catalog",
        "dct:title": f"{city.name} てのひら市役所 オープンデータ",
        "dct:publisher": {"name": city.name, "identifier": city.code},
        "dct:license": LICENCE,
        "dct:language": "ja",
        "dcat:dataset": [
            {
                "@type": "dcat:Dataset",
                "dct:identifier": f"{city.code}_{name}",
                "dct:title": title,
                "dct:description": about,
                "dct:license": LICENCE,
                "attribution": f"出典：{city.name}「{title}」",
                "dcat:distribution": [
                    each for kind in kinds for each in _files(city, base, name, kind)
                ],
            }
            for name, title, about, kinds in SETS
        ],
    }


def _files(city: City, base: str, name: str, kind: str) -> list[dict[str, str]]:
    marks = (("", "BOMあり"), ("?bom=0", "BOMなし")) if kind == "csv" else (("", ""),)
    return [
        {
            "@type": "dcat:Distribution",
            "dct:title": f"{city.code}_{name}.{kind}{f'（{told}）' if told else ''}",
            "dcat:accessURL": f"{base}/open-data/{name}.{kind}{query}",
            "dcat:mediaType": _TYPES[kind],
        }
        for query, told in marks
    ]
