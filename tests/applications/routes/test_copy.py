"""The copy on the receipt: what it repeats, and what it keeps back from whoever has its link."""

import pytest

from app.forms.definition import Form
from tests.applications.resident import words

FIELDS = [
    {"key": "car", "type": "yesno", "label": "車はありましたか"},
    {
        "key": "to_do", "type": "statement", "label": "軽自動車の名義", "on_receipt": True,
        "text": "軽自動車検査協会で名義を変えます。", "when": {"field": "car", "equals": True},
    },
    {"key": "aside", "type": "statement", "label": "ひとこと", "text": "入力中だけの案内です。"},
    {"key": "account", "type": "bank_account", "label": "振込先"},
]  # fmt: skip
FORM = Form.model_validate(
    {
        "slug": "copied", "title": "見本の届", "summary": "見本です。", "kind": "notification",
        "legal_basis": "outline", "source": {"title": "見本"}, "purpose_of_use": "見本です。",
        "purpose_version": "1", "steps": [{"slug": "only", "title": "届", "fields": FIELDS}],
    }
)  # fmt: skip
ACCOUNT = {
    "bank": "見本銀行", "branch": "本店", "kind": "ordinary", "number": "1234567",
    "holder": "ミホン ハナコ",
}  # fmt: skip


@pytest.fixture
def resident(office, new_resident):
    office.publish(FORM)
    return new_resident(FORM)


def test_the_review_shows_the_whole_account_and_the_receipt_its_end(resident):
    resident.ready(car=True, account=ACCOUNT)
    assert "1234567" in resident.get("review").text
    receipt = resident.receipt()
    assert "1234567" not in receipt and "****567" in receipt


def test_what_is_still_to_be_done_stands_on_the_receipt(resident):
    resident.ready(car=True, account=ACCOUNT)
    page = words(resident.receipt())
    assert "軽自動車検査協会で名義を変えます。" in page
    assert "入力中だけの案内です。" not in page


def test_what_was_not_asked_for_is_not_to_be_done(resident):
    resident.ready(car=False, account=ACCOUNT)
    assert "これからすること" not in resident.receipt()
