"""Points: by the shipped table, each with its reason; ties and wishes come along."""

import pytest

from app import procedures
from app.allocation import scoring, table
from app.forms import answers as engine
from app.forms.document_text import DefinitionError
from app.forms.places import is_visible, places, put

CLUB = "after-school-club"


@pytest.fixture
def form():
    return procedures.forms()[CLUB]


@pytest.fixture
def shipped():
    return table.load(procedures.scoring()[CLUB])


def given(form, own=None, **top):
    """Answers of one child's application, the rest by the examples."""
    answers = engine.begin(form) | top
    answers["children"][0].update(own or {})
    for step in form.steps:
        for place in places(form, step, answers):
            holder = answers["children"][0] if place.repeat == "children" else answers
            is_given = place.repeat in (None, "children") and place.field.key in holder
            if place.field.asks and is_visible(form, place, answers) and not is_given:
                put(answers, place, place.field.sample())
    return answers


def points_of(form, shipped, own=None, siblings=0, **top):
    found = scoring.score(shipped, form, given(form, own, **top), siblings=siblings)
    return {(each.part, each.rule): each.points for each in found.points}


@pytest.mark.parametrize("slug", sorted(procedures.scoring()))
def test_every_shipped_table_fits_its_form(slug):
    assert table.lint(table.load(procedures.scoring()[slug]), procedures.forms()[slug]) == []


def test_each_point_names_its_part_and_rule(form, shipped):
    told = points_of(form, shipped, {"grade": "1", "class_type": "regular", "enrolment": "new"})
    assert told == {
        ("児童の基準指数", "新1年生"): 30,
        ("保護者1の基準指数", "就労：週5日以上、月160時間以上"): 20,
        ("保護者2の基準指数", "就労：週5日以上、月160時間以上"): 20,
    } | {key: value for key, value in told.items() if key[0] == "保護者・世帯の調整指数"}


def test_shorter_hours_give_fewer_points(form, shipped):
    told = points_of(form, shipped, g1_work_hours=100, g1_work_days=4)
    assert told["保護者1の基準指数", "就労：週4日以上、月80時間以上"] == 14


def test_a_guardian_alone_counts_like_two(form, shipped):
    told = points_of(form, shipped, has_second_guardian=False, circumstances=["single_parent"])
    assert told["保護者2の基準指数", "保護者が1人"] == 20
    assert told["保護者・世帯の調整指数", "ひとり親家庭"] == 10


def test_adjustments_add_up(form, shipped):
    own = {"care_topics": ["handbook"], "class_type": "special_needs", "enrolment": "continuing"}
    told = points_of(form, shipped, own, siblings=1)
    assert sum(points for (part, _), points in told.items() if part == "児童の調整指数") == 11


def test_a_sibling_counts_only_while_it_is_applied_for(form, shipped):
    assert ("児童の調整指数", "きょうだいの同時申込み") not in points_of(form, shipped)


def test_wishes_come_once_and_in_order(form, shipped):
    own = {"club_1": "sample-2", "club_2": "sample-1-a", "club_3": "sample-2"}
    assert scoring.score(shipped, form, given(form, own)).wishes == ("sample-2", "sample-1-a")


def test_siblings_are_bound_only_where_they_ask(form, shipped):
    asked = scoring.score(shipped, form, given(form, siblings_place="same"))
    left = scoring.score(shipped, form, given(form, siblings_place="either"))
    assert (asked.is_together, left.is_together) == (True, False)


def test_equal_points_are_told_apart_by_grade_disability_guardian_and_days(form, shipped):
    found = scoring.score(
        shipped, form, given(form, {"grade": "2"}, g1_work_days=5, g2_work_days=4)
    )
    assert [each.value for each in found.ties] == [2, 1, 1, -9]


def test_an_answer_that_is_not_asked_any_more_gives_no_points(form, shipped):
    answers = given(form, g1_reason="illness") | {"g1_work_hours": 200, "g1_work_days": 6}
    found = scoring.score(shipped, form, answers)
    assert [each.points for each in found.points if each.part == "保護者1の基準指数"] == [18]


def test_a_score_reads_back_from_its_plain_data(form, shipped):
    found = scoring.score(shipped, form, given(form))
    assert scoring.undump(scoring.dump(found)) == found


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("field: grade, equals: \"1\"", "field: gread, equals: \"1\"", "gread"),
        ("field: grade, equals: \"1\"", "field: grade, equals: \"9\"", "「9」"),
        ("at_least: {siblings: 1}", "at_least: {g1_name: 1}", "数字の質問ではありません"),
        ("[club_1, club_2, club_3]", "[club_1, remark]", "選択肢から1つ"),
        ("same: same", "same: never", "never"),
    ],
)  # fmt: skip
def test_the_review_names_what_would_never_work(form, old, new, told):
    text = procedures.scoring()[CLUB].replace(old, new)
    assert any(told in line for line in table.lint(table.load(text), form))


def test_a_broken_table_is_refused_with_its_line(form):
    with pytest.raises(DefinitionError, match=r"table\.yaml:"):
        table.load(procedures.scoring()[CLUB].replace("points: 30", "points: many"), "table.yaml")


def test_a_table_with_a_rule_given_twice_is_refused():
    with pytest.raises(DefinitionError, match="grade_1"):
        table.load(procedures.scoring()[CLUB].replace("key: grade_2", "key: grade_1"))
