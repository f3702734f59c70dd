"""Owns the URL of the morning's table: arrivals since the opening before, by place and grade."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.accounts.deps import Me, Now
from app.database import Reading
from app.staff.service import board, morning
from app.web.templating import Renderer

router = APIRouter()


@router.get("/staff/morning")
def table(request: Request, me: Me, reading: Reading, clock: Now, page: Renderer) -> Response:
    """What arrived while nobody was here, counted for the sections of the reader."""
    state = request.app.state
    openings = board.openings_now(reading, state.city, clock.now())
    found = morning.since(reading, state.keys, openings.before, sections=me.sections)
    place = request.query_params.get("place", "")
    return page(
        "staff/morning.html", me=me, openings=openings, shown=found.at(place), every=found,
        place=place if place in found.places else "",
    )  # fmt: skip
