"""Signing in: limits, fresh session ids, own addresses only, and accounts of staff."""

import pytest

from app.accounts.models import Role, StaffMember, StaffSession
from app.accounts.routes.signing_in import own_path
from app.crypto import digest
from tests.browser import Browser, without_tokens
from tests.factories import PASSWORD, add_staff

SIGN_IN = "/staff/sign-in"


@pytest.fixture
def stranger_here(desk) -> Browser:
    return Browser(desk.app, portal=desk.portal)


@pytest.fixture
def hanako(desk) -> StaffMember:
    with desk.state.database.writing() as session:
        return add_staff(session, desk.state.clock.now(), sections=["school"], login="h@c.example")


def sign_in(browser, *, password=PASSWORD, login="h@c.example", **more):
    return browser.post(SIGN_IN, {"login": login, "password": password} | more)


def test_the_right_password_leads_to_the_workbench(stranger_here, hanako):
    answer = sign_in(stranger_here)
    assert (answer.status_code, answer.headers["location"]) == (303, "/staff/")
    assert stranger_here.get("/staff/").status_code == 200


def test_the_cookie_is_out_of_reach_of_scripts(stranger_here, hanako):
    cookie = sign_in(stranger_here).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie


def test_a_wrong_password_is_answered_and_the_login_kept(stranger_here, hanako):
    answer = sign_in(stranger_here, password="見本")
    assert answer.status_code == 422
    assert 'value="h@c.example"' in answer.text


def test_an_unknown_login_reads_like_a_wrong_password(stranger_here, hanako):
    wrong = without_tokens(sign_in(stranger_here, password="見本").text)
    unknown = without_tokens(sign_in(stranger_here, login="x@c.example").text)
    assert unknown.replace("x@c.example", "") == wrong.replace("h@c.example", "")


def test_the_eleventh_try_is_too_many_even_with_the_right_password(stranger_here, hanako):
    for _ in range(10):
        assert sign_in(stranger_here, password="見本").status_code == 422
    assert sign_in(stranger_here).status_code == 429


def test_after_ten_minutes_the_right_password_opens_again(stranger_here, hanako, clock):
    for _ in range(10):
        sign_in(stranger_here, password="見本")
    clock.advance(minutes=11)
    assert sign_in(stranger_here).status_code == 303


def test_an_id_planted_before_the_sign_in_opens_nothing_after_it(stranger_here, hanako):
    stranger_here.cookies.set("staff", "planted")
    sign_in(stranger_here)
    stranger_here.cookies.clear()
    stranger_here.cookies.set("staff", "planted")
    assert stranger_here.get("/staff/").status_code == 303


def test_signing_in_again_ends_the_session_before(stranger_here, hanako, desk):
    sign_in(stranger_here)
    before = stranger_here.cookies["staff"]
    sign_in(stranger_here)
    assert digest(before) not in {row.token_hash for row in sessions(desk)}


def test_after_signing_out_the_old_cookie_opens_nothing(stranger_here, hanako):
    sign_in(stranger_here)
    before = stranger_here.cookies["staff"]
    stranger_here.post("/staff/sign-out")
    stranger_here.cookies.set("staff", before)
    assert stranger_here.get("/staff/").status_code == 303


def test_signing_out_needs_a_post(clerk):
    assert clerk.get("/staff/sign-out").status_code == 405


@pytest.mark.parametrize(
    "goal",
    [
        "//e.example", "/\\e.example", "https:e.example", "/staff/../ja/", "/staff//e.example",
        "/staff@e.example", "/staff/%5Ce", "/staffe.example", "/staff/\r\nx: y", "javascript:x",
        "/staff/sign-out", "/staff/sign-in/openid/callback", f"/staff/{'a' * 2000}",
    ],
)  # fmt: skip
def test_after_the_sign_in_nothing_leads_outside(goal):
    assert own_path(goal) == "/staff/"


def test_after_the_sign_in_the_wanted_page_is_shown(stranger_here, hanako):
    goal = "/staff/applications/2222-2222-2?document=1"
    assert sign_in(stranger_here, next=goal).headers["location"] == goal


def test_a_first_password_must_be_changed_before_any_work(desk, stranger_here):
    admin = desk.clerk(role=Role.ADMIN)
    made = {"login": "n@c.example", "name": "郡山 太郎", "role": "clerk", "sections": "school"}
    page = admin.post("/staff/accounts", made).text
    first = page.partition("<code>")[2].partition("</code>")[0]
    answer = sign_in(stranger_here, login="n@c.example", password=first)
    assert answer.headers["location"] == "/staff/password"
    assert stranger_here.get("/staff/").headers["location"] == "/staff/password"


def test_a_changed_password_opens_the_workbench_and_ends_other_sessions(
    desk, stranger_here, hanako
):
    sign_in(stranger_here)
    before = stranger_here.cookies["staff"]
    new = "新しいながいパスワード"
    data = {"current": PASSWORD, "new": new + "12", "again": new + "12"}
    assert stranger_here.post("/staff/password", data).status_code == 303
    assert stranger_here.get("/staff/").status_code == 200
    assert digest(before) not in {row.token_hash for row in sessions(desk)}


@pytest.mark.parametrize(
    "wrong",
    [{"current": "違う"}, {"new": "短い", "again": "短い"}, {"again": "違う"}],
)
def test_a_password_that_cannot_stand_changes_nothing(desk, stranger_here, hanako, wrong):
    sign_in(stranger_here)
    data = {"current": PASSWORD, "new": "新しいながいパスワード", "again": "新しいながいパスワード"}
    assert stranger_here.post("/staff/password", data | wrong).status_code == 422
    assert sign_in(stranger_here).status_code == 303


@pytest.mark.parametrize("role", [Role.CLERK, Role.DX_OFFICE])
def test_accounts_are_for_administrators(desk, role):
    assert desk.clerk(role=role).get("/staff/accounts").status_code == 403


def test_a_closed_account_loses_its_sessions_at_once(desk, stranger_here, hanako):
    sign_in(stranger_here)
    admin = desk.clerk(role=Role.ADMIN)
    admin.post(f"/staff/accounts/{hanako.id}/active", {"active": "0"})
    assert stranger_here.get("/staff/").status_code == 303


def test_a_clerk_moved_to_another_section_loses_the_old_one_at_once(desk, stranger_here, hanako):
    application = desk.arrive()
    sign_in(stranger_here)
    admin = desk.clerk(role=Role.ADMIN)
    data = {"role": "clerk", "sections": "childcare"}
    assert admin.post(f"/staff/accounts/{hanako.id}", data).status_code == 303
    assert stranger_here.get(f"/staff/applications/{application.number}").status_code == 404


def test_administrators_cannot_lock_themselves_out(desk):
    admin = desk.clerk(role=Role.ADMIN)
    (me,) = desk.office.rows(StaffMember)
    assert admin.post(f"/staff/accounts/{me.id}/active", {"active": "0"}).status_code == 422


def test_changes_of_accounts_are_written_down(desk, hanako):
    admin = desk.clerk(role=Role.ADMIN)
    admin.post(f"/staff/accounts/{hanako.id}", {"role": "clerk", "sections": "school"})
    (entry,) = desk.audited("account_changed")
    assert (entry.subject, entry.detail) == (f"staff:{hanako.id}", "clerk school")


def sessions(desk) -> list[StaffSession]:
    with desk.state.database.reading() as session:
        return list(session.exec(StaffSession.__table__.select()))
