"""Intakes: whose they are, what can be set, and that every change says why."""

from datetime import UTC, datetime

import pytest

from app.applications.models import Intake

NEW = {
    "procedure": "school-001", "name": "令和9年度 見本の募集", "target_year": "令和9",
    "opens_day": "2026-11-06", "opens_time": "8:30",
    "closes_day": "令和8年11月30日", "closes_time": "17:15",
    "documents_day": "", "documents_time": "", "release_day": "", "release_time": "", "quota": "",
}  # fmt: skip


def test_a_new_intake_keeps_its_clock_times(desk, clerk):
    assert clerk.post("/staff/intakes/new", NEW).status_code == 303
    (made,) = desk.office.rows(Intake, Intake.name == NEW["name"])
    assert made.opens_at == datetime(2026, 11, 5, 23, 30, tzinfo=UTC)
    assert made.closes_at == datetime(2026, 11, 30, 8, 15, tzinfo=UTC)
    assert made.target_year == 2027


def test_the_last_minute_of_a_day_is_its_end(desk, clerk):
    clerk.post("/staff/intakes/new", NEW | {"closes_time": "23:59"})
    (made,) = desk.office.rows(Intake, Intake.name == NEW["name"])
    assert made.closes_at == datetime(2026, 11, 30, 14, 59, 59, tzinfo=UTC)


def test_what_was_typed_stays_in_the_page_when_something_is_wrong(desk, clerk):
    answer = clerk.post("/staff/intakes/new", NEW | {"opens_time": "いつか"})
    assert answer.status_code == 422
    assert 'value="いつか"' in answer.text


@pytest.mark.parametrize(
    "wrong",
    [{"closes_day": "2026-11-01"}, {"target_year": "来年"}, {"quota": "たくさん"}, {"name": ""}],
)
def test_terms_that_cannot_stand_are_refused(desk, clerk, wrong):
    assert clerk.post("/staff/intakes/new", NEW | wrong).status_code == 422


def test_an_intake_for_a_foreign_procedure_is_not_found(desk, stranger):
    assert stranger.post("/staff/intakes/new", NEW).status_code == 404


def test_the_list_holds_the_own_sections_only(desk, stranger, sample_intakes):
    assert sample_intakes[0].name not in stranger.get("/staff/intakes").text


def test_a_foreign_intake_is_not_found(desk, stranger, sample_intakes):
    assert stranger.get(f"/staff/intakes/{sample_intakes[0].id}").status_code == 404
    assert stranger.post(f"/staff/intakes/{sample_intakes[0].id}", NEW).status_code == 404


def test_the_form_shows_an_intake_as_it_can_be_typed_again(desk, clerk, sample_intakes):
    text = clerk.get(f"/staff/intakes/{sample_intakes[0].id}").text
    assert 'name="closes_time" value="23:59"' in text


def test_an_extension_is_written_down_with_its_reason(desk, clerk, sample_intakes):
    address = f"/staff/intakes/{sample_intakes[0].id}"
    later = NEW | {"closes_day": "2027-01-31", "reason": "停電のため"}
    assert clerk.post(address, later).status_code == 303
    (entry,) = desk.audited("intake_changed")
    assert "closes_at:" in entry.detail
    assert "停電のため" in entry.detail


def test_a_change_without_a_reason_is_refused(desk, clerk, sample_intakes):
    address = f"/staff/intakes/{sample_intakes[0].id}"
    assert clerk.post(address, NEW).status_code == 422
