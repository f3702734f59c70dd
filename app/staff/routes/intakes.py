"""Owns the URLs of intakes: the list of one's own sections, a new one, changing one."""

from datetime import datetime

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.accounts.deps import Me, Now, Staff
from app.applications import service as applications
from app.applications.models import Intake
from app.applications.service import intakes, terms
from app.catalogue import service as catalogue
from app.database import Reading, Session
from app.errors import NotFound
from app.staff.deps import IntakeHere, own_intake
from app.staff.service.terms import LABELS, boxes_of, boxes_of_next, read_terms
from app.web.posted import Post, Posted
from app.web.templating import Renderer

router = APIRouter()


@router.get("/staff/intakes")
def listed(me: Me, reading: Reading, clock: Now, page: Renderer) -> Response:
    """The intakes of the reader's sections, newest first."""
    own = [each for each in applications.all_intakes(reading) if _is_own(reading, me, each)]
    names = {each.procedure: catalogue.kept_procedure(reading, each.procedure).name for each in own}
    now = clock.now()
    states = {each.id: _state(each, now) for each in own}
    return page(
        "staff/intakes.html", me=me, intakes=own, names=names, states=states,
        offered=catalogue.filed_here(reading, me.sections),
    )  # fmt: skip


@router.get("/staff/intakes/new")
def new(request: Request, me: Me, reading: Reading, page: Renderer) -> Response:
    """The form for a new intake, empty or a month after the one it is copied from."""
    sent = request.query_params.get("copy", "")
    source = own_intake(sent, me, reading) if sent else None
    return page(
        "staff/intake.html", me=me, intake=None, boxes=boxes_of_next(source) if source else {},
        errors=(), labels=LABELS, offered=catalogue.filed_here(reading, me.sections),
        chosen=source.procedure if source else "",
    )  # fmt: skip


@router.post("/staff/intakes/new")
def create(me: Me, post: Post, session: Session, clock: Now, page: Renderer) -> Response:
    """Make an intake for one of the reader's own procedures."""
    offered = catalogue.filed_here(session, me.sections)
    procedure = next((each for each in offered if each.code == post.get("procedure")), None)
    if procedure is None:
        raise NotFound
    wanted, errors = read_terms(post, needs_reason=False)
    if wanted is None:
        return page(
            "staff/intake.html", status=422, me=me, intake=None, boxes=_typed(post),
            errors=errors, labels=LABELS, offered=offered, chosen=procedure.code,
        )  # fmt: skip
    terms.create(
        session, clock.now(), wanted, form=procedure.form, procedure=procedure.code, actor=me.id
    )
    return page.redirect("/staff/intakes")


@router.get("/staff/intakes/{intake}")
def edit(own: IntakeHere, me: Me, page: Renderer) -> Response:
    """The form of one intake."""
    return page(
        "staff/intake.html", me=me, intake=own, boxes=boxes_of(own), errors=(), labels=LABELS,
        offered=(), chosen=own.procedure,
    )  # fmt: skip


@router.post("/staff/intakes/{intake}")
def change(
    own: IntakeHere, me: Me, post: Post, session: Session, clock: Now, page: Renderer
) -> Response:
    """Other terms, an extension for all included; the reason is written down."""
    wanted, errors = read_terms(post, needs_reason=True)
    if wanted is None:
        return page(
            "staff/intake.html", status=422, me=me, intake=own, boxes=_typed(post),
            errors=errors, labels=LABELS, offered=(), chosen=own.procedure,
        )  # fmt: skip
    terms.change(
        session, clock.now(), own.id, wanted, actor=me.id, reason=post.get("reason").strip()
    )
    return page.redirect("/staff/intakes")


def _is_own(session: Reading, me: Staff, intake: Intake) -> bool:
    return catalogue.kept_procedure(session, intake.procedure).section in me.sections


def _state(intake: Intake, now: datetime) -> str:
    if intakes.is_open_at(intake, now):
        return "受付中"
    return "受付前" if now < intake.opens_at else "終了"


def _typed(post: Posted) -> dict[str, str]:
    return {name: values[0] for name, values in post.fields.items()}
