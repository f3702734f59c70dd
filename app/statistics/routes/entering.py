"""Owns the addresses where sections enter their indicators, and where what is missing is listed."""

from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.accounts import service as accounts
from app.accounts.deps import DxOffice, Me, Now
from app.database import Reading, Session
from app.errors import NotFound
from app.statistics.deps import BoardRenderer, city_of
from app.statistics.models import registry as words
from app.statistics.service import section_mails
from app.statistics.service.indicators import editing, entering, registry
from app.web.posted import Post

router = APIRouter()
_STATUSES: Final = {"final": "確定", "provisional": "速報"}


@router.get("/staff/indicators")
def own_indicators(
    request: Request, page: BoardRenderer, me: Me, reading: Reading, clock: Now
) -> Response:
    """The indicators of the reader's sections, and which value is due."""
    found = entering.duties(reading, city_of(request), clock.now(), me.sections)
    names = accounts.section_names(reading)
    own = [(code, names[code]) for code in sorted(me.sections & set(names))]
    return page("statistics/entering/list.html", me=me, duties=found, words=words, own=own)


@router.get("/staff/indicators/{slug}")
def own_indicator(
    slug: str, request: Request, page: BoardRenderer, me: Me, reading: Reading, clock: Now,
    saved: str = "",
) -> Response:  # fmt: skip
    """One of them, with the form of its next value."""
    duty = entering.duty(reading, city_of(request), clock.now(), me.sections, slug)
    return _one(request, page, me, reading, clock, duty, saved=saved == "1")


@router.post("/staff/indicators/{slug}")
def enter(
    slug: str,
    request: Request,
    page: BoardRenderer,
    me: Me,
    session: Session,
    clock: Now,
    post: Post,
) -> Response:
    """Enter or replace a value of one's own section."""
    now = clock.now()
    duty = entering.duty(session, city_of(request), now, me.sections, slug)
    typed = {name: post.get(name) for name in registry.FIGURE_CELLS} | {"indicator": slug}
    figure, problems = editing.checked_figure(typed)
    if figure.period not in dict(entering.offered(duty.definition, now)):
        problems["period"] = "期間を一覧から選んでください"
    if typed["status"] not in _STATUSES:
        problems["status"] = "状態を選んでください"
    if problems:
        return _one(request, page, me, session, clock, duty, typed=typed, problems=problems)
    editing.keep_figure(session, editing.Who(me.id, now), figure)
    return page.redirect(f"/staff/indicators/{slug}?saved=1")


@router.get(entering.MISSING)
def missing(
    request: Request, page: BoardRenderer, me: DxOffice, reading: Reading, clock: Now
) -> Response:
    """What is not in yet, by the section that enters it."""
    keys = request.app.state.keys
    found, total = section_mails.owing(reading, city_of(request), keys, clock.now())
    return page(
        "statistics/indicators/missing.html", me=me, found=found, total=total,
        day=section_mails.DAY, as_of=clock.now(),
    )  # fmt: skip


@router.post("/staff/statistics/indicators/{slug}/owner")
def name_owner(
    slug: str, request: Request, page: BoardRenderer, me: DxOffice, session: Session, clock: Now,
    post: Post, year: str = "",
) -> Response:  # fmt: skip
    """Name the section that enters an indicator."""
    registry.definition(session, city_of(request), slug)
    if not entering.name_owner(session, editing.Who(me.id, clock.now()), slug, post.get("section")):
        raise NotFound
    return page.redirect(page.view.of(f"/staff/statistics/indicators/{slug}", saved=1, year=year))


def _one(
    request: Request, page: BoardRenderer, me: Me, session: Session, clock: Now,
    duty: entering.Duty, *, typed: dict[str, str] | None = None,
    problems: dict[str, str] | None = None, saved: bool = False,
) -> Response:  # fmt: skip
    slug = duty.definition.slug
    periods = dict(entering.offered(duty.definition, clock.now()))
    return page(
        "statistics/entering/one.html", status=422 if problems else 200, me=me, duty=duty,
        typed=typed or {"status": "final", "period": duty.period}, problems=problems or {},
        labels=editing.LABELS, choices={"period": periods, "status": _STATUSES}, words=words,
        values=registry.figures(session, city_of(request), slug).get(slug, []), saved=saved,
    )  # fmt: skip
