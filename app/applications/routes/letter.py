"""Owns the URL of a resident's notice (通知書) as PDF, from the release on."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.accounts.deps import Now
from app.applications.deps import KnownDevice
from app.applications.service import receipt
from app.applications.service.numbers import read_number
from app.applications.service.season import letters, results
from app.database import Reading
from app.web.files import PDF, file
from app.web.pdf import make_pdf

router = APIRouter()


@router.get("/{locale}/applications/{number}/letter")
def show(
    number: str, request: Request, device: KnownDevice, reading: Reading, clock: Now
) -> Response:
    """The notice of one application; 404 before the release, and to everybody else."""
    state, now = request.app.state, clock.now()
    opened = receipt.open_receipt(reading, state.keys, now, number=number, device=device.id)
    desk = letters.Desk(state.keys, state.city)
    found = results.letter(reading, desk, now, opened, read_number(number))
    reading.commit()  # the paper takes its time
    body = make_pdf("notice", letters.plain([found]), made_at=now)
    return file(body, PDF, "notice.pdf", way="inline")
