"""Open data are the same bytes for unchanged data, and indicators only what is final."""

import csv
import io

import pytest
from sqlalchemy import text

from app.catalogue.models import Procedure
from app.statistics.service import open_indicators
from app.statistics.service.indicators import closing, editing
from tests.statistics.conftest import NOW, on_both

WHO = editing.Who("dx-1", NOW)
FILES = ("procedures.csv", "procedures.json", "arrivals.csv", "arrivals-by-month.csv",
         "indicators.csv", "indicators.json", "catalog.json")  # fmt: skip


@pytest.fixture
def engine():
    return "sqlite"


@pytest.fixture
def closed(counted, city):
    """The fiscal year 2025 closed with a count, a small count, a provisional value and a share."""
    cells = (
        {"indicator": "citizen-proposals", "value": "73"},
        {"indicator": "cocoanavi", "value": "4"},
        {"indicator": "shared-work", "value": "9", "status": "provisional"},
        {"indicator": "e-bidding", "part": "3", "whole": "60"},
    )
    with counted.writing() as session:
        for each in cells:
            figure, problems = editing.checked_figure({"period": "2025"} | each)
            assert not problems
            editing.keep_figure(session, WHO, figure)
        closing.close(session, city, WHO, 2025)
    return counted


def _told(database, city):
    with database.reading() as session:
        text = open_indicators.indicators_csv(session, city).removeprefix("\ufeff")
    rows = csv.DictReader(io.StringIO(text, newline=""))
    return {row["indicator"]: row["value"] for row in rows if row["status"] == "final"}


@on_both
@pytest.mark.parametrize("name", FILES)
def test_unchanged_data_are_the_same_bytes_at_another_time(imported, site, clock, name):
    first = site.get(f"/open-data/{name}")
    clock.advance(minutes=90)
    second = site.get(f"/open-data/{name}")
    assert first.content == second.content and first.headers["etag"] == second.headers["etag"]


@pytest.mark.parametrize("name", FILES)
def test_who_has_it_is_told_so_in_few_bytes_and_the_licence_stands_with_it(site, name):
    first = site.get(f"/open-data/{name}")
    again = site.get(f"/open-data/{name}", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert 'rel="license"' in again.headers["link"]


@on_both
def test_a_change_of_the_catalogue_changes_the_mark_and_the_time(site, counted):
    first = site.get("/open-data/procedures.json")
    with counted.writing() as session:
        row = session.get(Procedure, "citizen-001")
        row.name, row.updated_at = "出生の届", NOW.replace(hour=4)
    second = site.get(
        "/open-data/procedures.json", headers={"If-None-Match": first.headers["etag"]}
    )
    assert second.status_code == 200
    assert second.json()["generated_at"] == "2026-11-21T13:00:00+09:00"
    assert second.headers["last-modified"] == "Sat, 21 Nov 2026 04:00:00 GMT"


@on_both
def test_only_final_values_of_a_closed_year_are_published(closed, city):
    told = _told(closed, city)
    assert told["citizen-proposals"] == "73"
    assert "shared-work" not in told


def test_small_counts_and_shares_of_small_counts_are_held_back(closed, city):
    told = _told(closed, city)
    assert (told["cocoanavi"], told["e-bidding"]) == ("5未満", "5未満")


def test_what_a_section_typed_stays_in_the_house_until_the_year_is_closed(counted, city):
    with counted.writing() as session:
        typed = {"indicator": "visitors", "period": "2026-10", "value": "39549"}
        editing.keep_figure(session, WHO, editing.checked_figure(typed)[0])
    assert _told(counted, city) == {}


def test_a_record_that_was_tampered_with_is_not_published(closed, city):
    with closed.writing() as session:
        # Only who can take the database's own guard away gets this far.
        session.execute(text("DROP TRIGGER indicator_snapshots_no_update"))
        row = closing.closed(session, 2025).row
        row.body = row.body.replace('"73"', '"999"')
        session.add(row)
    assert _told(closed, city) == {}


def test_the_index_names_every_file_there_is(site):
    listed = str(site.get("/open-data/catalog.json").json())
    assert all(f"/open-data/{name}" in listed for name in FILES if name != "catalog.json")


DATED = "indicators.csv"
OLD, LATE = "Sat, 01 Jan 2000 00:00:00 GMT", "Fri, 01 Jan 2100 00:00:00 GMT"


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"if-modified-since": LATE}, 304),
        ({"if-modified-since": OLD}, 200),
        ({"if-modified-since": "yesterday"}, 200),
        ({"if-modified-since": LATE, "if-none-match": '"another"'}, 200),
        ({"if-modified-since": OLD, "if-none-match": "*"}, 304),
    ],
)
def test_the_date_of_a_file_counts_where_no_mark_was_sent(closed, site, sent, status):
    assert site.get(f"/open-data/{DATED}", headers=sent).status_code == status


def test_the_date_that_was_told_is_the_date_that_is_known(closed, site):
    told = site.get(f"/open-data/{DATED}").headers["last-modified"]
    again = site.get(f"/open-data/{DATED}", headers={"if-modified-since": told})
    assert (again.status_code, again.headers["last-modified"]) == (304, told)


def test_a_file_without_a_date_is_sent_whatever_date_is_asked(site):
    assert "last-modified" not in site.get("/open-data/arrivals.csv").headers
    answer = site.get("/open-data/arrivals.csv", headers={"if-modified-since": LATE})
    assert answer.status_code == 200
