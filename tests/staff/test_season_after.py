"""After the decisions: notices in order, masked addresses, 辞退 and 繰上げ, hand-over, report."""

import re
from collections import Counter

import pytest

from app.applications.models import Decision, Ruling, RulingKind, Status
from app.applications.service.season import letters
from tests.staff.season_desk import A, B, Season, boxes, lines

UP = {"document_number": "8郡学第9号"} | boxes(decided_on="2026-11-2", effective_on="2026-11-3")


@pytest.fixture
def season(desk) -> Season:
    """A season to which children come."""
    return Season(desk)


def written(season, **more):
    """The letters of the intake, as the template reads them."""
    state = season.desk.state
    desk = letters.Desk(state.keys, state.city, **more)
    with state.database.reading() as session:
        sections = frozenset({"school"})
        return list(letters.of_intake(session, desk, season.intake, sections=sections))


def test_letters_come_by_place_grade_and_number(season):
    late = season.child("い", grade="2", wishes=(B,))
    second = season.child("ろ", grade="2")
    first = season.child("は", grade="1")
    season.to_ruled(sample_1_a=2, sample_2=1)
    assert [each.number for each in written(season)] == [
        first.number, second.number, late.number,
    ]  # fmt: skip


def test_an_approval_names_place_period_and_mayor(season):
    season.child("花子")
    season.to_ruled()
    (letter,) = written(season)
    assert letter.title == "放課後児童クラブ入所承諾通知書"
    assert letter.place == "見本第一小学校児童クラブ"
    assert letter.period == "2027年4月1日（令和9年）から2028年3月31日（令和10年）まで"
    assert letter.mayor.startswith("郡山市長")
    assert (letter.document_number, letter.date) == ("8郡学第123号", "令和8年11月2日")
    assert letter.instruction == ()


def test_a_waiting_letter_gives_reason_and_instruction_but_no_rank(season):
    season.child("花子")
    season.child("太郎", grade="3")
    season.to_ruled()
    letter = written(season)[-1]
    assert letter.decision == "保留"
    assert "定員を超えている" in letter.reason
    assert "審査請求" in letter.instruction[0]
    assert "取消しの訴え" in letter.instruction[1]
    assert not re.search(r"[0-9]+(番目|位|点)", " ".join(map(str, vars(letter).values())))


def test_a_letter_under_support_measures_bears_no_address(season):
    season.child("花子", top={"support_measures": True})
    season.to_ruled()
    (letter,) = written(season)
    assert letter.address == (letters.HANDED_OVER,)


def test_all_letters_leave_as_one_pdf_and_that_is_written_down(season, desk):
    season.child("花子")
    season.child("太郎", grade="3")
    season.to_ruled()
    answer = season.clerk.get(f"{season.base}/letters.pdf?seal=place")
    assert answer.content.startswith(b"%PDF")
    assert desk.audited("letters_printed")[0].detail.startswith("2")


def test_a_single_letter_is_of_the_own_intake_only(season, desk):
    child, other = season.child("花子"), desk.arrive()
    season.to_ruled()
    base = f"{season.base}/letters"
    assert season.clerk.get(f"{base}/{child.number}.pdf").content.startswith(b"%PDF")
    assert season.clerk.get(f"{base}/{other.number}.pdf").status_code == 404


@pytest.fixture
def freed(season):
    """A season after the release in which the child with the seat declined; who is next."""
    holder, following, last = (
        season.child(name, grade=grade)
        for name, grade in (("花子", "1"), ("二郎", "2"), ("三郎", "3"))
    )
    season.to_ruled()
    season.release()
    season.desk.sql(f"UPDATE applications SET status = 'declined' WHERE id = '{holder.id}'")
    return following, last


def test_a_place_that_became_free_is_proposed_to_the_next(season, freed):
    text = season.clerk.get(f"{season.base}/waiting").text
    assert freed[0].number in text
    assert freed[1].number not in text


def test_moving_up_approves_at_once_with_a_paper_of_its_own(season, freed):
    answer = season.clerk.post(f"{season.base}/waiting", UP | {"number": freed[0].number})
    assert answer.status_code == 303
    assert season.now(freed[0]).decision == Decision.APPROVED
    (ruling,) = season.office.rows(Ruling, Ruling.kind == RulingKind.MOVED_UP)
    assert (ruling.place_key, ruling.document_number) == (A, "8郡学第9号")
    up = next(each for each in written(season) if each.number == freed[0].number)
    assert up.title.endswith("承諾通知書（繰上げ）")
    assert season.desk.audited("moved_up")[0].subject == f"application:{freed[0].number}"


def test_nobody_moves_up_out_of_turn(season, freed):
    answer = season.clerk.post(f"{season.base}/waiting", UP | {"number": freed[1].number})
    assert answer.status_code == 409
    assert season.now(freed[1]).decision == Decision.WAITING


def test_a_seat_is_given_once(season, freed):
    form = UP | {"number": freed[0].number}
    season.clerk.post(f"{season.base}/waiting", form)
    assert season.clerk.post(f"{season.base}/waiting", form).status_code == 409


def test_moving_up_without_number_and_days_says_what_is_missing_and_keeps_the_rest(season, freed):
    form = UP | {"number": freed[0].number, "document_number": ""}
    answer = season.clerk.post(f"{season.base}/waiting", form)
    assert answer.status_code == 422
    assert "文書番号を" in answer.text
    assert 'name="decided_on_year" value="2026"' in answer.text


def test_who_moved_up_may_decline_too_and_the_next_is_proposed(season, freed):
    season.clerk.post(f"{season.base}/waiting", UP | {"number": freed[0].number})
    season.desk.sql(f"UPDATE applications SET status = 'declined' WHERE id = '{freed[0].id}'")
    assert freed[1].number in season.clerk.get(f"{season.base}/waiting").text


def test_the_hand_over_has_stable_columns_and_no_sensitive_answer(season):
    season.child("花子", top={"circumstances": ["single_parent"]})
    season.to_ruled()
    rows = lines(season.clerk.get(f"{season.base}/handover.csv").text)
    assert rows[0][:14] == [
        "申請番号", "対象年度", "募集", "到達日時", "状態", "決定", "決定の種類", "場所コード",
        "場所", "学年コード", "決裁日", "文書番号", "施行日", "支援措置",
    ]  # fmt: skip
    assert rows[1][5:9] == ["承諾", "当初", A, "見本第一小学校児童クラブ"]
    assert "ひとり親" not in str(rows)


def test_the_hand_over_masks_whereabouts_under_support_measures(season):
    season.child("秘密", top={"support_measures": True})
    season.to_ruled()
    text = season.clerk.get(f"{season.base}/handover.csv").text
    assert "秘密" not in text
    assert "朝日一丁目" not in text


def test_the_report_counts_hours_languages_and_decisions(season):
    season.child("花子", locale="en")
    season.child("太郎", grade="3")
    season.to_ruled()
    text = season.clerk.get(f"{season.base}/report").text
    for words in ("市役所開庁時間以外", "開庁時（平日8:30-17:15）", "English", "保留", "50.0%"):
        assert words in text
    assert Status.DECIDED not in text


def test_the_report_tells_corrections_by_field_and_how_long_they_took(season):
    child = season.child("花子", status=Status.ACCEPTED)
    address = f"/staff/applications/{child.number}/correction"
    data = {"version": "1", "mark": ["g1_phone", "children.0.grade"], "words": "書類と違います"}
    assert season.clerk.post(address, data).status_code == 303
    season.desk.sql("UPDATE corrections SET answered_at = '2026-11-23 00:00:00'")
    rows = lines(season.clerk.get(f"{season.base}/report.csv").text)
    told = {(part, name): count for part, name, count, _ in rows}
    fields = {name: count for (part, name), count in told.items() if part == "補正を求めた欄"}
    assert list(fields.values()) == ["1", "1"]
    assert any("学年" in name for name in fields)
    assert told["かかった日数（中央値）", "補正を求めてから届くまで"].endswith("日")
    assert told["申請に使われた言語", "日本語"] == "1"
    page = season.clerk.get(f"{season.base}/report").text
    assert all(name in page for name in fields)


def test_every_child_of_a_season_has_exactly_one_outcome_and_no_place_is_too_full(season):
    clubs = (A, B, "sample-3")
    children = [
        season.child(
            f"子{number}", grade=str(1 + number % 4),
            wishes=clubs[number % 3 :] + clubs[: number % 2],
            top={"g1_work_hours": 40 + 10 * number},
        )
        for number in range(18)
    ]  # fmt: skip
    season.to_ruled(sample_1_a=3, sample_2=4, sample_3=2)
    decided = {row.application: row for row in season.office.rows(Ruling)}
    assert decided.keys() == {child.id for child in children}
    held = Counter(row.place_key for row in decided.values() if row.decision == Decision.APPROVED)
    assert held == {A: 3, B: 4, "sample-3": 2}
    assert len(written(season)) == 18
