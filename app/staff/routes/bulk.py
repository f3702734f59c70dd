"""Owns the URLs for working through many cases: taking in what is ticked, going to the next."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.accounts.deps import Me, Now
from app.applications.models import Status
from app.applications.service import bulk, cases
from app.database import Reading, Session
from app.staff.deps import Asked
from app.staff.routes.deeds import office
from app.web.posted import Post, Posted, whole_number
from app.web.templating import Renderer

router = APIRouter()


@router.post("/staff/accept")
def accept(
    request: Request, me: Me, asked: Asked, post: Post, session: Session, clock: Now, page: Renderer
) -> Response:
    """Take in (受付) what was ticked in the queue; says which had changed meanwhile."""
    taken = bulk.accept(
        session, office(request), clock.now(), _chosen(post), actor=me.id, sections=me.sections
    )
    return page("staff/accepted.html", me=me, taken=taken, filters=asked, at=clock.now())


@router.get("/staff/applications/{number}/next")
def next_case(number: str, request: Request, me: Me, reading: Reading, page: Renderer) -> Response:
    """On to the next case of the same status, in the order of arrival; the queue after the last."""
    here = cases.find(reading, sections=me.sections, number=number)
    sent = request.query_params.get("status", "")
    wanted = Status(sent) if sent in set(Status) else Status.ARRIVED
    following = cases.following(reading, here, sections=me.sections, status=wanted)
    if following is None:
        return page.redirect(f"/staff/?status={wanted}&done=all")
    return page.redirect(f"/staff/applications/{following}")


def _chosen(post: Posted) -> list[bulk.Chosen]:
    pairs = (each.partition(":") for each in post.fields.get("chosen", []))
    found = [bulk.Chosen(number, whole_number(version)) for number, _, version in pairs]
    return [each for each in found if each.version >= 0]
