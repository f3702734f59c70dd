"""Owns the URLs of the calendar: what is in force, special days, weekly hours, holiday files."""

from collections.abc import Mapping

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.accounts import service as accounts
from app.accounts.deps import Administrator, Now, Staff
from app.calendar import service as versions
from app.clock import Clock, jst_date
from app.database import Reading, Session
from app.errors import CityHallError
from app.forms.values import FieldError
from app.office_hours import HolidayTable, HoursProfile
from app.staff.service import calendar, calendar_forms
from app.web.posted import Post, Posted
from app.web.templating import Page, Renderer

router = APIRouter()
HOME = "/staff/calendar"
MOST_VERSIONS = 100


@router.get(HOME)
def shown(
    request: Request, me: Administrator, reading: Reading, clock: Now, page: Renderer
) -> Response:
    """The calendar in force, the months ahead, and every version there was."""
    city, today = request.app.state.city, jst_date(clock.now())
    profile = versions.in_force(reading, city)
    return page(
        "staff/calendar.html", me=me, profile=profile, today=today,
        week=calendar.week_text(profile), year_end=calendar.year_end_text(profile),
        ahead=calendar.months_ahead(profile, today),
        gone_by=calendar.specials_gone_by(profile, today),
        versions=versions.versions(reading, city, limit=MOST_VERSIONS), most=MOST_VERSIONS,
        names=accounts.staff_names(reading) | {"migrate": "はじめの設定"},
    )  # fmt: skip


@router.get("/staff/calendar/special")
def special(
    request: Request, me: Administrator, reading: Reading, clock: Now, page: Renderer
) -> Response:
    """The form for a special opening or closing."""
    profile = versions.in_force(reading, request.app.state.city)
    return _special(page, me, clock, profile)


@router.post("/staff/calendar/special")
def add_special(
    request: Request, me: Administrator, post: Post, session: Session, clock: Now, page: Renderer
) -> Response:
    """Add a special opening or closing."""
    wanted, errors = calendar_forms.read_special(post, jst_date(clock.now()))
    status = 422
    if wanted:
        try:
            calendar.add_special(session, _editor(request, me, post, clock), wanted)
            return page.redirect(HOME)
        except (calendar.NothingChanges, versions.CalendarMoved) as error:
            status, errors = error.status, [_told(error, "day", "year")]
    profile = versions.in_force(session, request.app.state.city)
    return _special(page, me, clock, profile, status=status, errors=errors, post=post)


@router.get("/staff/calendar/take-back")
def take_back_page(
    request: Request, me: Administrator, reading: Reading, page: Renderer
) -> Response:
    """Ask whether a special day is to be taken back."""
    profile = versions.in_force(reading, request.app.state.city)
    return _take_back(page, me, profile, request.query_params.get("special", ""))


@router.post("/staff/calendar/take-back")
def take_back(
    request: Request, me: Administrator, post: Post, session: Session, clock: Now, page: Renderer
) -> Response:
    """Take a special day back."""
    try:
        calendar.take_back(session, _editor(request, me, post, clock), post.get("special"))
        return page.redirect(HOME)
    except versions.CalendarMoved as error:
        profile = versions.in_force(session, request.app.state.city)
        return _take_back(
            page, me, profile, post.get("special"), status=error.status,
            errors=[_told(error, "submit")],
        )  # fmt: skip


@router.get("/staff/calendar/hours")
def hours(request: Request, me: Administrator, reading: Reading, page: Renderer) -> Response:
    """The form for other weekly hours."""
    profile = versions.in_force(reading, request.app.state.city)
    return _hours(page, me, profile, boxes=calendar_forms.week_boxes(profile.weekly))


@router.post("/staff/calendar/hours")
def change_hours(
    request: Request, me: Administrator, post: Post, session: Session, clock: Now, page: Renderer
) -> Response:
    """Keep other weekly hours from now on."""
    weekly, note, errors = calendar_forms.read_week(post)
    status = 422
    if weekly:
        try:
            calendar.change_hours(session, _editor(request, me, post, clock), weekly, note=note)
            return page.redirect(HOME)
        except (calendar.NothingChanges, versions.CalendarMoved) as error:
            status, errors = error.status, [_told(error, "mon")]
    profile = versions.in_force(session, request.app.state.city)
    boxes = {name: values[0] for name, values in post.fields.items()}
    return _hours(page, me, profile, boxes=boxes, status=status, errors=errors)


@router.get("/staff/calendar/holidays")
def holidays(me: Administrator, page: Renderer) -> Response:
    """The form for a holiday file."""
    return _upload(page, me)


@router.post("/staff/calendar/holidays")
def check_holidays(
    request: Request, me: Administrator, post: Post, reading: Reading, clock: Now, page: Renderer
) -> Response:
    """Show what a holiday file would change; nothing is kept yet."""
    table, errors = calendar_forms.read_upload(post)
    if table is None:
        return _upload(page, me, errors)
    profile = versions.in_force(reading, request.app.state.city)
    return _check(page, me, clock, profile, table)


@router.post("/staff/calendar/holidays/take-over")
def take_over_holidays(
    request: Request, me: Administrator, post: Post, session: Session, clock: Now, page: Renderer
) -> Response:
    """Let the holidays that were shown rule the years they cover."""
    table, errors = calendar_forms.read_rows(post.get("rows").encode())
    if table is None:
        return _upload(page, me, errors)
    try:
        calendar.take_over_holidays(session, _editor(request, me, post, clock), table)
        return page.redirect(HOME)
    except calendar.NothingChanges as error:
        return _upload(page, me, [_told(error, "file")])
    except versions.CalendarMoved as error:
        profile = versions.in_force(session, request.app.state.city)
        told = [_told(error, "submit")]
        return _check(page, me, clock, profile, table, status=error.status, errors=told)


def _editor(request: Request, me: Staff, post: Posted, clock: Clock) -> calendar.Editor:
    return calendar.Editor(request.app.state.city, me.id, clock.now(), post.get("version"))


def _told(error: CityHallError, path: str, part: str = "") -> FieldError:
    """An error of the whole form, with what to do about it."""
    advice = f"。{error.advice}" if isinstance(error, versions.CalendarMoved) else ""
    return FieldError(path, error.message + advice, part=part)


def _special(
    page: Page, me: Staff, clock: Clock, profile: HoursProfile, *, status: int = 200,
    errors: list[FieldError] | None = None, post: Posted | None = None,
) -> Response:  # fmt: skip
    typed = post or Posted({}, {})
    return page(
        "staff/calendar_special.html", status=status, me=me, profile=profile, errors=errors or [],
        typed=typed, day=calendar_forms.day_field(jst_date(clock.now())),
        typed_day=calendar_forms.typed_day(typed), kinds=calendar_forms.KINDS,
        most_note=calendar_forms.MOST_NOTE,
    )  # fmt: skip


def _take_back(
    page: Page, me: Staff, profile: HoursProfile, key: str, *, status: int = 200,
    errors: list[FieldError] | None = None,
) -> Response:  # fmt: skip
    special = calendar.special_of(profile, key)
    return page(
        "staff/calendar_take_back.html", status=status, me=me, profile=profile, special=special,
        text=calendar.special_text(special), key=key, errors=errors or [],
    )  # fmt: skip


def _hours(
    page: Page, me: Staff, profile: HoursProfile, *, boxes: Mapping[str, str], status: int = 200,
    errors: list[FieldError] | None = None,
) -> Response:  # fmt: skip
    return page(
        "staff/calendar_hours.html", status=status, me=me, profile=profile, boxes=boxes,
        errors=errors or [], days=calendar_forms.DAY_NAMES, most_note=calendar_forms.MOST_NOTE,
    )  # fmt: skip


def _upload(page: Page, me: Staff, errors: list[FieldError] | None = None) -> Response:
    status = 422 if errors else 200
    return page("staff/calendar_holidays.html", status=status, me=me, errors=errors or [])


def _check(
    page: Page, me: Staff, clock: Clock, profile: HoursProfile, table: HolidayTable, *,
    status: int = 200, errors: list[FieldError] | None = None,
) -> Response:  # fmt: skip
    today = jst_date(clock.now())
    return page(
        "staff/calendar_holidays_check.html", status=status, me=me, profile=profile, table=table,
        errors=errors or [], rows=calendar_forms.rows_text(table), is_ending=table.ends_by(today),
        differences=[
            (calendar.day_text(day), computed, official)
            for day, computed, official in table.differences()
        ],
        moved=calendar.moved_days(profile, table, today),
    )  # fmt: skip
