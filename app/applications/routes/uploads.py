"""Owns the URL by which a page's script sends each file on its own; answers are JSON."""

from fastapi import APIRouter
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.accounts.deps import Now
from app.applications.deps import CurrentDraft, Files
from app.applications.service import drafts, files, uploading
from app.applications.service.filling import CONFLICT
from app.database import Session
from app.web.posted import Post, whole_number
from app.web.templating import Renderer

router = APIRouter()


@router.post("/{locale}/apply/{form}/{draft}/{step}/files")
def upload(
    request: Request, step: str, here: CurrentDraft, received: Files, post: Post, session: Session,
    clock: Now, page: Renderer,
) -> Response:  # fmt: skip
    """Keep one file of an open step at once: 201, or 4xx and 503 with the words for the reader."""
    state, now, _ = request.app.state, clock.now(), page.language.gettext
    draft = here.locked(session, now)
    blobs = tuple(each.blob for each in received.stored)
    if draft.sent_at is not None or whole_number(post.get("_version")) != draft.version:
        answer = JSONResponse({"message": _(CONFLICT)}, 409)
        answer.background = BackgroundTask(files.drop, state.storage, list(blobs))
        return answer
    filling = drafts.open_draft(session, state.keys, draft, here.form)
    made = uploading.take(session, now, filling, received, slug=step)
    if made.upload is None:
        message = made.error.text(_) if made.error else ""
        answer = JSONResponse({"message": message}, made.status)
    else:
        answer = JSONResponse(
            {"name": made.name, "size": made.upload.size, "remove": f"_drop.{made.upload.id}"}, 201
        )
    answer.background = BackgroundTask(files.drop, state.storage, list(made.dropped))
    return answer
