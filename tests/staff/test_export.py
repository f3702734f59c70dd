"""The CSV of the queue: what is in it, what never is, and what a spreadsheet may not run."""

import csv
import io
from datetime import timedelta

import pytest

from app.staff.service.export import COLUMNS, guarded
from tests.clock import NOW
from tests.staff.desk import CLUB, PROPOSAL

ADDRESS = "/staff/applications.csv"
WITH_ANSWERS = f"{ADDRESS}?procedure=school-001"
HEALTH = "卵のアレルギーがあります"
HOME = {
    "postal": "9638601", "prefecture": "福島県", "city": "郡山市", "town": "朝日一丁目99番9号",
    "building": "",
}  # fmt: skip


def rows(answer) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def test_the_file_begins_with_a_byte_order_mark(desk, clerk):
    assert clerk.get(ADDRESS).content.startswith(b"\xef\xbb\xbf")


def test_the_columns_stand_still(desk, clerk):
    head = clerk.get(ADDRESS).content.decode("utf-8-sig").splitlines()[0]
    assert head == ",".join(COLUMNS)


def test_there_is_one_row_for_each_application(desk, clerk):
    numbers = {desk.arrive().number, desk.arrive().number}
    assert {row["申請番号"] for row in rows(clerk.get(ADDRESS))} == numbers


def test_a_foreign_application_is_in_no_export(desk, stranger):
    desk.arrive(CLUB)
    own = desk.arrive(PROPOSAL)
    assert [row["申請番号"] for row in rows(stranger.get(ADDRESS))] == [own.number]


def test_a_foreign_section_as_filter_exports_nothing(desk, stranger):
    desk.arrive(CLUB)
    assert rows(stranger.get(f"{ADDRESS}?section=school")) == []


def test_the_export_holds_what_the_filter_shows(desk, clerk):
    accepted = desk.arrive(status="accepted")
    desk.arrive()
    assert [row["申請番号"] for row in rows(clerk.get(f"{ADDRESS}?status=accepted"))] == [
        accepted.number
    ]


def test_the_arrival_is_in_japanese_time(desk, clerk):
    desk.arrive(at=NOW - timedelta(hours=1))
    assert rows(clerk.get(ADDRESS))[0]["到達日時"] == "2026-11-25 09:00:00"


def test_an_export_is_written_down_with_its_count(desk, clerk):
    desk.arrive()
    clerk.get(f"{ADDRESS}?status=arrived")
    assert [each.detail for each in desk.audited("queue_exported")] == ["1 status=arrived"]


def test_with_a_procedure_the_answers_stand_in_columns_of_their_own(desk, clerk):
    desk.arrive(child="二葉")
    row = rows(clerk.get(WITH_ANSWERS))[0]
    assert any("二葉" in value for key, value in row.items() if key not in COLUMNS)


def test_no_sensitive_answer_is_in_the_file(desk, clerk):
    desk.arrive(changes={"g1_reason": "other", "g1_reason_detail": HEALTH})
    assert HEALTH not in clerk.get(WITH_ANSWERS).text


def test_no_sensitive_question_is_a_column(desk, clerk):
    head = clerk.get(WITH_ANSWERS).text.splitlines()[0]
    assert "支援措置" not in head
    assert "アレルギー" not in head


@pytest.mark.parametrize("word", ["二葉", "朝日一丁目99番9号", "09000009999"])
def test_support_measures_keep_name_address_and_telephone_out(desk, clerk, word):
    changes = {"support_measures": True, "g1_address": HOME, "g1_phone": "09000009999"}
    desk.arrive(child="二葉", changes=changes)
    assert word not in clerk.get(WITH_ANSWERS).text.replace("-", "")


def test_without_support_measures_the_address_is_in_the_file(desk, clerk):
    desk.arrive(changes={"support_measures": False, "g1_address": HOME})
    assert "朝日一丁目99番9号" in clerk.get(WITH_ANSWERS).text


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝"])
def test_a_spreadsheet_runs_no_cell(start):
    assert guarded(f"{start}1+1").startswith("'")


def test_a_name_that_is_a_formula_is_only_text(desk, clerk):
    desk.arrive(PROPOSAL, section="school", changes={"subject": "=HYPERLINK(1)"})
    text = clerk.get(f"{ADDRESS}?procedure=public-relations-001").text
    assert "'=HYPERLINK(1)" in text
    assert ",=HYPERLINK" not in text


def test_rare_characters_survive(desk, clerk):
    desk.arrive(child="𠮷葛󠄀﨟")
    assert rows(clerk.get(ADDRESS))[0]["名前"] == "見本 𠮷葛󠄀﨟"


def test_an_export_without_a_session_leads_to_the_sign_in(desk, running):
    running.cookies.clear()
    assert running.get(ADDRESS).status_code == 303
