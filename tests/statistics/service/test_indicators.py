"""The indicator registry: what ships, what is put in its place, files, and closed years."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app import city as cities
from app.audit import service as audit
from app.statistics.kpis import KPIS
from app.statistics.models import IndicatorSnapshot, IndicatorValue
from app.statistics.service.indicators import closing, editing, files, plan, registry

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
WHO = editing.Who("dx-1", NOW)
METRICS = set(KPIS)


@pytest.fixture
def session(counted):
    with counted.writing() as session:
        yield session


@pytest.mark.parametrize(
    ("name", "all_", "aims"),
    [("koriyama", 34, 0), ("morioka", 11, 4), ("ichinomiya", 29, 24), ("kakuda", 8, 8)],
)
def test_each_city_ships_its_plan_with_the_targets_it_published(session, name, all_, aims):
    found = registry.definitions(session, cities.load(name))
    assert (len(found), sum(bool(each.target) for each in found)) == (all_, aims)


def test_each_shipped_metric_is_on_the_shelf():
    asked = {each.metric for name in cities.shipped() for each in cities.load(name).kpi}
    assert asked - {""} <= METRICS


def test_the_cashless_table_is_row_by_row_as_koriyama_printed_it(session, city):
    rows = registry.figures(session, city)["cashless-facilities"]
    told = {row.item: row.value for row in rows}
    assert len(rows) == 36
    assert (told["西口駐車場"], told["美術館"], told["市民課"]) == ("45.3", "11.5", "7.2")
    assert (told["フットボールセンター"], told["陸上競技場"]) == ("0.0", "2.4")


def test_koriyama_papers_without_seal_are_not_the_share_of_the_catalogue(session, city):
    (figure,) = registry.figures(session, city)["seal-free"]
    assert (figure.part, figure.whole, figure.value) == ("3384", "4312", "78.5")
    assert registry.definition(session, city, "seal-free").metric == ""


def test_a_value_put_in_stands_beside_what_the_plan_says(session):
    city = cities.load("ichinomiya")
    figure, problems = editing.checked_figure(
        {"indicator": "library-web", "period": "2026", "value": "７６．１"}
    )
    assert problems == {}
    editing.keep_figure(session, WHO, figure)
    told = [(each.period, each.value) for each in registry.figures(session, city)["library-web"]]
    assert told == [("plan", "75.3"), ("2026", "76.1")]


def test_a_share_is_worked_out_from_its_parts():
    figure, problems = editing.checked_figure(
        {"indicator": "x", "period": "2026-11", "part": "1,930", "whole": "2,791"}
    )
    assert (figure.value, problems) == ("69.2", {})


@pytest.mark.parametrize(
    ("cell", "value", "said"),
    [
        ("period", "2026-13", "期間は"), ("period", "R8", "期間は"), ("value", "多い", "値は数で"),
        ("value", "NaN", "値は数で"), ("status", "sure", "状態は次から"), ("whole", "0", "分母は0"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_value_is_told_by_its_cell(cell, value, said):
    typed = {"indicator": "x", "period": "2026", "value": "1"} | {cell: value}
    if cell == "whole":
        typed |= {"part": "1"}
    _, problems = editing.checked_figure(typed)
    assert problems[cell].startswith(said)


def test_a_file_of_values_goes_out_and_comes_back_unchanged(session, city):
    body = files.values_csv(session, city).encode()
    brought = files.bring(session, city, WHO, body, METRICS)
    assert brought.problems == () and brought.values == 0 and brought.unchanged > 36


def test_a_file_of_definitions_goes_out_and_comes_back_unchanged(session, city):
    body = files.definitions_csv(session, city).encode()
    brought = files.bring(session, city, WHO, body, METRICS)
    assert (brought.problems, brought.definitions, brought.unchanged) == ((), 0, 34)


def test_one_bad_row_keeps_the_whole_file_out(session, city):
    body = "indicator,period,value\nvisitors,2026-10,1200\nvisitor,2026-11,x\n".encode("cp932")
    brought = files.bring(session, city, WHO, body, METRICS)
    assert brought.problems == (
        "3行目：その指標はありません：visitor", "3行目：値は数で書いてください（例：26.0）",
    )  # fmt: skip
    assert "visitors" not in registry.figures(session, city)


def test_a_year_that_runs_cannot_be_closed(session):
    assert "まだ終わっていません" in closing.fault_of(session, WHO, 2026)


def test_a_closed_year_keeps_what_it_was(session, city):
    editing.keep_figure(session, WHO, registry.Figure("printouts", "2025-11", "", "900"))
    closing.close(session, city, WHO, 2025)
    editing.keep_figure(session, WHO, registry.Figure("printouts", "2025-11", "", "1"))
    found = closing.closed(session, 2025)
    (printouts,) = [each for each in found.body["indicators"] if each["slug"] == "printouts"]
    assert found.holds and printouts["actual"] == "900 枚"
    assert "変えられません" in closing.fault_of(session, WHO, 2025)
    assert audit.verify(session)[1] is None


def test_a_snapshot_of_other_words_than_its_hash_does_not_hold(session, city):
    closing.close(session, city, WHO, 2025)
    row = session.get(IndicatorSnapshot, 2025)
    forged = row.model_dump() | {"year": 2024, "body": row.body.replace("郡山市", "郡川市")}
    session.add(IndicatorSnapshot(**forged))
    session.flush()
    assert not closing.closed(session, 2024).holds


@pytest.mark.parametrize(
    "deed", ["UPDATE indicator_snapshots SET body = '{}'", "DELETE FROM indicator_snapshots"]
)
def test_the_database_itself_refuses_to_touch_a_closed_year(session, city, deed):
    closing.close(session, city, WHO, 2025)
    with pytest.raises(DBAPIError, match="a closed year is never changed"):
        session.execute(text(deed))
    session.rollback()


def test_a_tile_shows_the_newest_value_and_what_is_left_to_the_target(session):
    city = cities.load("ichinomiya")
    editing.keep_figure(session, WHO, registry.Figure("web-debit", "2026", "", "1500"))
    found = plan.plan(session, city, NOW, 2026)
    (tile,) = [each for each in found.tiles if each.definition.slug == "web-debit"]
    assert (tile.shown, tile.target) == ("1,500 件", "2,000 件（2030年度）")
    assert tile.standing == "目標まで 500 件" and tile.gauge is not None


def test_no_target_is_invented_for_koriyama(session, city):
    assert {tile.target for tile in plan.plan(session, city, NOW, None).tiles} == {"目標値なし"}


def test_visitors_are_drawn_beside_online_applications(session, city):
    assert plan.plan(session, city, NOW, 2026).compared is None
    editing.keep_figure(session, WHO, registry.Figure("visitors", "2026-10", "", "41200"))
    drawing = plan.plan(session, city, NOW, 2026).compared
    told = {"来庁者数（左の目盛り）", "オンライン等件数（右の目盛り）"}
    assert told <= {shape.text for shape in drawing.shapes}


def test_numbers_are_kept_as_they_were_written(session):
    editing.keep_figure(session, WHO, registry.Figure("x", "2026", "", "26.0"))
    assert session.get(IndicatorValue, ("x", "2026", "")).value == "26.0"
    assert plan.with_unit(Decimal("26.0"), "%") == "26.0%"
