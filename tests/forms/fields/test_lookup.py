"""The lookup field."""

import pytest

from app.forms.definition import Form
from app.forms.fields.lookup import NOT_FOUND, SEVERAL, LookupField
from app.forms.snapshot import dump, load

ROWS = [
    {"key": "a", "label": "見本第一小学校", "kana": "ミホンダイイチショウガッコウ"},
    {"key": "b", "label": "見本第二小学校", "kana": "ミホンダイニショウガッコウ"},
    {"key": "c", "label": "見本中学校", "kana": "ミホンチュウガッコウ", "en": "Mihon JHS"},
]
FIELD = LookupField(key="school", label="学校", rows=ROWS)


def read(text="", key="", field=FIELD):
    return field.parse({"text": [text], "key": [key]})


@pytest.mark.parametrize(
    "typed", ["見本第一小学校", "第一", "だいいち", "ﾀﾞｲｲﾁ", "見本　第一 小学校", "a"]
)
def test_a_part_of_the_name_is_enough(typed):
    assert read(typed) == "a"


def test_a_latin_name_is_found_too():
    assert read("mihon jhs") == "c"


def test_several_rows_are_refused_until_one_is_chosen():
    error = read("小学校")
    assert (error.message_id, error.params) == (SEVERAL, {"n": 2})
    assert read("小学校", "b") == "b"


def test_a_choice_that_the_text_no_longer_means_gives_way_to_the_text():
    assert read("第二", "a") == "b"


def test_what_is_not_in_the_list_is_refused():
    assert read("ほかの学校").message_id == NOT_FOUND


def test_the_rows_found_are_radio_buttons_without_any_script(draw):
    raw = {"question.text": ["小学校"]}
    drawn = draw(FIELD, raw=raw, error=read("小学校"))
    assert drawn.count('type="radio"') == 2 and "見本中学校" not in drawn.split("</datalist>")[1]


def test_a_list_too_long_for_the_page_is_not_sent_to_it(draw):
    rows = [{"key": str(n), "label": f"見本{n}"} for n in range(301)]
    assert "<datalist" not in draw(LookupField(key="q", label="質問", rows=rows))


def test_other_readers_see_the_latin_name_where_there_is_one():
    assert (FIELD.show("c", str, "en"), FIELD.show("a", str, "en")) == (
        "Mihon JHS",
        "見本第一小学校",
    )


def with_list(document, **settings):
    field = {"key": "school", "type": "lookup", "label": "学校"} | settings
    step = {"slug": "page", "title": "頁", "fields": [field]}
    return document([step], lists=[{"key": "schools", "rows": ROWS}])


def test_a_list_of_the_document_is_chosen_from(document):
    form = Form.model_validate(with_list(document, list="schools"))
    assert form.steps[0].fields[0].keys() == ("a", "b", "c")


def test_a_document_with_a_list_reads_back(document):
    form = Form.model_validate(with_list(document, list="schools"))
    assert load(dump(form)).steps[0].fields[0].parse({"text": ["第一"]}) == "a"


def test_an_unknown_list_is_refused(document):
    with pytest.raises(ValueError, match="no list 'clubs'"):
        Form.model_validate(with_list(document, list="clubs"))


def test_a_list_of_more_than_2000_rows_is_refused():
    rows = [{"key": str(n), "label": "見本"} for n in range(2001)]
    with pytest.raises(ValueError, match="2000"):
        LookupField(key="q", label="質問", rows=rows)
