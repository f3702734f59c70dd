"""The addresses of statistics: who may read them, what they answer."""

import csv
import io
import json
from datetime import timedelta

import pytest

from app.accounts.models import Role
from app.journal import service as journal
from app.journal.models import Event
from app.office_hours import classify
from app.statistics import service
from tests.statistics.conftest import INTAKE, NOW

API = "/api/v1/statistics/off-hours"


@pytest.fixture
def engine():
    """One database is enough here: what the queries answer is tested on both beside them."""
    return "sqlite"


@pytest.fixture
def imported(counted, city, clock, koriyama_2023):
    service.import_arrivals(counted, city, clock, koriyama_2023)
    return counted


@pytest.mark.parametrize("role", [Role.DX_OFFICE, Role.ADMIN])
def test_a_token_of_the_dx_office_reads_the_numbers(site, imported, token_of, role):
    answer = site.get(API, params=INTAKE, headers=token_of(role))
    assert answer.status_code == 200
    assert answer.json() == {
        "total": 2791,
        "off_hours": {"count": 1930, "share": "69.2"},
        "in_hours": {"count": 861, "share": "30.8"},
        "by_reason": answer.json()["by_reason"],
        "open_days": 18,
        "unit": "application",
        "profile": "本庁 平日8:30-17:15",
        "from": "2023-11-06",
        "to": "2023-11-30",
    }


@pytest.mark.parametrize(
    "header",
    [
        {}, {"Authorization": "Bearer"}, {"Authorization": "Bearer tnh_wrong"},
        {"Authorization": "Basic dGVzdDp0ZXN0"},
    ],
)  # fmt: skip
def test_without_a_valid_token_the_numbers_are_closed(site, header):
    answer = site.get(API, headers=header)
    assert answer.status_code == 401
    assert answer.json()["code"] == "REAUTH"
    assert answer.headers["www-authenticate"] == "Bearer"


def test_a_signed_in_browser_is_no_token(site, signed_in):
    assert signed_in(Role.DX_OFFICE).get(API).status_code == 401


def test_a_clerks_token_may_not_read_the_numbers(site, token_of):
    answer = site.get(API, headers=token_of(Role.CLERK))
    assert (answer.status_code, answer.json()["code"]) == (403, "FORBIDDEN")


@pytest.mark.parametrize(
    "query",
    [
        "procedure=no-such", "channel=online", "channel=own&channel=", "from=2023-13-01",
        "from=20231106", "from=", "to=yesterday", "from=2023-11-30&to=2023-11-06",
        "form=2023-11-06", "intake=abc", "from=0001-01-01", "to=9999-12-31", "procedure=",
    ],
)  # fmt: skip
def test_a_query_that_cannot_be_answered_is_refused(site, token_of, query):
    answer = site.get(f"{API}?{query}", headers=token_of(Role.DX_OFFICE))
    assert (answer.status_code, answer.json()["code"]) == (422, "INVALID")


def test_the_token_is_checked_before_the_query(site):
    assert site.get(f"{API}?unknown=1").status_code == 401


def test_channels_may_repeat(site, counted, profile, token_of):
    for channel in ("counter", "mail", "own"):
        with counted.writing() as session:
            moment = NOW - timedelta(days=1)
            journal.record(
                session, moment, event=Event.ARRIVED, procedure="school-001", channel=channel,
                arrival=classify(moment, profile),
            )  # fmt: skip
    query = "channel=counter&channel=mail&channel=mail"
    assert site.get(f"{API}?{query}", headers=token_of(Role.ADMIN)).json()["total"] == 2


def test_the_dashboard_is_closed_to_clerks(signed_in):
    assert signed_in(Role.CLERK).get("/staff/statistics").status_code == 403


@pytest.mark.parametrize("address", ["/staff/statistics", "/staff/statistics/off-hours.csv"])
def test_the_dashboard_leads_to_the_sign_in(site, address):
    answer = site.get(address, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        f"/staff/sign-in?next={address}",
    )


def test_the_dashboard_shows_the_table_of_koriyama(imported, signed_in):
    page = signed_in(Role.DX_OFFICE).get("/staff/statistics", params=INTAKE)
    assert page.status_code == 200
    for words in ("市役所開庁時間以外", "1,930", "69.2%", "開庁時（平日8:30-17:15）", "861",
                  "30.8%", "2,791", "73.75%", "600 時間のうち、開いているのは 157.5 時間",
                  "26.25%、開庁日 18 日", "本庁 平日8:30-17:15", "確認済み 0 / 2"):  # fmt: skip
        assert words in page.text


def test_the_dashboard_without_arrivals_says_what_to_do(signed_in):
    page = signed_in(Role.DX_OFFICE).get("/staff/statistics")
    assert page.status_code == 200
    assert "時刻の分かる申請がまだありません" in page.text
    assert "tenohira arrivals import" in page.text


def test_empty_fields_of_the_form_mean_the_default(signed_in):
    page = signed_in(Role.DX_OFFICE).get("/staff/statistics?from=&to=&procedure=&intake=&channel=")
    assert page.status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "from=2023-02-30", "to=x", "channel=none", "procedure=none",
        "from=2023-11-30&to=2023-11-06", "from=0001-01-01", "intake=" + "x" * 65,
    ],
)  # fmt: skip
def test_a_faulty_form_is_told_on_the_same_page(signed_in, query):
    page = signed_in(Role.DX_OFFICE).get(f"/staff/statistics?{query}")
    assert page.status_code == 422
    assert 'role="alert"' in page.text


@pytest.mark.parametrize("year", ["2023", "令和5", "R5", "２０２３年"])
def test_the_days_are_read_from_three_boxes_in_western_and_era_years(imported, signed_in, year):
    boxes = {"from.year": year, "from.month": "11", "from.day": "6",
             "to.year": year, "to.month": "11", "to.day": "30"}  # fmt: skip
    page = signed_in(Role.DX_OFFICE).get("/staff/statistics", params=boxes)
    assert "2023年11月6日（令和5年）から2023年11月30日（令和5年）まで" in page.text
    assert "2,791" in page.text


def test_a_day_that_cannot_be_read_keeps_what_was_typed(signed_in):
    boxes = {"from.year": "令和5", "from.month": "13", "from.day": "6"}
    page = signed_in(Role.DX_OFFICE).get("/staff/statistics", params=boxes)
    assert page.status_code == 422
    assert 'value="令和5"' in page.text
    assert 'value="13"' in page.text
    assert 'aria-describedby="e-from"' in page.text


def test_the_files_of_the_page_count_what_the_page_shows(imported, signed_in):
    page = signed_in(Role.DX_OFFICE).get(
        "/staff/statistics?from=2023-11-06&to=2023-11-06&channel=own&channel=mail"
    )
    assert (
        "/staff/statistics/off-hours.csv?from=2023-11-06&amp;to=2023-11-06"
        "&amp;channel=own&amp;channel=mail" in page.text
    )


def test_the_table_can_be_saved_as_a_file(imported, signed_in):
    answer = signed_in(Role.DX_OFFICE).get("/staff/statistics/off-hours.csv", params=INTAKE)
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert "off-hours_2023-11-06_2023-11-30.csv" in answer.headers["content-disposition"]
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    assert [row[:3] for row in rows] == [
        ["区分", "件数", "割合"], ["市役所開庁時間以外", "1930", "69.2%"],
        ["開庁時（平日8:30-17:15）", "861", "30.8%"], ["合計", "2791", "100%"],
    ]  # fmt: skip
    assert answer.content.startswith(b"\xef\xbb\xbf")


def test_an_unknown_file_is_not_found(signed_in):
    assert signed_in(Role.DX_OFFICE).get("/staff/statistics/none.csv").status_code == 404


def test_a_faulty_query_of_a_file_is_refused(signed_in):
    answer = signed_in(Role.DX_OFFICE).get("/staff/statistics/off-hours.csv?from=x")
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/open-data/arrivals.csv", "text/csv; charset=utf-8"),
        ("/open-data/procedures.csv", "text/csv; charset=utf-8"),
        ("/open-data/procedures.json", "application/json"),
    ],
)
def test_open_data_needs_no_sign_in(site, imported, address, kind):
    answer = site.get(address)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == kind
    assert "public" in answer.headers["cache-control"]


def test_open_json_lists_the_public_procedures(site):
    told = json.loads(site.get("/open-data/procedures.json").content)
    assert told["municipality"] == {"code": "072036", "name": "郡山市"}
    assert [item["code"] for item in told["items"]] == ["citizen-001", "school-001"]
