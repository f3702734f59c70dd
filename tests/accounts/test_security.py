"""What is kept of failed sign-ins tells nobody who tried, and is not kept."""

from datetime import timedelta

from sqlmodel import select

from app.accounts import service
from app.accounts.models import Role, SignInTry
from app.accounts.store import forget_tries
from app.crypto import digest
from app.database import new_id
from tests.clock import NOW


def test_the_address_of_a_try_cannot_be_found_by_trying_all_addresses(app, client):
    client.post("/staff/sign-in", {"login": "guess@city.example", "password": "x"})
    with app.state.database.reading() as session:
        kept = {row.key for row in session.exec(select(SignInTry))}
    assert len(kept) == 2
    assert digest("address:testclient") not in kept


def test_tries_that_count_no_more_are_forgotten_whoever_made_them(database):
    with database.writing() as session:
        early = NOW - timedelta(days=1)
        session.add(SignInTry(id=new_id(early), key="of somebody else", at=early))
        service.enter(session, NOW, login="guess@city.example", address="a", proven="")
        kept = session.exec(select(SignInTry)).all()
    assert {row.at for row in kept} == {NOW}


def test_forgetting_keeps_what_still_counts(database):
    with database.writing() as session:
        session.add(SignInTry(id=new_id(NOW), key="k", at=NOW))
        forget_tries(session, NOW)
        assert session.exec(select(SignInTry)).all()


def test_too_many_tries_are_told_when_to_come_again(client):
    for _ in range(service.MOST_TRIES):
        client.post("/staff/sign-in", {"login": "guess@city.example", "password": "x"})
    answer = client.post("/staff/sign-in", {"login": "guess@city.example", "password": "x"})
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) == service.TRY_WINDOW.total_seconds()


def test_a_section_posted_twice_is_one(staff_client, sign_in, app):
    sign_in(Role.CLERK, login="hanako@city.example")
    with app.state.database.reading() as session:
        ident = service.account_of_login(session, "hanako@city.example").member.id
    answer = staff_client.post(
        f"/staff/accounts/{ident}", {"role": "clerk", "sections": ["school", "school"]}
    )
    assert answer.status_code in (303, 422)
