"""The morning list: counts since the opening before, by club and grade, of one's own sections."""

from datetime import timedelta

import pytest

from app.staff.service import morning
from tests.applications.resident import words
from tests.clock import NOW
from tests.staff.season_desk import A, B
from tests.staff.season_desk import season as season


@pytest.fixture
def intake(sample_intakes):
    return sample_intakes[0]


def test_arrivals_are_counted_by_first_wish_and_grade(desk, clerk, intake):
    for child in ("一郎", "二郎"):
        desk.arrive(child=child, at=NOW - timedelta(hours=8), intake=intake)
    page = words(clerk.get("/staff/morning").text)
    assert "2件" in page
    assert "1年" in page


def test_what_arrived_before_the_opening_before_is_not_counted(desk, clerk, intake):
    desk.arrive(at=NOW - timedelta(days=9), intake=intake)
    assert "届いた申請はありません" in words(clerk.get("/staff/morning").text)


def test_missing_papers_are_counted(desk, clerk, intake):
    desk.arrive(at=NOW - timedelta(hours=8), intake=intake, missing_documents=3)
    row = words(clerk.get("/staff/morning").text).partition("合計")[2].split()
    assert row[:4] == ["1", "1", "1", "3"]


def test_another_section_sees_no_count(desk, stranger, intake):
    desk.arrive(at=NOW - timedelta(hours=8), intake=intake)
    assert "届いた申請はありません" in words(stranger.get("/staff/morning").text)


def test_a_form_without_wishes_stands_in_one_line(desk, stranger):
    desk.arrive("citizen-proposal", at=NOW - timedelta(hours=8))
    assert "1件" in words(stranger.get("/staff/morning").text)


def test_what_is_not_counted_is_said(desk, clerk, intake, monkeypatch):
    monkeypatch.setattr(morning, "MOST", 2)
    for child in ("一郎", "二郎", "三郎"):
        desk.arrive(child=child, at=NOW - timedelta(hours=8), intake=intake)
    assert "ほかに1件あり、この表には入っていません" in words(clerk.get("/staff/morning").text)


def test_the_table_is_narrowed_to_one_club(season):
    at = NOW - timedelta(hours=8)
    season.child("一郎", wishes=(A,), at=at)
    season.child("二郎", wishes=(B,), at=at)
    season.child("三郎", wishes=(B,), at=at)
    table = season.clerk.get("/staff/morning", params={"place": "見本第二小学校児童クラブ"}).text
    assert words(table).partition("合計")[2].split()[0] == "2"
