"""A season by the pages of the workbench: points, places, four eyes, undoing, scope."""

from datetime import timedelta

import pytest

from app import procedures
from app.applications.models import (
    AllocationRow,
    Application,
    ApplicationScore,
    ChangeState,
    Status,
)
from app.audit import service as audit
from tests.clock import NOW
from tests.staff.season_desk import CLUB, A, B, Season


@pytest.fixture
def season(desk) -> Season:
    """A season to which children come."""
    return Season(desk)


def place_of(season, run, application):
    (row,) = season.office.rows(
        AllocationRow, AllocationRow.run == run.id, AllocationRow.application == application.id
    )
    return row.place_key


def test_the_page_of_an_empty_season_says_where_it_begins(season):
    text = season.clerk.get(season.base).text
    assert "今ここ" in text
    assert "選考に入る申請がありません" in text


def test_an_intake_without_a_table_says_so(desk, sample_intakes):
    proposal = desk.office.new_intake(NOW, NOW + timedelta(days=1), form="citizen-proposal")
    text = desk.clerk("school").get(f"/staff/season/{proposal.id}").text
    assert "指数表）がありません" in text


@pytest.mark.parametrize("page", ["", "/seats", "/points", "/table", "/rulings", "/report"])
def test_a_season_of_another_section_is_not_found(season, stranger, page):
    assert stranger.get(season.base + page).status_code == 404


def test_the_lower_grade_gets_the_last_seat(season):
    older, younger = season.child("太郎", grade="3"), season.child("花子", grade="1")
    run = season.to_final(sample_1_a=1)
    assert (place_of(season, run, younger), place_of(season, run, older)) == (A, "")


def test_the_second_wish_is_given_where_the_first_is_full(season):
    season.child("花子", grade="1")
    older = season.child("太郎", grade="3", wishes=(A, B))
    run = season.to_final(sample_1_a=1, sample_2=1)
    assert place_of(season, run, older) == B
    text = season.clerk.get(f"{season.base}/points/{older.number}").text
    assert "定員に達しました" in text
    assert "2 / 2" in text


def test_who_was_not_taken_in_takes_no_part(season):
    season.child("花子")
    waiting = season.child("太郎", status=Status.ARRIVED)
    run = season.to_final(sample_1_a=5)
    rows = season.office.rows(AllocationRow, AllocationRow.run == run.id)
    assert waiting.id not in {row.application for row in rows}
    assert "受付を待っている申請" in season.clerk.get(season.base).text


def test_all_that_were_taken_in_are_set_to_reviewing(season):
    child = season.child(status=Status.ACCEPTED)
    season.clerk.post(f"{season.base}/review")
    assert season.now(child).status == Status.REVIEWING


def test_places_are_not_given_before_seats_and_points_are_there(season):
    season.child()
    answer = season.clerk.post(f"{season.base}/runs", {"name": "早すぎる案"})
    assert answer.status_code == 409
    assert "定員が入っていません、採点していない申請が1件あります" in answer.text


def test_a_changed_answer_makes_its_points_outdated(season, desk):
    child = season.child()
    season.seats(sample_1_a=1)
    season.score()
    desk.sql(f"UPDATE application_scores SET revision = 0 WHERE application = '{child.id}'")
    assert season.clerk.post(f"{season.base}/runs").status_code == 409


def test_points_for_a_sibling_who_withdrew_are_outdated(season, desk, clock):
    child, sibling = season.child("花子"), season.child("太郎")
    desk.sql(f"UPDATE applications SET submission = '{child.submission}', part = part + 1 "
             f"WHERE id = '{sibling.id}'")  # fmt: skip
    season.score()
    points = f"{season.base}/points/{child.number}"
    assert "きょうだいの同時申込み" in season.clerk.get(points).text
    clock.advance(minutes=1)
    with desk.state.database.writing() as session:
        gone = session.get_one(Application, sibling.id)
        gone.status, gone.updated_at = Status.WITHDRAWN, clock.now()
        session.add(gone)
    assert "1件を採点する" in season.clerk.get(season.base).text
    season.score()
    assert "きょうだいの同時申込み" not in season.clerk.get(points).text


def test_the_reasons_of_points_are_sealed(season):
    season.child(top={"circumstances": ["single_parent"]})
    season.score()
    (row,) = season.office.rows(ApplicationScore)
    assert "ひとり親" not in row.body.decode("utf-8", "replace")


def test_the_reasons_of_points_are_shown_and_their_reading_is_written_down(season, desk):
    child = season.child(top={"circumstances": ["single_parent"]})
    season.score()
    assert "ひとり親家庭" in season.clerk.get(f"{season.base}/points/{child.number}").text
    assert [entry.subject for entry in desk.audited("points_read")] == [
        f"application:{child.number}"
    ]


def test_points_by_hand_count_only_after_a_second_person_agreed(season):
    child = season.child()
    season.score()
    address = f"{season.base}/points/{child.number}"
    season.clerk.post(address, {"points": "5", "note": "面談で事情を確かめた"})
    (asked,) = season.changes()
    assert season.clerk.post(f"{address}/{asked.id}", {"answer": "confirm"}).status_code == 403
    assert [change.state for change in season.changes()] == [ChangeState.ASKED]
    assert season.leader.post(f"{address}/{asked.id}", {"answer": "confirm"}).status_code == 303
    assert [change.state for change in season.changes()] == [ChangeState.CONFIRMED]
    assert "+5" in season.clerk.get(f"{season.base}/points").text


def test_points_by_hand_change_who_gets_the_seat(season):
    older, _ = season.child("太郎", grade="3"), season.child("花子", grade="1")
    season.score()
    address = f"{season.base}/points/{older.number}"
    season.clerk.post(address, {"points": "100", "note": "特別な事情"})
    season.leader.post(f"{address}/{season.changes()[0].id}", {"answer": "confirm"})
    assert place_of(season, season.to_final(sample_1_a=1), older) == A


@pytest.mark.parametrize(
    "wrong", [{"points": "0", "note": "x"}, {"points": "五", "note": "x"}, {"points": "5"}]
)
def test_a_change_of_points_without_number_or_reason_is_refused_and_kept(season, wrong):
    child = season.child()
    answer = season.clerk.post(f"{season.base}/points/{child.number}", wrong)
    assert answer.status_code == 422
    assert f'value="{wrong["points"]}"' in answer.text
    assert season.changes() == []


def test_points_of_a_child_of_another_intake_are_not_found(season, desk):
    other = desk.arrive()
    assert season.clerk.get(f"{season.base}/points/{other.number}").status_code == 404


def test_who_made_a_run_cannot_make_it_final(season):
    season.child()
    season.seats(sample_1_a=1)
    season.score()
    season.clerk = season.leader
    run = season.run()
    answer = season.leader.post(f"{season.base}/runs/{run.id}/final", {"sure": "1"})
    assert answer.status_code == 403
    assert "自分で作った案" in answer.text


def test_only_a_leader_makes_a_run_final(season, desk):
    season.child()
    season.seats(sample_1_a=1)
    season.score()
    run = season.run()
    other = desk.clerk("school")
    answer = other.post(f"{season.base}/runs/{run.id}/final", {"sure": "1"})
    assert answer.status_code == 403
    assert "係長・課長" in answer.text


def test_making_final_needs_the_tick(season):
    season.child()
    season.seats(sample_1_a=1)
    season.score()
    answer = season.leader.post(f"{season.base}/runs/{season.run().id}/final")
    assert answer.status_code == 422


def test_an_outdated_run_cannot_be_made_final(season):
    season.child("花子")
    season.seats(sample_1_a=1)
    season.score()
    run = season.run()
    season.seats(sample_1_a=2)
    assert season.make_final(run).status_code == 409


def test_two_runs_are_compared_by_who_moves(season):
    season.child("花子", grade="1")
    older = season.child("太郎", grade="3")
    season.seats(sample_1_a=1)
    season.score()
    first = season.run("定員1")
    season.seats(sample_1_a=2)
    second = season.run("定員2")
    text = season.clerk.get(f"{season.base}/runs/{second.id}?with={first.id}").text
    assert "変わる申請：1件" in text
    compared = text.partition('id="compare"')[2]
    assert older.number in compared.partition("<details")[0]


def test_a_final_run_can_be_undone_before_the_decisions(season):
    season.child()
    run = season.to_final()
    undo = f"{season.base}/runs/{run.id}/undo"
    assert season.leader.post(undo, {"sure": "1"}).status_code == 303
    assert season.make_final(season.run("案2")).status_code == 303


def test_seats_hold_while_a_run_is_final(season):
    season.child()
    season.to_final()
    assert season.clerk.post(f"{season.base}/seats", {f"seats.{A}": "9"}).status_code == 409


def test_seats_that_are_no_number_are_named_and_kept(season):
    answer = season.clerk.post(f"{season.base}/seats", {f"seats.{A}": "たくさん"})
    assert answer.status_code == 422
    assert 'value="たくさん"' in answer.text


def test_a_new_version_of_the_table_rules_and_points_are_computed_anew(season):
    season.child()
    season.score()
    text = procedures.scoring()[CLUB].replace(
        "title: 新1年生, points: 30", "title: 新1年生, points: 31"
    )
    file = {"file": ("table.yaml", text.encode(), "application/yaml")}
    answer = season.clerk.post(f"{season.base}/table", files=file)
    assert answer.status_code == 303, answer.text
    page = season.clerk.get(season.base).text
    assert "第1版" in page
    assert "1件を採点する" in page


def test_a_table_that_does_not_fit_the_form_is_refused(season):
    text = procedures.scoring()[CLUB].replace("contains: handbook", "contains: passport")
    file = {"file": ("table.yaml", text.encode(), "application/yaml")}
    answer = season.clerk.post(f"{season.base}/table", files=file)
    assert answer.status_code == 422
    assert "passport" in answer.text


def test_the_table_in_force_can_be_taken_away_and_put_in_again(season):
    body = season.clerk.get(f"{season.base}/table.yaml").content
    answer = season.clerk.post(f"{season.base}/table", files={"file": ("t.yaml", body, "text/x")})
    assert answer.status_code == 303


def test_a_masked_child_stays_masked_in_lists(season):
    child = season.child("秘密", top={"support_measures": True})
    run = season.to_final()
    for page in ("/points", f"/runs/{run.id}", f"/points/{child.number}"):
        assert "秘密" not in season.clerk.get(season.base + page).text


def test_the_chain_of_the_audit_holds_after_a_season(season, desk):
    season.child()
    season.to_ruled()
    with desk.state.database.reading() as session:
        assert audit.verify(session)[1] is None
