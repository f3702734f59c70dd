"""Figures of single pages as files: each says what was counted, none holds anything of a person."""

import csv
import io
import json
import zipfile
from datetime import timedelta
from xml.etree import ElementTree

import pytest

from app.accounts.models import Device, Role
from app.applications.models import Draft
from app.catalogue import service as catalogue
from app.journal import service as journal
from app.journal.models import Event, FactKind
from app.office_hours import classify
from app.procedures import forms
from app.statistics.metrics import METRICS
from app.statistics.service import season as seasons
from app.statistics.service import season_files
from app.statistics.service.indicators import editing
from tests.statistics.conftest import NOW, on_both

VIEW = "from=2023-11-06&to=2023-11-30"
FILES = {
    "rows": f"rows.{{}}?{VIEW}", "what-if": f"what-if.{{}}?{VIEW}&wed.to=19:00",
    "season-times": "season/now.{}?table=times",
    "season-now-by-language": "season/now.{}?table=now.by-language",
    "season-before-off-hours": "season/now.{}?table=before.off-hours",
    "funnel": "kpis/funnel.{}?year=2026", "no-seal": "kpis/no-seal.{}",
    "plan-rows": "plan/rows.{}?year=2026", "visitors": "indicators/visitors.{}",
    "online-arrivals-months": "kpis/online-arrivals.{}?year=2023&table=months",
}  # fmt: skip
ABOUT = ("単位", "期間の始まり", "期間の終わり", "手続", "募集", "課（届いた時）", "経路",
         "開庁時間の名前", "判定に使った開庁時間", "集計時点", "出典", "利用条件")  # fmt: skip
CHARTS = ("kpis/funnel.svg", "season/now.svg", "plan.svg", "indicators/visitors.svg",
          "indicators/visitors/progress.svg")  # fmt: skip


@pytest.fixture
def engine():
    return "sqlite"


@pytest.fixture
def office(season, imported, signed_in):
    return signed_in(Role.DX_OFFICE)


@pytest.fixture
def visitors(imported):
    """Two months of an indicator's values."""
    who = editing.Who("dx-1", NOW)
    with imported.writing() as session:
        for period in ("2026-09", "2026-10"):
            typed = {"indicator": "visitors", "period": period, "value": "10"}
            editing.keep_figure(session, who, editing.checked_figure(typed)[0])
    return imported


def _rows(office, path):
    text = office.get(f"/staff/statistics/{path}").content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


@pytest.mark.parametrize("name", FILES)
def test_a_csv_says_in_every_row_what_was_counted(office, name):
    answer = office.get("/staff/statistics/" + FILES[name].format("csv"))
    assert f'filename="{name}_' in answer.headers["content-disposition"]
    head, *rows = _rows(office, FILES[name].format("csv"))
    assert tuple(head[-len(ABOUT) :]) == ABOUT
    assert all(len(row) == len(head) and all(row[-len(ABOUT) :]) for row in rows)


@on_both
@pytest.mark.parametrize("name", FILES)
def test_json_and_excel_hold_what_the_csv_holds(office, name):
    head, *rows = _rows(office, FILES[name].format("csv"))
    told = json.loads(office.get("/staff/statistics/" + FILES[name].format("json")).text)
    assert told["definition"] and [*told["columns"], *told["about"]] == head
    assert [[str(cell) for cell in row] for row in told["rows"]] == [
        row[: -len(ABOUT)] for row in rows
    ]
    book = office.get("/staff/statistics/" + FILES[name].format("xlsx")).content
    with zipfile.ZipFile(io.BytesIO(book)) as opened:
        words = opened.read("xl/sharedStrings.xml").decode()
    for each in (*head, told["title"], "定義"):
        assert each in words


def test_a_file_of_another_kind_or_table_is_not_found(office):
    for path in ("rows.pdf", "kpis/funnel.csv?table=x", "kpis/no-seal.csv?table=months",
                 "kpis/nothing.json", "season/now.csv", "season/now.svg?table=times",
                 "season/none.csv?table=times", "kpis/no-seal.svg", "plan.svg",
                 "indicators/nothing.svg", "indicators/nothing.csv", "indicators/visitors.pdf",
                 "indicators/nothing/progress.svg"):  # fmt: skip
        assert office.get(f"/staff/statistics/{path}").status_code == 404, path


@pytest.mark.parametrize("path", [*FILES.values(), *CHARTS])
def test_a_clerk_takes_none_of_the_files(season, signed_in, path):
    clerk = signed_in(Role.CLERK)
    for kind in ("csv", "xlsx", "json"):
        assert clerk.get("/staff/statistics/" + path.format(kind)).status_code == 403


def test_rows_as_a_file_are_to_the_minute_and_hold_nothing_but_what_the_page_shows(office):
    head, *rows = _rows(office, FILES["rows"].format("csv"))
    assert len(rows) == 2791
    shown = "届いた時刻 手続 手続名 内外 理由 経路 端末 言語 件数 暦の版 記録"
    assert " ".join(head[: -len(ABOUT)]) == shown
    assert {len(row[0]) for row in rows} == {len("2023-11-06T00:00+09:00")}
    assert {tuple(row[1:3]) for row in rows} == {("school-001", "放課後児童クラブ入所申請")}


def test_other_hours_that_cannot_be_are_refused_in_words(office):
    answer = office.get("/staff/statistics/what-if.csv?mon.from=18:00&mon.to=09:00")
    assert answer.status_code == 422


def test_months_stand_as_numbers_in_a_workbook(office):
    book = office.get("/staff/statistics/" + FILES["online-arrivals-months"].format("xlsx")).content
    with zipfile.ZipFile(io.BytesIO(book)) as opened:
        sheet = opened.read("xl/worksheets/sheet1.xml").decode()
    assert "<v>2791</v>" in sheet


def test_every_figure_of_a_season_has_its_explanation_and_its_files(office, imported, city):
    page = office.get("/staff/statistics/season/now").text
    with imported.reading() as session:
        found = seasons.season(session, city, office.app.state.keys, NOW, "now")
    figures = season_files.exports(found, city)
    assert len(figures) == 16
    assert page.count("<dt>入らないもの</dt>") == len(figures)
    for key, each in figures.items():
        assert each.definition and f"season/now.csv?table={key}" in page


@on_both
def test_a_figure_of_the_present_season_bears_its_name_once(office):
    told = office.get("/staff/statistics/season/now.json?table=now.off-hours").json()
    name = told["title"].partition("：")[0]
    assert name and told["title"].count(name) == 1


def test_drafts_of_tests_are_in_no_number_of_a_season(office, imported):
    with imported.writing() as session:
        form = forms()["after-school-club"]
        catalogue.load_forms(session, NOW, [form])
        session.add(Device(id="d" * 32, token_hash="x", created_at=NOW))
        session.flush()
        for number, kind in enumerate((FactKind.LIVE, FactKind.TEST)):
            session.add(Draft(
                id=f"{number}" * 32, public_id=f"{number}" * 32, device="d" * 32, intake="now",
                form=form.slug, fingerprint=catalogue.current_fingerprint(session, form.slug),
                procedure="school-001", wrapped_key=b"", body=b"", locale="ja", kind=kind,
                started_at=NOW, updated_at=NOW, expires_at=NOW + timedelta(days=1),
            ))  # fmt: skip
    assert [row[1] for row in _rows(office, "season/now.csv?table=drafts")[1:]] == ["1"]


@on_both
def test_charts_of_months_seasons_and_indicators_are_drawings(office, visitors, profile):
    moment = NOW - timedelta(days=40)
    with visitors.writing() as session:
        journal.record(
            session, moment, event=Event.ARRIVED, procedure="school-001",
            arrival=classify(moment, profile),
        )  # fmt: skip
    for path, title in (
        ("kpis/online-arrivals.svg", "の動き"),
        ("season/now.svg?table=before.heat-map", "2023-11-"),
        ("indicators/visitors.svg", "の動き"), ("plan.svg?year=2026", "2026年度"),
    ):  # fmt: skip
        answer = office.get(f"/staff/statistics/{path}")
        assert answer.headers["content-type"] == "image/svg+xml", path
        assert title in ElementTree.fromstring(answer.content).attrib["aria-label"]


def test_an_indicators_file_tells_each_month_with_target_definition_and_source(office, visitors):
    with visitors.writing() as session:
        for typed in (
            {"period": "2024", "part": "3", "whole": "60", "note": "推計"},
            {"period": "2025-12", "item": "西庁舎", "value": "1.5", "status": "provisional"},
        ):
            figure, problems = editing.checked_figure({"indicator": "e-bidding"} | typed)
            assert not problems
            editing.keep_figure(session, editing.Who("dx-1", NOW), figure)
    head, *rows = _rows(office, "indicators/e-bidding.csv")
    told = [dict(zip(head, row, strict=True)) for row in rows]
    year, month = (next(row for row in told if row["期間"] == p) for p in ("2024", "2025-12"))
    assert [year[name] for name in ("期間の名前", "値", "分子", "分母", "状態", "備考")] == [
        "2024年度", "5.0", "3", "60", "確定", "推計",
    ]  # fmt: skip
    assert (month["内訳"], month["値"], month["状態"]) == ("西庁舎", "1.5", "速報")
    assert all(
        row["期間の終わり"] == "2025-12-31" and "計画の出典：" in row["出典"] for row in told
    )


def test_an_indicator_without_a_value_is_a_file_without_rows(office):
    answer = office.get("/staff/statistics/indicators/citizen-proposals.json").json()
    assert answer["rows"] == [] and answer["about"]["期間の始まり"] == "2026-04-01"


def test_an_indicator_shows_its_values_as_a_chart_and_a_table(office, visitors):
    page = office.get("/staff/statistics/indicators/visitors").text
    assert 'class="chart"' in page and "<table" in page
    for kind in ("svg", "csv", "xlsx", "json"):
        assert f"indicators/visitors.{kind}" in page


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
@pytest.mark.parametrize("slug", METRICS)
def test_every_table_of_the_dashboard_is_a_file_of_each_kind(office, slug, kind):
    assert office.get(f"/staff/statistics/{slug}.{kind}?{VIEW}").status_code == 200


def test_a_file_names_the_section_it_is_narrowed_to(office):
    told = office.get(f"/staff/statistics/trend.json?{VIEW}&section=school").json()
    assert told["about"]["課（届いた時）"] == "school"
