"""Whose account an identity of the provider opens, how it is tied to it, and taken away again."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from app.accounts import service as accounts
from app.accounts.models import OpenIdVisit, Role, StaffIdentity, StaffMember, StaffSession
from app.accounts.service import openid
from app.crypto import digest
from app.openid import Identity
from tests.accounts.hanako import LOGIN
from tests.accounts.openid.visits import (
    HANAKO,
    audited,
    come_back,
    enter,
    is_signed_in,
    leave,
    rows,
)
from tests.factories import PASSWORD
from tests.provider import signed_in

LINK = "/staff/sign-in/openid/link"


def new_code(app, clock, staff_id):
    with app.state.database.writing() as session:
        return openid.new_link_code(session, clock.now(), staff_id)


def test_who_is_tied_to_an_account_is_in_after_one_visit(client, tied, app):
    answer = enter(client, goal="/staff/entries")
    assert (answer.status_code, answer.headers["location"]) == (303, "/staff/entries")
    assert is_signed_in(client)
    assert [entry.detail for entry in audited(app, "signed_in")] == ["openid"]


def test_no_token_of_the_provider_is_kept_and_no_visit_either(client, tied, app):
    enter(client)
    assert rows(app, OpenIdVisit) == []
    assert set(StaffSession.model_fields) == {
        "token_hash", "staff_id", "created_at", "last_seen", "by_openid"
    }  # fmt: skip


def test_the_session_of_before_ends_and_a_planted_one_never_opens(client, tied, app):
    client.cookies.set("staff", "planted", domain="testserver.local")
    enter(client)
    first = client.cookies["staff"]
    client.cookies.delete("openid")
    enter(client)
    hashes = {row.token_hash for row in rows(app, StaffSession)}
    assert hashes == {digest(client.cookies["staff"])}
    assert digest(first) not in hashes


def test_the_first_password_stops_nobody_who_needs_none(client, tied, app):
    with app.state.database.writing() as session:
        member = session.get(StaffMember, tied.id)
        member.must_change = True
        session.add(member)
    enter(client)
    assert is_signed_in(client)


def test_a_link_code_ties_an_unknown_identity_to_its_account(client, hanako, app, clock):
    answer = enter(client, goal="/staff/entries")
    assert answer.headers["location"] == LINK
    assert not is_signed_in(client)
    code = new_code(app, clock, hanako.id)
    answer = client.post(LINK, {"code": f" {code.upper()} "})
    assert (answer.status_code, answer.headers["location"]) == (303, "/staff/entries")
    assert is_signed_in(client)
    assert [row.subject for row in rows(app, StaffIdentity)] == [HANAKO]


def test_a_mail_address_ties_nobody(client, hanako, app):
    assert enter(client, subject=LOGIN).headers["location"] == LINK
    assert rows(app, StaffIdentity) == []


def test_a_link_code_is_used_once(client, hanako, app, clock, browser):
    code = new_code(app, clock, hanako.id)
    enter(client)
    client.post(LINK, {"code": code})
    other = browser()
    enter(other, subject="taro-at-the-provider")
    assert other.post(LINK, {"code": code}).status_code == 422
    assert not is_signed_in(other)


@pytest.mark.parametrize(("days", "status"), [(3, 303), (3.01, 422)])
def test_a_link_code_lasts_three_days(client, hanako, app, clock, days, status):
    made = clock.now()
    clock.advance(days=-days)
    code = new_code(app, clock, hanako.id)
    clock.set(made)
    enter(client)
    assert client.post(LINK, {"code": code}).status_code == status


def test_a_wrong_link_code_is_told_and_written_down_and_can_be_typed_again(
    client, hanako, app, clock
):
    enter(client)
    assert client.post(LINK, {"code": "wrong"}).status_code == 422
    assert [entry.detail for entry in audited(app, "sign_in_refused")] == ["openid link code"]
    assert client.post(LINK, {"code": new_code(app, clock, hanako.id)}).status_code == 303


def test_a_new_link_code_replaces_the_identity_of_before(client, tied, app, clock):
    enter(client, subject="hanako-after-her-wedding")
    client.post(LINK, {"code": new_code(app, clock, tied.id)})
    assert [row.subject for row in rows(app, StaffIdentity)] == ["hanako-after-her-wedding"]


def test_without_a_proven_identity_there_is_no_page_for_a_code(client, hanako, app, clock):
    assert client.get(LINK).headers["location"].startswith("/staff/sign-in?")
    assert client.post(LINK, {"code": new_code(app, clock, hanako.id)}).status_code == 401


def test_a_visit_that_has_not_come_back_opens_no_page_for_a_code(client):
    leave(client)
    assert client.get(LINK).status_code == 303


def test_a_closed_account_is_refused_at_the_door(client, tied, app):
    with app.state.database.writing() as session:
        accounts.set_active(session, tied.id, is_active=False)
    answer = enter(client)
    assert answer.status_code == 403
    assert "止められています" in answer.text
    assert not is_signed_in(client)
    assert [entry.detail for entry in audited(app, "sign_in_refused")] == ["openid closed"]


def test_signing_out_offers_the_way_out_of_the_provider(client, tied, issuer, app):
    enter(client)
    kept = client.cookies["staff"]
    answer = client.post("/staff/sign-out")
    assert answer.headers["location"] == "/staff/sign-in/openid/out"
    page = client.get("/staff/sign-in/openid/out").text
    assert f'href="{issuer}/session/end?client_id=city-hall&amp;post_logout_redirect_uri=' in page
    client.cookies.set("staff", kept)
    assert not is_signed_in(client)


def test_who_signed_in_by_password_is_not_sent_to_the_provider(client, hanako):
    client.post("/staff/sign-in", {"login": LOGIN, "password": PASSWORD})
    assert client.post("/staff/sign-out").headers["location"] == "/staff/sign-in"


def test_an_administrator_makes_a_code_that_works_and_takes_the_identity_away(
    sign_in, client, hanako, app
):
    admin = sign_in(Role.ADMIN)
    page = admin.post(f"/staff/accounts/{hanako.id}/link-code").text
    enter(client)
    client.post(LINK, {"code": page.partition("<code>")[2].partition("</code>")[0]})
    assert is_signed_in(client)
    assert "結び付け済み" in admin.get("/staff/accounts").text
    admin.post(f"/staff/accounts/{hanako.id}/untie")
    assert not is_signed_in(client)
    assert rows(app, StaffIdentity) == []
    deeds = ("link_code_made", "identity_tied", "identity_untied")
    assert [len(audited(app, deed)) for deed in deeds] == [1, 1, 1]


def test_link_codes_are_for_administrators(sign_in, hanako):
    clerk = sign_in(Role.LEADER)
    assert clerk.post(f"/staff/accounts/{hanako.id}/link-code").status_code == 403
    assert clerk.post(f"/staff/accounts/{hanako.id}/untie").status_code == 403


def test_the_identity_of_another_issuer_opens_nothing(app, tied):
    with app.state.database.reading() as session:
        stranger = Identity("https://other.example", HANAKO)
        assert openid.member_of_identity(session, stranger) is None


def test_of_two_equal_answers_at_the_same_moment_one_counts(client, tied, app, browser):
    address = signed_in(leave(client), HANAKO)
    other = browser()
    other.cookies.set("openid", client.cookies["openid"])
    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(lambda each: come_back(each, address), (client, other)))
    assert sorted(answer.status_code for answer in answers) == [303, 400]
    assert len(rows(app, StaffSession)) == 1
