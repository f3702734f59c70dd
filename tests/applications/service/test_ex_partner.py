"""Two guardians apply for one child, each on their own phone: nothing of one reaches the other."""

import pytest

from tests.applications.afterwards import Afterwards
from tests.applications.resident import CLUB, Resident

HERS, HIS = "024-111-1111", "024-222-2222"
PAGES = ("", "/correct", "/change", "/change/guardian-1")


@pytest.fixture
def both(new_resident):
    """A mother and a father who have each sent for the same child."""
    mother, father = new_resident(), new_resident()
    return (
        Afterwards(mother, mother.sent(g1_phone=HERS)),
        Afterwards(father, father.sent(g1_phone=HIS)),
    )


@pytest.mark.parametrize("page", PAGES)
def test_no_page_of_the_one_opens_on_the_others_phone(both, page):
    mother, father = both
    address = f"/ja/applications/{mother.number}{page}"
    assert father.resident.browser.get(address).status_code == 404


@pytest.mark.parametrize("deed", ["correct", "change/guardian-1", "contact", "rating"])
def test_nothing_of_the_one_is_changed_from_the_others_phone(both, deed):
    mother, father = both
    address = f"/ja/applications/{mother.number}/{deed}"
    fields = {"_revision": "1", "g1_phone": HIS, "rating": "1", "code": "000000"}
    assert father.resident.send_form(address, fields).status_code == 404
    assert HERS in mother.page()


def test_a_change_of_the_one_is_not_seen_by_the_other(both):
    mother, father = both
    fields = mother.resident.samples("guardian-1") | {"g1_phone": "024-333-3333"}
    mother.post("change/guardian-1", fields | {"_revision": "1"})
    assert "024-333-3333" not in father.page()


def test_neither_begins_with_or_is_offered_the_others_answers(both):
    mother, father = both
    again = Resident(father.resident.browser, CLUB)
    again.start({"from": mother.number})
    page = again.get("guardian-1").text
    assert (HIS in page, HERS in page) == (True, False)


def test_the_list_of_a_phone_holds_its_own_only(both):
    mother, father = both
    listed = father.resident.browser.get("/ja/mine").text
    assert (father.number in listed, mother.number in listed) == (True, False)


def test_drafts_of_the_one_have_no_door_on_the_others_phone(both):
    mother, father = both
    draft = Resident(mother.resident.browser, CLUB)
    draft.start()
    for page in ("guardian-1", "review", "proxy", "by-mail"):
        assert father.resident.browser.get(f"{draft.base}/{page}").status_code == 404
