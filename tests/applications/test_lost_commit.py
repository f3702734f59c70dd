"""A send whose answer got lost between city hall and database: no receipt, and never two."""

import pytest

from app.applications.models import Application, Draft, Submission
from app.main import create_app
from tests.applications.resident import PROPOSAL, Phone, Resident, words
from tests.browser import Browser
from tests.wire import Loss, Wire

UNKNOWN = "操作が終わったかどうか、確かめられませんでした"
AWAY = "ただいま一時的にご利用いただけません"


@pytest.fixture(scope="session")
def engine():
    """SQLite is a file beside us: no wire lies between."""
    return "postgres"


@pytest.fixture
def wire(settings):
    with Wire.to(settings.database_url) as wire:
        yield wire


@pytest.fixture
def proposer(wire, settings, clock, postbox, office):
    """A resident whose proposal waits on its review page."""
    far = settings.model_copy(update={"database_url": wire.url})
    app = create_app(far, clock=clock, channels={"mail": postbox})
    with Browser(app) as running:
        yield Resident(Phone(app, portal=running.portal), PROPOSAL).ready()


@pytest.mark.parametrize(("loss", "kept"), [(Loss.BEFORE, 0), (Loss.AFTER, 1)])
def test_a_send_of_which_nobody_heard_shows_no_receipt(proposer, wire, office, loss, kept):
    wire.loss = loss
    answer = proposer.send()
    assert (answer.status_code, answer.headers.get("location")) == (503, None)
    assert answer.headers["retry-after"] == "10"
    assert UNKNOWN in answer.text
    assert office.count(Application) == kept


@pytest.mark.parametrize("loss", [Loss.BEFORE, Loss.AFTER])
def test_who_sends_again_gets_the_one_receipt(proposer, wire, office, loss):
    wire.loss = loss
    proposer.send()
    wire.loss = Loss.NEVER
    again, once_more = proposer.send(), proposer.send()
    assert again.status_code == 303
    assert again.headers["location"] == once_more.headers["location"]
    assert [office.count(each) for each in (Submission, Application)] == [1, 1]


def test_while_the_database_is_away_every_page_says_so_and_the_draft_is_kept(
    proposer, wire, office
):
    wire.loss = Loss.AT_ONCE
    for answer in (proposer.send(), proposer.get("review"), proposer.browser.get("/ja/")):
        assert (answer.status_code, AWAY in answer.text) == (503, True), answer.text
        assert "二重に届くことはありません" in words(answer.text)
    wire.loss = Loss.NEVER
    assert [row.sent_at for row in office.rows(Draft)] == [None]
    assert proposer.send().status_code == 303


def test_the_staff_side_says_so_too(proposer, wire):
    wire.loss = Loss.AT_ONCE
    proposer.browser.cookies.set("staff", "x" * 43)
    answer = proposer.browser.get("/staff/")
    assert (answer.status_code, "DATABASE_AWAY" in answer.text) == (503, True)
