"""Monday 8:30: many applications are taken in at once, siblings and likes lie side by side."""

from datetime import timedelta

import pytest

from app.applications.models import PersonMark, Status, StatusChange
from tests.applications.conftest import new_resident as new_resident
from tests.applications.conftest import phone as phone
from tests.applications.resident import SECOND, words
from tests.clock import NOW


def accept(clerk, *applications, version: int = 1):
    chosen = [f"{each.number}:{version}" for each in applications]
    return clerk.post("/staff/accept", {"chosen": chosen})


def test_what_is_ticked_is_taken_in(desk, clerk):
    made = [desk.arrive(child=name) for name in ("一郎", "二郎", "三郎")]
    answer = accept(clerk, *made[:2])
    assert "2件" in words(answer.text)
    assert [desk.now(each).status for each in made] == ["accepted", "accepted", "arrived"]


def test_each_history_names_the_clerk(desk, clerk):
    made = desk.arrive()
    accept(clerk, made)
    (change,) = desk.office.rows(
        StatusChange, StatusChange.application == made.id, StatusChange.after == Status.ACCEPTED
    )
    assert change.staff


def test_one_that_moved_meanwhile_is_named_and_left(desk, clerk):
    made = desk.arrive()
    answer = accept(clerk, made, version=7)
    assert made.number in words(answer.text)
    assert desk.now(made).status == "arrived"


def test_taking_in_twice_changes_nothing_more(desk, clerk):
    made = desk.arrive()
    accept(clerk, made)
    assert "受け付けなかった申請 1件" in words(accept(clerk, made).text)


def test_nothing_ticked_says_so(desk, clerk):
    assert "選ばれていません" in words(accept(clerk).text)


def test_another_section_takes_nothing_in(desk, stranger):
    made = desk.arrive()
    assert accept(stranger, made).status_code == 404
    assert desk.now(made).status == "arrived"


def test_one_foreign_number_stops_the_whole_post(desk, clerk):
    mine, foreign = desk.arrive(), desk.arrive("citizen-proposal")
    assert accept(clerk, mine, foreign).status_code == 404
    assert desk.now(mine).status == "arrived"


def test_next_leads_in_the_order_of_arrival(desk, clerk):
    first = desk.arrive(at=NOW - timedelta(hours=3))
    second = desk.arrive(at=NOW - timedelta(hours=2))
    answer = clerk.get(f"/staff/applications/{first.number}/next")
    assert answer.headers["location"].endswith(second.number)


def test_after_the_last_comes_the_queue(desk, clerk):
    only = desk.arrive()
    answer = clerk.get(f"/staff/applications/{only.number}/next")
    assert answer.headers["location"] == "/staff/?status=arrived&done=all"


@pytest.fixture
def twice(desk, new_resident):
    """The same child, sent once by each of two guardians."""
    return [new_resident().sent().rpartition("/")[2] for _ in range(2)]


def test_the_queue_points_at_the_same_child_sent_twice(desk, clerk, twice):
    assert clerk.get("/staff/").text.count("重複？") == 2


def test_one_child_once_is_no_duplicate(desk, clerk, new_resident):
    new_resident().sent(children=2, children__1__name=SECOND)
    assert "重複？" not in clerk.get("/staff/").text


def test_the_two_lie_side_by_side(desk, clerk, twice):
    page = words(clerk.get(f"/staff/applications/{twice[0]}/beside").text)
    assert "同じお子さんと思われる申請 1件" in page


def test_siblings_lie_side_by_side(desk, clerk, new_resident):
    number = new_resident().sent(children=2, children__1__name=SECOND).rpartition("/")[2]
    page = words(clerk.get(f"/staff/applications/{number}/beside").text)
    assert "きょうだい 1件" in page


def test_reading_side_by_side_is_written_down_for_each(desk, clerk, twice):
    clerk.get(f"/staff/applications/{twice[0]}/beside")
    assert {each.subject for each in desk.audited("case_read")} == {
        f"application:{number}" for number in twice
    }


def test_another_section_sees_nothing_beside(desk, stranger, twice):
    assert stranger.get(f"/staff/applications/{twice[0]}/beside").status_code == 404


def test_a_mark_tells_no_name(desk, new_resident):
    new_resident().sent()
    (mark,) = desk.office.rows(PersonMark)
    assert len(mark.mark) == 64
