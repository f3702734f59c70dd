"""Owns the URL that lays cases side by side: siblings of a send, and what may be the same child."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from app.accounts.deps import Me, Now
from app.applications.service import beside, cases
from app.applications.service.status import STAFF_LABELS
from app.database import Reading
from app.forms import journey
from app.staff.deps import Here, record
from app.web.templating import Renderer

router = APIRouter()


async def read_beside(
    here: Here, request: Request, me: Me, reading: Reading, clock: Now
) -> beside.Beside:
    """What lies beside the case; that each was read is written down first."""
    found = await run_in_threadpool(beside.find, reading, here.application, sections=me.sections)
    for each in found.all:
        subject = f"application:{each.number}"
        await record(request, me, clock, action="case_read", subject=subject, detail="beside")
    return found


@router.get("/staff/applications/{number}/beside")
def side_by_side(
    request: Request, found: Annotated[beside.Beside, Depends(read_beside)], me: Me,
    reading: Reading, page: Renderer,
) -> Response:  # fmt: skip
    """Question by question, a column for each case; what differs is marked."""
    keys = request.app.state.keys
    opened = [_shut(cases.open_case(reading, keys, each, is_open=False)) for each in found.all]
    rows: dict[tuple[str, str], dict[str, journey.Row]] = {}
    for case in opened:
        for section in case.sections:
            for row in section.rows:
                place = (section.title, f"{row.label}（{section.item_index or ''}）")
                rows.setdefault(place, {})[case.application.id] = row
    return page(
        "staff/beside.html", me=me, found=found, cases=opened, rows=rows, labels=STAFF_LABELS
    )


def _shut(case: cases.Case) -> cases.Case:
    """Beside another family nothing that leads to one under 支援措置, not even a name."""
    return replace(case, closed=case.closed | cases.traces(case))
