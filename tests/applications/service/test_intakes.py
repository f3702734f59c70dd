"""The period in which a form is taken: its first and last second, before it and after it."""

from datetime import UTC, datetime, timedelta

import pytest

from app.applications.models import Application, Draft, Intake
from app.applications.service import intakes
from app.applications.service.terms import Terms, change
from app.clock import JST
from app.database import Database
from tests.applications.resident import words

OPENS = datetime(2026, 11, 20, 8, 30, tzinfo=JST)
CLOSES = datetime(2026, 11, 30, 17, 15, tzinfo=JST)


@pytest.fixture
def intake(office, clock):
    """An intake that is open now and closes at 17:15:00 on 30 November."""
    clock.set(OPENS)
    return office.new_intake(OPENS.astimezone(UTC), CLOSES.astimezone(UTC))


@pytest.fixture
def ready(intake, resident):
    """A draft that waits on its review page."""
    return resident.ready()


@pytest.fixture
def late(ready, clock):
    """The answer to a send one second too late."""
    clock.set(CLOSES + timedelta(seconds=1))
    return ready.send()


def test_a_send_in_the_last_second_is_received(ready, clock):
    clock.set(CLOSES + timedelta(microseconds=999_999))
    assert ready.send().status_code == 303


def test_a_send_one_second_later_is_closed(late):
    assert (late.status_code, "CLOSED" in late.text) == (403, True)


def test_a_closed_send_is_told_with_the_dates(late):
    page = words(late.text)
    assert "2026年11月20日 08時30分" in page
    assert "2026年11月30日 17時15分" in page


def test_a_closed_send_is_told_as_not_arrived(late):
    assert "まだ市に届いていません" in late.text


def test_a_closed_send_makes_no_application(late, office):
    assert office.count(Application) == 0


def test_a_closed_send_keeps_the_answers(ready, office, clock):
    before = office.body(ready)
    clock.set(CLOSES + timedelta(seconds=1))
    ready.send()
    assert office.body(ready) == before


def test_a_draft_can_be_read_after_the_closing(late, ready):
    assert ready.get("review").status_code == 200


def test_a_repeated_send_after_the_closing_shows_the_first_receipt(ready, clock):
    first = ready.send().headers["location"]
    clock.set(CLOSES + timedelta(hours=1))
    assert ready.send().headers["location"] == first


def test_an_intake_opens_at_its_first_second(intake, resident):
    assert resident.start().status_code == 303


def test_before_its_first_second_an_intake_is_closed(intake, resident, clock):
    clock.set(OPENS - timedelta(seconds=1))
    answer = resident.start()
    assert (answer.status_code, "CLOSED" in answer.text) == (403, True)


def test_a_start_before_the_opening_makes_no_draft(intake, resident, clock, office):
    clock.set(OPENS - timedelta(seconds=1))
    resident.start()
    assert office.count(Draft) == 0


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (OPENS - timedelta(days=1), "まだ受付期間前です"),
        (CLOSES + timedelta(days=1), "受付期間は終わりました"),
    ],
)
def test_the_start_page_says_that_it_is_not_the_time(intake, client, clock, moment, said):
    clock.set(moment)
    page = client.get("/ja/apply/after-school-club")
    assert (page.status_code, said in page.text) == (200, True)


def test_the_start_page_of_a_scheduled_form_has_no_button(intake, client, clock):
    clock.set(OPENS - timedelta(days=1))
    assert "入力をはじめる" not in client.get("/ja/apply/after-school-club").text


def test_the_start_page_of_an_open_form_has_a_button(intake, client):
    assert "入力をはじめる" in client.get("/ja/apply/after-school-club").text


def test_other_terms_set_by_another_process_hold_at_the_next_request(intake, resident, office):
    assert resident.start().status_code == 303  # this process remembers the intake now
    kept = {name: getattr(intake, name) for name in Terms.__dataclass_fields__}
    elsewhere = Database(office.state.settings.database)
    with elsewhere.writing() as session:
        later = Terms(**kept | {"opens_at": intake.opens_at + timedelta(days=1)})
        change(session, intake.opens_at, intake.id, later, actor="other", reason="準備のため")
    elsewhere.close()
    assert (resident.start().status_code, office.count(Draft)) == (403, 1)


def test_an_application_belongs_to_the_intake_of_its_draft(ready, intake, office):
    ready.send()
    assert [row.intake for row in office.rows(Application)] == [intake.id]


def test_the_sample_intake_runs_from_this_months_first_day_to_the_nexts_last(office, clock):
    def renew(session):
        for old in office.rows(Intake):
            session.delete(session.get(Intake, old.id))
        session.flush()
        intakes.load_sample_intakes(session, clock.now())

    ends = {}
    for month in range(1, 13):
        clock.set(datetime(2027, month, 15, 12, tzinfo=JST))
        office.change(renew)
        (intake,) = office.rows(Intake)
        opens, closes = (each.astimezone(JST) for each in (intake.opens_at, intake.closes_at))
        after = closes + timedelta(seconds=1)
        ends[month] = (opens.day, opens.month, after.day, (after.month - month) % 12)
    assert ends == {month: (1, month, 1, 2) for month in range(1, 13)}


@pytest.mark.parametrize(
    ("locale", "title"), [("en", "After-school club application"), ("ja", "見本の募集")]
)
def test_the_home_page_names_an_open_intake_in_the_readers_language(intake, client, locale, title):
    page = client.get(f"/{locale}/").text
    assert f'/apply/{intake.form}"' in page
    assert title in words(page)
    assert "見本の募集" in words(page)
