"""Owns the addresses of the dashboard, its rows, and the question of other hours."""

from datetime import datetime

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.accounts.deps import DxOffice, Now
from app.clock import jst_date
from app.database import Reading
from app.statistics import periods, service
from app.statistics.deps import DAYS, Asked, BoardPage, BoardRenderer, FormSent, city_of
from app.statistics.drawing import drawn
from app.statistics.metrics.by_device import NAMES as DEVICES
from app.statistics.metrics.by_language import NAMES as LANGUAGES
from app.statistics.metrics.by_origin import NAMES as ORIGINS
from app.statistics.metrics.by_reason import NAMES as REASONS
from app.statistics.models import CHANNEL_NAMES, Selection, Wish
from app.statistics.service import hours_asked, listing, rows_files
from app.statistics.view import BoardView

router = APIRouter()
STEPS = {"day": "日", "week": "週", "month": "月", "year": "年度"}


@router.get("/staff/statistics")
def dashboard(
    request: Request, page: BoardRenderer, me: DxOffice, reading: Reading, clock: Now, asked: Asked
) -> Response:
    """The DX office's page; what cannot be read is told, and the default is shown instead."""
    now = clock.now()
    selection, wish, told = _selected(page, reading, now, asked)
    board = service.dashboard(reading, selection, now, wish.compare)
    drawings = {metric.slug: drawn(metric, table, selection) for metric, table in board.tables}
    return page(
        "statistics/dashboard.html", status=422 if told else 200, me=me, problems=told,
        board=board, narrowed=service.narrowed(reading, selection), drawings=drawings,
        channel_names=CHANNEL_NAMES, wish=wish, days=DAYS, faulty=asked.problems,
        typed=asked.boxes if told else {}, steps=STEPS,
        periods=periods.offered(jst_date(now)), comparisons=periods.COMPARISONS,
        colour=city_of(request).colours.primary, is_file=False,
        period=request.query_params.get("period", ""),
    )  # fmt: skip


@router.get("/staff/statistics/rows")
def rows(
    request: Request, page: BoardRenderer, me: DxOffice, reading: Reading, clock: Now, asked: Asked,
    after: str = "",
) -> Response:  # fmt: skip
    """Single arrivals without personal data, newest first."""
    selection, _, told = _selected(page, reading, clock.now(), asked)
    return page(
        "statistics/rows.html", status=422 if told else 200, me=me, problems=told,
        selection=selection, as_of=clock.now(), narrowed=service.narrowed(reading, selection),
        listing=listing.listed(reading, selection, after=after), channel_names=CHANNEL_NAMES,
        reasons=REASONS, devices=DEVICES, languages_told=LANGUAGES, origins=ORIGINS,
        origin=listing.origin, limits=rows_files.LIMITS,
    )  # fmt: skip


@router.get("/staff/statistics/what-if")
def what_if(
    request: Request, page: BoardRenderer, me: DxOffice, reading: Reading, clock: Now, asked: Asked
) -> Response:
    """The share under other hours, worked out from the kept instants."""
    selection, _, told = _selected(page, reading, clock.now(), asked)
    usual = selection.profile.weekly
    chosen = hours_asked.asked(request.query_params, usual)
    answer = hours_asked.answer(reading, selection, chosen.weekly) if chosen.weekly else None
    return page(
        "statistics/what_if.html", status=422 if told or not answer else 200, me=me,
        selection=selection, narrowed=service.narrowed(reading, selection), problems=told,
        chosen=chosen, answer=answer, day_names=hours_asked.DAYS, times=hours_asked.TIMES,
        closed=hours_asked.CLOSED, presets=hours_asked.presets(usual), as_of=clock.now(),
        words=hours_asked,
    )  # fmt: skip


def _selected(
    page: BoardPage, reading: Reading, now: datetime, asked: FormSent
) -> tuple[Selection, Wish, list[str]]:
    """What was asked; the default, and what is wrong in words, where it cannot be shown."""
    told = [*asked.problems.values(), *service.problems(reading, asked.wish)]
    if not told:
        selection = service.select(reading, city_of(page.request), now, asked.wish)
        told = service.page_problems(reading, selection, asked.wish.compare)
        if not told:
            return selection, asked.wish, []
    page.view = BoardView()
    return service.select(reading, city_of(page.request), now, Wish()), Wish(), told
