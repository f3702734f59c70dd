"""After the end of an intake: one late case, a notice to all; and a new link for a lost one."""

import re

import pytest

from app.applications.models import Application, LateCase
from tests.applications.conftest import new_resident as new_resident
from tests.applications.conftest import phone as phone
from tests.applications.resident import words

LINK = re.compile(r"/ja/(?:late|open)/([a-z0-9]+)")
LATER = {"until.era": "", "until.year": "2027", "until.month": "2", "until.day": "1"}
REASON = "転入のため締切後に初めて申請できるようになった"


@pytest.fixture
def intake(sample_intakes):
    return sample_intakes[0]


@pytest.fixture
def closed(desk, clock, intake):
    """A clerk three days after the intake has closed."""
    clock.set(intake.closes_at)
    clock.advance(days=3)
    return desk.clerk("school")


def granted(clerk, intake, **own) -> str:
    data = {"reason": REASON} | LATER | own
    page = clerk.post(f"/staff/intakes/{intake.id}/late", data)
    assert page.status_code == 200, words(page.text)
    return LINK.search(page.text)[1]


def opened(resident, code):
    answer = resident.send_form(f"/ja/late/{code}", {})
    if answer.status_code == 303:
        resident.base = answer.headers["location"].rpartition("/")[0]
        resident.version, resident.answers = 1, {}
    return answer


def test_a_late_case_lets_one_send_in(desk, closed, intake, new_resident):
    resident = new_resident()
    opened(resident, granted(closed, intake))
    assert resident.fill().send().status_code == 303
    assert len(desk.office.rows(Application)) == 1


def test_it_arrives_when_it_is_sent(desk, closed, intake, new_resident, clock):
    resident = new_resident()
    opened(resident, granted(closed, intake))
    resident.fill().send()
    (made,) = desk.office.rows(Application)
    assert made.received_at == clock.now()


def test_without_it_the_intake_stays_closed(closed, new_resident):
    assert new_resident().start().status_code == 403


def test_a_used_code_opens_nothing_more(closed, intake, new_resident):
    code, resident = granted(closed, intake), new_resident()
    opened(resident, code)
    resident.fill().send()
    assert opened(new_resident(), code).status_code == 404


def test_another_device_cannot_take_the_opened_draft(closed, intake, new_resident):
    code = granted(closed, intake)
    opened(new_resident(), code)
    assert opened(new_resident(), code).status_code == 404


def test_a_draft_of_this_device_goes_on(clock, desk, intake, new_resident):
    resident = new_resident()
    resident.start()
    begun = resident.base
    clock.set(intake.closes_at)
    clock.advance(days=3)
    opened(resident, granted(desk.clerk("school"), intake))
    assert resident.base == begun


def test_a_revoked_code_is_gone(desk, closed, intake, new_resident):
    code = granted(closed, intake)
    (late,) = desk.office.rows(LateCase)
    closed.post(f"/staff/intakes/{intake.id}/late/{late.id}/revoke", {})
    assert opened(new_resident(), code).status_code == 404


def test_the_code_dies_with_its_day(closed, intake, new_resident, clock):
    code = granted(closed, intake)
    clock.advance(days=90)
    assert opened(new_resident(), code).status_code == 404


def test_the_grant_is_written_down_with_its_reason(desk, closed, intake):
    granted(closed, intake)
    (entry,) = desk.audited("late_case_granted")
    assert REASON in entry.detail


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ({"reason": " "}, "理由を200文字までで"),
        ({"until.year": ""}, "年を入力してください"),
        ({"until.year": "2020"}, "今日より後の日"),
    ],
)
def test_a_wrong_grant_says_what_to_do(desk, closed, intake, own, said):
    data = {"reason": REASON} | LATER | own
    answer = closed.post(f"/staff/intakes/{intake.id}/late", data)
    assert (answer.status_code, desk.office.rows(LateCase)) == (422, [])
    assert said in words(answer.text)


def test_another_section_grants_nothing(stranger, intake):
    data = {"reason": REASON} | LATER
    assert stranger.post(f"/staff/intakes/{intake.id}/late", data).status_code == 404


def test_a_notice_is_read_at_the_start_of_the_form(clerk, intake, running):
    clerk.post(f"/staff/intakes/{intake.id}/notice", {"notice": "締切を延ばしました"})
    assert "締切を延ばしました" in words(running.get("/ja/apply/after-school-club").text)


@pytest.fixture
def sent(new_resident):
    """A resident who has sent, and the number."""
    resident = new_resident()
    return resident, resident.sent().rpartition("/")[2]


def renewed(clerk, number) -> str:
    page = clerk.post(f"/staff/applications/{number}/new-link", {"check": "photo_id"})
    assert page.status_code == 200
    return LINK.search(page.text)[1]


def test_a_new_link_opens_the_application(clerk, sent, new_resident):
    other = new_resident()
    answer = other.send_form(f"/ja/open/{renewed(clerk, sent[1])}", {})
    assert other.browser.get(answer.headers["location"]).status_code == 200


def test_the_old_link_dies(clerk, sent, new_resident):
    resident, number = sent
    page = resident.browser.get(f"/ja/applications/{number}").text
    old = LINK.search(page)[1]
    renewed(clerk, number)
    assert new_resident().send_form(f"/ja/open/{old}", {}).status_code == 404


def test_the_devices_that_had_it_open_are_shut_out(clerk, sent):
    resident, number = sent
    renewed(clerk, number)
    assert resident.browser.get(f"/ja/applications/{number}").status_code == 404


def test_the_check_is_written_down(desk, clerk, sent):
    renewed(clerk, sent[1])
    (entry,) = desk.audited("link_renewed")
    assert entry.detail == "photo_id"


def test_without_a_check_nothing_changes(desk, clerk, sent):
    answer = clerk.post(f"/staff/applications/{sent[1]}/new-link", {})
    assert (answer.status_code, desk.audited("link_renewed")) == (422, [])


def test_another_section_makes_no_link(stranger, sent):
    address = f"/staff/applications/{sent[1]}/new-link"
    assert stranger.post(address, {"check": "photo_id"}).status_code == 404
