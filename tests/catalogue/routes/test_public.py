"""Owns the claims about the residents' pages: found, filtered, plain, seen by every process."""

import subprocess
import sys

import pytest

from app import procedures
from app.catalogue import service

EDIT_ELSEWHERE = """
import sys
from datetime import UTC, datetime
from app.catalogue import service
from app.database import Database
database = Database(sys.argv[1])
with database.writing() as session:
    service.edit(
        session, datetime.now(UTC), actor="other", actor_name="見本 花子", sections={"citizen"},
        code="citizen-041", systems={"mynaportal": "national_portal"},
        changes={"online_status": "online", "system": "mynaportal", "keywords": "ゆきだるま"},
    )
database.close()
"""


@pytest.fixture
def edit(app, clock):
    def make(code="citizen-041", **changes):
        systems = {key: each.channel for key, each in app.state.city.systems.items()}
        with app.state.database.writing() as session:
            edited = service.edit(
                session, clock.now(), actor="a", actor_name="見本 花子", code=code,
                sections={code.rpartition("-")[0]}, changes=changes, systems=systems,
            )  # fmt: skip
        assert not edited.problems

    return make


@pytest.mark.parametrize(
    ("headers", "address"),
    [
        ({}, "/ja/"),
        ({"accept-language": "en-US,en;q=0.9"}, "/en/"),
        ({"accept-language": "xx"}, "/ja/"),
        ({"accept-language": "en", "cookie": "locale=ja-easy"}, "/ja-easy/"),
    ],
)
def test_the_root_leads_to_the_readers_language(client, headers, address):
    answer = client.get("/", headers=headers)
    assert (answer.status_code, answer.headers["location"]) == (302, address)


def test_the_language_of_the_last_home_page_is_remembered(client):
    client.get("/en/")
    assert client.get("/").headers["location"] == "/en/"


def test_home_has_search_and_life_events(client):
    page = client.get("/ja/").text
    assert 'name="q"' in page and "life_event=moving" in page


@pytest.mark.parametrize("path", ["/", "/ja/", "/ja/procedures", "/ja/procedures/citizen-041"])
def test_head_answers_as_get_without_a_body(client, path):
    answer = client.head(path)
    assert (answer.status_code, answer.text) == (client.get(path).status_code, "")


def test_an_unknown_language_is_not_found(client):
    assert client.get("/xx/procedures").status_code == 404


def test_a_search_is_a_plain_get(client):
    page = client.get("/ja/procedures?q=引っ越し").text
    assert page.index("転入届") < page.index("転出届") < page.index("転居届")


def test_htmx_gets_only_the_results(client):
    page = client.get("/ja/procedures?q=ごみ", headers={"hx-request": "true"}).text
    assert "粗大ごみ収集の申込み" in page and "<html" not in page


def test_online_only_leaves_out_what_is_not_online(client):
    page = client.get("/ja/procedures?q=転入届&online=1").text
    assert "/ja/procedures/citizen-041" not in page


@pytest.mark.parametrize(
    "query", ["life_event=birth", "section=school", "audience=business", "online=0"]
)
def test_each_filter_narrows_the_list(app, client, query):
    name, value = query.split("=")
    wish = {"online": False} if name == "online" else {name: value}
    with app.state.database.reading() as session:
        count = len(service.find(session, service.Wish(**wish)).entries)
    assert f"手続 {count:,}件" in client.get(f"/ja/procedures?{query}").text


def test_filters_that_make_no_sense_filter_nothing(client):
    assert client.get("/ja/procedures?online=x&audience=x&page=x").status_code == 200


def test_pages_continue_the_list_with_the_filters_kept(client):
    page = client.get("/ja/procedures?section=citizen&page=2").text
    assert "/ja/procedures?section=citizen&amp;page=3" in page


def test_nothing_found_helps_on(client):
    page = client.get("/ja/procedures?q=zzzzzz").text
    assert "見つかりませんでした" in page and "life_event=birth" in page


def test_what_was_typed_is_shown_escaped(client):
    page = client.get("/ja/procedures?q=<script>alert(1)</script>").text
    assert "<script>alert" not in page


def test_suggestions_are_a_fragment_with_links(client):
    page = client.get("/ja/procedures/suggest?q=あかちゃ").text
    assert "/ja/procedures/citizen-001" in page and "<html" not in page


def test_suggestions_for_nothing_are_nothing(client):
    assert client.get("/ja/procedures/suggest?q=").text.strip() == ""


def test_an_unknown_procedure_is_not_found(client):
    assert client.get("/ja/procedures/none").status_code == 404


def test_a_procedure_says_what_to_bring_and_that_no_seal_is_needed(client):
    page = client.get("/ja/procedures/citizen-041").text
    assert "必要なもの" in page and "印鑑はいりません" in page


def test_a_fact_a_law_fixes_names_its_article(client):
    assert "住民基本台帳法" in client.get("/ja/procedures/citizen-041").text


def test_a_procedure_with_an_own_form_leads_to_it(client):
    page = client.get("/ja/procedures/road-001").text
    assert 'href="/ja/apply/road-damage?procedure=road-001"' in page


def test_a_procedure_with_an_own_form_says_its_minutes_and_what_helps_while_typing(client):
    form = procedures.forms()["after-school-club"]
    page = client.get("/ja/procedures/school-001").text
    assert f"およそ{form.minutes}分" in page
    assert form.bring and form.bring[0] in page


def test_a_procedure_of_another_system_names_who_runs_it(client):
    page = client.get("/ja/procedures/citizen-043").text
    assert "https://myna.go.jp" in page and "デジタル庁" in page


def test_a_procedure_at_the_counter_says_why(client, edit):
    edit(online_status="counter_only", reason="来庁して本人を確かめるため")
    page = client.get("/ja/procedures/citizen-041").text
    assert "オンラインでできない理由" in page and "来庁して本人を確かめるため" in page


def test_an_unconfirmed_fact_is_not_shown_as_one(client, edit):
    edit(fee="見本の三百円")
    assert "見本の三百円" not in client.get("/ja/procedures/citizen-041").text


def test_a_confirmed_fact_is_shown_with_its_day(client, edit, clock):
    edit(fee="見本の三百円", confirmed_by="見本 太郎")
    page = client.get("/ja/procedures/citizen-041").text
    assert "見本の三百円" in page and "内容の確認" in page


def test_who_confirmed_is_not_told_to_residents(client, edit):
    edit(fee="見本の三百円", confirmed_by="見本 太郎")
    assert "見本 太郎" not in client.get("/ja/procedures/citizen-041").text


def test_an_untranslated_text_is_marked_as_japanese(client):
    page = client.get("/en/procedures/citizen-041").text
    assert '<span lang="ja">' in page


def test_a_translated_procedure_keeps_its_official_name_beside(client):
    page = client.get("/en/procedures/school-001").text
    assert "After-school" in page and '<p lang="ja">放課後児童クラブ入所申請</p>' in page


def test_an_english_word_finds_in_english(client):
    assert "/en/procedures/citizen-041" in client.get("/en/procedures?q=moving").text


def test_a_change_by_another_process_is_on_every_page_at_the_next_request(client, settings):
    assert "見つかりませんでした" in client.get("/ja/procedures?q=ゆきだるま").text
    done = subprocess.run(
        [sys.executable, "-c", EDIT_ELSEWHERE, settings.database],
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "/ja/procedures/citizen-041" in client.get("/ja/procedures?q=ゆきだるま").text
    assert "https://myna.go.jp" in client.get("/ja/procedures/citizen-041").text
    answer = client.get("/api/v1/procedures?q=ゆきだるま&online=1").json()
    assert [item["code"] for item in answer["items"]] == ["citizen-041"]
