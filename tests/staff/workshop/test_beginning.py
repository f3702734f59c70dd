"""A clerk who has never seen the builder knows how to begin, and gets far with few actions."""

import html
import re

import pytest

from app.forms.fields import TYPES
from app.staff.service.workshop import advice, faults, starts


@pytest.mark.parametrize("name", starts.STARTS)
def test_every_starting_point_is_a_sound_form_already(name):
    sheet = starts.begin(name, "form-x", "見本の手続")
    assert faults.check(sheet).faults == ()


@pytest.mark.parametrize("kind", sorted(TYPES))
def test_every_type_has_advice_beside_it(kind):
    assert advice.of(kind)


def test_a_form_begins_from_a_starting_point(clerk):
    begun = clerk.post(
        "/staff/forms/new", {"title": "見本の予約", "section": "school", "how": "booking"}
    )
    page = html.unescape(clerk.get(begun.headers["location"]).text)
    assert "第1希望の日" in page
    assert "直すところはありません" in page


def test_a_row_of_the_list_leads_to_a_copy_of_its_form(bench, clerk):
    bench.publish()
    listed = clerk.get("/staff/forms").text
    (path,) = set(re.findall(rf'href="(/staff/forms/new\?[^"]*copy={bench.slug}[^"]*)"', listed))
    page = clerk.get(html.unescape(path)).text
    assert 'value="copy" checked' in page
    assert f'<option value="{bench.slug}" selected>' in page


def test_questions_are_added_one_after_the_other_on_one_page(bench):
    leads = bench.post("/add", {"step": "s1", "type": "text", "label": "用件", "_next": "1"})
    assert leads.endswith("/add?step=s1&done=added")
    assert "「用件」を加えました" in bench.page("/add?step=s1&done=added")


def test_a_step_is_added_with_its_repeat_and_leads_to_its_first_question(bench):
    leads = bench.do("screen-add:", title="", repeat_word="車両")
    assert leads.endswith("/add?step=s2")
    bench.add("s2", "text", "車の番号")
    assert "車両（1）" in bench.page()
    bench.publish()
    assert bench.document()["steps"][1]["title"] == "車両"


def test_braces_in_the_name_of_a_new_step_are_left_out(bench):
    bench.do("screen-add:", title="{n}%", repeat_word="{n}")
    assert ">2. n</h3>" in bench.page()
