"""The page after a step whose answers decide, with and without a way on."""

import pytest

from app.forms.definition import Form

STEPS = [
    {
        "slug": "first",
        "title": "はじめに",
        "fields": [
            {"key": "here", "type": "yesno", "label": "市内に住んでいますか"},
            {"key": "age", "type": "number", "label": "年齢"},
        ],
        "exit": {
            "when": {"field": "here", "equals": False},
            "title": "この手続ではありません",
            "text": "お住まいの市に申請してください。",
            "link": "/procedures",
            "link_text": "手続をさがす",
        },
    },
    {
        "slug": "last",
        "title": "終わりに",
        "fields": [{"key": "q", "type": "text", "label": "意見"}],
    },
]
CHECK = {
    "after": "first",
    "passed": "対象になる見込みです。",
    "reasons": [{"when": {"field": "age", "lt": 18}, "reason": "18歳以上の方が対象です。"}],
}
FORM = Form.model_validate(
    {
        "slug": "entitled", "title": "見本の申請", "summary": "見本です。", "kind": "application",
        "legal_basis": "outline", "source": {"title": "見本"}, "purpose_of_use": "見本です。",
        "purpose_version": "1", "steps": STEPS, "eligibility": CHECK,
    }
)  # fmt: skip


@pytest.fixture
def resident(begun):
    return begun(FORM)


def answer(resident, here, age):
    return resident.post("first", {"here": here, "age": str(age)}).headers["location"]


def test_who_is_in_the_wrong_place_is_shown_the_way_out(resident):
    assert answer(resident, "no", 20).endswith("/after/first")
    page = resident.get("after/first").text
    assert "お住まいの市に申請してください。" in page and 'href="/ja/procedures"' in page
    assert "申請を続ける" not in page


def test_the_next_step_stays_shut_behind_an_exit(resident):
    answer(resident, "no", 20)
    assert resident.get("last").headers["location"].endswith("/first")


def test_reasons_against_are_told_and_going_on_is_possible(resident):
    answer(resident, "yes", 17)
    page = resident.get("after/first").text
    assert "18歳以上の方が対象です。" in page and f'href="{resident.base}/last"' in page
    assert resident.get("last").status_code == 200


def test_nothing_against_is_told_too(resident):
    answer(resident, "yes", 18)
    assert "対象になる見込みです。" in resident.get("after/first").text


def test_a_page_that_is_not_due_leads_to_the_open_step(resident):
    assert resident.get("after/first").headers["location"].endswith("/first")
    assert resident.get("after/nowhere").status_code == 404


def test_another_device_sees_nothing(resident, phone):
    answer(resident, "no", 20)
    assert phone().get(f"{resident.base}/after/first").status_code == 404
