"""Open data: nobody is revealed, and nothing unconfirmed is told as a fact."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.models import Procedure
from app.journal import service as journal
from app.journal.models import Event
from app.office_hours import classify
from app.statistics import service
from app.statistics.service.open_data import publishable

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
INSIDE = datetime(2026, 10, 5, 1, 0, tzinfo=UTC)
OUTSIDE = datetime(2026, 10, 5, 12, 0, tzinfo=UTC)


def arrive(database, profile, moment, count, procedure="school-001"):
    with database.writing() as session:
        journal.record(
            session, moment, event=Event.ARRIVED, procedure=procedure, count=count,
            arrival=classify(moment, profile),
        )  # fmt: skip


def rows(text):
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def arrivals(database, city):
    with database.reading() as session:
        return rows(service.arrivals_csv(session, city, NOW))


@given(st.integers(0, 60), st.integers(0, 60))
def test_no_small_cell_is_published_nor_can_be_subtracted(outside, inside):
    told = publishable(outside, inside)
    numbers = [cell for cell in told if isinstance(cell, int)]
    assert all(number >= 5 for number in numbers)
    assert len(numbers) in (0, 1, 3)


@given(st.integers(5, 60), st.integers(0, 60), st.integers(0, 60))
def test_what_is_published_of_one_sum_does_not_tell_which_part_is_small(total, first, second):
    small = [part for part in (first % (total + 1), second % (total + 1))
             if min(part, total - part) < 5]  # fmt: skip
    assert len({publishable(part, total - part) for part in small}) <= 1


def test_large_months_are_published_as_they_are(counted, city, profile):
    arrive(counted, profile, OUTSIDE, 12)
    arrive(counted, profile, INSIDE, 7)
    (row,) = arrivals(counted, city)
    assert (row["month"], row["procedure"]) == ("2026-10", "school-001")
    assert (row["off_hours"], row["in_hours"], row["total"]) == ("12", "7", "19")


def test_a_small_part_hides_the_other_too(counted, city, profile):
    arrive(counted, profile, OUTSIDE, 12)
    arrive(counted, profile, INSIDE, 4)
    (row,) = arrivals(counted, city)
    assert (row["off_hours"], row["in_hours"], row["total"]) == ("X", "X", "16")


def test_a_small_month_tells_no_number(counted, city, profile):
    arrive(counted, profile, OUTSIDE, 4)
    (row,) = arrivals(counted, city)
    assert (row["off_hours"], row["in_hours"], row["total"]) == ("5未満",) * 3


def test_the_running_month_is_not_published(counted, city, profile):
    arrive(counted, profile, datetime(2026, 10, 31, 15, 0, tzinfo=UTC), 50)
    assert arrivals(counted, city) == []


def test_a_month_ends_at_midnight_in_tokyo(counted, city, profile):
    arrive(counted, profile, datetime(2026, 9, 30, 14, 59, 59, tzinfo=UTC), 50)
    arrive(counted, profile, datetime(2026, 9, 30, 15, 0, tzinfo=UTC), 60)
    assert [(row["month"], row["total"]) for row in arrivals(counted, city)] == [
        ("2026-09", "50"), ("2026-10", "60"),
    ]  # fmt: skip


def test_a_procedure_that_is_not_public_is_in_no_public_list(counted, city, profile):
    arrive(counted, profile, OUTSIDE, 50, procedure="survey-1")
    assert arrivals(counted, city) == []
    with counted.reading() as session:
        assert "survey-1" not in service.procedures_csv(session, city)


@pytest.mark.parametrize("confirmed", [True, False])
def test_what_a_section_has_not_confirmed_is_left_empty(counted, city, confirmed):
    with counted.writing() as session:
        row = session.get(Procedure, "school-001")
        row.fee, row.processing_days = "300円", "10日"
        if confirmed:
            row.confirmed_by, row.confirmed_on = "見本 花子", date(2026, 4, 1)
        session.add(row)
    with counted.reading() as session:
        (told,) = [
            each
            for each in rows(service.procedures_csv(session, city))
            if each["code"] == "school-001"
        ]
    assert (told["fee"], told["processing_days"]) == (("300円", "10日") if confirmed else ("", ""))
    assert told["confirmed_on"] == ("2026-04-01" if confirmed else "")


def test_the_name_of_who_confirmed_is_not_published(counted, city):
    with counted.writing() as session:
        row = session.get(Procedure, "school-001")
        row.confirmed_by, row.confirmed_on = "見本 花子", date(2026, 4, 1)
        session.add(row)
    with counted.reading() as session:
        assert "見本 花子" not in service.procedures_csv(session, city)
        assert "見本 花子" not in str(service.procedures_json(session, city))


def test_withdrawn_procedures_are_not_listed(counted, city):
    with counted.writing() as session:
        row = session.get(Procedure, "school-001")
        row.withdrawn_at = NOW - timedelta(days=1)
        session.add(row)
    with counted.reading() as session:
        told = service.procedures_json(session, city)
    assert [item["code"] for item in told["items"]] == ["citizen-001"]
    assert told["total"] == 1


def test_json_has_lists_where_a_cell_has_several_values(counted, city):
    with counted.writing() as session:
        row = session.get(Procedure, "school-001")
        row.channels = "own; counter"
        session.add(row)
    with counted.reading() as session:
        items = service.procedures_json(session, city)["items"]
    assert items[1]["channels"] == ["own", "counter"]


def test_code_is_the_first_column(counted, city):
    with counted.reading() as session:
        assert service.procedures_csv(session, city).startswith("\ufeffcode,name,")
