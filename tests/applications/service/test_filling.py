"""One post of one step: what is kept, where it leads, and what is refused."""

import pytest

from app.applications.models import Draft
from app.journal.models import Event, Fact
from tests.applications.resident import PROPOSAL, Resident, words

EARLY = "STEP_ORDER"


@pytest.fixture
def proposer(new_resident) -> Resident:
    """A resident on the first and only step of a proposal."""
    proposer = new_resident(PROPOSAL)
    proposer.start()
    return proposer


@pytest.fixture
def begun(resident) -> Resident:
    """A resident on the first step of the club form."""
    resident.start()
    return resident


def first_open(resident: Resident) -> str:
    return resident.get("review").headers["location"].rpartition("/")[2]


def test_a_valid_step_leads_to_the_next(begun):
    answer = begun.post("guardian-1", begun.samples("guardian-1"))
    assert answer.headers["location"] == f"{begun.base}/situation"


def test_a_step_too_early_leads_to_the_first_open_one(begun):
    answer = begun.get("contacts")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{begun.base}/guardian-1")


def test_the_review_too_early_leads_to_the_first_open_step(begun):
    assert first_open(begun) == "guardian-1"


def test_a_post_too_early_is_refused(begun):
    answer = begun.post("contacts", {})
    assert (answer.status_code, EARLY in answer.text) == (409, True)


def test_a_post_too_early_keeps_the_draft(begun, office):
    before = office.body(begun)
    begun.post("contacts", {"remark": "x"})
    assert (office.body(begun), office.draft(begun).version) == (before, 1)


def test_a_step_that_the_answers_do_not_ask_for_leads_back(resident):
    resident.start()
    resident.fill(until="reasons", has_second_guardian=False)
    assert resident.get("guardian-2").headers["location"] == f"{resident.base}/reasons"


def test_a_post_of_a_step_that_is_not_asked_for_is_refused(resident):
    resident.start()
    resident.fill(until="reasons", has_second_guardian=False)
    assert resident.post("guardian-2", {}).status_code == 409


def test_an_unknown_field_is_refused(begun):
    raw = begun.samples("guardian-1") | {"status": "decided"}
    assert begun.post("guardian-1", raw).status_code == 422


@pytest.mark.parametrize("name", ["received_at", "owner", "g1_name", "children.0.name.family", "x"])
def test_a_refused_field_changes_nothing(begun, office, name):
    begun.post("guardian-1", begun.samples("guardian-1") | {name: "1"})
    assert (office.draft(begun).version, office.draft(begun).done) == (1, "")


def test_one_answer_given_twice_is_refused(begun):
    raw = begun.samples("guardian-1") | {"g1_relation": ["母", "父"]}
    assert begun.post("guardian-1", raw).status_code == 422


def test_a_file_for_a_field_that_the_step_has_not_is_refused(begun, office):
    stray = [("g9_doc.files", ("a.pdf", b"%PDF-1", "application/pdf"))]
    answer = begun.post("guardian-1", begun.samples("guardian-1"), files=stray)
    assert (answer.status_code, office.stored) == (422, [])


def test_a_step_with_a_fault_is_shown_again(proposer):
    answer = proposer.post("proposal", proposer.samples("proposal", topic=None))
    assert (answer.status_code, "か所を直してください" in answer.text) == (422, True)


def test_a_step_with_a_fault_keeps_what_was_right(proposer, office):
    proposer.post("proposal", proposer.samples("proposal", topic=None, subject="残る題名"))
    assert office.body(proposer)["answers"]["subject"] == "残る題名"


def test_a_step_with_a_fault_keeps_what_was_wrong(proposer):
    raw = proposer.samples("proposal") | {"email": "まちがい"}
    proposer.post("proposal", raw)
    assert 'value="まちがい"' in proposer.get("proposal").text


def test_a_step_with_a_fault_is_not_done(proposer):
    proposer.post("proposal", proposer.samples("proposal") | {"email": "まちがい"})
    assert first_open(proposer) == "proposal"


def test_a_done_step_with_a_new_fault_is_open_again(proposer):
    proposer.post("proposal", proposer.samples("proposal"))
    proposer.post("proposal", proposer.samples("proposal") | {"email": "まちがい"})
    assert first_open(proposer) == "proposal"


def test_what_was_typed_wrong_last_cannot_be_sent_as_what_it_was_before(proposer):
    proposer.ready()
    raw = proposer.samples("proposal", subject="新しい題名") | {"_later": "1", "email": "まちがい"}
    proposer.post("proposal", raw)
    assert proposer.send().status_code == 409


def test_a_stale_version_is_a_conflict(proposer):
    proposer.post("proposal", proposer.samples("proposal", subject="先の題名"))
    answer = proposer.post("proposal", proposer.samples("proposal", subject="後の題名"), version=1)
    assert answer.status_code == 409


def test_a_conflict_shows_both_contents(proposer):
    proposer.post("proposal", proposer.samples("proposal", subject="先の題名"))
    answer = proposer.post("proposal", proposer.samples("proposal", subject="後の題名"), version=1)
    assert [text in answer.text for text in ("先の題名", "後の題名")] == [True, True]


def test_a_conflict_overwrites_nothing(proposer, office):
    proposer.post("proposal", proposer.samples("proposal", subject="先の題名"))
    proposer.post("proposal", proposer.samples("proposal", subject="後の題名"), version=1)
    assert office.body(proposer)["answers"]["subject"] == "先の題名"


def test_after_a_conflict_the_same_page_can_be_saved(proposer, office):
    proposer.post("proposal", proposer.samples("proposal", subject="先の題名"))
    raw = proposer.samples("proposal", subject="後の題名")
    proposer.post("proposal", raw, version=1)
    assert proposer.post("proposal", raw).status_code == 303
    assert office.body(proposer)["answers"]["subject"] == "後の題名"


@pytest.mark.parametrize("version", ["", "x", "-1", "²", "9" * 5000, "1e3", "0x1"])
def test_a_version_that_no_page_shows_is_a_conflict(proposer, version):
    assert proposer.post("proposal", {}, version=version).status_code == 409


def test_a_conflict_stores_no_file(resident, office):
    resident.start()
    resident.fill(until="evidence-1")
    paper = [("g1_doc_employment.files", ("a.pdf", b"%PDF-1", "application/pdf"))]
    raw = resident.samples("evidence-1", g1_doc_employment={"mode": "now"})
    resident.post("evidence-1", raw, files=paper, version=1)
    assert (office.stored, office.uploads(resident)) == ([], [])


@pytest.mark.parametrize("button", ["_later", "_language"])
def test_what_was_typed_before_another_button_is_kept(proposer, button):
    raw = {"subject": "途中の題名", "email": "まちがい", button: "en"}
    proposer.post("proposal", raw)
    page = proposer.get("proposal").text
    assert ["途中の題名" in page, 'value="まちがい"' in page] == [True, True]


def test_save_and_continue_later_leads_to_the_start_page(proposer):
    answer = proposer.post("proposal", {"_later": "1"})
    assert answer.headers["location"] == f"/ja/apply/{PROPOSAL}?kept=1"


def test_the_language_can_be_changed_in_the_middle(proposer):
    answer = proposer.post("proposal", {"subject": "題名", "_language": "en"})
    assert answer.headers["location"] == f"/en/apply/{PROPOSAL}/{proposer.draft}/proposal"
    assert 'value="題名"' in proposer.browser.get(answer.headers["location"]).text


def test_an_unknown_language_stays_in_this_one(proposer):
    answer = proposer.post("proposal", {"_language": "x" * 300})
    assert answer.headers["location"].startswith(f"/ja/apply/{PROPOSAL}/")


def test_the_language_can_be_changed_on_the_review(new_resident):
    proposer = new_resident(PROPOSAL).ready()
    answer = proposer.send_form(f"{proposer.base}/review", {"_language": "en"})
    assert answer.headers["location"] == f"/en/apply/{PROPOSAL}/{proposer.draft}/review"


def test_changing_the_language_on_the_review_sends_nothing(new_resident, office):
    proposer = new_resident(PROPOSAL).ready()
    proposer.send_form(f"{proposer.base}/review", {"_language": "en"})
    assert office.draft(proposer).sent_at is None


def test_another_child_keeps_what_was_typed(resident):
    resident.start()
    resident.fill(until="children")
    raw = {"children.0.name.family": "途中", "children.0.birth_date.year": "まちがい"}
    resident.post("children", raw | {"_add": "children"})
    page = resident.get("children").text
    assert ['value="途中"' in page, 'value="まちがい"' in page] == [True, True]
    assert 'name="children.1.name.family"' in page


def test_a_removed_child_takes_only_its_own_typing(resident):
    resident.start()
    resident.fill(until="children")
    resident.post("children", {"_add": "children"})
    raw = {"children.0.name.family": "見本一", "children.1.name.family": "見本二"}
    resident.post("children", raw | {"_remove": "0"})
    page = resident.get("children").text
    assert "見本一" not in page
    assert 'name="children.0.name.family" type="text" value="見本二"' in page


@pytest.mark.parametrize("button", ["_add", "_remove"])
def test_items_are_only_added_and_removed_where_the_list_is(resident, button):
    resident.start()
    resident.fill(until="school")
    assert resident.post("school", {button: "0"}).status_code == 422


def test_a_postal_code_fills_in_the_address_and_keeps_the_rest(begun):
    raw = {"g1_relation": "おば", "g1_phone": "まちがい", "g1_address.postal": "963-8601"}
    answer = begun.post("guardian-1", raw | {"_lookup": "g1_address"})
    page = begun.get("guardian-1").text
    found = [f'value="{text}"' in page for text in ("福島県", "郡山市", "おば", "まちがい")]
    assert (answer.headers["location"].rpartition("#")[2], found) == ("f-g1_address", [True] * 4)


@pytest.mark.parametrize("code", ["", "0000000", "９６３", "x" * 3000])
def test_an_unknown_postal_code_blocks_nobody(begun, code):
    answer = begun.post("guardian-1", {"_lookup": "g1_address", "g1_address.postal": code})
    assert answer.status_code == 303


def test_a_step_changed_from_the_review_leads_back_to_it(resident):
    resident.ready()
    assert 'name="_return"' in resident.get("guardian-1?return=1").text
    answer = resident.post("guardian-1", resident.samples("guardian-1") | {"_return": "1"})
    assert answer.headers["location"] == f"{resident.base}/review"


def test_a_fault_on_the_way_back_to_the_review_is_no_detour(resident):
    resident.ready()
    answer = resident.post("guardian-1", resident.samples("guardian-1", g1_phone=None) | {
        "_return": "1"})  # fmt: skip
    assert (answer.status_code, 'name="_return"' in answer.text) == (422, True)


def test_an_answer_that_asks_for_more_leads_there_before_the_review(resident):
    resident.ready(has_second_guardian=False)
    raw = resident.samples("situation", has_second_guardian=True) | {"_return": "1"}
    answer = resident.post("situation", raw)
    assert answer.headers["location"] == f"{resident.base}/guardian-2"


def test_an_answer_that_is_not_asked_for_any_more_is_not_sent(resident, office):
    resident.ready()
    resident.post("situation", resident.samples("situation", has_second_guardian=False))
    assert not [key for key in office.body(resident)["answers"] if key.startswith("g2_")]


def test_a_finished_step_is_one_fact(proposer, office):
    proposer.post("proposal", proposer.samples("proposal"))
    proposer.post("proposal", proposer.samples("proposal", subject="もう一度"))
    facts = office.rows(Fact, Fact.event == Event.STEP_DONE)
    assert [(fact.step, fact.device) for fact in facts] == [("proposal", "phone")]


@pytest.mark.parametrize("wish", ["-ja", "ja;q=x", "*", "x" * 500, "ja_JP@easy", ";,;", "en-"])
def test_a_strange_wish_for_languages_starts_a_draft_like_any_other(resident, office, wish):
    resident.browser.headers["accept-language"] = wish
    assert resident.start().status_code == 303


def test_the_wish_for_a_language_is_remembered(resident, office):
    resident.browser.headers["accept-language"] = "vi-VN,vi;q=0.9"
    resident.start()
    assert [row.preferred_locale for row in office.rows(Draft)] == ["vi-VN"]


def test_a_fragment_is_answered_with_the_main_part_only(proposer):
    answer = proposer.post("proposal", {}, headers={"hx-request": "true"})
    assert (answer.status_code, "<html" in answer.text, "field__error" in answer.text) == (
        422, False, True,
    )  # fmt: skip


def test_the_error_page_of_a_step_says_that_nothing_was_sent(proposer):
    page = words(proposer.post("proposal", {}).text)
    assert "入力した内容は残っています。まだ送信していません。" in page
