"""Decisions of a season: the list goes out, comes back checked whole, can be taken back."""

from collections import Counter

import pytest
from openpyxl import load_workbook
from sqlalchemy import event

from app.applications.models import (
    AllocationRun,
    Decision,
    Message,
    MessageKind,
    Ruling,
    Status,
)
from app.applications.service.deciding import Office
from app.applications.service.season import rulings
from app.journal.models import Event, Fact
from app.staff.service.season_files import entries_by_hand
from app.statistics.service import reconciling
from tests.applications.conftest import phone as phone
from tests.clock import NOW
from tests.staff.season_desk import PAPERS, csv_of, filled_in, sent_back
from tests.staff.season_desk import season as season
from tests.staff.season_desk import see as see
from tests.staff.season_desk import two as two


def test_the_list_goes_out_with_what_the_run_proposes(season, two):
    season.to_final()
    rows = csv_of(season)
    assert [row[6] for row in rows] == ["決定", "承諾", "保留"]
    assert [row[0] for row in rows[1:]] == [child.number for child in two]


def test_the_workbook_holds_the_same_list(season, two, tmp_path):
    season.to_final()
    (tmp_path / "list.xlsx").write_bytes(season.clerk.get(f"{season.base}/rulings.xlsx").content)
    sheet = load_workbook(tmp_path / "list.xlsx").active
    assert [[cell.value or "" for cell in row] for row in sheet.rows] == csv_of(season)


def test_the_list_comes_back_filled_in(season, two):
    season.to_final()
    assert sent_back(season, filled_in(csv_of(season))).status_code == 303
    assert {row.document_number for row in season.office.rows(Ruling)} == {"8郡学第1号"}
    assert [season.now(child).decision for child in two] == [Decision.APPROVED, Decision.WAITING]


def test_one_wrong_line_keeps_the_whole_list_out(season, two):
    season.to_final()
    rows = filled_in(csv_of(season))
    rows[2][7] = "いつか"
    answer = sent_back(season, rows)
    assert answer.status_code == 422
    assert f"3行目 申請番号 {two[1].number}：決裁日を" in answer.text
    assert season.office.rows(Ruling) == []
    assert season.now(two[0]).status == Status.REVIEWING


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda rows: rows[:-1], "この申請の行がありません"),
        (lambda rows: [*rows, rows[1]], "同じ申請番号が2回以上あります"),
        (lambda rows: [rows[0], ["AAAA-AAAA-A", *rows[1][1:]], *rows[1:]], "一覧にない申請番号"),
        (lambda rows: [rows[0], rows[1], [*rows[2][:6], "承諾", *rows[2][7:]]], "承諾にできません"),
        (lambda rows: [rows[0], rows[1], [*rows[2][:6], "不承諾", *rows[2][7:]]], "理由が要ります"),
        (lambda rows: [row[:9] for row in rows], "列がありません：施行日、理由"),
    ],
)
def test_a_list_that_does_not_fit_is_told_why(season, two, change, told):
    season.to_final()
    answer = sent_back(season, change(filled_in(csv_of(season))))
    assert answer.status_code == 422
    assert told in answer.text


def test_a_refusal_with_reasons_is_taken_and_its_reasons_are_held(season, two):
    season.to_final()
    rows = filled_in(csv_of(season))
    rows[2][6], rows[2][10] = "不承諾", "要件にあてはまらないため"
    assert sent_back(season, rows).status_code == 303
    assert season.now(two[1]).decision == Decision.REFUSED
    (note,) = season.office.rows(Message)
    assert note.kind == MessageKind.NOTE


def test_decisions_wait_for_a_release_that_is_set_and_to_come(season, two):
    season.to_final()
    season.desk.sql("UPDATE intakes SET release_at = NULL")
    assert "公表の日時が、募集に入っていません" in season.rule().text


def test_after_taking_back_the_same_list_can_be_recorded_again(season, two):
    season.to_ruled()
    season.clerk.post(f"{season.base}/rulings/take-back", {"sure": "1"})
    assert season.rule(document_number="8郡学第2号").status_code == 303
    assert {row.document_number for row in season.office.rows(Ruling)} == {"8郡学第2号"}


def test_after_the_release_nothing_is_taken_back(season, two):
    season.to_ruled()
    season.release()
    answer = season.clerk.post(f"{season.base}/rulings/take-back", {"sure": "1"})
    assert answer.status_code == 409
    assert season.now(two[0]).decision == Decision.APPROVED


def test_a_final_run_with_decisions_cannot_be_undone(season, two):
    run = season.to_final()
    season.rule()
    answer = season.leader.post(f"{season.base}/runs/{run.id}/undo", {"sure": "1"})
    assert answer.status_code == 409


def test_notified_only_after_the_release(season, two):
    season.to_ruled()
    notify = f"{season.base}/notify"
    assert season.clerk.post(notify, {"sure": "1"}).status_code == 409
    season.release()
    assert season.clerk.post(notify, {"sure": "1"}).status_code == 303
    assert [season.now(child).status for child in two] == [Status.NOTIFIED] * 2


def test_every_decision_is_a_fact_and_an_audited_deed(season, two):
    season.to_ruled()
    assert len(season.office.rows(Fact, Fact.event == Event.DECIDED)) == 2
    changed = [each for each in season.desk.audited("status_changed") if "decided" in each.detail]
    assert {each.subject for each in changed} == {f"application:{each.number}" for each in two}


def test_a_decision_taken_back_is_taken_back_in_the_journal_too(season, two):
    season.to_ruled()
    season.clerk.post(f"{season.base}/rulings/take-back", {"sure": "1"})
    season.rule(document_number="8郡学第2号")
    facts = Counter(row.event for row in season.office.rows(Fact))
    assert (facts[Event.DECIDED], facts[Event.DECISION_UNDONE]) == (4, 2)
    with season.desk.state.database.reading() as session:
        found = reconciling.reconcile(session)
    assert (found.decided, found.decisions, found.has_every_decision) == (2, 2, True)


def test_a_decision_the_journal_does_not_know_is_noticed(season, two):
    season.to_ruled()
    season.desk.sql("DELETE FROM journal_facts WHERE event = 'decided'")
    with season.desk.state.database.reading() as session:
        assert not reconciling.reconcile(session).has_every_decision


def test_a_whole_selection_takes_as_many_rounds_to_the_database_as_a_small_one(season):
    def rounds():
        season.to_final(sample_1_a=2)
        found = []
        writer = season.desk.state.database.writer

        def note(_c, _u, statement, *_):
            found.append(statement)

        event.listen(writer, "before_cursor_execute", note)
        try:
            assert season.rule().status_code == 303
        finally:
            event.remove(writer, "before_cursor_execute", note)
        season.clerk.post(f"{season.base}/rulings/take-back", {"sure": "1"})
        (run, *_) = (row for row in season.office.rows(AllocationRun) if row.final_at)
        season.leader.post(f"{season.base}/runs/{run.id}/undo", {"sure": "1"})
        return len(found)

    for number in range(3):
        season.child(f"子{number}", recipient=f"a{number}@example.jp")
    small = rounds()
    for number in range(3, 15):
        season.child(f"子{number}", recipient=f"a{number}@example.jp")
    assert rounds() == small


def test_an_answer_that_comes_while_a_list_is_recorded_keeps_all_of_it_out(season, two):
    season.to_final()
    state = season.desk.state
    with state.database.reading() as session:
        proposed = rulings.proposals(session, season.intake, sections=frozenset({"school"}))
        entries = entries_by_hand(proposed, PAPERS)
        office = Office(state.keys, state.web.languages, "見本市", "https://city.example")
        ready = rulings.prepare(
            session, office, NOW, season.intake, entries, actor="x",
            sections=frozenset({"school"}),
        )  # fmt: skip
    season.desk.sql(f"UPDATE applications SET version = version + 1 WHERE id = '{two[1].id}'")
    with pytest.raises(rulings.Changed), state.database.writing() as session:
        rulings.record(session, NOW, season.intake, ready)
    assert season.office.rows(Ruling) == []
    assert season.now(two[0]).status == Status.REVIEWING


def test_the_runs_of_a_season_tell_the_same_story_twice(season, two):
    season.seats(sample_1_a=1)
    season.score()
    first, second = season.run("1"), season.run("2")
    assert first.inputs == second.inputs
