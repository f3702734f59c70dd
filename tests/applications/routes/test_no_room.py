"""No room: a full disk is answered calmly, and who begins without end is stopped."""

import re

import pytest
from sqlalchemy import event

from app.applications.models import Draft
from app.applications.service.drafts import MOST_OF_DEVICE
from tests.applications.resident import PROPOSAL

SHORT = "ベンチを増やしてください。"
LONG = SHORT * 120
BALLAST = "INSERT INTO ballast SELECT zeroblob(freelist_count * 4096) FROM pragma_freelist_count"


# A cluster's disk is not ours to fill: PostgreSQL itself says what it would say (disk_full).
SAYS = """CREATE FUNCTION say_full() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'no room' USING ERRCODE = '53100'; END $$"""
TRIGGER = "CREATE TRIGGER no_room BEFORE UPDATE ON drafts EXECUTE FUNCTION say_full()"
AGAIN = ("DROP TRIGGER IF EXISTS no_room ON drafts", "DROP FUNCTION IF EXISTS say_full")


@pytest.fixture
def disk(office):
    """Calling it with True fills the disk, with False gives room again."""
    database, is_full = office.database, [False]

    def execute(*statements):
        with database.writing() as session:
            for each in statements:
                session.connection().exec_driver_sql(each)

    def limit(connection, *_):
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + (not is_full[0]) * 1_000_000}")

    def fill(full: bool) -> None:
        if not database.is_sqlite:
            execute(*((SAYS, TRIGGER) if full else AGAIN))
        elif full:
            execute("CREATE TABLE ballast (body BLOB)", BALLAST)
        is_full[0] = full

    if database.is_sqlite:
        event.listen(database.writer, "checkout", limit)
    yield fill
    if database.is_sqlite:
        event.remove(database.writer, "checkout", limit)
    execute(*(["DROP TABLE IF EXISTS ballast"] if database.is_sqlite else AGAIN))


@pytest.fixture
def proposer(new_resident):
    """Somebody in the middle of a proposal."""
    resident = new_resident(PROPOSAL)
    resident.start()
    resident.post("proposal", {"body": SHORT, "_later": "1"})
    return resident


def test_a_full_disk_is_answered_calmly_and_says_that_nothing_has_reached_the_city(proposer, disk):
    disk(True)
    answer = proposer.post("proposal", {"body": LONG})
    assert answer.status_code == 503
    assert "ただいま保存できません。" in answer.text
    assert "まだ市に届いていません。" in answer.text
    assert answer.headers["retry-after"]


def test_what_was_kept_before_the_disk_was_full_is_still_shown(proposer, disk):
    disk(True)
    proposer.post("proposal", {"body": LONG})
    assert SHORT in proposer.get("proposal").text


def test_with_room_again_the_same_post_is_taken(proposer, disk):
    disk(True)
    proposer.post("proposal", {"body": LONG})
    disk(False)
    typed = proposer.samples("proposal", body=LONG)
    assert proposer.post("proposal", typed).status_code == 303


@pytest.fixture
def hoarder(new_resident):
    """A browser that holds as many drafts as it may."""
    resident = new_resident(PROPOSAL)
    for _ in range(MOST_OF_DEVICE):
        resident.start()
    return resident


def begin(resident):
    """What a start is answered with."""
    return resident.browser.post(f"/ja/apply/{PROPOSAL}", {"_csrf": resident.token})


def test_a_browser_with_too_many_drafts_is_led_to_them(hoarder):
    answer = begin(hoarder)
    assert answer.status_code == 409
    assert f"入力の途中のものが{MOST_OF_DEVICE}件ある" in answer.text
    assert re.search(r'href="/ja/mine">\s*この端末にあるもの', answer.text)


def test_a_draft_that_is_sent_makes_room_for_another(hoarder):
    hoarder.fill()  # goes on with the last one
    assert hoarder.send().status_code == 303
    assert begin(hoarder).status_code == 303


def test_another_browser_is_not_stopped_by_it(hoarder, new_resident):
    assert begin(new_resident(PROPOSAL)).status_code == 303


def test_an_address_that_begins_without_end_is_stopped(new_resident, office, app, monkeypatch):
    monkeypatch.setattr(app.state.starting, "_most", 3)
    answers = [begin(new_resident(PROPOSAL)).status_code for _ in range(4)]
    assert answers == [303, 303, 303, 429]
    assert office.count(Draft) == 3
