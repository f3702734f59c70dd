"""Owns the URL of an application on the sheet of its form, to lie beside the paper it came on."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.accounts.deps import Me, Now
from app.applications.service import cases
from app.catalogue import service as catalogue
from app.database import Reading
from app.forms import paper
from app.staff.deps import PrintedCase
from app.web.templating import Renderer

router = APIRouter()


@router.get("/staff/applications/{number}/sheet")
def filled_sheet(
    request: Request, here: PrintedCase, me: Me, reading: Reading, clock: Now, page: Renderer
) -> Response:
    """The filled sheet in the order of the form; what is closed stays closed there too."""
    keys = request.app.state.keys
    case = cases.open_case(reading, keys, here.application, is_open=here.is_open)
    form = catalogue.form_by_fingerprint(reading, here.application.fingerprint)
    blocks = paper.filled(form, cases.answers_of(keys, here.application), closed=case.closed)
    return page(
        "staff/sheet.html", me=me, case=case, blocks=blocks, is_open=here.is_open,
        printed_at=clock.now(),
    )  # fmt: skip
