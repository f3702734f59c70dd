"""Owns the addresses of statistics as data: files of a metric, the JSON interface."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.accounts.deps import DxOffice, Now
from app.city import City
from app.database import Reading
from app.errors import Unprocessable
from app.statistics import service
from app.statistics.deps import Asked, FormSent, LiveReading, OffHoursAsked, TokenRole
from app.web.templating import Renderer

router = APIRouter()
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.get("/staff/statistics/{slug}.csv")
def metric_file(
    slug: str, request: Request, me: DxOffice, reading: Reading, clock: Now, asked: Asked,
    bom: str = "1",
) -> Response:  # fmt: skip
    """One metric of the shelf as a file for a spreadsheet; `bom=0` leaves the mark out."""
    city, now = _city(request), clock.now()
    selection = service.select(reading, city, now, _readable(asked).wish)
    body = service.metric_csv(reading, city, selection, now, slug, with_bom=bom != "0")
    return _csv(body, f"{slug}_{selection.first}_{selection.last}.csv")


@router.get("/staff/statistics/{slug}.xlsx")
def metric_workbook(
    slug: str, request: Request, me: DxOffice, reading: Reading, clock: Now, asked: Asked
) -> Response:
    """One metric as an Excel workbook."""
    city, now = _city(request), clock.now()
    selection = service.select(reading, city, now, _readable(asked).wish)
    body = service.metric_xlsx(reading, city, selection, now, slug)
    name = f"{slug}_{selection.first}_{selection.last}.xlsx"
    return Response(body, media_type=_EXCEL, headers=_attached(name))


@router.get("/staff/statistics/{slug}.json")
def metric_data(
    slug: str, request: Request, me: DxOffice, reading: Reading, clock: Now, asked: Asked
) -> Response:
    """One metric as JSON."""
    city, now = _city(request), clock.now()
    selection = service.select(reading, city, now, _readable(asked).wish)
    return JSONResponse(service.metric_json(reading, city, selection, now, slug))


@router.get("/staff/statistics/{slug}.svg")
def metric_chart(
    slug: str, request: Request, page: Renderer, me: DxOffice, reading: Reading, clock: Now,
    asked: Asked,
) -> Response:  # fmt: skip
    """The chart of one metric as a drawing."""
    city = _city(request)
    wish = _readable(asked).wish
    selection = service.select(reading, city, clock.now(), wish)
    for problem in service.page_problems(reading, selection, wish.compare):
        raise Unprocessable(problem)
    drawing = service.metric_drawing(reading, selection, slug)
    body = page(
        "statistics/charts/chart.svg", drawing=drawing, colour=city.colours.primary, is_file=True
    ).body
    name = f"{slug}_{selection.first}_{selection.last}.svg"
    return Response(bytes(body).strip(), media_type="image/svg+xml", headers=_attached(name))


@router.get("/api/v1/statistics/off-hours")
def off_hours(
    request: Request, role: TokenRole, query: OffHoursAsked, reading: LiveReading, clock: Now
) -> Response:
    """The off-hours share in numbers (contract.md §3)."""
    selection = service.select(reading, _city(request), clock.now(), query.wish())
    return JSONResponse(service.off_hours(reading, selection).as_json())


def _readable(asked: FormSent) -> FormSent:
    if asked.problems:
        raise Unprocessable(next(iter(asked.problems.values())))
    return asked


def _city(request: Request) -> City:
    return request.app.state.city  # type: ignore[no-any-return]


def _attached(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}


def _csv(body: str, name: str) -> Response:
    return Response(body.encode(), media_type="text/csv; charset=utf-8", headers=_attached(name))
