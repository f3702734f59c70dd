"""Owns the addresses of open data: the same bytes and the same mark for as long as nothing changed.

A reader who sends the mark back (`If-None-Match`), or else the date of what has one
(`If-Modified-Since`), is told 304 and nothing more. The mark is weak: the same data may travel
packed or not (RFC 9110, 8.8.1).
"""

import hashlib
import json
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.accounts.deps import Now
from app.statistics import service
from app.statistics.deps import LiveReading, city_of
from app.statistics.service import open_data, open_indicators
from app.statistics.service.open_index import LICENCE, index, months_csv, without_mark
from app.web.files import CSV, named

router = APIRouter()
_PUBLIC: Final = {"Cache-Control": "public, max-age=300", "Link": f'<{LICENCE}>; rel="license"'}
_JSON: Final = "application/json"


@router.get("/open-data/catalog.json")
def open_index(request: Request) -> Response:
    """Which data sets there are, and under which licence."""
    base = str(request.base_url).rstrip("/")
    return _answer(request, _as_json(index(city_of(request), base)), _JSON)


@router.get("/open-data/arrivals.csv")
def open_arrivals(request: Request, reading: LiveReading, clock: Now, bom: str = "1") -> Response:
    """Arrivals by month and procedure, small cells held back."""
    body = service.arrivals_csv(reading, city_of(request), clock.now())
    return _file(request, without_mark(body, bom), "arrivals.csv")


@router.get("/open-data/arrivals-by-month.csv")
def open_months(request: Request, reading: LiveReading, clock: Now, bom: str = "1") -> Response:
    """Arrivals by month, where nothing can be found by subtraction."""
    body = months_csv(reading, city_of(request), clock.now())
    return _file(request, without_mark(body, bom), "arrivals-by-month.csv")


@router.get("/open-data/procedures.csv")
def open_procedures(request: Request, reading: LiveReading, bom: str = "1") -> Response:
    """The public procedures as a file."""
    body = without_mark(service.procedures_csv(reading, city_of(request)), bom)
    return _file(request, body, "procedures.csv", open_data.changed_at(reading))


@router.get("/open-data/procedures.json")
def open_procedures_json(request: Request, reading: LiveReading) -> Response:
    """The public procedures as JSON."""
    body = _as_json(service.procedures_json(reading, city_of(request)))
    return _answer(request, body, _JSON, open_data.changed_at(reading))


@router.get("/open-data/indicators.csv")
def open_indicator_values(request: Request, reading: LiveReading, bom: str = "1") -> Response:
    """The plan's indicators as a file."""
    body = without_mark(open_indicators.indicators_csv(reading, city_of(request)), bom)
    return _file(request, body, "indicators.csv", open_indicators.changed_at(reading))


@router.get("/open-data/indicators.json")
def open_indicators_json(request: Request, reading: LiveReading) -> Response:
    """The plan's indicators as JSON."""
    told = open_indicators.indicators_json(reading, city_of(request)) | {"license": LICENCE}
    return _answer(request, _as_json(told), _JSON, open_indicators.changed_at(reading))


def _file(request: Request, body: str, name: str, changed: datetime | None = None) -> Response:
    answer = _answer(request, body, CSV, changed)
    answer.headers.update(named(f"{city_of(request).code}_{name}"))
    return answer


def _answer(request: Request, body: str, kind: str, changed: datetime | None = None) -> Response:
    data = body.encode()
    mark = f'W/"{hashlib.sha256(data).hexdigest()[:32]}"'
    headers = _PUBLIC | {"ETag": mark}
    if changed is not None:
        headers["Last-Modified"] = format_datetime(changed.replace(microsecond=0), usegmt=True)
    if _has_it(request, mark, changed):
        return Response(status_code=304, headers=headers)
    return Response(data, media_type=kind, headers=headers)


def _has_it(request: Request, mark: str, changed: datetime | None) -> bool:
    """Whether the reader holds this answer; with a mark sent, its date says nothing (13.2.2)."""
    marks = request.headers.get("if-none-match")
    if marks is not None:
        known = {each.strip() for each in marks.split(",")}
        return bool(known & {"*", mark, mark.removeprefix("W/")})
    if changed is None:
        return False
    try:
        since = parsedate_to_datetime(request.headers.get("if-modified-since", ""))
    except ValueError:
        return False
    # A date without a zone is not one of HTTP's.
    return since.tzinfo is not None and changed.replace(microsecond=0) <= since


def _as_json(told: dict[str, object]) -> str:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))
