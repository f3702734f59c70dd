"""Owns the URLs of points: the list, one application's points with their reasons, changes by hand.

Reasons tell of health and family: who opens them is written down before the page is sent.
"""

import re
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from app.accounts import service as accounts
from app.accounts.deps import Me, Now, Staff
from app.applications.models import Application, ChangeState, Intake
from app.applications.service import cases
from app.applications.service.season import points, runs, tables
from app.database import Reading, Session
from app.errors import NotFound
from app.forms.values import FieldError
from app.staff.deps import IntakeHere, PageNumber, record
from app.web.posted import Post, Posted
from app.web.templating import Page, Renderer

router = APIRouter()
PAGE = 100
WHY = {
    "given": "この場所に決まりました",
    "not_needed": "上の希望で決まりました",
    "full": "定員に達しました",
    "grade_full": "学年の定員に達しました",
    "together": "きょうだい全員の席がありませんでした",
    "no_capacity": "定員が入っていません",
}
STATES = {
    ChangeState.ASKED: "確認待ち",
    ChangeState.CONFIRMED: "確認済み",
    ChangeState.REFUSED: "取りやめ",
}
_SIGNED = re.compile(r"[-+]?[0-9]{1,4}")


@router.get("/staff/season/{intake}/points")
def listed(
    request: Request, here: IntakeHere, me: Me, number: PageNumber, reading: Reading,
    page: Renderer,
) -> Response:  # fmt: skip
    """Everybody who takes part with their points, most first."""
    keys = request.app.state.keys
    found = points.standings(reading, keys, here, sections=me.sections)
    ordered = sorted(found.all, key=lambda each: (-each.total, each.application.number))
    pages = max(1, -(-len(ordered) // PAGE))
    number = min(max(number, 1), pages)
    return page(
        "staff/season/points.html", me=me, intake=here, page=number, pages=pages,
        total=len(ordered), places=tables.places(reading, here),
        rows=[
            (each, cases.listed_title(keys, each.application))
            for each in ordered[(number - 1) * PAGE : number * PAGE]
        ],
    )  # fmt: skip


async def opened(
    number: str, request: Request, here: IntakeHere, me: Me, reading: Reading, clock: Now
) -> Application:
    """An application of the intake; that its points are read is written down first."""
    application = _find(reading, me.sections, here.id, number)
    subject = f"application:{application.number}"
    await record(request, me, clock, action="points_read", subject=subject, detail="")
    reading.commit()
    return application


@router.get("/staff/season/{intake}/points/{number}")
def show(
    request: Request, here: IntakeHere, me: Me,
    application: Annotated[Application, Depends(opened)], reading: Reading, page: Renderer,
) -> Response:  # fmt: skip
    """The points of one application with the reason of each, and why it got what it got."""
    return _draw(request, page, reading, me, here, application)


@router.post("/staff/season/{intake}/points/{number}")
def ask(
    number: str, request: Request, here: IntakeHere, me: Me, post: Post, session: Session,
    clock: Now, page: Renderer,
) -> Response:  # fmt: skip
    """Ask for other points; a second person confirms."""
    application = _find(session, me.sections, here.id, number)
    errors = _errors(post)
    if errors:
        return _draw(
            request, page, session, me, here, application, errors=errors, code=422,
            typed={name: post.get(name) for name in ("points", "note")},
        )  # fmt: skip
    points.ask_change(
        session, request.app.state.keys, clock.now(), application,
        points=int(post.get("points")), note=post.get("note"), actor=me.id,
    )  # fmt: skip
    return page.redirect(f"/staff/season/{here.id}/points/{application.number}")


@router.post("/staff/season/{intake}/points/{number}/{change}")
def settle(
    number: str, change: str, here: IntakeHere, me: Me, post: Post, session: Session, clock: Now,
    page: Renderer,
) -> Response:  # fmt: skip
    """Confirm or refuse a change that somebody else asked for."""
    application = _find(session, me.sections, here.id, number)
    points.settle_change(
        session, clock.now(), application, change, actor=me.id,
        is_confirmed=post.get("answer") == "confirm",
    )  # fmt: skip
    return page.redirect(f"/staff/season/{here.id}/points/{application.number}")


def _find(session: Reading, sections: frozenset[str], intake: str, number: str) -> Application:
    found = cases.find(session, sections=sections, number=number)
    if found.intake != intake:
        raise NotFound
    return found


def _draw(
    request: Request, page: Page, session: Reading, me: Staff, here: Intake,
    application: Application, *, errors: tuple[FieldError, ...] = (), code: int = 200,
    typed: dict[str, str] | None = None,
) -> Response:  # fmt: skip
    keys = request.app.state.keys
    run = runs.final_run(session, here) or next(iter(runs.all_runs(session, here)), None)
    row = runs.row_of(session, run, application) if run else None
    return page(
        "staff/season/point.html", status=code, me=me, intake=here, application=application,
        title=cases.listed_title(keys, application), errors=errors, typed=typed or {},
        score=points.score_of(session, keys, application),
        changes=points.changes_of(session, keys, application), states=STATES, why=WHY,
        run=run, row=row, story=runs.story_of(row) if row else [],
        places=tables.places(session, here), staff_names=accounts.staff_names(session),
        may_ask=application.status in points.SELECTED,
        is_outdated=points.is_outdated(session, here, application),
    )  # fmt: skip


def _errors(post: Posted) -> tuple[FieldError, ...]:
    found = []
    typed = post.get("points").strip()
    if not _SIGNED.fullmatch(typed) or not 0 < abs(int(typed)) <= points.MOST_POINTS:
        found.append(
            FieldError("points", "足す点は 5、引く点は -3 のように入力してください", label="点")
        )
    if not 0 < len(post.get("note").strip()) <= points.LONGEST_NOTE:
        found.append(FieldError("note", "500文字までで入力してください", label="理由"))
    return tuple(found)
