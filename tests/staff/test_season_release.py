"""The release of a season: told to nobody before, to all at one moment, moved and undone whole."""

from datetime import timedelta

import pytest

from app.applications.models import ApplicationScore, Message, Ruling, Status, StatusChange
from app.notifications.models import OutboxRow
from app.notifications.service import deliver
from tests.applications.conftest import phone as phone
from tests.staff.season_desk import csv_of, filled_in, sent_back
from tests.staff.season_desk import season as season
from tests.staff.season_desk import see as see
from tests.staff.season_desk import two as two


def test_before_the_release_parents_of_all_see_the_same_page(season, two, see):
    parents = [see(child) for child in two]
    before = [each.page() for each in parents]
    season.to_ruled()
    after = [each.page() for each in parents]
    assert after == before
    assert "決定しました" not in after[0]


def test_before_the_release_every_page_asks_the_same_questions(season, two, see):
    parents = [see(child) for child in two]
    parents[0].page()  # forms are read once and remembered
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


def test_answers_changed_after_the_decision_are_pointed_out(season, two):
    season.to_ruled()
    season.desk.sql(f"UPDATE applications SET revision = 2 WHERE id = '{two[0].id}'")
    text = season.clerk.get(season.base).text
    assert "申請者が答えを変えた" in text
    assert two[0].number in text
    assert two[1].number not in text


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


def test_points_that_hang_on_a_sibling_who_has_gone_are_pointed_out_and_stay(season, two, see):
    season.desk.sql(f"UPDATE applications SET submission = '{two[0].submission}'")
    season.to_final()
    points = season.office.rows(ApplicationScore)
    assert "点の計算し直しが要る申請" not in season.clerk.get(season.base).text
    season.desk.state.clock.advance(minutes=2)
    now = f"{season.desk.state.clock.now():%Y-%m-%d %H:%M:%S}"
    season.desk.sql(
        f"UPDATE applications SET status = 'withdrawn', updated_at = '{now}' "
        f"WHERE id = '{two[0].id}'"
    )
    told = season.clerk.get(season.base).text.partition("点の計算し直しが要る申請")[2]
    assert two[1].number in told
    assert two[0].number not in told.partition("</p>")[0]
    assert season.office.rows(ApplicationScore) == points
    assert "割振りの内定を取り消してから" in told
    assert season.rule().status_code == 303
    told = season.clerk.get(season.base).text.partition("点の計算し直しが要る申請")[2]
    assert "決裁を取り消し、割振りの内定も取り消してから" in told
    season.release()
    told = season.clerk.get(season.base).text.partition("点の計算し直しが要る申請")[2]
    assert "公表した後は、点を計算し直せません" in told


def test_points_from_before_a_sibling_went_say_so_where_they_are_read(season, two):
    season.desk.sql(f"UPDATE applications SET submission = '{two[0].submission}'")
    season.to_final()
    address = f"{season.base}/points/{two[1].number}"
    assert "取り下げ・辞退される前のもの" not in season.clerk.get(address).text
    season.desk.state.clock.advance(minutes=2)
    now = f"{season.desk.state.clock.now():%Y-%m-%d %H:%M:%S}"
    season.desk.sql(
        f"UPDATE applications SET status = 'withdrawn', updated_at = '{now}' "
        f"WHERE id = '{two[0].id}'"
    )
    assert "取り下げ・辞退される前のもの" in season.clerk.get(address).text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("reference translation", "more applications than places", "review")),
        ("ja-easy", ("正式な内容", "3か月")),
    ],
)
def test_what_a_notice_says_stands_in_the_language_of_the_reader(season, two, see, language, words):
    season.to_ruled()
    season.release()
    parents = see(two[1])
    page = parents.browser.get(parents.address.replace("/ja/", f"/{language}/")).text
    assert [each for each in words if each not in page] == []
    assert "希望された場所は" not in page


def test_who_withdrew_since_is_not_on_the_list(season, two, see):
    season.to_final()
    season.desk.sql(f"UPDATE applications SET status = 'withdrawn' WHERE id = '{two[0].id}'")
    assert [row[0] for row in csv_of(season)[1:]] == [two[1].number]
    assert season.rule().status_code == 303
