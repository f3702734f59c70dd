"""Open data as a whole: what is published together gives away no small cell."""

import csv
import io
from datetime import UTC, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import city as cities
from app.accounts.models import Role
from app.statistics.service.open_data import publishable
from app.statistics.service.open_index import index, months_csv, summed

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
PARTS = st.tuples(st.integers(0, 14), st.integers(0, 14)).filter(any)


@pytest.fixture
def engine():
    return "sqlite"


def published(month):
    """Every equation that both files publish of one month: (which cells are added, the sum)."""
    told, size = [publishable(*parts) for parts in month], 2 * len(month)
    found = []
    for place, cells in enumerate(told):
        for which, cell in zip(((0,), (1,), (0, 1)), cells, strict=True):
            found.append(([2 * place + part for part in which], cell))
    for which, column in zip(((0,), (1,), (0, 1)), zip(*told, strict=True), strict=True):
        added = [2 * place + part for place in range(len(month)) for part in which]
        found.append((added, summed(column)))
    return [
        [Fraction(number in added) for number in range(size)]
        for added, cell in found
        if isinstance(cell, int)
    ]


def rank(rows):
    rows, found = [list(row) for row in rows], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((n for n in range(found, len(rows)) if rows[n][column]), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        for n in range(found + 1, len(rows)):
            factor = rows[n][column] / rows[found][column]
            rows[n] = [a - factor * b for a, b in zip(rows[n], rows[found], strict=True)]
        found += 1
    return found


def follows(rows, wanted):
    """Whether a sum can be worked out from published ones by any adding and subtracting."""
    return rank([*rows, wanted]) == rank(rows)


@given(st.lists(PARTS, min_size=1, max_size=4))
def test_no_cell_under_five_can_be_worked_out_from_all_that_is_published(month):
    rows, size = published(month), 2 * len(month)
    for place, parts in enumerate(month):
        targets = [([2 * place], parts[0]), ([2 * place + 1], parts[1]),
                   ([2 * place, 2 * place + 1], sum(parts))]  # fmt: skip
        for added, count in targets:
            if count < 5:
                wanted = [Fraction(number in added) for number in range(size)]
                assert not follows(rows, wanted)


def test_the_proof_sees_a_leak_where_there_is_one():
    whole, one = [Fraction(1), Fraction(1)], [Fraction(1), Fraction(0)]
    assert follows([whole, one], [Fraction(0), Fraction(1)])


def test_the_sums_of_a_month_are_those_of_its_procedures(counted, city):
    with counted.reading() as session:
        text = months_csv(session, city, NOW)
    assert list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))) == []
    assert (summed((7, 12)), summed((7, "5未満")), summed((7, "X"))) == (19, "X", "X")


def test_the_index_names_files_by_the_citys_code_and_its_licence():
    told = index(cities.load("koriyama"), "https://example.jp")
    assert {each["dct:identifier"] for each in told["dcat:dataset"]} == {
        "072036_procedures", "072036_arrivals", "072036_arrivals-by-month",
        "072036_indicators",
    }  # fmt: skip
    assert all("creativecommons.org/licenses/by/4.0" in each["dct:license"]
               for each in told["dcat:dataset"])  # fmt: skip


def test_every_file_of_the_index_is_there_and_the_same_each_time(site, signed_in):
    assert signed_in(Role.CLERK)
    for each in site.get("/open-data/catalog.json").json()["dcat:dataset"]:
        for file in each["dcat:distribution"]:
            if "json" not in file["dcat:mediaType"]:
                first, second = site.get(file["dcat:accessURL"]), site.get(file["dcat:accessURL"])
                assert first.status_code == 200 and first.content == second.content
                assert first.content.startswith(b"\xef\xbb\xbf") is (
                    "bom=0" not in first.url.query.decode()
                )
                assert 'rel="license"' in first.headers["link"]
