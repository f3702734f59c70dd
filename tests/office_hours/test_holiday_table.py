"""The official file laid over the computed holidays."""

from datetime import date

import pytest

from app.office_hours.holiday_table import COMPUTED, HolidayFileError, parse_cao_csv
from app.office_hours.holidays import holidays_of

HEADER = "国民の祝日・休日月日,国民の祝日・休日名称"


def written(*years, drop=(), add=(), header=HEADER):
    rows = [header] if header else []
    for year in years:
        rows += [
            f"{day.year}/{day.month}/{day.day},{name}"
            for day, name in holidays_of(year).items()
            if day not in drop
        ]
    return "\r\n".join([*rows, *add, ""])


@pytest.mark.parametrize("encoding", ["cp932", "utf-8", "utf-8-sig"])
def test_the_file_is_read_in_either_encoding(encoding):
    table = parse_cao_csv(written(2026, 2027).encode(encoding))
    assert table.years == (2026, 2027)
    assert table.name(date(2026, 9, 23)) == "秋分の日"


def test_the_file_rules_for_the_years_it_covers():
    content = written(2026, drop=[date(2026, 8, 11)], add=["2026/8/12,見本の日"])
    table = parse_cao_csv(content.encode("cp932"))
    assert table.name(date(2026, 8, 11)) is None
    assert table.name(date(2026, 8, 12)) == "見本の日"


def test_years_outside_the_file_are_computed():
    table = parse_cao_csv(written(2026).encode())
    assert table.name(date(2027, 8, 11)) == "山の日"
    assert COMPUTED.name(date(2026, 9, 22)) == "国民の休日"


def test_a_year_cut_off_in_the_file_is_computed_and_not_opened_on_lost_holidays():
    cut = written(2026, 2027, drop=[date(2027, 11, 3), date(2027, 11, 23)])
    table = parse_cao_csv(cut.encode())
    assert table.years == (2026,)
    assert table.name(date(2027, 11, 3)) == "文化の日"


def test_a_file_without_its_header_row_is_read():
    assert parse_cao_csv(written(2026, header="").encode()).years == (2026,)


def test_what_the_file_changes_is_told_before_it_rules():
    content = written(2026, drop=[date(2026, 8, 11)], add=["2026/8/12,見本の日"])
    assert parse_cao_csv(content.encode()).differences() == (
        (date(2026, 8, 11), "山の日", None),
        (date(2026, 8, 12), None, "見本の日"),
    )


def test_a_file_that_agrees_changes_nothing():
    assert parse_cao_csv(written(2025, 2026).encode()).differences() == ()


def test_a_new_file_is_due_when_the_last_covered_year_has_come():
    table = parse_cao_csv(written(2026, 2027).encode())
    assert not table.ends_by(date(2026, 12, 31))
    assert table.ends_by(date(2027, 1, 1))
    assert not COMPUTED.ends_by(date(2027, 1, 1))


@pytest.mark.parametrize(
    ("add", "problem"),
    [
        ("2026-12-01,見本の日", "row 20: not a date like 2026/1/1: '2026-12-01'"),
        ("2026/2/30,見本の日", "not a date"),
        ("1900/1/1,見本の日", "year 1900 is out of range"),
        ("2026/12/1", "a row is a date and a name"),
        ("2026/12/1,", "a row is a date and a name"),
        ("2026/1/1,別の日", "given twice"),
    ],
)
def test_a_row_that_cannot_be_read_is_named(add, problem):
    with pytest.raises(HolidayFileError, match=problem):
        parse_cao_csv(written(2026, add=[add]).encode())


@pytest.mark.parametrize(
    "content",
    [
        b"",
        HEADER.encode(),
        b"\xff\xfe\x00\x81",
        b"2026/1/1,x\r\n",
        b"2026/1/1,x\r\n2026/11/23,y\r\n",
        b"a" * 1_000_001,
    ],
)
def test_a_file_that_covers_no_year_is_refused(content):
    with pytest.raises(HolidayFileError):
        parse_cao_csv(content)
