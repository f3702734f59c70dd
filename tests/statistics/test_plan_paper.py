"""The plan as a workbook and as a council paper holds every figure with all that explains it."""

import io
import zipfile
from datetime import UTC, datetime

import pytest

from app.accounts.models import Role
from app.statistics.kpis import KPIS
from app.statistics.service.indicators import editing, paper, plan

NOW = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)


@pytest.fixture
def engine():
    return "sqlite"


@pytest.fixture
def filled(counted):
    typed = {"indicator": "printouts", "period": "2026-10", "value": "860655"}
    with counted.writing() as session:
        editing.keep_figure(session, editing.Who("dx-1", NOW), editing.checked_figure(typed)[0])
    return counted


def _paper(database, city, *, is_demo=False):
    with database.reading() as session:
        return paper.Paper(city, plan.plan(session, city, NOW, 2026), is_demo)


def _texts(book):
    with zipfile.ZipFile(io.BytesIO(book)) as file:
        return {name: file.read(name).decode() for name in file.namelist()}


def test_the_paper_tells_each_figure_with_definition_source_target_history_and_owner(filled, city):
    told = paper.letter(_paper(filled, city))
    rows = {row["name"]: row for group in told["groups"] for row in group["rows"]}
    assert len(rows) == len({each.name for each in city.kpi} | {k.title for k in KPIS.values()})
    assert all(row["definition"] or row["source"] for row in rows.values())
    row = rows["プリントアウト数"]
    assert (row["actual"], row["history"]) == ("860,655 枚", "2026年10月 860,655 枚")
    assert (row["target"], row["owner"]) == ("目標値なし", "DX戦略課")


def test_the_workbook_keeps_numbers_as_numbers_and_is_the_same_file_for_the_same_data(filled, city):
    book = paper.xlsx(_paper(filled, city))
    assert "<v>860655</v>" in _texts(book)["xl/worksheets/sheet1.xml"]
    assert book == paper.xlsx(_paper(filled, city))


def test_a_demonstration_says_so_in_the_workbook_and_on_the_paper(filled, city):
    shown = _paper(filled, city, is_demo=True)
    assert paper.SAMPLE in _texts(paper.xlsx(shown))["xl/sharedStrings.xml"]
    assert paper.letter(shown)["sample"] == paper.SAMPLE


def test_the_dx_office_saves_the_paper_as_pdf_and_as_excel(signed_in):
    office = signed_in(Role.DX_OFFICE)
    pdf = office.get("/staff/statistics/plan.pdf")
    assert pdf.content.startswith(b"%PDF") and pdf.headers["content-type"] == "application/pdf"
    assert office.get("/staff/statistics/plan.xlsx").content.startswith(b"PK")


@pytest.mark.parametrize("kind", ["pdf", "xlsx"])
def test_a_clerk_saves_neither(signed_in, kind):
    assert signed_in(Role.CLERK).get(f"/staff/statistics/plan.{kind}").status_code == 403
