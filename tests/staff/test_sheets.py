"""An application on the sheet of its form, and the empty sheet that residents print."""

from tests.applications.resident import words


def test_a_resident_prints_the_empty_form(desk, running):
    page = running.get("/ja/apply/after-school-club/paper")
    assert page.status_code == 200
    assert "保護者1の氏名" in words(page.text)


def test_a_date_on_paper_leaves_room_before_its_year(running):
    text = running.get("/ja/apply/after-school-club/paper").text
    assert text.count("<span></span>年") == text.count("年<span></span>月") > 1


def test_the_filled_sheet_shows_the_answers(desk, clerk):
    made = desk.arrive(child="一郎")
    assert "一郎" in words(clerk.get(f"/staff/applications/{made.number}/sheet").text)


def test_the_sheet_of_another_section_is_not_there(desk, stranger):
    made = desk.arrive()
    assert stranger.get(f"/staff/applications/{made.number}/sheet").status_code == 404


def test_an_address_under_support_measures_is_not_on_the_sheet(desk, clerk):
    made = desk.arrive(changes={"support_measures": True})
    sheet = words(clerk.get(f"/staff/applications/{made.number}/sheet").text)
    assert "閉じています" in sheet
    assert "024-" not in sheet


def test_printing_the_sheet_is_written_down(desk, clerk):
    made = desk.arrive()
    clerk.get(f"/staff/applications/{made.number}/sheet")
    assert len(desk.audited("case_printed")) == 1
