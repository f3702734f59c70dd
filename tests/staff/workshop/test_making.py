"""A clerk makes a form with buttons alone: steps, questions, conditions, repeats, undo."""

import html
import re

import yaml

from app.catalogue.models import FormWork, FormWorkVersion
from tests.staff.workshop.bench import mark


def test_a_new_form_asks_for_the_name_and_can_be_published_at_once(bench):
    assert "氏名" in bench.page()
    assert "直すところはありません" in bench.page()
    bench.publish()
    assert bench.document()["steps"][0]["fields"][0]["type"] == "name"


def test_a_question_is_added_by_its_card_and_set_on_its_page(bench):
    key = bench.add("s1", "choice", "利用の日", options="平日\n土曜日\n毎日", hint="1つだけ")
    bench.publish()
    field = bench.document()["steps"][0]["fields"][1]
    assert field["key"] == key
    assert [each["label"] for each in field["options"]] == ["平日", "土曜日", "毎日"]


def test_an_option_keeps_its_key_when_its_words_change(bench):
    key = bench.add("s1", "choice", "利用の日", options="平日\n土曜日")
    bench.change(key, label="利用の日", options="月曜日から金曜日\n土曜日\n日曜日")
    bench.change(key, label="利用の日", options="月曜日から金曜日\n第1土曜日\n日曜日")
    bench.publish()
    options = bench.document()["steps"][0]["fields"][1]["options"]
    assert [each["label"] for each in options] == ["月曜日から金曜日", "第1土曜日", "日曜日"]
    assert len({each["key"] for each in options}) == 3
    assert options[1]["key"] == "o2"


def test_a_condition_is_chosen_as_a_sentence(bench):
    asked = bench.add("s1", "yesno", "配慮が必要ですか")
    key = bench.add("s1", "text", "配慮の内容")
    bench.change(key, label="配慮の内容", when_0=mark(asked, "equals", True), when_join="all")
    assert "「配慮が必要ですか」の答えが「はい」のときに出す" in bench.page()
    bench.publish()
    assert bench.document()["steps"][0]["fields"][2]["when"] == {"field": asked, "equals": True}


def test_two_conditions_are_joined_and_one_is_negated(bench):
    first = bench.add("s1", "yesno", "質問甲")
    second = bench.add("s1", "yesno", "質問乙")
    key = bench.add("s1", "text", "質問丙")
    bench.change(
        key, label="質問丙", when_join="any", when_0=mark(first, "equals", True),
        when_1=mark(second, "equals", True), when_1_not="1",
    )  # fmt: skip
    bench.publish()
    no = {"not": {"field": second, "equals": True}}
    assert bench.document()["steps"][0]["fields"][3]["when"] == {
        "any": [{"field": first, "equals": True}, no]
    }


def test_a_step_is_repeated_for_each_child(bench):
    bench.do("screen-add:", title="お子さん")
    bench.add("s2", "name", "お子さんの氏名")
    bench.post("/steps/s2", {
        "title": "お子さん", "intro": "", "repeat": "new", "repeat_word": "お子さん",
        "repeat_min": "1", "repeat_max": "5",
    })  # fmt: skip
    bench.publish()
    (repeat,) = bench.document()["repeats"]
    assert (repeat["item_title"], repeat["max"]) == ("{n}人目のお子さん", 5)
    assert bench.document()["steps"][1]["owner"] is True


def test_a_question_moves_past_the_edge_of_its_step(bench):
    bench.do("screen-add:", title="二つ目")
    bench.add("s2", "text", "用件")
    bench.do("field-down:q1")
    bench.do("field-up:q2")
    assert bench.page().index("用件") < bench.page().index(">氏名<")


def test_what_was_removed_comes_back_by_undo_and_goes_again_by_redo(bench):
    bench.add("s1", "text", "用件の見出し")
    bench.do("field-remove:q2")
    assert "用件の見出し</a>" not in bench.page()
    bench.do("undo")
    assert "用件の見出し</a>" in bench.page()
    bench.do("redo")
    assert "用件の見出し</a>" not in bench.page()


def test_any_kept_version_can_be_restored(bench):
    bench.add("s1", "text", "用件の見出し")
    bench.do("field-remove:q1")
    assert "質問「氏名」を消した" in bench.page("/history")
    bench.post("/restore", {"number": "1"})
    assert "用件の見出し</a>" not in bench.page()


def test_only_the_last_fifty_versions_are_kept(bench):
    with bench.desk.state.database.writing() as session:
        session.get_one(FormWork, bench.slug).position = 80
        row = session.get_one(FormWorkVersion, (bench.slug, 1))
        for number in (*range(20, 81),):
            session.add(FormWorkVersion(**row.model_dump() | {"number": number}))
    bench.do("screen-add:", title="新しい画面")
    rows = bench.office.rows(FormWorkVersion)
    assert len(rows) == 50


def test_removing_a_question_tells_whose_condition_it_was(bench):
    asked = bench.add("s1", "yesno", "配慮が必要ですか")
    key = bench.add("s1", "text", "配慮の内容")
    bench.change(key, label="配慮の内容", when_0=mark(asked, "equals", True))
    bench.do(f"field-remove:{asked}")
    assert "配慮の内容：条件の質問がありません" in bench.page()
    assert "直すところがある" in bench.publish(status=422)
    assert bench.revisions() == []


def test_an_upload_without_a_hint_is_told_beside_the_field(bench):
    key = bench.add("s1", "upload", "証明書", modes="now", accept=".pdf", max_files="1", hint="")
    assert "どの書類をどう撮るか" in bench.page(f"/fields/{key}")


def test_wrong_settings_are_told_and_what_was_typed_is_kept(bench):
    key = bench.add("s1", "number", "人数")
    told = bench.change(key, status=422, label="人数", min="10", max="abc", decimals="0")
    assert "数字で入力してください" in told
    assert 'value="abc"' in told


def test_braces_are_refused(bench):
    key = bench.add("s1", "text", "用件の見出し")
    assert "使えません" in bench.change(key, status=422, label="{n}番", max_length="10")


def test_the_second_of_two_clerks_is_told_and_nothing_is_overwritten(bench):
    key, seen = bench.add("s1", "text", "用件の見出し"), bench.version()
    bench.change(key, label="先の人の言い方", max_length="10")
    told = bench.change(key, status=409, seen=seen, label="後の人の言い方", max_length="10")
    assert "見本 花子 さん" in told
    assert "先の人の言い方" in told
    assert "後の人の言い方" in told
    assert "先の人の言い方</a>" in bench.page()


def test_the_second_may_still_have_it_her_way_after_seeing_both(bench):
    key, seen = bench.add("s1", "text", "用件の見出し"), bench.version()
    bench.change(key, label="先の人の言い方", max_length="10")
    told = bench.change(key, status=409, seen=seen, label="後の人の言い方", max_length="10")
    hidden = dict(re.findall(r'type="hidden" name="([a-z_]+)" value="([^"]*)"', told))
    hidden.pop("_csrf")
    bench.post(f"/fields/{key}", hidden, seen=hidden["_version"])
    assert "後の人の言い方</a>" in bench.page()


def test_a_clerk_of_another_section_sees_none_of_it(bench, stranger):
    assert stranger.get(bench.address).status_code == 404
    assert bench.slug not in stranger.get("/staff/forms").text
    assert stranger.post(f"{bench.address}/edit", {"do": "screen-add:"}).status_code == 404
    assert stranger.get(f"{bench.address}/form.yaml").status_code == 404


def test_a_form_travels_as_yaml(bench, clerk):
    bench.add("s1", "choice", "利用の日", options="平日\n土曜日")
    text = clerk.get(f"{bench.address}/form.yaml").content
    assert yaml.safe_load(text)["steps"][0]["fields"][1]["label"] == "利用の日"
    sent = {"how": "import", "section": "school"}
    taken = clerk.post(
        "/staff/forms/new", sent, files={"file": ("form.yaml", text, "application/yaml")}
    )
    assert taken.status_code == 303
    assert taken.headers["location"] != bench.address
    assert "利用の日" in clerk.get(taken.headers["location"]).text


def test_a_bad_import_names_the_place_and_the_reason(bench, clerk):
    text = (
        b"slug: a\ntitle: b\nsteps:\n  - slug: s\n    title: t\n    fields: [{key: a, type: oops}]"
    )
    told = clerk.post(
        "/staff/forms/new", {"how": "import", "section": "school"},
        files={"file": ("form.yaml", text, "application/yaml")},
    )  # fmt: skip
    assert told.status_code == 422
    assert "場所：" in html.unescape(told.text)
    assert "理由：" in html.unescape(told.text)


def test_a_file_that_is_too_large_is_refused(bench, clerk):
    told = clerk.post(
        "/staff/forms/new", {"how": "import", "section": "school"},
        files={"file": ("form.yaml", b"# " + b"a" * 300_000, "application/yaml")},
    )  # fmt: skip
    assert told.status_code == 422
    assert "30万バイト" in told.text


def test_who_can_write_yaml_changes_the_document_itself(bench):
    text = re.search(r"<textarea[^>]*>(.*?)</textarea>", bench.page("/document"), re.S)[1]
    told = bench.post(
        "/document", {"document": text.replace("type: name", "type: oops")}, status=422
    )
    assert "理由：" in told
    assert "type: oops" in told
    bench.post("/document", {"document": text.replace("label: 氏名", "label: 申込者")})
    assert "申込者</a>" in bench.page()


def test_a_copy_of_a_shipped_form_is_a_form_of_ones_own(bench, clerk):
    sent = {"how": "copy", "copy": "after-school-club", "section": "school", "title": "冬の学童"}
    copied = clerk.post("/staff/forms/new", sent)
    assert copied.status_code == 303
    page = html.unescape(clerk.get(copied.headers["location"]).text)
    assert "冬の学童" in page
    assert "直すところはありません" in page


def test_the_preview_draws_every_step_in_every_language(bench):
    bench.add("s1", "consent", "確認の同意", wording="確かめます", version="1", if_refused="証明書")
    for lang in ("ja", "en", "ja-easy"):
        for step in ("start", "s1", "review"):
            bench.page(f"/preview/{lang}/{step}")
    assert "確認の同意" in bench.page("/preview/en/s1")
    assert "Next" in bench.page("/preview/en/s1")


def test_the_preview_stays_in_its_language_after_a_deed(bench):
    assert 'name="_lang" value="en"' in bench.page("?lang=en")
    assert "?lang=en#" in bench.do("field-copy:q1", _lang="en")
    assert "lang=" not in bench.do("field-copy:q1", _lang="xx")
