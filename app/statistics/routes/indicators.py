"""Owns the addresses of the plan and the indicator registry: tiles, editing, files, years."""

from datetime import datetime
from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.accounts import service as accounts
from app.accounts.deps import DxOffice, Now
from app.clock import jst_date
from app.database import Reading, Session
from app.errors import NotFound
from app.statistics.deps import BoardRenderer, city_of
from app.statistics.kpis import KPIS
from app.statistics.models import Definition
from app.statistics.models import registry as words
from app.statistics.routes.files import file_of
from app.statistics.service.indicators import (
    closing,
    editing,
    entering,
    files,
    plan,
    plan_rows,
    registry,
)
from app.statistics.service.page_files import PLAN_ROWS, indicator_export
from app.web.files import CSV, file
from app.web.posted import Post

router = APIRouter()
_CHOICES: Final = {
    "five_less": words.FIVE_LESS, "value_class": words.VALUE_CLASSES,
    "direction": words.DIRECTIONS, "grain": words.GRAINS,
    "metric": {"": "使わない（値を入れる）"} | {slug: kpi.title for slug, kpi in KPIS.items()},
    "is_retired": {"0": "使う", "1": "使わない"},
}  # fmt: skip
_METRICS: Final = set(KPIS)


@router.get("/staff/statistics/plan")
def plan_page(
    request: Request, page: BoardRenderer, me: DxOffice, reading: Reading, clock: Now,
    year: int | None = None, five: str = "",
) -> Response:  # fmt: skip
    """Every indicator of the city's plan, and every figure the product works out."""
    found = plan.plan(reading, city_of(request), clock.now(), year)
    return page(
        "statistics/indicators/plan.html", me=me, plan=found, five=five, words=words,
        years=plan.fiscal_years(clock.now()), note=city_of(request).kpi_note,
        colour=city_of(request).colours.primary, is_file=False,
    )  # fmt: skip


@router.get("/staff/statistics/plan/rows")
def rows_of_the_plan(
    request: Request, page: BoardRenderer, me: DxOffice, reading: Reading, clock: Now,
    year: int | None = None,
) -> Response:  # fmt: skip
    """Every row of the city's plan with the figures that tell of it, or the reason for none."""
    chosen, found = plan_rows.rows(reading, city_of(request), clock.now(), year)
    return page(
        "statistics/indicators/rows.html", me=me, rows=found, year=chosen, about=PLAN_ROWS,
        years=plan.fiscal_years(clock.now()), as_of=clock.now(),
    )  # fmt: skip


@router.get("/staff/statistics/kpis/{slug}")
def worked_out(
    slug: str, request: Request, page: BoardRenderer, me: DxOffice, reading: Reading, clock: Now,
    year: int | None = None,
) -> Response:  # fmt: skip
    """One figure the product works out, with its parts and its months."""
    now = clock.now()
    found = plan.worked_out(reading, city_of(request), now, slug, year)
    return page(
        "statistics/indicators/kpi.html", me=me, found=found, worked=found.worked,
        is_running=found.selection.last > jst_date(now), years=plan.fiscal_years(now), as_of=now,
        is_file=False,
        colour=city_of(request).colours.primary, most_rows=plan.MOST_ROWS,
    )  # fmt: skip


@router.get("/staff/statistics/indicators/definitions.csv")
def definitions_file(request: Request, me: DxOffice, reading: Reading) -> Response:
    """Every definition as a file that can be changed and brought back."""
    return file(files.definitions_csv(reading, city_of(request)), CSV, "indicator_definitions.csv")


@router.get("/staff/statistics/indicators/values.csv")
def values_file(request: Request, me: DxOffice, reading: Reading) -> Response:
    """Every value as a file that can be changed and brought back."""
    return file(files.values_csv(reading, city_of(request)), CSV, "indicator_values.csv")


@router.get("/staff/statistics/indicators/{slug}.{kind}")
def indicator_file(
    slug: str, kind: str, request: Request, me: DxOffice, reading: Reading, clock: Now
) -> Response:
    """The values of one indicator as CSV, Excel or JSON."""
    return file_of(indicator_export(reading, city_of(request), clock.now(), slug), kind)


@router.get("/staff/statistics/indicators/import")
def import_page(page: BoardRenderer, me: DxOffice) -> Response:
    """Where a file is brought in."""
    return page("statistics/indicators/import.html", me=me, brought=None)


@router.post("/staff/statistics/indicators/import")
def bring(
    request: Request, page: BoardRenderer, me: DxOffice, session: Session, clock: Now, post: Post
) -> Response:
    """Take a file in, or tell every problem by its row."""
    sent = post.files.get("file", [])
    if not sent or sent[0].is_too_large:
        brought = files.Brought(problems=("CSVファイルを選んでください（10MBまで）",))
    else:
        who = editing.Who(me.id, clock.now())
        data = sent[0].body.read()
        brought = files.bring(session, city_of(request), who, data, _METRICS)
    return page(
        "statistics/indicators/import.html", status=422 if brought.problems else 200, me=me,
        brought=brought,
    )  # fmt: skip


@router.get("/staff/statistics/indicators/new")
def new_indicator(page: BoardRenderer, me: DxOffice) -> Response:
    """An indicator of the city's own."""
    return _form(page, me, {}, {}, is_new=True)


@router.post("/staff/statistics/indicators/new")
def add_indicator(
    request: Request, page: BoardRenderer, me: DxOffice, session: Session, clock: Now, post: Post
) -> Response:
    """Add an indicator; what cannot be kept comes back with what was typed."""
    typed = {name: post.get(name) for name in registry.CELLS}
    kept, problems = editing.checked_definition(typed, _METRICS)
    taken = editing.may_add(session, city_of(request), kept.slug)
    if taken:
        problems["slug"] = taken
    if problems:
        return _form(page, me, typed, problems, is_new=True)
    editing.keep_definition(session, editing.Who(me.id, clock.now()), kept)
    return page.redirect(page.view.of(f"/staff/statistics/indicators/{kept.slug}", saved=1))


@router.get("/staff/statistics/indicators/closed")
def closed_years(page: BoardRenderer, me: DxOffice, reading: Reading, clock: Now) -> Response:
    """The years that are closed, and the one that can be."""
    return _closed(page, me, reading, clock, "")


@router.post("/staff/statistics/indicators/closed")
def close_year(
    request: Request, page: BoardRenderer, me: DxOffice, session: Session, clock: Now, post: Post
) -> Response:
    """Close a year that has ended."""
    who, text = editing.Who(me.id, clock.now()), post.get("year")
    year = int(text) if text.isdecimal() and len(text) == 4 else 0
    known = {number for number, _ in plan.fiscal_years(clock.now())}
    problem = closing.fault_of(session, who, year) if year in known else "年度を選んでください"
    if problem:
        return _closed(page, me, session, clock, problem)
    closing.close(session, city_of(request), who, year)
    return page.redirect(page.view.of(f"/staff/statistics/indicators/closed/{year}"))


@router.get("/staff/statistics/indicators/closed/{year}")
def closed_year(year: int, page: BoardRenderer, me: DxOffice, reading: Reading) -> Response:
    """A closed year as it was."""
    return page(
        "statistics/indicators/closed_year.html", me=me, closed=closing.closed(reading, year)
    )


@router.get("/staff/statistics/indicators/{slug}")
def one_indicator(
    slug: str, request: Request, page: BoardRenderer, me: DxOffice, reading: Reading, clock: Now,
    saved: str = "", year: str = "",
) -> Response:  # fmt: skip
    """One indicator: its values and its definition; `year` is the one a value is entered for."""
    each = registry.definition(reading, city_of(request), slug)
    return _one(request, page, me, reading, each, now=clock.now(), saved=saved == "1", year=year)


@router.post("/staff/statistics/indicators/{slug}")
def change_indicator(
    slug: str, request: Request, page: BoardRenderer, me: DxOffice, session: Session, clock: Now,
    post: Post, year: str = "",
) -> Response:  # fmt: skip
    """Change a definition, or put in, replace or take out a value."""
    each = registry.definition(session, city_of(request), slug)
    who, deed = editing.Who(me.id, clock.now()), post.get("deed")
    typed = dict(registry.as_cells(each))
    problems: dict[str, str] = {}
    if deed == "definition":
        typed |= {name: post.get(name) for name in registry.CELLS if name != "slug"}
        kept, problems = editing.checked_definition(typed, _METRICS)
        if not problems:
            editing.keep_definition(session, who, kept)
    elif deed == "value":
        typed = {name: post.get(name) for name in registry.FIGURE_CELLS} | {"indicator": slug}
        figure, problems = editing.checked_figure(typed)
        if not problems:
            editing.keep_figure(session, who, figure)
    elif deed != "remove" or not editing.remove_figure(
        session, who, slug, post.get("period"), post.get("item")
    ):
        raise NotFound
    if problems:
        return _one(
            request, page, me, session, each, now=who.now, deed=deed, typed=typed,
            problems=problems, year=year,
        )  # fmt: skip
    return page.redirect(page.view.of(f"/staff/statistics/indicators/{slug}", saved=1, year=year))


def _one(
    request: Request, page: BoardRenderer, me: DxOffice, session: Session, each: Definition, *,
    now: datetime, deed: str = "", typed: dict[str, str] | None = None,
    problems: dict[str, str] | None = None, saved: bool = False, year: str = "",
) -> Response:  # fmt: skip
    values = registry.figures(session, city_of(request), each.slug).get(each.slug, [])
    asked = next((number for number, _ in plan.fiscal_years(now) if str(number) == year), None)
    period = entering.due_in(each, values, now, asked) if asked else ""
    own = {
        "value": {"status": "final", "period": period},
        "definition": dict(registry.as_cells(each)),
    }
    own |= {deed: typed} if deed and typed else {}
    return page(
        "statistics/indicators/one.html", status=422 if problems else 200, me=me, each=each,
        values=values, trend=plan.trend_of(each, values), colour=city_of(request).colours.primary,
        is_file=False, as_of=now,
        typed=own, problems=problems or {}, deed=deed, labels=editing.LABELS, choices=_CHOICES,
        words=words, saved=saved, is_new=False, year=year,
        owner=entering.owner_of(session, each.slug),
        sections=sorted(accounts.section_names(session).items()),
    )  # fmt: skip


def _form(
    page: BoardRenderer,
    me: DxOffice,
    typed: dict[str, str],
    problems: dict[str, str],
    *,
    is_new: bool,
) -> Response:
    return page(
        "statistics/indicators/new.html", status=422 if problems else 200, me=me,
        typed={"definition": typed}, problems=problems, labels=editing.LABELS, choices=_CHOICES,
        is_new=is_new, deed="definition",
    )  # fmt: skip


def _closed(
    page: BoardRenderer, me: DxOffice, session: Session, clock: Now, problem: str
) -> Response:
    return page(
        "statistics/indicators/closed.html", status=422 if problem else 200, me=me,
        rows=closing.all_closed(session), years=plan.fiscal_years(clock.now())[1:],
        problem=problem,
    )  # fmt: skip
