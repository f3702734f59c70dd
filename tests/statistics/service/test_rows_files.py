"""Single arrivals as files: to their end, in pages, and with a word where they stop before it."""

import csv
import io
import json

import pytest

from app.statistics import service
from app.statistics.models import Wish
from app.statistics.service import rows_files
from tests.statistics.conftest import FIRST, LAST, NOW, on_both

ALL = 2791


@pytest.fixture
def engine():
    return "sqlite"


@pytest.fixture
def selection(imported, city):
    with imported.reading() as session:
        return service.select(session, city, NOW, Wish(FIRST.date(), LAST.date()))


@pytest.fixture
def about(imported, city, selection):
    with imported.reading() as session:
        return rows_files.head(session, city, selection, NOW)


def _csv(pieces):
    return list(csv.reader(io.StringIO("".join(pieces).removeprefix("\ufeff"), newline="")))


@on_both
def test_a_file_has_every_arrival_once_over_its_pages(imported, about):
    pieces = list(rows_files.csv_pieces(imported, about))
    _, *rows = _csv(pieces)
    assert len(pieces) == 1 + 2 and len(rows) == ALL
    times = [row[0] for row in rows]
    assert times == sorted(times, reverse=True)
    told = json.loads("".join(rows_files.json_pieces(imported, about)))
    width = len(rows_files.COLUMNS)
    assert [[str(cell) for cell in row] for row in told["rows"]] == [row[:width] for row in rows]
    assert told["rest"] == ""


@on_both
def test_no_connection_is_held_while_a_page_is_written(imported, about):
    pieces = rows_files.csv_pieces(imported, about)
    for _ in (next(pieces), next(pieces)):
        assert imported.reader.pool.checkedout() == 0


@pytest.mark.parametrize("most", [100, 2000, 2500])
def test_where_a_file_stops_it_says_how_the_rest_is_had(imported, about, most):
    head, *rows, last = _csv(rows_files.csv_pieces(imported, about, most))
    assert len(rows) == most
    assert len(last) == len(head) and last[0].startswith(f"ここまでで{most:,}行です")
    assert f"期間の終わりを{rows[-1][0][:10]}にして" in last[0]
    told = json.loads("".join(rows_files.json_pieces(imported, about, most)))
    assert (len(told["rows"]), told["rest"]) == (most, last[0])


@pytest.mark.parametrize("most", [ALL, ALL + 1])
def test_a_file_that_is_whole_says_nothing_of_a_rest(imported, about, most):
    assert len(_csv(rows_files.csv_pieces(imported, about, most))) == 1 + ALL
    assert json.loads("".join(rows_files.json_pieces(imported, about, most)))["rest"] == ""


def test_a_workbook_says_how_many_there_are_and_where_the_others_are(imported, city, selection):
    with imported.reading() as session:
        part = rows_files.export(session, city, selection, NOW, most=100)
        whole = rows_files.export(session, city, selection, NOW)
    assert len(part.table.rows) == 101 and "CSVかJSONで保存する" in str(part.table.rows[-1][0])
    assert len(whole.table.rows) == ALL
    assert whole.table.note.startswith("この条件で届いた申請は2,791件です。")


def test_no_arrivals_are_a_file_of_its_head(imported, city):
    with imported.reading() as session:
        nothing = service.select(
            session, city, NOW, Wish(FIRST.date(), FIRST.date(), "citizen-001")
        )
        about = rows_files.head(session, city, nothing, NOW)
    assert len(_csv(rows_files.csv_pieces(imported, about))) == 1
    assert json.loads("".join(rows_files.json_pieces(imported, about)))["rows"] == []
