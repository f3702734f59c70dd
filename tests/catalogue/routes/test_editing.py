"""Owns the claims about the staff's pages of procedures: own sections, answers kept, at once."""

import pytest

from app.accounts.models import Role

CODE = "citizen-041"
URL = f"/staff/procedures/{CODE}"
PLANNED = {"online_status": "planned", "reason": "令和9年度の予定"}


@pytest.fixture
def clerk(sign_in):
    return sign_in(Role.CLERK, sections=["citizen"])


def test_nobody_edits_without_signing_in(client):
    assert client.get(URL).status_code in (303, 401)
    assert client.post(URL, PLANNED).status_code in (303, 401)


def test_a_clerk_lists_only_the_own_section(clerk):
    page = clerk.get("/staff/procedures").text
    assert "citizen-001" in page and "school-001" not in page


def test_an_administrator_lists_every_section(staff_client):
    assert "school-001" in staff_client.get("/staff/procedures?q=school-001").text


def test_the_list_is_filtered_by_status_and_text(clerk):
    page = clerk.get("/staff/procedures?q=転入届&status=counter_only").text
    assert CODE in page and "citizen-043" not in page


def test_the_list_goes_on_for_pages(clerk):
    assert "page=2" in clerk.get("/staff/procedures").text


def test_another_sections_procedure_is_not_found(sign_in):
    other = sign_in(Role.CLERK, sections=["school"])
    assert other.get(URL).status_code == 404
    assert other.post(URL, PLANNED).status_code == 404


def test_a_change_shows_to_residents_at_once(clerk, client):
    assert clerk.post(URL, PLANNED).status_code == 303
    assert "令和9年度の予定" in client.get(f"/ja/procedures/{CODE}").text


def test_a_change_stands_in_the_history_with_its_author(clerk):
    clerk.post(URL, PLANNED)
    page = clerk.get(URL).text
    assert "変更の記録" in page and "見本 花子" in page and "planned" in page


def test_a_refused_change_keeps_what_was_typed(clerk):
    answer = clerk.post(URL, {"online_status": "online", "fee": "見本の三百円"})
    assert answer.status_code == 422
    assert "見本の三百円" in answer.text and "まだ保存していません" in answer.text


def test_confirming_needs_the_tick(clerk, client):
    clerk.post(URL, {"fee": "見本の三百円", "confirmed_by": "見本 太郎"})
    assert "見本の三百円" not in client.get(f"/ja/procedures/{CODE}").text


def test_a_ticked_confirmation_opens_the_fact_to_residents(clerk, client):
    clerk.post(URL, {"fee": "見本の三百円", "confirmed_by": "見本 太郎", "confirm": "1"})
    assert "見本の三百円" in client.get(f"/ja/procedures/{CODE}").text


def test_a_stale_form_is_refused(clerk):
    answer = clerk.post(URL, PLANNED | {"seen": "2000-01-01T00:00:00+00:00"})
    assert answer.status_code == 409


def test_a_post_without_our_token_is_refused(clerk):
    assert clerk.post(URL, PLANNED, csrf=False).status_code == 403


def test_an_unpublished_procedure_leaves_the_residents_pages(clerk, client):
    clerk.post(URL, {"is_published": "no"})
    assert client.get(f"/ja/procedures/{CODE}").status_code == 404
