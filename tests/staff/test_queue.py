"""The queue: whose applications it shows, its filters, its counts and its pages."""

import re
from datetime import UTC, datetime, timedelta

from app.accounts.models import Role
from app.applications.service.numbers import read_number
from tests.clock import NOW
from tests.staff.desk import CLUB, PROPOSAL

NUMBER = re.compile(r'href="/staff/applications/([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z])"')
FRIDAY_NIGHT = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)
# Monday was 勤労感謝の日.
AFTER_THE_HOLIDAY = datetime(2026, 11, 24, 0, 30, tzinfo=UTC)


def numbers(text: str) -> list[str]:
    return NUMBER.findall(text)


def test_a_clerk_sees_the_applications_of_the_own_section_only(desk, page):
    own = desk.arrive(CLUB)
    desk.arrive(PROPOSAL)
    assert numbers(page("/staff/")) == [own.number]


def test_the_count_holds_the_own_section_only(desk, page):
    desk.arrive(CLUB)
    desk.arrive(PROPOSAL)
    assert "<strong>1件</strong>" in page("/staff/")


def test_the_filter_of_a_foreign_section_finds_nothing(desk, page):
    desk.arrive(PROPOSAL)
    assert "<strong>0件</strong>" in page("/staff/?section=public-relations")


def test_the_filters_offer_no_foreign_section_or_procedure(desk, page):
    desk.arrive(PROPOSAL)
    text = page("/staff/")
    assert "public-relations" not in text
    assert "市民提案" not in text


def test_a_search_by_the_number_of_a_foreign_application_finds_nothing(desk, page):
    foreign = desk.arrive(PROPOSAL)
    assert numbers(page(f"/staff/?q={foreign.number}")) == []


def test_a_clerk_of_two_sections_sees_both(desk):
    both = {desk.arrive(CLUB).number, desk.arrive(PROPOSAL).number}
    clerk = desk.clerk("school", "public-relations")
    assert set(numbers(clerk.get("/staff/").text)) == both


def test_an_administrator_sees_every_section(desk):
    both = {desk.arrive(CLUB).number, desk.arrive(PROPOSAL).number}
    assert set(numbers(desk.clerk(role=Role.ADMIN).get("/staff/").text)) == both


def test_somebody_without_a_section_sees_nothing_and_is_told_why(desk):
    desk.arrive(CLUB)
    text = desk.clerk().get("/staff/").text
    assert numbers(text) == []
    assert "どの課にも入っていない" in text


def test_the_newest_application_stands_on_top(desk, page):
    old = desk.arrive(at=NOW - timedelta(days=2))
    new = desk.arrive(at=NOW - timedelta(hours=1))
    assert numbers(page("/staff/")) == [new.number, old.number]


def test_a_name_under_support_measures_is_masked_in_the_list(desk, page):
    desk.arrive(child="二葉", changes={"support_measures": True})
    text = page("/staff/")
    assert "（支援措置）" in text
    assert "二葉" not in text


def test_a_name_is_shown_where_nothing_forbids_it(desk, page):
    desk.arrive(child="二葉")
    assert "見本 二葉" in page("/staff/")


def test_the_status_filter_shows_that_status_only(desk, page):
    accepted = desk.arrive(status="accepted")
    desk.arrive()
    assert numbers(page("/staff/?status=accepted")) == [accepted.number]


def test_the_hours_filter_shows_what_came_outside_hours(desk, page):
    night = desk.arrive(at=FRIDAY_NIGHT)
    desk.arrive(at=NOW - timedelta(hours=1))
    assert numbers(page("/staff/?hours=off")) == [night.number]


def test_the_hours_filter_shows_what_came_inside_hours(desk, page):
    desk.arrive(at=FRIDAY_NIGHT)
    day = desk.arrive(at=NOW - timedelta(hours=1))
    assert numbers(page("/staff/?hours=in")) == [day.number]


def test_an_intake_filter_shows_that_intake_only(desk, page, sample_intakes):
    inside = desk.arrive(intake=sample_intakes[0])
    desk.arrive()
    assert numbers(page(f"/staff/?intake={sample_intakes[0].id}")) == [inside.number]


def test_a_badge_says_when_an_application_came_outside_hours_and_why(desk, page):
    desk.arrive(at=FRIDAY_NIGHT)
    text = page("/staff/")
    assert "badge--off-hours" in text
    assert "閉庁後" in text


def test_a_number_is_found_by_its_beginning_in_lower_case_and_without_hyphens(desk, page):
    wanted = desk.arrive()
    typed = wanted.number.replace("-", "").lower()[:7]
    assert wanted.number in numbers(page(f"/staff/?q={typed}"))


def test_a_word_that_cannot_be_a_number_finds_nothing(desk, page):
    desk.arrive()
    assert numbers(page("/staff/?q=花子")) == []


def test_while_the_office_is_open_the_last_opening_is_this_mornings(desk, page):
    desk.arrive(at=NOW - timedelta(hours=3))
    this_morning = desk.arrive(at=NOW - timedelta(minutes=30))
    assert numbers(page("/staff/?since=opening")) == [this_morning.number]


def test_the_morning_list_holds_what_came_since_the_opening_before(desk, clock, clerk):
    desk.arrive(at=datetime(2026, 11, 19, 23, 0, tzinfo=UTC))
    night = desk.arrive(at=FRIDAY_NIGHT)
    clock.set(AFTER_THE_HOLIDAY)
    clerk.cookies.set("staff", desk.secret("school"))
    assert numbers(clerk.get("/staff/?since=before").text) == [night.number]


def test_the_link_on_top_counts_what_came_since_the_opening_before(desk, page):
    desk.arrive(at=NOW - timedelta(hours=10))
    desk.arrive(at=NOW - timedelta(days=9))
    told = r"since=before\"[^>]*>前の開庁（[^）]+）[^）]+）より後に届いた申請 1件"
    assert re.search(told, page("/staff/"))


def test_a_page_holds_a_hundred_and_leads_to_the_next(desk, page):
    for _ in range(101):
        desk.arrive(PROPOSAL, section="school")
    text = page("/staff/")
    assert len(numbers(text)) == 100
    assert 'rel="next" href="/staff/?page=2"' in text


def test_the_last_page_holds_the_rest(desk, page):
    for _ in range(101):
        desk.arrive(PROPOSAL, section="school")
    assert len(numbers(page("/staff/?page=2"))) == 1


def test_an_empty_queue_says_so(desk, page):
    assert "まだ申請は届いていません" in page("/staff/")


def test_issued_numbers_of_the_tests_are_well_formed(desk):
    number = desk.arrive().number
    assert read_number(number) == number
