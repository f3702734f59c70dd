"""Owns the URLs of what a resident does after sending: later documents, the end, messages."""

from fastapi import APIRouter
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response

from app.accounts.deps import Now
from app.applications.deps import KnownDevice, PostedFiles
from app.applications.models import Status
from app.applications.routes.addresses import of_application
from app.applications.routes.tracking import draw
from app.applications.service import files, follow_up, marked, receipt, revising
from app.applications.service.deciding import Office
from app.applications.service.follow_up import Sender
from app.applications.service.numbers import read_number
from app.database import Reading, Session
from app.forms.values import FieldError
from app.i18n.own_words import speak
from app.web.posted import Post
from app.web.templating import Renderer

router = APIRouter()
ENDS = {"withdraw": Status.WITHDRAWN, "decline": Status.DECLINED}


@router.post("/{locale}/applications/{number}/documents")
def hand_in(
    request: Request, number: str, device: KnownDevice, handed: PostedFiles, post: Post,
    session: Session, clock: Now, page: Renderer,
) -> Response:  # fmt: skip
    """Take files for a document that is awaited; late ones too."""
    state, now = request.app.state, clock.now()
    sender = Sender(device.id, number, post.get("_slip"))
    taken: bool | None = None
    if handed.error is None:
        taken = follow_up.hand_in(
            session, state.keys, now, sender, path=handed.path, stored=handed.stored
        )
        if taken:
            subject = revising.find(session, state.keys, now, number=number, device=device.id)
            marked.settle(session, now, subject)
    if handed.error or taken is False:
        response = draw(
            request, page, session, now, device=device, number=number, error=handed.error,
            code=handed.status if handed.error else 409,
        )  # fmt: skip
    else:
        response = page.redirect(_back(page, number, "document"))
    if not taken:
        response.background = BackgroundTask(files.drop, state.storage, handed.blobs)
    return response


@router.get("/{locale}/applications/{number}/withdraw")
@router.get("/{locale}/applications/{number}/decline")
def ask_end(
    request: Request, number: str, device: KnownDevice, reading: Reading, clock: Now,
    page: Renderer,
) -> Response:  # fmt: skip
    """What ending this application means, asked once; where it cannot be done, its status."""
    wanted, now = _wanted(request), clock.now()
    opened = receipt.open_receipt(
        reading, request.app.state.keys, now, number=number, device=device.id
    )
    speak(opened.form.translations)
    case = opened.case(read_number(number))
    if case.way_out != wanted:
        return page.redirect(of_application(page, case.application.number))
    return page(
        "applications/end.html", receipt=opened, case=case, slip=follow_up.new_slip(now),
        is_decline=wanted == Status.DECLINED,
    )  # fmt: skip


@router.post("/{locale}/applications/{number}/messages")
def write(
    request: Request, number: str, device: KnownDevice, post: Post, session: Session, clock: Now,
    page: Renderer,
) -> Response:  # fmt: skip
    """A message to the office."""
    now, body = clock.now(), post.get("body")
    sender = Sender(device.id, number, post.get("_slip"))
    fault = follow_up.fault_of(body)
    if not fault and not follow_up.write(session, request.app.state.keys, now, sender, body):
        fault = follow_up.TOO_MANY
    if not fault:
        return page.redirect(_back(page, number, "message"))
    params: dict[str, str | int] = {"max": follow_up.LONGEST_MESSAGE}
    error = FieldError(f"{read_number(number)}.message", fault, params, "", follow_up.LABEL)
    return draw(
        request, page, session, now, device=device, number=number, error=error, code=422,
        typed=body,
    )  # fmt: skip


@router.post("/{locale}/applications/{number}/withdraw")
@router.post("/{locale}/applications/{number}/decline")
def end(
    request: Request, number: str, device: KnownDevice, post: Post, session: Session,
    clock: Now, page: Renderer,
) -> Response:  # fmt: skip
    """Withdraw or decline; where it cannot be done any more, the status as it is (409)."""
    wanted, now, state = _wanted(request), clock.now(), request.app.state
    sender = Sender(device.id, number, post.get("_slip"))
    office = Office(state.keys, state.web.languages, state.city.name, state.settings.base_url)
    if follow_up.end(session, office, now, sender, wanted):
        return page.redirect(_back(page, number, wanted.value))
    return draw(request, page, session, now, device=device, number=number, code=409)


def _back(page: Renderer, number: str, done: str) -> str:
    return f"{of_application(page, read_number(number))}?done={done}"


def _wanted(request: Request) -> Status:
    return ENDS[request.url.path.rpartition("/")[2]]
