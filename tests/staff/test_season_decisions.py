"""Decisions of a season: checked whole, held till one moment, told to nobody before, undone."""

import re
from datetime import timedelta

import pytest
from openpyxl import load_workbook
from sqlalchemy import event

from app.applications.models import Decision, Message, MessageKind, Ruling, Status, StatusChange
from app.applications.models import Submission as Send
from app.journal.models import Event, Fact
from app.notifications.models import OutboxRow
from app.notifications.service import deliver
from tests.applications.conftest import phone as phone
from tests.browser import without_tokens
from tests.staff.season_desk import Season, lines

SLIP = re.compile(r"[0-9a-f]{32}")
BESIDE = re.compile(r"FROM (outbox|drafts|draft_\w+|reminders|uploads|audit_head)")


@pytest.fixture
def season(desk) -> Season:
    """A season to which children come."""
    return Season(desk)


@pytest.fixture
def two(season):
    """A child that gets the one seat, and one that does not."""
    return season.child("花子", grade="1"), season.child("太郎", grade="3")


@pytest.fixture
def see(season, phone):
    """What the parents of a child see, on a phone that opened their secret link."""

    def show(child):
        (send,) = season.office.rows(Send, Send.id == child.submission)
        secret = season.office.envelope(send).open("secret", send.secret).decode()
        browser = phone()
        browser.post(f"/ja/open/{secret}")
        return Parents(browser, f"/ja/applications/{child.number}", child, season)

    return show


class Parents:
    """The phone of one child's parents."""

    def __init__(self, browser, address, child, season) -> None:
        self.browser, self.address = browser, address
        self.child, self.season = child, season

    def page(self) -> str:
        """The status page without what is another for everybody."""
        text = without_tokens(self.browser.get(self.address).text)
        text = SLIP.sub("", text)
        return text.replace(self.child.number, "").replace("花子", "").replace("太郎", "")

    def asks(self) -> list[str]:
        """What the page asks the database."""
        found = []
        reader = self.season.desk.state.database.reader

        def note(_c, _u, statement, *_):
            # The workers of the house ask meanwhile: for mails that are due, drafts that are over.
            if statement.startswith("SELECT") and not BESIDE.search(statement):
                found.append(statement)

        event.listen(reader, "before_cursor_execute", note)
        try:
            self.browser.get(self.address)
        finally:
            event.remove(reader, "before_cursor_execute", note)
        return found


def csv_of(season):
    return lines(season.clerk.get(f"{season.base}/rulings.csv").text)


def sent_back(season, rows):
    body = "\r\n".join(",".join(row) for row in rows).encode("utf-8-sig")
    return season.clerk.post(
        f"{season.base}/rulings", {"way": "file"}, files={"file": ("r.csv", body, "text/csv")}
    )


def filled_in(rows, **cells):
    """The list with days and number filled in on every line."""
    columns = rows[0]
    given = {"決裁日": "2026/11/1", "文書番号": "8郡学第1号", "施行日": "令和8年11月2日"} | cells
    return [columns] + [
        [given.get(column, cell) for column, cell in zip(columns, row, strict=True)]
        for row in rows[1:]
    ]


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


def test_before_the_release_parents_of_all_see_the_same_page(season, two, see):
    parents = [see(child) for child in two]
    before = [each.page() for each in parents]
    season.to_ruled()
    after = [each.page() for each in parents]
    assert after == before
    assert "決定しました" not in after[0]


def test_before_the_release_every_page_asks_the_same_questions(season, two, see):
    parents = [see(child) for child in two]
    before = parents[0].asks()
    season.to_ruled()
    assert parents[0].asks() == parents[1].asks() == before


def test_before_the_release_there_is_no_notice_and_no_way_out_that_tells(season, two, see):
    parents = [see(child) for child in two]

    def answers():
        ways = ("letter", "decline", "withdraw")
        return [
            [each.browser.get(f"{each.address}/{way}").status_code for way in ways]
            for each in parents
        ]

    before = answers()
    season.to_ruled()
    assert answers() == before
    assert before[0][0] == 404


def test_after_the_release_the_notice_is_there_for_its_own_parents_only(season, two, see):
    season.to_ruled()
    season.release()
    first, second = see(two[0]), see(two[1])
    assert first.browser.get(f"{first.address}/letter").content.startswith(b"%PDF")
    assert second.browser.get(f"{first.address}/letter").status_code == 404


def test_before_the_release_no_mail_leaves_and_then_all_do(season, desk, postbox):
    for name in ("花子", "太郎"):
        season.child(name, recipient=f"{name.encode().hex()}@example.jp")
    season.to_ruled()
    state = desk.state
    assert deliver(state.database, state.keys, state.channels, state.clock) == 0
    season.release()
    assert deliver(state.database, state.keys, state.channels, state.clock) == 2
    assert len({letter.subject for letter in postbox.letters}) == 1


def test_at_the_release_all_see_their_results(season, two, see):
    season.to_ruled()
    season.release()
    first, second = see(two[0]).page(), see(two[1]).page()
    assert "見本第一小学校児童クラブ" in first
    assert "承諾" in first
    assert "保留" in second


def test_no_page_of_parents_shows_points_or_rank(season, two, see):
    season.to_ruled()
    season.release()
    text = see(two[1]).page()
    assert "順位" not in text
    assert "番目" not in text


def test_another_release_moves_decisions_and_mails_together(season, desk, two):
    season.child("次郎", grade="2", recipient="a@example.jp")
    season.to_ruled()
    later = season.intake.release_at + timedelta(days=3)
    typed = {
        "name": "見本", "target_year": "2027", "opens_day": "2026-10-01", "opens_time": "8:30",
        "closes_day": "2026-10-30", "closes_time": "17:15", "reason": "準備のため",
        "release_day": f"{later + timedelta(hours=9):%Y-%m-%d}", "release_time": "12:00",
        "documents_day": "", "documents_time": "", "quota": "",
    }  # fmt: skip
    boxes = season.clerk.get(f"/staff/intakes/{season.intake.id}").text
    if 'name="release_year"' in boxes:
        day = later + timedelta(hours=9)
        for name, (y, m, d) in {
            "opens": ("2026", "10", "1"), "closes": ("2026", "10", "30"), "documents": ("", "", ""),
            "release": (f"{day:%Y}", f"{day:%m}", f"{day:%d}"),
        }.items():  # fmt: skip
            typed |= {f"{name}_year": y, f"{name}_month": m, f"{name}_day": d}
    answer = season.clerk.post(f"/staff/intakes/{season.intake.id}", typed)
    assert answer.status_code == 303, answer.text
    (intake,) = season.office.rows(type(season.intake))
    assert season.now(two[0]).decision_visible_at == intake.release_at
    (mail,) = season.office.rows(OutboxRow)
    assert mail.due_at == intake.release_at


def test_recorded_decisions_are_taken_back_without_a_trace_for_parents(season, two, see):
    season.child("次郎", grade="2", recipient="a@example.jp")
    parents = see(two[0])
    before = parents.page()
    season.to_final()
    rows = filled_in(csv_of(season))
    rows[2][6], rows[2][10] = "不承諾", "要件にあてはまらないため"
    assert sent_back(season, rows).status_code == 303
    answer = season.clerk.post(f"{season.base}/rulings/take-back", {"sure": "1"})
    assert answer.status_code == 303
    assert parents.page() == before
    assert season.office.rows(Ruling) == season.office.rows(OutboxRow) == []
    assert season.office.rows(Message) == []
    assert season.office.rows(StatusChange, StatusChange.after == Status.DECIDED) == []
    assert len(season.desk.audited("decision_taken_back")) == 3


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


def test_who_withdrew_since_is_not_on_the_list(season, two, see):
    season.to_final()
    season.desk.sql(f"UPDATE applications SET status = 'withdrawn' WHERE id = '{two[0].id}'")
    assert [row[0] for row in csv_of(season)[1:]] == [two[1].number]
    assert season.rule().status_code == 303


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


def test_the_runs_of_a_season_tell_the_same_story_twice(season, two):
    season.seats(sample_1_a=1)
    season.score()
    first, second = season.run("1"), season.run("2")
    assert first.inputs == second.inputs
