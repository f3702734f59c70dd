"""Owns the addresses of a fiscal year as files: the plan and its council paper."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.accounts.deps import DxOffice, Now
from app.city import City
from app.database import Reading
from app.statistics.service.indicators import files, paper, plan
from app.web.files import CSV, EXCEL, PDF, file
from app.web.pdf import make_pdf

router = APIRouter()


def asked_paper(
    request: Request, me: DxOffice, reading: Reading, clock: Now, year: int | None = None
) -> paper.Paper:
    """The plan of the year that was asked for, as it is printed."""
    city: City = request.app.state.city
    found = plan.plan(reading, city, clock.now(), year)
    return paper.Paper(city, found, bool(request.app.state.web.shared["is_demo"]))


AskedPaper = Annotated[paper.Paper, Depends(asked_paper)]


@router.get("/staff/statistics/plan.csv")
def plan_file(found: AskedPaper) -> Response:
    """A fiscal year of the plan as a file."""
    return file(files.plan_csv(found.plan), CSV, _name(found, "csv"))


@router.get("/staff/statistics/plan.json")
def plan_data(found: AskedPaper) -> Response:
    """A fiscal year of the plan for programs."""
    return JSONResponse(files.plan_json(found.plan))


@router.get("/staff/statistics/plan.xlsx")
def plan_workbook(found: AskedPaper) -> Response:
    """A fiscal year of the plan as an Excel workbook."""
    return file(paper.xlsx(found), EXCEL, _name(found, "xlsx"))


@router.get("/staff/statistics/plan.pdf")
def plan_paper(found: AskedPaper) -> Response:
    """A fiscal year of the plan on A4, for the council."""
    body = make_pdf("plan", paper.letter(found), made_at=found.plan.as_of)
    return file(body, PDF, _name(found, "pdf"))


def _name(found: paper.Paper, kind: str) -> str:
    sample = "_sample" if found.is_demo else ""
    return f"{found.city.code}_plan_{found.plan.year}{sample}.{kind}"
