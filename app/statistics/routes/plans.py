"""Owns the addresses of a season, of the factors of estimates, and of the reconciliation."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.accounts.deps import DxOffice, Now
from app.city import City
from app.clock import jst_date
from app.database import Reading, Session
from app.statistics import periods, service
from app.statistics.deps import BoardRenderer
from app.statistics.metrics import METRICS
from app.statistics.models import Wish
from app.statistics.service import factors, folding, reconciling, season, season_files
from app.web.posted import Post

router = APIRouter()
_YEARS_BACK: Final = 11  # the longest time applications are kept, and the present
_ALL: Final = ("all", "全期間")


@dataclass(frozen=True)
class Told:
    """What a post has to say on the page it comes back to."""

    problem: str = ""
    typed: factors.Change | None = None


@router.get("/staff/statistics/season")
def seasons(page: BoardRenderer, me: DxOffice, reading: Reading) -> Response:
    """The intakes to choose from."""
    return page("statistics/seasons.html", me=me, intakes=season.seasons(reading))


@router.get("/staff/statistics/season/{intake}")
def one_season(
    intake: str, request: Request, page: BoardRenderer, me: DxOffice, reading: Reading, clock: Now
) -> Response:
    """An intake as it runs, beside the same days of an earlier year."""
    city: City = request.app.state.city
    keys = request.app.state.keys
    found = season.season(reading, city, keys, clock.now(), intake)
    return page(
        "statistics/season.html", me=me, season=found, colour=city.colours.primary, is_file=False,
        files=season_files.exports(found, city), week=METRICS["heat-map"],
    )  # fmt: skip


@router.get("/staff/statistics/factors")
def all_factors(page: BoardRenderer, me: DxOffice, reading: Reading, saved: str = "") -> Response:
    """The assumptions of the estimates."""
    return page(
        "statistics/factors.html", me=me, factors=factors.all_factors(reading), told=Told(),
        saved=saved == "1",
    )  # fmt: skip


@router.post("/staff/statistics/factors")
def change_factor(
    page: BoardRenderer, me: DxOffice, session: Session, clock: Now, post: Post
) -> Response:
    """Change one factor; what cannot be kept comes back with what was typed."""
    typed = factors.Change(post.get("name"), post.get("value").strip(), post.get("note"))
    problem = factors.fault_of(typed)
    if problem:
        return page(
            "statistics/factors.html", status=422, me=me, told=Told(problem, typed), saved=False,
            factors=factors.all_factors(session),
        )  # fmt: skip
    factors.change(session, clock.now(), typed, actor=me.id)
    return page.redirect(
        page.view.of("/staff/statistics/factors", saved=1) + f"#{quote(typed.name)}"
    )


@router.get("/staff/statistics/reconciliation")
def reconciliation(
    request: Request, page: BoardRenderer, me: DxOffice, reading: Reading, clock: Now,
    span: str = "",
) -> Response:  # fmt: skip
    """Whether the journal counts every application that is kept: of a month, a year, all time."""
    today = jst_date(clock.now())
    years = periods.offered(today, years=_YEARS_BACK, months=0)
    months = periods.offered(today, years=0, months=12 * _YEARS_BACK)
    offered = dict([_ALL, *years, *months])
    chosen = span if span in offered else months[0][0]
    first, last = (None, None) if chosen == _ALL[0] else periods.parse(chosen)
    selection = service.select(reading, request.app.state.city, clock.now(), Wish(first, last))
    most = None if chosen in dict(months) else reconciling.MOST_ON_A_PAGE
    found = reconciling.reconcile_part(reading, selection, is_all=chosen == _ALL[0], most=most)
    return page(
        "statistics/reconciliation.html", me=me, spans=offered, chosen=chosen, found=found,
        most=reconciling.MOST_ON_A_PAGE, shown=reconciling.SHOWN,
        folded_at=folding.folded_at(reading), as_of=clock.now(),
    )  # fmt: skip
