"""Owns the addresses of statistics: the dashboard, its files, the JSON interface, open data."""

from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.accounts.deps import DxOffice, Now
from app.city import City
from app.database import Reading
from app.errors import Unprocessable
from app.statistics import service
from app.statistics.deps import DAYS, Asked, OffHoursAsked, TokenRole
from app.statistics.models import CHANNEL_NAMES, Wish
from app.web.templating import Renderer

router = APIRouter()
_PUBLIC = {"Cache-Control": "public, max-age=300"}


@router.get("/staff/statistics")
def dashboard(
    request: Request, page: Renderer, me: DxOffice, reading: Reading, clock: Now, asked: Asked
) -> Response:
    """The DX office's page; what cannot be read is told, and the default is shown instead."""
    wish, now = asked.wish, clock.now()
    told = [*asked.problems.values(), *service.problems(reading, wish)]
    selection = service.select(reading, _city(request), now, Wish() if told else wish)
    return page(
        "statistics/dashboard.html", status=422 if told else 200, me=me, problems=told,
        board=service.dashboard(reading, selection, now), channel_names=CHANNEL_NAMES,
        asked=urlencode(_as_query(wish)) if not told else "", days=DAYS, faulty=asked.problems,
        typed=asked.boxes if told else {},
    )  # fmt: skip


@router.get("/staff/statistics/{slug}.csv")
def metric_file(
    slug: str, request: Request, me: DxOffice, reading: Reading, clock: Now, asked: Asked
) -> Response:
    """One metric of the shelf as a file for a spreadsheet."""
    if asked.problems:
        raise Unprocessable(next(iter(asked.problems.values())))
    now = clock.now()
    selection = service.select(reading, _city(request), now, asked.wish)
    body = service.metric_csv(reading, selection, now, slug)
    name = f"{slug}_{selection.first}_{selection.last}.csv"
    return _csv(body, name)


@router.get("/api/v1/statistics/off-hours")
def off_hours(
    request: Request, role: TokenRole, query: OffHoursAsked, reading: Reading, clock: Now
) -> Response:
    """The off-hours share in numbers (contract.md §3)."""
    selection = service.select(reading, _city(request), clock.now(), query.wish())
    return JSONResponse(service.off_hours(reading, selection).as_json())


@router.get("/open-data/arrivals.csv")
def open_arrivals(request: Request, reading: Reading, clock: Now) -> Response:
    """Arrivals by month and procedure, small cells held back."""
    city = _city(request)
    body = service.arrivals_csv(reading, city, clock.now())
    return _csv(body, f"{city.code}_arrivals.csv", _PUBLIC)


@router.get("/open-data/procedures.csv")
def open_procedures(request: Request, reading: Reading) -> Response:
    """The public procedures as a file."""
    city = _city(request)
    return _csv(service.procedures_csv(reading, city), f"{city.code}_procedures.csv", _PUBLIC)


@router.get("/open-data/procedures.json")
def open_procedures_json(request: Request, reading: Reading, clock: Now) -> Response:
    """The public procedures as JSON."""
    body = service.procedures_json(reading, _city(request), clock.now())
    return JSONResponse(body, headers=_PUBLIC)


def _city(request: Request) -> City:
    return request.app.state.city  # type: ignore[no-any-return]


def _csv(body: str, name: str, headers: dict[str, str] | None = None) -> Response:
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(
        body.encode(), media_type="text/csv; charset=utf-8",
        headers=disposition | (headers or {}),
    )  # fmt: skip


def _as_query(wish: Wish) -> list[tuple[str, str]]:
    """A wish as it stands in an address, so that files count what the page shows."""
    single = (
        ("from", wish.first), ("to", wish.last), ("procedure", wish.procedure),
        ("intake", wish.intake),
    )  # fmt: skip
    sent = [(name, str(value)) for name, value in single if value]
    return sent + [("channel", channel.value) for channel in wish.channels]
