"""Owns the URL of a form on paper: printed empty, filled in by hand, brought or sent in."""

from fastapi import APIRouter
from starlette.responses import Response

from app.applications.deps import CurrentOffer
from app.forms import paper
from app.web.templating import Renderer

router = APIRouter()


@router.get("/{locale}/apply/{form}/paper", name="paper")
def blank_sheet(offer: CurrentOffer, page: Renderer) -> Response:
    """The empty sheet of the current revision."""
    return page("applications/paper.html", form=offer.form, blocks=paper.blank(offer.form))
