"""Owns the addresses of single pages as files: rows, other hours, seasons, KPIs, charts."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from app.accounts.deps import DxOffice, Now
from app.database import Reading
from app.errors import NotFound
from app.statistics import service
from app.statistics.deps import Asked, city_of
from app.statistics.models import Selection
from app.statistics.routes.files import drawing_file, file_of, readable
from app.statistics.service import page_files, rows_files, season, season_files
from app.statistics.service.indicators import plan, registry
from app.web.files import CSV, named
from app.web.templating import Renderer

router = APIRouter()
_STREAMED: Final = {
    "csv": (CSV, rows_files.csv_pieces),
    "json": ("application/json", rows_files.json_pieces),
}


def selected(
    request: Request, me: DxOffice, reading: Reading, clock: Now, asked: Asked
) -> Selection:
    """What the dashboard's view asks for; Unprocessable where it cannot be read."""
    return service.select(reading, city_of(request), clock.now(), readable(asked).wish)


def found_season(
    intake: str, request: Request, me: DxOffice, reading: Reading, clock: Now
) -> season.Season:
    """An intake as it runs; NotFound."""
    return season.season(reading, city_of(request), request.app.state.keys, clock.now(), intake)


Selected = Annotated[Selection, Depends(selected)]
FoundSeason = Annotated[season.Season, Depends(found_season)]


@router.get("/staff/statistics/rows.{kind}")
def rows_file(
    kind: str, request: Request, reading: Reading, clock: Now, chosen: Selected
) -> Response:
    """Single arrivals as a file, without personal data; CSV and JSON as they are read."""
    city, now, database = city_of(request), clock.now(), request.app.state.database
    if kind not in _STREAMED:
        return file_of(rows_files.export(reading, city, chosen, now), kind)
    media_type, pieces = _STREAMED[kind]
    about = rows_files.head(reading, city, chosen, now)
    headers = named(f"{about.name}.{kind}")
    return StreamingResponse(pieces(database, about), media_type=media_type, headers=headers)


@router.get("/staff/statistics/what-if.{kind}")
def what_if_file(
    kind: str, request: Request, reading: Reading, clock: Now, chosen: Selected
) -> Response:
    """The share under other hours as a file."""
    sent = request.query_params
    found = page_files.what_if_export(reading, city_of(request), chosen, clock.now(), sent)
    return file_of(found, kind)


@router.get("/staff/statistics/season/{intake}.svg")
def season_chart(request: Request, page: Renderer, found: FoundSeason, table: str = "") -> Response:
    """The week of one of the two seasons as a drawing."""
    sides = {"now.heat-map": found.now, "before.heat-map": found.before}
    side = sides.get(table)
    if side is None:
        raise NotFound
    name = season_files.exports(found, city_of(request))[table].name
    return drawing_file(page, side.heat, name)


@router.get("/staff/statistics/season/{intake}.{kind}")
def season_file(kind: str, request: Request, found: FoundSeason, table: str = "") -> Response:
    """One figure of a season as a file."""
    export = season_files.exports(found, city_of(request)).get(table)
    if export is None:
        raise NotFound
    return file_of(export, kind)


@router.get("/staff/statistics/kpis/{slug}.svg")
def kpi_chart(
    slug: str, request: Request, page: Renderer, me: DxOffice, reading: Reading, clock: Now,
    year: int | None = None,
) -> Response:  # fmt: skip
    """The months of one figure the product works out as a drawing."""
    found = plan.worked_out(reading, city_of(request), clock.now(), slug, year)
    return drawing_file(page, found.trend, f"{slug}-months_{found.year}")


@router.get("/staff/statistics/kpis/{slug}.{kind}")
def kpi_file(
    slug: str, kind: str, request: Request, me: DxOffice, reading: Reading, clock: Now,
    year: int | None = None, table: str = "",
) -> Response:  # fmt: skip
    """The parts or the months of one figure the product works out as a file."""
    city, now = city_of(request), clock.now()
    return file_of(page_files.kpi_export(reading, city, now, slug, year=year, table=table), kind)


@router.get("/staff/statistics/plan/rows.{kind}")
def plan_rows_file(
    kind: str, request: Request, me: DxOffice, reading: Reading, clock: Now, year: int | None = None
) -> Response:
    """Every row of the city's plan with its figures as a file."""
    return file_of(page_files.plan_rows_export(reading, city_of(request), clock.now(), year), kind)


@router.get("/staff/statistics/plan.svg")
def visitors_chart(
    request: Request, page: Renderer, me: DxOffice, reading: Reading, clock: Now,
    year: int | None = None,
) -> Response:  # fmt: skip
    """Visitors beside online applications of a fiscal year as a drawing."""
    found = plan.plan(reading, city_of(request), clock.now(), year)
    return drawing_file(page, found.compared, f"visitors_{found.year}")


@router.get("/staff/statistics/indicators/{slug}/progress.svg")
def progress_chart(
    slug: str, request: Request, page: Renderer, me: DxOffice, reading: Reading, clock: Now,
    year: int | None = None,
) -> Response:  # fmt: skip
    """How far one indicator is to its target in a fiscal year, as a drawing."""
    found = plan.tile(reading, city_of(request), clock.now(), slug, year)
    return drawing_file(page, found.gauge, f"{slug}-progress")


@router.get("/staff/statistics/indicators/{slug}.svg")
def indicator_chart(
    slug: str, request: Request, page: Renderer, me: DxOffice, reading: Reading
) -> Response:
    """The values of one indicator as a drawing."""
    each = registry.definition(reading, city_of(request), slug)
    values = registry.figures(reading, city_of(request), slug).get(slug, [])
    return drawing_file(page, plan.trend_of(each, values), slug)
