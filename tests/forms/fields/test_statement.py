"""The statement between questions."""

from app.forms.answers import parse_step, validate
from app.forms.fields.statement import StatementField
from app.forms.journey import summary

NOTE = {"key": "note", "type": "statement", "label": "個人番号について", "text": "記入不要です。"}
TEXT = {"key": "remark", "type": "text", "label": "備考"}


def test_a_statement_takes_no_input():
    assert StatementField.model_validate(NOTE).asks is False


def test_a_statement_stores_nothing_and_is_never_missing(one_step):
    form = one_step(NOTE, TEXT)
    parsed = parse_step(form, form.steps[0], {"remark": ["見本"]}, answers={}, attached={})
    assert (
        parsed.answers == {"remark": "見本"} and validate(form, parsed.answers, attached={}) == ()
    )


def test_a_statement_stands_in_no_summary(one_step):
    form = one_step(NOTE, TEXT)
    assert [row.path for row in summary(form, {})[0].rows] == ["remark"]


def test_the_page_shows_label_and_text(draw):
    drawn = draw(StatementField.model_validate(NOTE))
    assert "個人番号について" in drawn and "記入不要です。" in drawn and "<input" not in drawn
