"""A clerk translates her form; residents read it in their language, revision by revision."""

import html
import re

import pytest

from app.catalogue.models import FormWorkVersion
from tests.browser import Browser
from tests.staff.workshop.bench import CODE

ROW = re.compile(r'for="f-(t-[0-9a-f]{16})">(.*?) <span', re.S)


def boxes(bench, lang: str = "en") -> dict[str, str]:
    """The name of each open box by its Japanese."""
    found = ROW.findall(bench.page(f"/translations/{lang}"))
    return {japanese: name for name, japanese in found}


def translate(bench, texts: dict[str, str], *, lang: str = "en", **more) -> str:
    """Post the page with some boxes filled in, the others empty."""
    named = boxes(bench, lang)
    sent = dict.fromkeys(named.values(), "") | {named[ja]: own for ja, own in texts.items()}
    return bench.post(f"/translations/{lang}", sent, **more)


def everything(bench, lang: str = "en") -> dict[str, str]:
    """A translation of every text that asks for one."""
    return {ja: f"T{n} {''.join(re.findall('{n}', ja))}" for n, ja in enumerate(boxes(bench, lang))}


@pytest.fixture
def resident(desk):
    """A resident's browser."""
    return Browser(desk.app, portal=desk.portal)


def start(resident, bench, lang: str = "en") -> str:
    """The start page of the form, as a resident reads it."""
    answer = resident.get(f"/{lang}/apply/{bench.slug}?procedure={CODE}")
    assert answer.status_code == 200
    return html.unescape(answer.text)


def test_a_resident_reads_the_translation(bench, resident):
    bench.add("s1", "text", "用件の見出し")
    translate(bench, {"見本の申込": "Sample request", "用件の見出し": "Subject line"})
    bench.publish()
    bench.offer()
    assert "Sample request" in start(resident, bench)
    assert "見本の申込" in start(resident, bench, "ja")
    assert "Sample request" not in start(resident, bench, "ja-easy")
    begun = resident.post(f"/en/apply/{bench.slug}?procedure={CODE}").headers["location"]
    step = resident.get(begun).text
    assert "Subject line" in step
    assert "用件の見出し" not in step


def test_a_form_is_partial_until_everything_is_translated(bench, resident):
    translate(bench, {"見本の申込": "Sample request"})
    bench.publish()
    bench.offer()
    partly = start(resident, bench)
    bench.post("/revise", {})
    translate(bench, everything(bench))
    bench.desk.state.clock.advance(minutes=1)
    assert "English：そろっている" in bench.page("/publish")
    bench.publish()
    whole = start(resident, bench)
    assert 'class="notice" role="note"' in partly
    assert 'class="notice" role="note"' not in whole


def test_a_draft_keeps_the_words_of_its_revision(bench, resident):
    translate(bench, {"見本の申込": "First words"})
    bench.publish()
    bench.offer()
    begun = resident.post(f"/en/apply/{bench.slug}?procedure={CODE}").headers["location"]
    bench.post("/revise", {})
    translate(bench, {"見本の申込": "Second words"})
    bench.desk.state.clock.advance(minutes=1)
    bench.publish()
    assert "First words" in resident.get(begun).text


def test_how_much_is_missing_is_said_for_each_language(bench):
    missing = len(boxes(bench))
    assert f"English</span>：あと{missing}か所" in bench.page("/translations/en")
    translate(bench, {"見本の申込": "Sample request"})
    assert f"English</span>：あと{missing - 1}か所" in bench.page("/translations/en")
    translate(bench, everything(bench))
    page = bench.page("/translations/en")
    assert "English</span>：そろった" in page
    assert "そろった" not in page.partition("English</span>")[0]


def test_what_is_known_already_is_not_asked_for(bench):
    assert "氏名" not in boxes(bench)
    assert '<span lang="en">' in bench.page("/translations/en")


def test_the_second_of_two_translators_is_told(bench):
    seen = bench.version()
    translate(bench, {"見本の申込": "First"})
    told = translate(bench, {"見本の申込": "Second"}, seen=seen, status=409)
    assert "First" in told
    assert "Second" in told
    assert 'value="First"' in bench.page("/translations/en")


def test_what_is_too_long_is_said_and_kept(bench):
    told = translate(bench, {"見本の申込": "x" * 4001}, status=422)
    assert "4000文字まで" in told
    assert "x" * 4001 in told
    assert bench.page("/translations/en").count("xxx") == 0


def test_a_translation_keeps_the_number_of_its_japanese(bench):
    told = translate(bench, {"見本の申込": "{request.app}"}, status=422)
    assert "日本語と同じではありません" in told


def test_a_form_whose_translations_are_too_large_is_refused(bench):
    for n in range(30):
        bench.add("s1", "text", f"長い訳の質問{n}")
    texts = dict.fromkeys(boxes(bench), "語" * 3900)
    assert "様式が大きすぎます" in translate(bench, texts, status=422)


def test_a_translation_is_never_html(bench, resident):
    translate(bench, {"見本の申込": "<b id=x>Sample</b>"})
    assert "<b id=x>" not in bench.clerk.get(f"{bench.address}/translations/en").text
    assert "<b id=x>" not in bench.clerk.get(f"{bench.address}/preview/en/start").text
    bench.publish()
    bench.offer()
    page = resident.get(f"/en/apply/{bench.slug}?procedure={CODE}").text
    assert "<b id=x>" not in page
    assert "&lt;b id=x&gt;Sample" in page


def test_a_clerk_of_another_section_sees_and_changes_no_translation(bench, stranger):
    address = f"{bench.address}/translations/en"
    assert stranger.get(address).status_code == 404
    assert stranger.post(address, {"_version": bench.version()}).status_code == 404


@pytest.mark.parametrize("lang", ["ja", "xx"])
def test_only_languages_of_the_shelf_are_translated_into(bench, lang):
    bench.page(f"/translations/{lang}", status=404)


def test_translations_are_undone_and_compared_like_everything_else(bench):
    bench.publish()
    bench.post("/revise", {})
    translate(bench, {"見本の申込": "Sample request"})
    assert "訳を変えた" in bench.page("/compare")
    (*_, last) = sorted(bench.office.rows(FormWorkVersion), key=lambda each: each.number)
    assert last.deed == "訳（English）を変えた"
    bench.do("undo")
    assert "Sample request" not in bench.page("/translations/en")


def test_translations_travel_with_the_yaml(bench, clerk):
    translate(bench, {"見本の申込": "Sample request"})
    text = clerk.get(f"{bench.address}/form.yaml").content
    taken = clerk.post(
        "/staff/forms/new", {"how": "import", "section": "school"},
        files={"file": ("form.yaml", text, "application/yaml")},
    )  # fmt: skip
    page = clerk.get(f"{taken.headers['location']}/translations/en").text
    assert "Sample request" in page


def test_a_translation_of_a_text_that_changed_goes(bench):
    key = bench.add("s1", "text", "用件の見出し")
    translate(bench, {"用件の見出し": "Subject line"})
    bench.change(key, label="別の見出し", max_length="10")
    translate(bench, {"見本の申込": "Sample request"})
    assert "Subject line" not in bench.clerk.get(f"{bench.address}/form.yaml").text


def test_what_is_published_shows_its_words_and_takes_none(bench):
    translate(bench, {"見本の申込": "Sample request"})
    bench.publish()
    assert "Sample request" in bench.page("/translations/en")
    bench.post("/translations/en", {}, status=404, seen="9")


def send_file(bench, body: bytes, *, status: int = 303, lang: str = "en") -> str:
    """Post a translator's file."""
    path = f"{bench.address}/translations/{lang}"
    answer = bench.clerk.post(
        f"{path}/texts.csv", {"_version": bench.version()},
        files={"file": ("texts.csv", body, "text/csv")},
    )  # fmt: skip
    assert answer.status_code == status, answer.text[-800:]
    return answer.headers.get("location", "") or html.unescape(answer.text)


def test_a_translator_gets_the_texts_as_a_file_and_gives_it_back(bench):
    bench.add("s1", "text", "用件の見出し", hint="=短く")
    answer = bench.clerk.get(f"{bench.address}/translations/en/texts.csv")
    given = answer.content.decode("utf-8-sig")
    assert "質問,用件の見出し," in given
    assert "質問「用件の見出し」の説明,'=短く," in given
    assert "氏名" not in given.replace("氏名」", "")
    filled = given.replace("用件の見出し,\r\n", "用件の見出し,Subject line\r\n")
    filled = filled.replace("'=短く,", "'=短く,'=short")
    leads = send_file(bench, filled.encode("utf-8-sig"))
    assert "texts=2&unknown=0" in leads
    page = bench.page("/translations/en")
    assert 'value="Subject line"' in page and 'value="=short"' in page


def test_what_a_file_leaves_blank_stays_and_what_the_form_has_not_is_counted(bench):
    bench.add("s1", "text", "用件の見出し")
    translate(bench, {"用件の見出し": "Subject line"})
    leads = send_file(bench, "日本語,訳\n用件の見出し,\nない文,None\n見本の申込,Sample\n".encode())
    assert "texts=1&unknown=1" in leads
    page = bench.page("/translations/en")
    assert 'value="Subject line"' in page and 'value="Sample"' in page


@pytest.mark.parametrize("body", [b"\xff\xfe\x00", b"a,b\n1,2\n", b"", "日本語\n用件\n".encode()])
def test_a_file_that_is_no_table_of_texts_is_refused_with_the_way_to_make_one(bench, body):
    assert "CSV として読めません" in send_file(bench, body, status=422)


def test_a_translation_in_a_file_with_a_wrong_mark_names_its_line(bench):
    told = send_file(bench, "日本語,訳\n見本の申込,{x} Sample\n".encode(), status=422)
    assert "2行目" in told


def test_the_page_says_what_is_missing_and_when_all_is_there(bench):
    assert "まだのところ：" in bench.page("/translations/en")
    translate(bench, everything(bench))
    page = bench.page("/translations/en")
    assert "すべて訳しました" in page
    assert "English</span>：そろった" in page
