"""Owns the addresses of the dashboard, its rows, and the question of other hours."""

from collections.abc import Mapping
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.accounts.deps import DxOffice, Now
from app.city import City
from app.clock import jst_date
from app.database import Reading
from app.statistics import periods, service
from app.statistics.deps import DAYS, Asked, FormSent
from app.statistics.drawing import drawn, gauge
from app.statistics.metrics.by_device import NAMES as DEVICES
from app.statistics.metrics.by_language import NAMES as LANGUAGES
from app.statistics.metrics.by_origin import NAMES as ORIGINS
from app.statistics.metrics.by_reason import NAMES as REASONS
from app.statistics.models import CHANNEL_NAMES, Wish
from app.statistics.service import hours_asked, listing
from app.web.templating import Renderer

router = APIRouter()
STEPS = {"day": "日", "week": "週", "month": "月", "year": "年度"}


@router.get("/staff/statistics")
def dashboard(
    request: Request, page: Renderer, me: DxOffice, reading: Reading, clock: Now, asked: Asked
) -> Response:
    """The DX office's page; what cannot be read is told, and the default is shown instead."""
    wish, now = asked.wish, clock.now()
    told = [*asked.problems.values(), *service.problems(reading, wish)]
    wish = Wish() if told else wish
    selection = service.select(reading, _city(request), now, wish)
    board = service.dashboard(reading, selection, now, wish.compare)
    drawings = {metric.slug: drawn(metric, table, selection) for metric, table in board.tables}
    return page(
        "statistics/dashboard.html", status=422 if told else 200, me=me, problems=told,
        board=board, channel_names=CHANNEL_NAMES, drawings=drawings,
        gauge=gauge("開庁時間以外に届いた割合", board.share, board.closed_share),
        asked="" if told else urlencode(_as_query(wish)), wish=wish, days=DAYS,
        faulty=asked.problems, typed=asked.boxes if told else {}, steps=STEPS,
        periods=periods.offered(jst_date(now)), comparisons=periods.COMPARISONS,
        colour=_city(request).colours.primary, is_file=False,
        period=request.query_params.get("period", ""),
    )  # fmt: skip


@router.get("/staff/statistics/rows")
def rows(
    request: Request, page: Renderer, me: DxOffice, reading: Reading, clock: Now, asked: Asked,
    after: str = "",
) -> Response:  # fmt: skip
    """Single arrivals without personal data, newest first."""
    wish = _readable(asked)
    selection = service.select(reading, _city(request), clock.now(), wish)
    return page(
        "statistics/rows.html", me=me, selection=selection, as_of=clock.now(),
        listing=listing.listed(reading, selection, after=after),
        asked=urlencode(_as_query(wish)), channel_names=CHANNEL_NAMES, reasons=REASONS,
        devices=DEVICES, languages_told=LANGUAGES, origins=ORIGINS,
    )  # fmt: skip


@router.get("/staff/statistics/what-if")
def what_if(
    request: Request, page: Renderer, me: DxOffice, reading: Reading, clock: Now, asked: Asked
) -> Response:
    """The share under other hours, worked out from the kept instants."""
    wish = _readable(asked)
    selection = service.select(reading, _city(request), clock.now(), wish)
    usual = selection.profile.weekly
    chosen = hours_asked.asked(request.query_params, usual)
    answer = hours_asked.answer(reading, selection, chosen.weekly) if chosen.weekly else None
    return page(
        "statistics/what_if.html", status=200 if answer else 422, me=me, selection=selection,
        chosen=chosen, answer=answer, day_names=hours_asked.DAYS, times=hours_asked.TIMES,
        closed=hours_asked.CLOSED, presets=hours_asked.presets(usual), hidden=_as_query(wish),
        asked=urlencode(_as_query(wish)), channel_names=CHANNEL_NAMES, as_of=clock.now(),
    )  # fmt: skip


def _readable(asked: FormSent) -> Wish:
    """What was asked; the whole period where it cannot be read."""
    return Wish() if asked.problems else asked.wish


def _city(request: Request) -> City:
    return request.app.state.city  # type: ignore[no-any-return]


def _as_query(wish: Wish) -> list[tuple[str, str]]:
    """A wish as it stands in an address, so that files count what the page shows."""
    single: Mapping[str, object] = {
        "from": wish.first, "to": wish.last, "procedure": wish.procedure, "intake": wish.intake,
        "section": wish.section, "step": wish.step, "compare": wish.compare,
    }  # fmt: skip
    sent = [(name, str(value)) for name, value in single.items() if value]
    return sent + [("channel", channel.value) for channel in wish.channels]
