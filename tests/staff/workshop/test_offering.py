"""A form is published, revised, paused and tried out; residents meet each of it in their pages."""

import html
from datetime import timedelta

import pytest

from app.applications.models import Application, Draft
from app.catalogue.service import load_forms, publish_all_due
from app.clock import JST
from app.journal.models import Event, Fact
from app.procedures import forms
from tests.browser import Browser
from tests.clock import NOW
from tests.staff.workshop.bench import CODE

NAME = {"q1.family": "見本", "q1.given": "花子"}


@pytest.fixture
def resident(desk):
    """A resident's browser."""
    return Browser(desk.app, portal=desk.portal)


@pytest.fixture
def offered(bench):
    """A form that is published and attached to a procedure."""
    bench.publish()
    bench.offer()
    return bench


def begin(resident, bench) -> str:
    """Start an application; returns the address of the draft."""
    begun = resident.post(f"/ja/apply/{bench.slug}?procedure={CODE}")
    assert begun.status_code == 303, html.unescape(begun.text)[-900:]
    return begun.headers["location"].rpartition("/")[0]


def send(resident, draft: str) -> str:
    """Fill in the first step and send; returns where that leads."""
    step = resident.post(f"{draft}/s1", {"_version": "1", **NAME})
    assert step.headers["location"].endswith("/review"), html.unescape(step.text)[-900:]
    return resident.post(f"{draft}/review", {"_version": "2"}).headers["location"]


def test_a_published_form_puts_its_procedure_online(offered, resident):
    page = resident.get(f"/ja/procedures/{CODE}").text
    assert f"/ja/apply/{offered.slug}" in page
    assert send(resident, begin(resident, offered)).startswith("/ja/applications/")


def test_nothing_is_published_without_the_second_look(bench):
    told = bench.post("/publish", {"when": "now"}, status=422)
    assert "チェックしてください" in told
    assert bench.revisions() == []


def test_the_second_look_shows_what_strangers_will_see(bench):
    bench.add("s1", "consent", "税の確認", wording="税の記録を確かめます", version="1",
              if_refused="証明書をつけてください", refusable="1")  # fmt: skip
    page = bench.page("/publish")
    assert "税の記録を確かめます" in page
    assert "情報の利用目的" in page
    assert "English：一部だけ" in page
    assert f"{bench.address}/preview/ja/s1" in page


def test_a_draft_begun_on_one_revision_is_sent_after_the_next_was_published(offered, resident):
    draft = begin(resident, offered)
    first = offered.revisions()[0].fingerprint
    offered.post("/revise", {})
    offered.add("s1", "text", "新しい版だけの質問")
    offered.desk.state.clock.advance(minutes=1)
    offered.publish()
    assert "新しい版だけの質問" not in resident.get(f"{draft}/s1").text
    send(resident, draft)
    (application,) = offered.office.rows(Application)
    assert application.fingerprint == first
    assert len(offered.revisions()) == 2
    case = offered.clerk.get(f"/staff/applications/{application.number}").text
    assert "新しい版だけの質問" not in html.unescape(case)
    other = Browser(offered.desk.app, portal=offered.desk.portal)
    assert "新しい版だけの質問" in other.get(f"{begin(other, offered)}/s1").text


def test_revisions_are_compared_in_words(offered):
    offered.post("/revise", {})
    offered.add("s1", "text", "加えた質問")
    offered.do("field-remove:q1")
    page = offered.page("/compare")
    assert "質問「加えた質問」" in page
    assert "質問「氏名」" in page
    assert "消した" in page


def test_a_choice_that_goes_is_pointed_out_before_publishing(bench):
    key = bench.add("s1", "choice", "利用の日", options="平日\n土曜日\n日曜日")
    bench.publish()
    bench.post("/revise", {})
    bench.change(key, label="利用の日", options="平日\n土曜日")
    assert "なくした選択肢を選んだ申請" in bench.page("/publish")


def test_a_revision_can_be_published_at_a_time_to_come(offered, resident):
    offered.post("/revise", {})
    offered.add("s1", "text", "来月からの質問")
    at = NOW.astimezone(JST) + timedelta(days=2)
    day = {"at.era": "", "at.year": str(at.year), "at.month": str(at.month), "at.day": str(at.day)}
    led = offered.publish(when="later", at_time="8:30", **day)
    assert led.endswith("done=scheduled")
    assert "来月からの質問" not in resident.get(f"{begin(resident, offered)}/s1").text
    offered.desk.state.clock.advance(days=3)
    # the running app does the same every ten seconds: whoever is first
    publish_all_due(offered.desk.state.database, offered.desk.state.clock)
    other = Browser(offered.desk.app, portal=offered.desk.portal)
    assert "来月からの質問" in other.get(f"{begin(other, offered)}/s1").text


def test_a_publication_that_is_to_come_can_be_called_off(offered, resident):
    offered.post("/revise", {})
    offered.add("s1", "text", "来月からの質問")
    offered.publish(
        when="later", at_time="8:30", **{"at.year": "2027", "at.month": "4", "at.day": "1"}
    )
    assert "に、新しい版を公開します" in offered.page()
    offered.post("/call-off", {})
    offered.desk.state.clock.advance(days=365)
    publish_all_due(offered.desk.state.database, offered.desk.state.clock)
    assert len([each for each in offered.revisions() if not each.is_trial]) == 1


def test_what_was_to_be_published_is_in_work_again_once_it_is_called_off(bench):
    bench.add("s1", "text", "来月からの質問")
    day = {"at.year": "2027", "at.month": "4", "at.day": "1"}
    bench.publish(when="later", at_time="8:30", **day)
    assert bench.post("/call-off", {}).endswith("done=called-off")
    assert "来月からの質問" in bench.page()
    bench.publish()
    assert "来月からの質問" in str(bench.document())


def test_a_time_that_is_past_is_refused(bench):
    day = {"at.era": "", "at.year": "2020", "at.month": "4", "at.day": "1"}
    told = bench.publish(status=422, when="later", at_time="8:30", **day)
    assert "いまより後の日時" in told


def test_a_paused_form_says_why_and_takes_nothing_new(offered, resident):
    draft = begin(resident, offered)
    offered.post("/pause", {"reason": "見直しのため、来月まで休みます"})
    start = resident.get(f"/ja/apply/{offered.slug}?procedure={CODE}").text
    assert "見直しのため、来月まで休みます" in start
    assert "新しい受付を休んでいます" in resident.get(f"/ja/procedures/{CODE}").text
    refused = resident.post(f"/ja/apply/{offered.slug}?procedure={CODE}")
    assert refused.status_code == 403
    assert send(resident, draft).startswith("/ja/applications/")


def test_a_pause_needs_a_reason_and_ends(offered, resident):
    assert "文字まで" in offered.post("/pause", {"reason": " "}, status=422)
    offered.post("/pause", {"reason": "休みます"})
    offered.post("/resume", {})
    begin(resident, offered)


def test_a_trial_is_marked_and_in_no_number(bench, clerk):
    begun = clerk.post(f"{bench.address}/try")
    draft = begun.headers["location"].rpartition("/")[0]
    assert "試験の入力です" in clerk.get(f"{draft}/s1").text
    send(clerk, draft)
    (application,) = bench.office.rows(Application)
    assert application.kind == "test"
    assert "試験の入力です" in clerk.get(f"/ja/applications/{application.number}").text
    assert {fact.kind for fact in bench.office.rows(Fact)} == {"test"}
    assert bench.office.rows(Fact, Fact.event == Event.ARRIVED)
    assert "試験" in clerk.get("/staff/").text


def test_a_trial_publishes_nothing(bench, clerk, resident):
    clerk.post(f"{bench.address}/try")
    assert bench.office.rows(Draft)[0].kind == "test"
    assert "未公開" in bench.page()
    assert resident.get(f"/ja/apply/{bench.slug}").status_code == 404
    bench.publish()
    assert len(bench.revisions()) == 1


def test_a_form_published_again_as_it_was_becomes_current_again(offered):
    offered.post("/revise", {})
    offered.add("s1", "text", "あとで消す質問")
    offered.desk.state.clock.advance(minutes=1)
    offered.publish()
    offered.post("/revise", {})
    offered.do("field-remove:q2")
    offered.desk.state.clock.advance(minutes=1)
    offered.publish()
    assert len(offered.revisions()) == 2
    assert len(offered.document()["steps"][0]["fields"]) == 1


def test_a_section_revises_a_shipped_form_that_only_it_uses_and_keeps_its_own(desk, clerk):
    address = "/staff/forms/after-school-club"
    assert clerk.post(f"{address}/revise").status_code == 303
    page = clerk.get(address).text
    assert "作業中" in page
    with desk.state.database.writing() as session:
        assert load_forms(session, NOW, forms().values()) == 0


def test_a_foreign_section_cannot_revise_a_shipped_form(stranger):
    assert stranger.post("/staff/forms/after-school-club/revise").status_code == 404


def test_deeds_are_in_the_audit(offered):
    offered.post("/pause", {"reason": "休みます"})
    for action in ("form.begin", "form.publish", "form.pause"):
        assert offered.desk.audited(action), action


def test_a_work_copy_that_is_given_up_leaves_what_is_published(offered, resident):
    offered.post("/revise", {})
    offered.add("s1", "text", "やめる質問")
    assert offered.post("/discard", {}) == offered.address
    assert "やめる質問" not in offered.page()
    begin(resident, offered)


def test_a_form_that_was_never_published_goes_altogether(bench, clerk):
    assert bench.post("/discard", {}) == "/staff/forms"
    assert clerk.get(bench.address).status_code == 404
