"""Importing arrivals: whole or not at all, once, stamped, and out again."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from app.calendar import service as calendar
from app.journal.models import Fact
from app.journal.service import UnknownBatch
from app.office_hours import WeeklyPattern
from app.statistics import service
from app.statistics.kpis import usage_rate
from app.statistics.service import ImportProblem, folding
from app.statistics.service.indicators import plan
from tests.clock import FakeClock


def facts_of(database):
    with database.reading() as session:
        return list(session.exec(select(Fact)))


def write(path, text):
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def two_rows(tmp_path):
    return write(
        tmp_path / "two.csv",
        "procedure,received_at,channel\n"
        "school-001,2023-11-06 08:30:00,own\nschool-001,2023-11-06 22:00:00,own\n",
    )


def test_an_import_says_how_many_came_outside_and_inside(counted, city, clock, koriyama_2023):
    told = service.import_arrivals(counted, city, clock, koriyama_2023)
    assert told[0] == "added 2791 applications in 2791 rows"
    assert told[1] == "outside office hours 1930, inside 861, without a time 0"


def test_the_same_file_again_adds_nothing_and_says_so(counted, city, clock, two_rows):
    service.import_arrivals(counted, city, clock, two_rows)
    told = service.import_arrivals(counted, city, clock, two_rows)
    assert told[0].startswith("added 0: these rows are already imported")
    assert len(facts_of(counted)) == 2


def test_the_same_rows_in_another_order_and_notation_are_the_same_batch(
    counted, city, clock, tmp_path
):
    first = write(
        tmp_path / "a.csv",
        "procedure,received_at,channel\n"
        "school-001,2023-11-06 08:30:00,own\ncitizen-001,2023-11-07 09:00:00,own\n",
    )
    second = write(
        tmp_path / "b.csv",
        "channel,count,procedure,received_at\n"
        "own,1,citizen-001,2023/11/7 9:00\nown,,school-001,2023-11-05T23:30:00Z\n",
    )
    service.import_arrivals(counted, city, clock, first)
    assert service.import_arrivals(counted, city, clock, second)[0].startswith("added 0")


def test_two_equal_rows_are_two_applications(counted, city, clock, tmp_path):
    row = "school-001,2023-11-06 08:30:00,own\n"
    path = write(tmp_path / "a.csv", f"procedure,received_at,channel\n{row}{row}")
    assert service.import_arrivals(counted, city, clock, path)[0].startswith("added 2")


def test_a_fault_in_the_last_row_leaves_nothing_behind(counted, city, clock, koriyama_2023):
    text = koriyama_2023.read_text(encoding="utf-8") + "school-001,2099-01-01 00:00,own\n"
    with pytest.raises(ImportProblem, match=r"row 2793, column received_at: lies in the future"):
        service.import_arrivals(counted, city, clock, write(koriyama_2023, text))
    assert facts_of(counted) == []
    assert service.list_batches(counted) == ["no batches"]


def test_a_missing_file_is_told_in_one_line(counted, city, clock, tmp_path):
    with pytest.raises(ImportProblem, match=r"/none.csv: no such file or directory$"):
        service.import_arrivals(counted, city, clock, tmp_path / "none.csv")


def test_a_folder_is_not_a_file(counted, city, clock, tmp_path):
    with pytest.raises(ImportProblem, match="is a directory"):
        service.import_arrivals(counted, city, clock, tmp_path)


def test_imported_facts_carry_stamp_section_and_batch(counted, city, clock, tmp_path, profile):
    path = write(
        tmp_path / "a.csv", "procedure,received_at,channel\nschool-001,2023-11-23 10:00,own\n"
    )
    service.import_arrivals(counted, city, clock, path)
    (fact,) = facts_of(counted)
    assert (fact.in_hours, fact.reason) == (False, "holiday")
    assert (fact.section, fact.calendar_version) == ("school", profile.version)
    assert fact.batch


def test_a_withdrawn_batch_can_be_imported_again(counted, city, clock, two_rows):
    *_, line = service.import_arrivals(counted, city, clock, two_rows)
    ident = line.removeprefix("batch ")
    service.withdraw_batch(counted, clock, ident)
    told = service.import_arrivals(counted, city, clock, two_rows)
    assert told[0].startswith("added 2")


def test_the_list_says_which_batches_count(counted, city, clock, two_rows):
    *_, line = service.import_arrivals(counted, city, clock, two_rows)
    ident = line.removeprefix("batch ")
    assert "counted" in service.list_batches(counted)[0]
    service.withdraw_batch(counted, clock, ident[:12])
    (listed,) = service.list_batches(counted)
    assert listed.startswith(ident)
    assert "withdrawn" in listed
    assert "2 applications" in listed


@pytest.mark.parametrize("is_folded", [False, True])
def test_a_month_with_a_count_of_0_is_known_until_it_is_withdrawn(
    counted, city, clock, tmp_path, is_folded
):
    path = write(
        tmp_path / "months.csv",
        "procedure,month,channel,count\nschool-001,2026-05,counter,0\n"
        "school-001,2026-05,own,7\nschool-001,2026-06,own,5\n",
    )
    told = service.import_arrivals(counted, city, clock, path)
    assert told[:3] == [
        "added 12 applications in 3 rows",
        "outside office hours 0, inside 0, without a time 12",
        "reported without any application: 1 rows",
    ]
    for known in ({"school-001": (7, 7)}, {}):
        if is_folded:
            folding.fold(counted, FakeClock(clock.now() + timedelta(hours=1)))
        with counted.reading() as session:
            span = plan.span_of(session, city, clock.now(), 2026)
            assert usage_rate.counted(session, span) == known
        if known:
            service.withdraw_batch(counted, clock, told[-1].removeprefix("batch "))


def test_an_unknown_batch_cannot_be_withdrawn(counted, clock):
    with pytest.raises(UnknownBatch):
        service.withdraw_batch(counted, clock, "0" * 64)


def test_arrivals_of_a_time_with_other_hours_are_judged_by_the_version_that_is_named(
    counted, city, clock, koriyama_2023, profile
):
    fewer = replace(profile, weekly=WeeklyPattern.parse({"mon": ["09:00-12:00"]}))
    with counted.writing() as session:
        calendar.record_version(session, fewer, clock.now(), actor="test")
    told = service.import_arrivals(counted, city, clock, koriyama_2023, profile.version)
    assert told[1] == "outside office hours 1930, inside 861, without a time 0"
    assert told[2].startswith(f"judged by the hours 平日8:30-17:15 (version {profile.version};")


def test_an_unknown_version_of_the_hours_is_refused_with_those_there_are(
    counted, city, clock, two_rows, profile
):
    with pytest.raises(ImportProblem, match=f"no version none; there are {profile.version}"):
        service.import_arrivals(counted, city, clock, two_rows, "none")
    assert facts_of(counted) == []
