"""What is no question is made on pages too: exits, checks, eligibility, limits, lists, formulas."""

import pytest

from tests.staff.workshop.bench import mark


@pytest.fixture
def asked(bench) -> str:
    """A yes-or-no question on the first step, to hang conditions on."""
    return bench.add("s1", "yesno", "市内に住んでいますか")


def step(bench, number: int = 0) -> dict:
    bench.publish()
    return bench.document()["steps"][number]


def test_an_exit_is_made_on_its_page_and_said_beside_its_step(bench, asked):
    bench.post("/parts/exit.s1", {
        "title": "この手続ではありません", "text": "お住まいの市に申請してください。",
        "link": "/procedures", "link_text": "手続をさがす", "when_0": mark(asked, "equals", False),
    })  # fmt: skip
    assert "のとき、「この手続ではありません」を出して終わる" in bench.page()
    assert step(bench)["exit"]["when"] == {"field": asked, "equals": False}


def test_an_exit_without_a_condition_is_refused_and_what_was_typed_is_kept(bench, asked):
    told = bench.post("/parts/exit.s1", {"title": "見本の題名", "text": "見本"}, status=422)
    assert "条件を1つ以上選んでください" in told
    assert 'value="見本の題名"' in told


def test_an_exit_that_everybody_meets_is_pointed_at_with_the_way_to_its_page(bench, asked):
    bench.post("/parts/exit.s1", {
        "title": "だめ", "text": "だめ", "when_join": "any", "when_0": mark(asked, "equals", False),
        "when_1": mark(asked, "equals", True),
    })  # fmt: skip
    bench.do("undo")
    bench.do("redo")
    bench.do(f"field-remove:{asked}")
    assert f'href="{bench.address}/parts/exit.s1"' in bench.page()


def test_an_exit_is_removed_and_comes_back_by_undo(bench, asked):
    boxes = {"title": "題", "text": "文", "when_0": mark(asked, "equals", False)}
    bench.post("/parts/exit.s1", boxes)
    bench.post("/parts/exit.s1", {"remove": "1"})
    assert "を出して終わる" not in bench.page()
    bench.do("undo")
    assert "を出して終わる" in bench.page()


def test_two_answers_that_must_differ_are_checked_with_a_message(bench):
    first = bench.add("s1", "text", "第1希望")
    second = bench.add("s1", "text", "第2希望")
    bench.post("/parts/rule.s1.new", {
        "field": second, "message": "ちがうものを入れてください。",
        "when_0": mark(second, "same_as", first),
    })  # fmt: skip
    (rule,) = step(bench)["rules"]
    assert rule["when"] == {"field": second, "same_as": first}


def test_eligibility_has_reasons_with_an_age_on_a_day(bench):
    birth = bench.add("s1", "date", "生年月日", birth="1", not_future="1")
    leads = bench.post("/parts/eligibility", {"after": "s1", "passed": "対象です。"})
    assert leads.endswith("/parts/reason.new")
    assert "対象の確認：1つ以上入力してください" in bench.page()
    boxes = {"reason": "18歳以上の方が対象です。", "when_0": mark(birth, "lt", "age")}
    told = bench.post("/parts/reason.new", boxes, status=422)
    assert "くらべる数・日付を入力してください" in told
    bench.post("/parts/reason.new", boxes | {"when_0_value": "18歳", "when_day": "2027-04-01"})
    assert "「生年月日」の年齢（2027-04-01の時点）が18より小さいとき" in bench.page()
    bench.publish()
    assert bench.document()["eligibility"]["reasons"][0]["when"] == {
        "field": birth, "of": "age", "on": "2027-04-01", "lt": 18,
    }  # fmt: skip


def test_limits_are_set_in_words(bench):
    bench.post("/parts/limits", {"quota": "100", "per": "device", "most": ""})
    assert "ぜんぶで100件まで、同じ端末は1件まで" in bench.page()
    bench.publish()
    assert bench.document()["limits"] == {"quota": 100, "per": "device"}


def test_limits_that_limit_nothing_are_refused(bench):
    told = bench.post("/parts/limits", {"quota": "", "per": "", "most": "1"}, status=422)
    assert "定員か、1人あたりの数を入力してください" in told


def test_a_list_is_pasted_and_used_by_two_questions(bench):
    bench.post("/parts/list.new", {"rows": "見本第一小\tみほんだいいち\tDaiichi\n見本第二小"})
    for label in ("今の学校", "次の学校"):
        key = bench.add("s1", "lookup", label)
        bench.change(key, label=label, list="l1")
    assert "質問「今の学校」「次の学校」で使う" in bench.page()
    bench.publish()
    (rows,) = (each["rows"] for each in bench.document()["lists"])
    assert rows[0] == {
        "key": "r1",
        "label": "見本第一小",
        "kana": "みほんだいいち",
        "en": "Daiichi",
    }


def test_a_line_of_a_list_keeps_its_key_when_it_is_worded_anew(bench):
    bench.post("/parts/list.new", {"rows": "甲\n乙\n丙"})
    bench.post("/parts/list.l1", {"rows": "甲\n新しい乙\n丙"})
    bench.post("/parts/list.l1", {"rows": "丁\n丙\n新しい乙"})
    key = bench.add("s1", "lookup", "学校")
    bench.change(key, label="学校", list="l1")
    bench.publish()
    rows = {row["label"]: row["key"] for row in bench.document()["lists"][0]["rows"]}
    assert rows == {"丁": "r1", "丙": "r3", "新しい乙": "r2"}


def test_the_columns_of_a_table_have_names_and_kinds(bench):
    key = bench.add("s1", "table", "接種の記録")
    bench.change(
        key, label="接種の記録", rows="1回目\n2回目", columns_0="接種日", columns_0_type="date",
        columns_1="医療機関", columns_1_type="text",
    )  # fmt: skip
    columns = step(bench)["fields"][1]["columns"]
    assert [(each["label"], each.get("type", "text")) for each in columns] == [
        ("接種日", "date"), ("医療機関", "text"),
    ]  # fmt: skip


def test_a_formula_is_written_in_words(bench):
    copies = bench.add("s1", "number", "部数")
    fee = bench.add("s1", "calculated", "手数料")
    bench.change(fee, label="手数料", formula="「部数」×３００", result="money", rounding="down")
    page = bench.page(f"/fields/{fee}")
    assert "「部数」×300</textarea>" in page
    assert "「部数」が 1 のとき、300" in page
    assert step(bench)["fields"][2]["formula"] == f"{copies} *300"


def test_a_button_puts_an_answer_into_the_formula_and_keeps_nothing_yet(bench):
    bench.add("s1", "number", "部数")
    fee = bench.add("s1", "calculated", "手数料")
    before = bench.version()
    page = bench.change(fee, status=200, label="手数料", formula="100×", _put="「部数」")
    assert "100×「部数」</textarea>" in page
    assert bench.version() == before


def test_a_formula_that_cannot_be_read_says_what_is_wrong(bench):
    fee = bench.add("s1", "calculated", "手数料")
    wrong = {"label": "手数料", "result": "money", "rounding": "down"}
    assert "前にありません" in bench.change(fee, status=422, formula="「部数」×2", **wrong)
    assert "数が合いません" in bench.change(fee, status=422, formula="（1＋2", **wrong)


def test_a_question_is_asked_from_an_amount_on(bench):
    income = bench.add("s1", "money", "所得")
    key = bench.add("s1", "text", "理由")
    boxes = {"label": "理由", "when_0": mark(income, "ge", "")}
    assert "くらべる数・日付" in bench.change(key, status=422, **boxes)
    bench.change(key, when_0_value="3,000,000円", **boxes)
    assert "「所得」が3,000,000円以上のときに出す" in bench.page()
    assert step(bench)["fields"][2]["when"] == {"field": income, "ge": 3000000}


def test_a_step_after_a_repeat_depends_on_how_many_there_are_and_on_one_of_them(bench):
    bench.do("screen-add:", title="お子さん")
    bench.post("/steps/s2", {
        "title": "お子さん", "intro": "", "repeat": "new", "repeat_word": "お子さん",
        "repeat_min": "1", "repeat_max": "5",
    })  # fmt: skip
    ill = bench.add("s2", "yesno", "病気がありますか")
    bench.do("screen-add:", title="くわしく")
    bench.add("s3", "text", "病名")
    bench.post("/steps/s3", {
        "title": "くわしく", "intro": "", "repeat": "", "when_join": "any",
        "when_0": mark("r1", "ge", "count"), "when_0_value": "3",
        "when_1": mark("r1", "any_item", [ill, "equals", True]),
    })  # fmt: skip
    assert "「お子さん」の数が3以上 または 「お子さん」のどれか1つで" in bench.page()
    assert step(bench, 2)["when"] == {"any": [
        {"field": "r1", "of": "count", "ge": 3},
        {"field": "r1", "any_item": {"field": ill, "equals": True}},
    ]}  # fmt: skip


def test_the_second_of_two_clerks_is_told_on_the_new_pages_too(bench, asked):
    seen = bench.version()
    bench.post("/parts/limits", {"quota": "10", "per": "", "most": ""})
    told = bench.post(
        "/parts/limits", {"quota": "20", "per": "", "most": ""}, seen=seen, status=409
    )
    assert "ほかの職員が先に変更しました" in told
    assert "定員（ぜんぶで何件まで）" in told and ">20<" in told
    assert "ぜんぶで10件まで" in bench.page()


def test_a_clerk_of_another_section_reaches_none_of_the_parts(bench, asked, stranger):
    for part in ("limits", "eligibility", "exit.s1", "list.new"):
        assert stranger.get(f"{bench.address}/parts/{part}").status_code == 404


@pytest.mark.parametrize(
    "part", ["nothing", "exit.s9", "rule.s1.7", "reason.new", "list.zz", "rule.s1.x"]
)
def test_a_part_that_is_not_there_is_not_found(bench, part):
    bench.page(f"/parts/{part}", status=404)


def test_revisions_are_compared_in_words_without_any_notation(bench, asked):
    bench.publish()
    bench.post("/revise", {})
    bench.post("/parts/limits", {"quota": "10", "per": "", "most": ""})
    bench.post("/parts/exit.s1", {
        "title": "対象外", "text": "文", "when_0": mark(asked, "equals", False),
    })  # fmt: skip
    page = bench.page("/compare")
    assert "定員・回数を変えた" in page and "ぜんぶで10件まで" in page
    assert "「市内に住んでいますか」の答えが「いいえ」のとき、「対象外」を出して終わる" in page
    assert "{" not in page.partition("<main")[2].partition("</main>")[0]


def test_a_copied_step_asks_its_own_questions_in_its_exit(bench, asked):
    bench.post("/parts/exit.s1", {
        "title": "対象外", "text": "文", "when_0": mark(asked, "equals", False),
    })  # fmt: skip
    bench.do("screen-copy:s1")
    copied = step(bench, 1)
    assert copied["exit"]["when"]["field"] == copied["fields"][1]["key"] != asked


def test_what_comes_between_the_steps_is_previewed_too(bench, asked):
    bench.post("/parts/exit.s1", {
        "title": "対象外です", "text": "文", "when_0": mark(asked, "equals", False),
    })  # fmt: skip
    bench.post("/parts/eligibility", {"after": "s1", "passed": "見込みがあります。"})
    bench.post("/parts/reason.new", {"reason": "理由の見本", "when_0": mark(asked, "equals", True)})
    assert "対象外です" in bench.page("/preview/ja/exit.s1")
    assert "理由の見本" in bench.page("/preview/en/eligibility")
    bench.page("/preview/ja/exit.s9", status=404)
