"""Reading a file of arrivals: what is taken, and the one line each fault is told in."""

from datetime import UTC, datetime

import pytest

from app.catalogue.models import Channel
from app.statistics.service.arrivals_file import ImportProblem, read

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
HEADER = "procedure,received_at,channel\n"
MONTHLY = "procedure,month,channel,count\n"
OPENING = datetime(2023, 11, 5, 23, 30, tzinfo=UTC)


def rows_of(text):
    content = text if isinstance(text, bytes) else text.encode()
    return read("history.csv", content, procedures={"school-001", "citizen-001"}, now=NOW)


def told(text):
    with pytest.raises(ImportProblem) as problem:
        rows_of(text)
    assert "\n" not in str(problem.value)
    return str(problem.value)


@pytest.mark.parametrize(
    "written",
    [
        "2023-11-06 08:30:00", "2023/11/6 8:30", "2023-11-06T08:30:00+09:00",
        "2023-11-05T23:30:00Z", "2023-11-05 23:30:00+0000", "2023-11-06T08:30",
        "2023-11-05T18:30:00-05:00", "2023-11-06 08:30:00.999", "２０２３/１１/６ ８:３０",
    ],
)  # fmt: skip
def test_the_usual_notations_of_an_instant_are_read(written):
    (row,) = rows_of(f"{HEADER}school-001,{written},own\n")
    assert row.instant == OPENING


def test_columns_are_found_by_name_in_any_order_and_others_are_ignored():
    header = "氏名,count,channel,received_at,procedure\n"
    (row,) = rows_of(f"{header}見本 花子,3,counter,2023-11-06 08:30,school-001\n")
    assert (row.procedure, row.channel, row.count) == ("school-001", Channel.COUNTER, 3)


def test_a_byte_order_mark_and_windows_line_ends_are_accepted():
    text = f"\ufeff{HEADER}school-001,2023-11-06 08:30,own\n".replace("\n", "\r\n")
    assert len(rows_of(text)) == 1


def test_a_missing_count_is_one():
    (row,) = rows_of("procedure,received_at,channel,count\nschool-001,2023-11-06 08:30,own,\n")
    assert row.count == 1


def test_a_month_has_no_instant():
    (row,) = rows_of(f"{MONTHLY}school-001,2023/4,mail,120\n")
    assert (row.month, row.instant, row.count) == ("2023-04", None, 120)


def test_a_month_without_arrivals_is_no_fault():
    assert rows_of(f"{MONTHLY}school-001,2023-04,mail,0\n")[0].count == 0


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", "history.csv: row 1, column procedure: the file is empty"),
        ("\n\n", "history.csv: row 1, column procedure: the file is empty"),
        (HEADER,
         "history.csv: row 2, column procedure: the file has a header but no rows"),
        ("procedure,channel\nschool-001,own\n",
         "history.csv: row 1, column received_at: the column is missing"),
        ("received_at,channel\n2023-11-06 08:30,own\n",
         "history.csv: row 1, column procedure: the column is missing"),
        ("procedure,month,channel\nschool-001,2023-11,own\n",
         "history.csv: row 1, column count: the column is missing"),
        ("procedure,received_at,month,channel\n", "history.csv: row 1, column month: give "
         "received_at or month, not both"),
        ("procedure,procedure,received_at,channel\n",
         "history.csv: row 1, column procedure: the column is given twice"),
    ],
)  # fmt: skip
def test_a_faulty_file_is_told_in_one_line(text, line):
    assert told(text) == line


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ("school-999,2023-11-06 08:30,own,1", "procedure", "unknown procedure 'school-999'"),
        (",2023-11-06 08:30,own,1", "procedure", "unknown procedure ''"),
        ("school-001,2023-02-30 08:30,own,1", "received_at", "no such day or time"),
        ("school-001,2023-11-06 24:00,own,1", "received_at", "no such day or time"),
        ("school-001,2023-11-06 08:30+09:99,own,1", "received_at", "no such day or time"),
        ("school-001,2023-11-06,own,1", "received_at", "not a date with a time"),
        ("school-001,06.11.2023 08:30,own,1", "received_at", "not a date with a time"),
        ("school-001,,own,1", "received_at", "not a date with a time"),
        ("school-001,1949-11-06 08:30,own,1", "received_at", "earlier than 1950"),
        ("school-001,0001-01-01 00:00,own,1", "received_at", "no such day or time"),
        ("school-001,2026-11-21 12:00:01,own,1", "received_at", "lies in the future"),
        ("school-001,2023-11-06 08:30,online,1", "channel", "unknown channel 'online'"),
        ("school-001,2023-11-06 08:30,own,0", "count", "not a whole number"),
        ("school-001,2023-11-06 08:30,own,-1", "count", "not a whole number"),
        ("school-001,2023-11-06 08:30,own,1.5", "count", "not a whole number"),
        ("school-001,2023-11-06 08:30,own,9999999", "count", "not a whole number"),
    ],
)  # fmt: skip
def test_a_faulty_cell_is_named_by_row_and_column(cells, column, words):
    good = "school-001,2023-11-06 08:30,own,1"
    line = told(f"procedure,received_at,channel,count\n{good}\n\n{cells}\n{good}\n")
    assert line.startswith(f"history.csv: row 4, column {column}: {words}")


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ("school-001,2023-13,own,1", "month"),
        ("school-001,2026-12,own,1", "month"),
        ("school-001,November,own,1", "month"),
        ("school-001,2023-11,own,", "count"),
    ],
)
def test_a_faulty_month_is_named_by_row_and_column(cells, column):
    assert told(f"{MONTHLY}{cells}\n").startswith(f"history.csv: row 2, column {column}: ")


def test_shift_jis_bytes_are_named_by_row_and_column():
    text = f"備考,{HEADER}x,school-001,2023-11-06 08:30,own\n見本,school-001,2023-11-06 08:30,own\n"
    assert told(text.encode("cp932")).startswith("history.csv: row 1, column 1: not UTF-8")


@pytest.mark.parametrize(
    ("row", "column"),
    [("school-001,2023-11-06 08:30", "received_at"),
     ("school-001,2023-11-06 08:30,own,1,2", "channel")],
)  # fmt: skip
def test_a_row_with_too_few_or_too_many_cells_is_named(row, column):
    assert told(f"{HEADER}{row}\n").startswith(f"history.csv: row 2, column {column}: ")


@pytest.mark.parametrize("row", ['"school-001,2023-11-06 08:30,own', 'a"b",c,"d"e'])
def test_broken_quoting_is_named_by_row(row):
    assert told(f"{HEADER}{row}\n").startswith("history.csv: row 2")


def test_a_long_cell_is_not_repeated_whole():
    assert len(told(f"{HEADER}{'x' * 5000},2023-11-06 08:30,own\n")) < 200
