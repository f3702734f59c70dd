"""The page on which an administrator names the successor of a section (組織改正)."""

import pytest

from app.accounts import service as accounts
from app.accounts.models import Role


@pytest.fixture
def admin(desk):
    return desk.clerk(role=Role.ADMIN)


@pytest.fixture
def as_before(desk):
    """The sections are shared by the tests of a desk: put back what a test changed."""
    yield
    with desk.state.database.writing() as session:
        for section in accounts.all_sections(session):
            accounts.set_successor(session, section.code, "")


def test_a_successor_is_named_and_shown(desk, admin, as_before):
    assert admin.post("/staff/sections/school", {"successor": "childcare"}).status_code == 303
    with desk.state.database.reading() as session:
        assert accounts.sections_now(session)["school"] == "childcare"
    assert "引き継ぎを保存しました" in admin.get("/staff/sections?saved=school").text


def test_a_circle_is_told_on_the_page_and_changes_nothing(desk, admin, as_before):
    admin.post("/staff/sections/school", {"successor": "childcare"})
    answer = admin.post("/staff/sections/childcare", {"successor": "school"})
    assert answer.status_code == 422
    assert "元の課に戻ります" in answer.text
    with desk.state.database.reading() as session:
        assert accounts.sections_now(session)["childcare"] == "childcare"


@pytest.mark.parametrize("role", [Role.CLERK, Role.LEADER, Role.DX_OFFICE])
def test_only_administrators_see_or_change_sections(desk, role):
    clerk = desk.clerk(role=role)
    assert clerk.get("/staff/sections").status_code == 403
    assert clerk.post("/staff/sections/school", {"successor": "childcare"}).status_code == 403
