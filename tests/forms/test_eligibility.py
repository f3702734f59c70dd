"""What the check before a form asks: just what its reasons rest on."""

from app import procedures
from app.forms import eligibility
from app.forms.definition import Form

YES = {"type": "yesno", "label": "はいですか"}


def form(reason, *fields) -> Form:
    """A form that asks `fields`, then about children, and gives one reason."""
    child = {"key": "small", "type": "yesno", "label": "小さいですか"}
    kids = {
        "slug": "kids", "title": "子", "repeat": "kids", "owner": True, "fields": [child],
    }  # fmt: skip
    repeat = {"key": "kids", "item_title": "子", "add_label": "足す", "remove_label": "引く"}
    return Form.model_validate(
        {
            "slug": "sample", "title": "見本", "summary": "見本", "kind": "application",
            "legal_basis": "outline", "source": {"title": "見本"}, "purpose_of_use": "見本",
            "purpose_version": "1", "repeats": [repeat],
            "steps": [{"slug": "one", "title": "一", "fields": list(fields)}, kids],
            "eligibility": {
                "after": "kids", "passed": "はい",
                "reasons": [{"when": reason, "reason": "いいえ"}],
            },
        }
    )  # fmt: skip


def keys(form: Form) -> list[str]:
    step = eligibility.questions(form)
    return [field.key for field in step.fields] if step else []


def test_a_question_that_another_one_hangs_on_is_asked_too():
    shown = {"field": "first", "equals": True}
    sample = form(
        {"field": "second", "equals": False},
        {"key": "other", **YES}, {"key": "first", **YES}, {"key": "second", "when": shown, **YES},
    )  # fmt: skip
    assert keys(sample) == ["first", "second"]


def test_what_a_calculated_value_rests_on_is_asked_with_it():
    sample = form(
        {"field": "sum", "gt": 5},
        {"key": "a", "type": "number", "label": "数"},
        {"key": "sum", "type": "calculated", "label": "倍", "formula": "a * 2"},
    )
    assert keys(sample) == ["a", "sum"]


def test_a_reason_that_looks_at_children_cannot_be_checked_beforehand():
    inner = {"field": "kids", "any_item": {"field": "small", "equals": True}}
    assert eligibility.questions(form(inner, {"key": "a", **YES})) is None


def test_the_shipped_check_asks_two_questions():
    assert keys(procedures.forms()["nhi-high-cost"]) == ["limit_shown", "accident"]
