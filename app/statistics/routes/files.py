"""Owns the addresses of statistics as data: files of a metric, the JSON interface."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.accounts.deps import DxOffice, Now
from app.database import Reading
from app.errors import NotFound, Unprocessable
from app.statistics import service
from app.statistics.deps import Asked, FormSent, LiveReading, OffHoursAsked, TokenRole, city_of
from app.statistics.drawing import Drawing
from app.statistics.service.files import Export
from app.web.files import CSV, EXCEL, file
from app.web.templating import Page, Renderer

router = APIRouter()


@router.get("/staff/statistics/{slug}.svg")
def metric_chart(
    slug: str, request: Request, page: Renderer, me: DxOffice, reading: Reading, clock: Now,
    asked: Asked,
) -> Response:  # fmt: skip
    """The chart of one metric as a drawing."""
    wish = readable(asked).wish
    selection = service.select(reading, city_of(request), clock.now(), wish)
    for problem in service.page_problems(reading, selection, wish.compare):
        raise Unprocessable(problem)
    drawing = service.metric_drawing(reading, selection, slug)
    return drawing_file(page, drawing, f"{slug}_{selection.first}_{selection.last}")


@router.get("/staff/statistics/{slug}.{kind}")
def metric_file(
    slug: str, kind: str, request: Request, me: DxOffice, reading: Reading, clock: Now,
    asked: Asked, bom: str = "1",
) -> Response:  # fmt: skip
    """One metric of the shelf as CSV (`bom=0` leaves the mark out), Excel or JSON."""
    city, now = city_of(request), clock.now()
    selection = service.select(reading, city, now, readable(asked).wish)
    export = service.metric_export(reading, city, selection, now, slug)
    return file_of(export, kind, with_bom=bom != "0")


@router.get("/api/v1/statistics/off-hours")
def off_hours(
    request: Request, role: TokenRole, query: OffHoursAsked, reading: LiveReading, clock: Now
) -> Response:
    """The off-hours share in numbers."""
    selection = service.select(reading, city_of(request), clock.now(), query.wish())
    return JSONResponse(service.off_hours(reading, selection).as_json())


def file_of(export: Export, kind: str, *, with_bom: bool = True) -> Response:
    """A figure as csv, xlsx or json; NotFound for another kind."""
    if kind == "csv":
        body = service.as_csv(export, with_bom=with_bom).encode()
        return file(body, CSV, f"{export.name}.csv")
    if kind == "xlsx":
        return file(service.as_xlsx(export), EXCEL, f"{export.name}.xlsx")
    if kind == "json":
        return JSONResponse(service.as_json(export))
    raise NotFound


def drawing_file(page: Page, drawing: Drawing | None, name: str) -> Response:
    """A chart as an SVG file; NotFound where there is none."""
    if drawing is None:
        raise NotFound
    colour = page.request.app.state.city.colours.primary
    body = page("statistics/charts/chart.svg", drawing=drawing, colour=colour, is_file=True).body
    return file(bytes(body).strip(), "image/svg+xml", f"{name}.svg")


def readable(asked: FormSent) -> FormSent:
    """What was asked; Unprocessable where a part of it cannot be read."""
    if asked.problems:
        raise Unprocessable(next(iter(asked.problems.values())))
    return asked
