"""No cell of our files is a formula, and every spreadsheet sees UTF-8."""

import csv
import io

import pytest

from app.statistics.service.csv_text import csv_text


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", "＝1", "＋1", "－1"])
def test_what_looks_like_a_formula_gets_an_apostrophe(cell):
    (_, row) = csv.reader(io.StringIO(csv_text(["a"], [[cell]]), newline=""))
    assert row == [f"'{cell}"]


def test_a_file_begins_with_the_mark_of_utf_8_and_ends_lines_like_windows():
    assert csv_text(["区分"], [["合計"]]) == "\ufeff区分\r\n合計\r\n"


def test_numbers_and_ordinary_text_stay_as_they_are():
    assert csv_text(["a", "b"], [[-5, "𠮷 髙"]]) == "\ufeffa,b\r\n-5,𠮷 髙\r\n"
