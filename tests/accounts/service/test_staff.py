"""Accounts belong to sections; a first password is for once."""

import pytest

from app.accounts import service, store
from app.accounts.models import Role
from app.errors import Unprocessable
from tests.accounts.hanako import LOGIN
from tests.clock import NOW
from tests.factories import add_staff


def test_a_clerk_works_for_the_own_sections_and_what_they_succeed(session, hanako):
    assert service.sections_of(session, hanako) == {"school", "old-school"}


def test_an_administrator_works_for_all_sections(session):
    admin = add_staff(session, NOW, role=Role.ADMIN)
    assert service.sections_of(session, admin) == {"school", "old-school", "citizen"}


def test_the_first_password_must_be_changed(session):
    service.add_staff(
        session, NOW, login="t@city.example", name="郡山 太郎", role=Role.CLERK, sections=[]
    )
    assert store.staff_by_login(session, "t@city.example").must_change


def test_a_login_is_given_once(session):
    with pytest.raises(Unprocessable):
        service.add_staff(
            session, NOW, login=LOGIN.upper(), name="郡山 太郎", role=Role.CLERK, sections=[]
        )


def test_an_unknown_section_is_refused_by_its_code(session):
    with pytest.raises(service.UnknownSection) as refused:
        service.add_staff(
            session, NOW, login="t@city.example", name="郡山 太郎", role=Role.CLERK,
            sections=["attic"],
        )  # fmt: skip
    assert refused.value.params == {"code": "attic"}
