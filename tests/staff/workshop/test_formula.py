"""A formula in words says what the formula says, and back."""

import pytest

from app.forms import expression
from app.forms.fields import TYPES
from app.staff.service.workshop import formula, sheet, starts

FEE = {"key": "fee", "type": "calculated", "label": "手数料", "formula": "0"}
KINDS = [{"key": "half", "label": "半日"}, {"key": "whole", "label": "全日"}]


@pytest.fixture
def known() -> list[formula.Name]:
    """The answers before a fee: two questions of one label, a choice, and those of a repeat."""
    form = starts.begin("", "form-x", "見本")
    form, items = sheet.add_screen(form, "品物", {
        "key": "lines", "item_title": "品物（{n}）", "add_label": "追加", "remove_label": "消す",
    })  # fmt: skip
    form = sheet.put_field(form, items, {"key": "price", "type": "money", "label": "値段"})
    form, last = sheet.add_screen(form, "手数料")
    for key, kind, label in (
        ("a", "number", "部数"),
        ("b", "number", "部数"),
        ("n", "number", "人数"),
    ):
        form = sheet.put_field(form, last, {"key": key, "type": kind, "label": label})
    choice = {"key": "kind", "type": "choice", "label": "区分", "options": KINDS}
    form = sheet.put_field(sheet.put_field(form, last, choice), last, FEE)
    return formula.names(form, "fee")


@pytest.mark.parametrize("written", [
    "n*300", "if(kind=='half',sum(lines.price)/2,sum(lines.price))", "round_down(n*1.5,10)",
    "a+b", "max(n-3,0)*100", "if(n>=3 and kind!='whole',100,200)", "count(lines.price)*-1",
])  # fmt: skip
def test_words_say_what_the_formula_says(known, written):
    said = formula.in_words(written, known)
    assert expression.parse(formula.of_words(said, known)) == expression.parse(written), said


def test_words_hold_no_name_of_the_document(known):
    said = formula.in_words("if(kind=='half',sum(lines.price),a*n)", known)
    assert said == "もし（「区分」＝『半日』、合計（「品物」の「値段」）、「部数（a）」×「人数」）"


@pytest.mark.parametrize(("typed", "told"), [
    ("「人数」×", "式が途中で終わっています"),
    ("「身長」×2", "「身長」という質問が、前にありません"),
    ("もし（「区分」＝『夜』、1、2）", "『夜』という選択肢が、すぐ前の質問にありません"),
    ("__import__", "式に読めない文字があります"),
    ("『半日』", "その選択肢の質問を入れてください"),
    ("（1＋2", "数が合いません"), ("1 2", "余分なもの"),
])  # fmt: skip
def test_what_cannot_be_read_is_said_in_words(known, typed, told):
    with pytest.raises(ValueError, match=told):
        formula.of_words(typed, known)


def test_every_made_formula_is_a_question(known):
    made = FEE | {"formula": formula.of_words("「人数」×３００円", known)}
    assert TYPES["calculated"].model_validate(made).formula == "n *300"
