"""Link codes and visits: what is used up, what replaces what, and what is forgotten."""

from datetime import timedelta

import pytest
from sqlmodel import select

from app.accounts import service
from app.accounts.models import OpenIdVisit, StaffIdentity
from app.accounts.service import openid
from app.errors import NotFound
from app.openid import Identity
from tests.clock import NOW

WHO = Identity("https://login.example", "hanako-at-the-provider")


def waiting(session, who=WHO):
    secret = openid.wait_for_code(session, NOW, who, "/staff/")
    return openid.waiting(session, NOW, secret)


def test_a_code_opens_its_own_account(session, hanako):
    code = openid.new_link_code(session, NOW, hanako.id)
    assert openid.tie(session, NOW, waiting(session), code).id == hanako.id
    assert openid.member_of_identity(session, WHO).id == hanako.id


def test_a_new_code_replaces_the_one_before(session, hanako):
    before = openid.new_link_code(session, NOW, hanako.id)
    openid.new_link_code(session, NOW, hanako.id)
    assert openid.tie(session, NOW, waiting(session), before) is None


def test_the_code_of_a_closed_account_ties_nothing(session, hanako):
    code = openid.new_link_code(session, NOW, hanako.id)
    service.set_active(session, hanako.id, is_active=False)
    assert openid.tie(session, NOW, waiting(session), code) is None
    assert session.exec(select(StaffIdentity)).all() == []


def test_who_is_tied_in_the_meantime_begins_again(session, hanako):
    late = waiting(session)
    openid.tie(session, NOW, waiting(session), openid.new_link_code(session, NOW, hanako.id))
    code = openid.new_link_code(session, NOW, hanako.id)
    with pytest.raises(openid.VisitLost):
        openid.tie(session, NOW, late, code)


def test_taking_the_identity_away_takes_the_open_code_too(session, hanako):
    code = openid.new_link_code(session, NOW, hanako.id)
    assert openid.untie(session, hanako.id) is False
    assert openid.tie(session, NOW, waiting(session), code) is None


def test_there_is_no_code_for_nobody(session):
    with pytest.raises(NotFound):
        openid.new_link_code(session, NOW, "nobody")


def test_visits_that_came_to_nothing_are_forgotten(session):
    openid.begin(session, NOW, "of the first", "/staff/")
    later = NOW + openid.LONGEST_VISIT + timedelta(seconds=1)
    openid.begin(session, later, "of the second", "/staff/")
    assert [row.begun_at for row in session.exec(select(OpenIdVisit))] == [later]


def test_no_secret_of_a_visit_tells_another(keys):
    first, second = (openid.secrets_of(keys, visit) for visit in ("one", "two"))
    texts = [getattr(each, name) for each in (first, second) for name in vars(first)]
    assert len(set(texts)) == 6
    assert min(map(len, texts)) >= 43
