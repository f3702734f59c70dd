"""What is being filled in: whose it is, how long it is kept, and that erasing erases."""

from datetime import timedelta

import pytest

from app.applications.models import Application, Attachment, Draft, Intake, Upload
from app.applications.service import drafts, files
from app.applications.service.tidy import erase_all_expired
from tests.applications.resident import PROPOSAL

PDF = b"%PDF-1.7\nsample"
PAPERS = [("g1_doc_employment.files", ("就労証明書.pdf", PDF, "application/pdf"))]
NOW = {"mode": "now"}


@pytest.fixture
def with_file(resident, office):
    """A draft with a file in it, and an intake that closes in ten days."""
    start = office.state.clock.now()
    office.new_intake(start - timedelta(days=1), start + timedelta(days=10))
    resident.start()
    return resident.fill(
        until="household", files={"evidence-1": PAPERS}, g1_doc_employment=NOW
    )  # fmt: skip


def erase_expired(office, clock):
    return erase_all_expired(office.database, office.state.storage, clock)


def test_a_draft_of_an_intake_is_kept_for_seven_days_after_its_closing(with_file, office):
    (intake,) = office.rows(Intake)
    assert office.draft(with_file).expires_at == intake.closes_at + timedelta(days=7)


def test_a_draft_without_an_intake_is_kept_for_thirty_days(new_resident, office, clock):
    proposer = new_resident(PROPOSAL)
    proposer.start()
    assert office.draft(proposer).expires_at == clock.now() + timedelta(days=30)


def test_the_thirty_days_begin_anew_with_each_change(new_resident, office, clock):
    proposer = new_resident(PROPOSAL)
    proposer.start()
    clock.advance(days=20)
    proposer.post("proposal", {"_later": "1"})
    assert office.draft(proposer).expires_at == clock.now() + timedelta(days=30)


def test_a_draft_in_its_last_second_opens(with_file, clock):
    clock.advance(days=17, seconds=-1)
    assert with_file.get("household").status_code == 200


def test_a_draft_past_its_time_is_not_found(with_file, clock):
    clock.advance(days=17)
    assert with_file.get("household").status_code == 404


def test_a_draft_past_its_time_is_erased(with_file, office, clock):
    clock.advance(days=17)
    assert (erase_expired(office, clock), office.count(Draft), office.count(Upload)) == (1, 0, 0)


def test_a_draft_in_its_last_second_is_not_erased(with_file, office, clock):
    clock.advance(days=17, seconds=-1)
    assert (erase_expired(office, clock), office.count(Draft)) == (0, 1)


def test_the_bytes_of_an_expired_draft_are_removed(with_file, office, clock):
    clock.advance(days=17)
    erase_expired(office, clock)
    assert office.stored == []


def test_an_extended_intake_keeps_its_drafts(with_file, office, clock):
    (intake,) = office.rows(Intake)

    def extend(session):
        session.get(Intake, intake.id).closes_at = intake.closes_at + timedelta(days=30)

    office.change(extend)
    clock.advance(days=20)
    assert (erase_expired(office, clock), with_file.get("household").status_code) == (0, 200)


def test_the_bytes_of_an_application_outlive_its_draft(with_file, office, clock):
    with_file.fill(since="household")
    with_file.send()
    clock.advance(days=17)
    erase_expired(office, clock)
    (attachment,) = office.rows(Attachment, Attachment.state == "now")
    assert office.bytes_of(attachment) == PDF


def test_erasing_takes_the_draft_away(with_file, office):
    answer = with_file.send_form(f"{with_file.base}/erase", {})
    assert (answer.status_code, office.count(Draft), office.count(Upload)) == (303, 0, 0)


def test_erasing_removes_the_bytes(with_file, office):
    with_file.send_form(f"{with_file.base}/erase", {})
    assert office.stored == []


def test_an_erased_draft_is_not_found(with_file):
    with_file.send_form(f"{with_file.base}/erase", {})
    assert with_file.get("review").status_code == 404


def test_erasing_after_sending_keeps_the_application(with_file, office):
    with_file.fill(since="household")
    with_file.send()
    with_file.send_form(f"{with_file.base}/erase", {})
    (attachment,) = office.rows(Attachment, Attachment.state == "now")
    assert (office.count(Application), office.bytes_of(attachment)) == (1, PDF)


def test_the_start_page_offers_the_draft_of_this_device(with_file):
    page = with_file.browser.get("/ja/apply/after-school-club")
    assert with_file.draft in page.text


def test_the_start_page_does_not_offer_a_sent_draft(new_resident):
    proposer = new_resident(PROPOSAL)
    proposer.sent()
    assert proposer.draft not in proposer.browser.get(f"/ja/apply/{PROPOSAL}").text


def test_the_start_page_writes_nothing(client, office):
    before = office.everything()
    client.get("/ja/apply/after-school-club")
    assert office.everything() == before


def test_a_shared_device_forgets_when_the_browser_closes(resident):
    answer = resident.start({"shared": "1"})
    assert "max-age" not in answer.headers["set-cookie"].lower()


def test_an_own_device_is_remembered(resident):
    cookie = resident.start().headers["set-cookie"].lower()
    assert all(word in cookie for word in ("max-age=34560000", "httponly", "samesite=lax"))


def test_a_draft_is_sealed_for_its_row_and_version(with_file, office):
    draft = office.draft(with_file)
    with pytest.raises(Exception, match=f"drafts:{draft.id}:body"):
        office.envelope(draft).open("body", draft.body, revision=draft.version - 1)


def test_erasing_expired_drafts_goes_on_batch_by_batch(new_resident, office, clock):
    proposer = new_resident(PROPOSAL)
    for _ in range(3):
        proposer.start()
    clock.advance(days=30)
    with office.database.writing() as session:
        count, blobs = drafts.erase_expired(session, clock.now(), limit=2)
        files.drop(office.state.storage, blobs)
    assert (count, office.count(Draft)) == (2, 1)
