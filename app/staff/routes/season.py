"""Owns the URLs of a season's first steps: the page of its steps, seats, the table, points."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from app.accounts import service as accounts
from app.accounts.deps import Me, Now
from app.applications.models import ApplicationScore, Intake
from app.applications.service.season import points, steps, tables
from app.applications.service.season.steps import Seats
from app.database import Database, Reading, Session
from app.errors import Unprocessable
from app.staff.deps import IntakeHere, in_turns
from app.staff.routes.deeds import office
from app.web.files import YAML, file
from app.web.posted import Post, Posted
from app.web.templating import Renderer

router = APIRouter()
MOST_SEATS = 100_000
NAMES = {
    "accept": "受付", "score": "採点", "allocate": "割振り", "propose": "起案", "rule": "決裁",
    "release": "公開", "notify": "通知", "move_up": "繰上げ",
}  # fmt: skip
NOTICES = {
    "scored": "採点しました。",
    "reviewed": "審査中にしました。",
    "seats": "定員を入れました。",
    "table": "選考の表の新しい版を使います。もう一度採点してください。",
    "final": "内定にしました。まだ、申請者には見えません。",
    "undone": "内定を取り消しました。",
    "ruled": "決裁を記録しました。公表の日時に、全員に同時に見えるようになります。",
    "taken-back": "決裁の記録を取り消しました。申請は審査中に戻りました。",
    "notified": "通知済みにしました。",
    "moved-up": "繰上げを記録しました。",
}


@router.get("/staff/season/{intake}")
def show(
    request: Request, here: IntakeHere, me: Me, reading: Reading, clock: Now, page: Renderer
) -> Response:
    """The steps of a season in order, and where it stands."""
    keys, now = request.app.state.keys, clock.now()
    if not tables.has_table(reading, here):
        return page("staff/season/none.html", me=me, intake=here)
    return page(
        "staff/season/show.html", me=me, intake=here, names=NAMES,
        shown=steps.overview(reading, keys, now, here, sections=me.sections),
        used=tables.in_force(reading, here), staff_names=accounts.staff_names(reading),
        notice=NOTICES.get(request.query_params.get("done", ""), ""),
    )  # fmt: skip


@router.get("/staff/season/{intake}/seats")
def seats(here: IntakeHere, me: Me, reading: Reading, page: Renderer) -> Response:
    """How many each place takes, in all and by grade."""
    typed = {
        f"seats.{place}.{grade}".rstrip("."): str(capacity)
        for (place, grade), capacity in steps.seats_of(reading, here).items()
    }
    return page(
        "staff/season/seats.html", me=me, intake=here, typed=typed, wrong=[],
        places=tables.places(reading, here), grades=tables.grades(reading, here),
    )  # fmt: skip


@router.post("/staff/season/{intake}/seats")
def set_seats(
    here: IntakeHere, me: Me, post: Post, session: Session, clock: Now, page: Renderer
) -> Response:
    """Set them; nothing is set while one box holds no number."""
    places, grades = tables.places(session, here), tables.grades(session, here)
    found, wrong = _seats(post, list(places), list(grades))
    if wrong:
        typed = {name: values[0] for name, values in post.fields.items()}
        return page(
            "staff/season/seats.html", status=422, me=me, intake=here, typed=typed, wrong=wrong,
            places=places, grades=grades,
        )  # fmt: skip
    steps.set_seats(session, clock.now(), here, found, actor=me.id)
    return page.redirect(f"/staff/season/{here.id}?done=seats")


@router.get("/staff/season/{intake}/table")
def table(here: IntakeHere, me: Me, reading: Reading, page: Renderer) -> Response:
    """The scoring table in force, and putting in another."""
    return page(
        "staff/season/table.html", me=me, intake=here, used=tables.in_force(reading, here),
        versions=tables.versions(reading, here), faults=[],
        staff_names=accounts.staff_names(reading),
    )  # fmt: skip


@router.get("/staff/season/{intake}/table.yaml")
def table_file(here: IntakeHere, me: Me, reading: Reading) -> Response:
    """The document of the table in force, to be changed and put in again."""
    return file(tables.in_force(reading, here).text, YAML, f"scoring-{here.form}.yaml")


@router.post("/staff/season/{intake}/table")
def put_table(
    here: IntakeHere, me: Me, post: Post, session: Session, clock: Now, page: Renderer
) -> Response:
    """Put a reviewed document in force, or say what is wrong with it."""
    files = post.files.get("file", [])
    body = files[0].body.read() if files else b""
    faults = (
        tables.review(session, here, body, files[0].name) if files else ["表が選ばれていません"]
    )
    if faults:
        return page(
            "staff/season/table.html", status=422, me=me, intake=here, faults=faults,
            used=tables.in_force(session, here), versions=tables.versions(session, here),
            staff_names=accounts.staff_names(session),
        )  # fmt: skip
    tables.put(session, clock.now(), here, body, actor=me.id)
    return page.redirect(f"/staff/season/{here.id}?done=table")


async def computed(
    request: Request, here: IntakeHere, me: Me, clock: Now, post: Post
) -> list[ApplicationScore]:
    """The missing scores, worked out before the writer is waited for."""
    return await run_in_threadpool(_compute, request, here, me.sections, clock)


def _compute(
    request: Request, here: Intake, sections: frozenset[str], clock: Now
) -> list[ApplicationScore]:
    database: Database = request.app.state.database
    with database.reading() as session:
        keys = request.app.state.keys
        return points.compute(session, keys, clock.now(), here, sections=sections)


@router.post("/staff/season/{intake}/score")
def score(
    here: IntakeHere, me: Me, rows: Annotated[list[ApplicationScore], Depends(computed)],
    session: Session, clock: Now, page: Renderer,
) -> Response:  # fmt: skip
    """Compute the points of all who have none, or outdated ones."""
    points.keep(session, clock.now(), here, rows, actor=me.id)
    return page.redirect(f"/staff/season/{here.id}?done=scored")


@router.post("/staff/season/{intake}/review")
async def review(
    request: Request, here: IntakeHere, me: Me, post: Post, clock: Now, page: Renderer
) -> Response:
    """Set all that were taken in to 審査中."""
    house = office(request)
    await in_turns(
        request,
        lambda session: steps.review_some(
            session, house, clock.now(), here, sections=me.sections, actor=me.id
        ),
    )
    return page.redirect(f"/staff/season/{here.id}?done=reviewed")


def sure(post: Posted) -> None:
    """Raise Unprocessable unless 「確かめました」 was ticked."""
    if post.get("sure") != "1":
        raise Unprocessable("「確かめました」に印を付けてから、もう一度押してください")


def _seats(post: Posted, places: list[str], grades: list[str]) -> tuple[list[Seats], list[str]]:
    found, wrong = [], []
    for place in places:
        for grade in ("", *grades):
            name = f"seats.{place}.{grade}".rstrip(".")
            typed = post.get(name).strip()
            if not typed:
                continue
            if not (typed.isascii() and typed.isdigit() and int(typed) <= MOST_SEATS):
                wrong.append(name)
            else:
                found.append(Seats(place, int(typed), grade or None))
    return found, wrong
