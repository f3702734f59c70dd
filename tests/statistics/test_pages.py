"""The pages of the DX office beside the dashboard: what if, rows, files, seasons, factors."""

import io
import json
import zipfile
from dataclasses import replace
from datetime import datetime, timedelta
from xml.etree import ElementTree

import pytest
from sqlmodel import select

from app.accounts.models import Role
from app.audit.models import Entry
from app.calendar import service as calendar
from app.journal import service as journal
from app.journal.models import Event, FactKind
from app.office_hours import WeeklyPattern, classify
from app.statistics import service
from app.statistics.metrics import METRICS
from app.statistics.models import Factor, Wish
from app.statistics.office_time import office_time
from app.statistics.service import reconciling
from tests.statistics.conftest import INTAKE, NOW

PAGES = ("", "/rows", "/what-if", "/season", "/factors", "/reconciliation", "/trend.xlsx",
         "/trend.json")  # fmt: skip


@pytest.fixture
def engine():
    return "sqlite"


@pytest.mark.parametrize("page", PAGES)
def test_a_clerk_reads_none_of_the_pages(signed_in, page):
    assert signed_in(Role.CLERK).get(f"/staff/statistics{page}").status_code == 403


@pytest.mark.parametrize("page", PAGES)
def test_each_page_answers_where_there_is_nothing(signed_in, page):
    assert signed_in(Role.DX_OFFICE).get(f"/staff/statistics{page}").status_code == 200


@pytest.mark.parametrize("slug", ["trend", "heat-map"])
def test_nothing_is_drawn_where_there_is_nothing(signed_in, slug):
    office = signed_in(Role.DX_OFFICE)
    assert office.get(f"/staff/statistics/{slug}.svg").status_code == 404
    board = office.get("/staff/statistics").text
    assert f'id="{slug}"' in board
    assert 'class="chart"' not in board


def test_a_fiscal_year_runs_from_april_to_march(office):
    page = office.get("/staff/statistics", params={"period": "fy2023"}).text
    assert "2023年4月1日（令和5年）から2024年3月31日（令和6年）まで" in page
    assert "from=2023-04-01&amp;to=2024-03-31" in page


def test_a_year_that_is_running_ends_today_and_is_compared_with_the_same_days(office):
    page = office.get("/staff/statistics", params={"period": "fy2026", "compare": "year"}).text
    assert "2026年4月1日（令和8年）から2026年11月21日（令和8年）まで" in page
    assert "2025年4月1日（令和7年）から2025年11月21日（令和7年）まで" in page


def test_two_periods_are_compared_in_points(office):
    query = {"from": "2023-11-16", "to": "2023-11-30", "compare": "before"}
    page = office.get("/staff/statistics", params=query).text
    assert "2023年11月1日（令和5年）から2023年11月15日（令和5年）まで" in page
    assert "割合の差" in page


def test_an_unknown_period_is_told(office):
    answer = office.get("/staff/statistics", params={"period": "fy20"})
    assert answer.status_code == 422
    assert "年度・月を選び直してください" in answer.text


def test_the_rows_go_down_to_every_arrival_once(office):
    seen, address = [], "/staff/statistics/rows?from=2023-11-06&to=2023-11-30"
    for _ in range(3):
        page = office.get(address).text
        seen.append(page.count("<tr>") - 1)
        address = page.split('class="button button--outline" href="')[1].split('"')[0]
        address = address.replace("&amp;", "&")
    assert seen == [100, 100, 100]
    assert "ほかのシステムから取り込み" in page


def test_rows_of_tests_and_withdrawn_batches_are_not_listed(office, imported, profile):
    with imported.writing() as session:
        for batch in journal.batches(session):
            journal.withdraw_batch(session, NOW, batch.id)
        moment = NOW - timedelta(hours=1)
        journal.record(
            session, moment, event=Event.ARRIVED, procedure="school-001", kind=FactKind.TEST,
            arrival=classify(moment, profile),
        )  # fmt: skip
    assert "この条件で届いた申請はありません" in office.get("/staff/statistics/rows").text


@pytest.mark.parametrize("slug", [m.slug for m in METRICS.values() if m.shape in ("bars", "line")])
def test_a_chart_is_a_drawing_with_a_name(office, slug):
    answer = office.get(f"/staff/statistics/{slug}.svg", params=INTAKE)
    assert answer.headers["content-type"] == "image/svg+xml"
    root = ElementTree.fromstring(answer.content)
    assert root.attrib["aria-label"].startswith(METRICS[slug].title)
    assert len(root) > 5


def test_a_metric_as_excel_holds_the_table_and_what_was_counted(office):
    answer = office.get("/staff/statistics/off-hours.xlsx", params=INTAKE)
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        words = book.read("xl/sharedStrings.xml").decode()
    for each in ("市役所開庁時間以外", "69.2%", "2023-11-30", "利用条件"):
        assert each in words


def test_a_metric_as_json_says_what_was_counted(office):
    told = json.loads(office.get("/staff/statistics/off-hours.json", params=INTAKE).text)
    assert told["rows"][0] == ["市役所開庁時間以外", 1930, "69.2%"]
    assert told["about"]["期間の始まり"] == "2023-11-06"


def test_the_mark_of_a_csv_may_be_left_out(office):
    answer = office.get("/staff/statistics/off-hours.csv", params=INTAKE | {"bom": "0"})
    assert answer.content.startswith("区分".encode())


def test_a_factor_is_changed_with_its_reason_and_recorded(app, sign_in):
    office = sign_in(Role.DX_OFFICE)
    typed = {"name": "counter_minutes", "value": "12.50", "note": "窓口で100件を測定"}
    answer = office.post("/staff/statistics/factors", data=typed)
    assert answer.status_code == 303
    with app.state.database.reading() as session:
        assert session.get(Factor, "counter_minutes").value == "12.5"
        entries = [(entry.action, entry.detail) for entry in session.exec(select(Entry))]
    assert ("factor_changed", "15>12.5") in entries


@pytest.mark.parametrize(
    ("value", "note", "told"),
    [("abc", "測定", "数で書いてください"), ("-1", "測定", "数で書いてください"),
     ("NaN", "測定", "数で書いてください"), ("15", " ", "根拠を書いてください")],
)  # fmt: skip
def test_a_faulty_factor_comes_back_as_typed(sign_in, value, note, told):
    office = sign_in(Role.DX_OFFICE)
    typed = {"name": "counter_minutes", "value": value, "note": note}
    answer = office.post("/staff/statistics/factors", data=typed)
    assert answer.status_code == 422
    assert told in answer.text
    assert f'value="{value}"' in answer.text


def test_a_season_stands_beside_the_same_days_of_an_earlier_year(season, imported, signed_in):
    page = signed_in(Role.DX_OFFICE).get("/staff/statistics/season/now").text
    assert "令和9年度 入所" in page
    assert "2023年の同じ時期" in page
    assert "今年の今日と同じ 2023年11月21日（令和5年）までに" in page
    assert "ベトナム語" in page
    assert "guardian.phone" in page
    assert "この24時間に届いた申請" in page


def test_a_season_without_an_earlier_one_says_how_to_bring_it(season, signed_in):
    page = signed_in(Role.DX_OFFICE).get("/staff/statistics/season/now").text
    assert "tenohira arrivals import" in page


def test_an_unknown_season_is_not_found(signed_in):
    assert signed_in(Role.DX_OFFICE).get("/staff/statistics/season/none").status_code == 404


def test_a_calendar_that_changes_today_changes_no_past_open_day(imported, city, profile):
    wish = Wish(datetime(2023, 11, 6).date(), datetime(2023, 11, 30).date())
    fewer = replace(profile, weekly=WeeklyPattern.parse({"mon": ["09:00-12:00"]}))
    with imported.writing() as session:
        calendar.record_version(session, fewer, NOW, actor="test")
    with imported.reading() as session:
        past = service.select(session, city, NOW, wish)
        assert service.off_hours(session, past).open_days == 18
        assert office_time(past).share == "26.25%"
        coming = Wish(datetime(2026, 11, 23).date(), datetime(2026, 12, 6).date())
        assert service.off_hours(session, service.select(session, city, NOW, coming)).open_days == 1


def test_a_page_shows_fifty_procedures_and_the_file_all_of_them(office, imported, profile):
    codes = [f"other-{number:02d}" for number in range(60)]
    with imported.writing() as session:
        for code in codes:
            journal.record(session, NOW, event=Event.ARRIVED, procedure=code,
                           arrival=classify(NOW, profile))  # fmt: skip
    today = {"from": "2026-11-21", "to": "2026-11-21"}
    assert "そのほか 10 項目" in office.get("/staff/statistics", params=today).text
    file = office.get("/staff/statistics/by-procedure.csv", params=today).text
    assert all(code in file for code in codes)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("period=9999-12", "期間は1950年から2140年までの間にしてください"),
        ("compare=fy0001", "比べる期間が1950年から2140年までに入りません"),
        ("from=1950-01-01&to=2140-12-31&compare=before", "比べる期間が1950年から2140年まで"),
        ("from=2000-01-01&to=2020-12-31&step=day", "動きの刻みが細かすぎます"),
        ("intake=nowhere", "その募集はありません"),
        ("section=nowhere", "その課はありません"),
    ],
)
def test_what_cannot_be_shown_is_told_in_words(signed_in, query, told):
    office = signed_in(Role.DX_OFFICE)
    for page in ("", "/rows", "/what-if"):
        answer = office.get(f"/staff/statistics{page}?{query}")
        assert answer.status_code == 422
        assert told in answer.text


def test_a_closed_year_beyond_every_calendar_is_not_found(signed_in):
    office = signed_in(Role.DX_OFFICE)
    assert office.get(f"/staff/statistics/indicators/closed/{10**20}").status_code == 404


VIEW = (
    "from=2023-11-06&to=2023-11-30&procedure=school-001&compare=year"
    "&wed.from=08%3A30&wed.to=19%3A00"
)
BESIDE = ("/plan", "/season", "/report", "/factors", "/reconciliation", "/rows", "/what-if",
          "/season/now")  # fmt: skip


def test_a_page_beside_the_dashboard_leads_back_to_its_view(season, signed_in):
    office = signed_in(Role.DX_OFFICE)
    for page in BESIDE:
        told = office.get(f"/staff/statistics{page}?{VIEW}").text
        above = "/season" if page.startswith("/season/") else ""
        back = told.split(f'href="/staff/statistics{above}?')[1].split('"')[0]
        assert set(back.partition("#")[0].split("&amp;")) == set(VIEW.split("&")), page


def test_a_page_of_one_procedure_says_so(signed_in):
    office = signed_in(Role.DX_OFFICE)
    for page in ("", "/rows", "/what-if"):
        told = office.get(f"/staff/statistics{page}?{VIEW}").text
        assert "手続：放課後児童クラブ入所申請（school-001）" in told


@pytest.mark.parametrize(
    ("span", "name"),
    [("", "2026年11月"), ("x", "2026年11月"), ("2026-10", "2026年10月"),
     ("fy2025", "令和7年度（2025年度）"), ("all", "全期間")],
)  # fmt: skip
def test_journal_and_applications_are_compared_by_month_year_or_all_time(office, span, name):
    page = office.get("/staff/statistics/reconciliation", params={"span": span}).text
    assert f"記録と申請の照合（{name}）" in page and "一致しています。" in page


def test_what_is_too_much_for_a_page_names_the_command(office, imported, profile, monkeypatch):
    monkeypatch.setattr(reconciling, "MOST_ON_A_PAGE", 0)
    with imported.writing() as session:
        journal.record(
            session, NOW, event=Event.ARRIVED, procedure="school-001",
            arrival=classify(NOW, profile),
        )  # fmt: skip
    for span, is_compared in (("all", False), ("fy2026", False), ("fy2025", True), ("", True)):
        page = office.get("/staff/statistics/reconciliation", params={"span": span}).text
        assert ("一致しています。" in page) is is_compared
        assert ("画面で一度に照合できる 0 件を超えます" in page) is not is_compared
        assert "tenohira statistics reconcile" in page
