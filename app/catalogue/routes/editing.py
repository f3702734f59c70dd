"""Owns the URLs where staff look after the procedures of their own sections."""

from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from starlette.responses import Response

from app.accounts.deps import Me, Now
from app.catalogue import service
from app.catalogue.deps import CityHere, OwnSections, SectionNames
from app.catalogue.models import Procedure
from app.database import Reading, Session
from app.web.posted import Post, Posted
from app.web.templating import Renderer

router = APIRouter(prefix="/staff/procedures", include_in_schema=False)
PAGE_SIZE: Final = 50
PageNumber = Annotated[str, Query(alias="page")]


@router.get("")
def own_procedures(
    me: Me, own: OwnSections, reading: Reading, page: Renderer, names: SectionNames,
    q: str = "", status: str = "", section: str = "", number: PageNumber = "1",
) -> Response:  # fmt: skip
    """The procedures of one's own sections, with filters."""
    wish = service.StaffWish(q, status, section)
    here = max(int(number), 1) if number.isdecimal() and len(number) < 6 else 1
    rows, total = service.of_sections(
        reading, own, wish, limit=PAGE_SIZE, offset=(here - 1) * PAGE_SIZE
    )
    query = urlencode({"q": q, "status": status, "section": section})
    return page(
        "catalogue/staff_list.html", me=me, rows=rows, total=total, wish=wish, number=here,
        pages=max(1, -(-total // PAGE_SIZE)), names=names, own=sorted(own - {""}),
        address=f"/staff/procedures?{query}&page=", rate=service.online_rate(reading),
    )  # fmt: skip


@router.get("/{code}")
def one_procedure(
    code: str, me: Me, own: OwnSections, reading: Reading, city: CityHere, page: Renderer,
    names: SectionNames, saved: str = "",
) -> Response:  # fmt: skip
    """One procedure to look after, with who changed what and when."""
    row = service.procedure_for_staff(reading, code, own)
    return page(
        "catalogue/staff_edit.html", me=me, row=row, typed=_shown(row), problems={},
        forms=service.form_titles(reading), systems=city.systems, names=names,
        history=service.history(reading, code), saved=saved,
    )  # fmt: skip


@router.post("/{code}")
def edit(
    code: str, post: Post, session: Session, me: Me, own: OwnSections, clock: Now,
    city: CityHere, page: Renderer, names: SectionNames,
) -> Response:  # fmt: skip
    """Change it; shows at once, in every process, at the next request."""
    row = service.procedure_for_staff(session, code, own)
    changes = _changes(post)
    edited = service.edit(
        session, clock.now(), actor=me.id, actor_name=me.name, sections=own, code=code,
        changes=changes, seen=post.get("seen"),
        systems={key: system.channel for key, system in city.systems.items()},
    )  # fmt: skip
    if edited.problems:
        return page(
            "catalogue/staff_edit.html", status=422, me=me, row=row,
            typed=_shown(row) | changes, problems=edited.problems,
            forms=service.form_titles(session), systems=city.systems, names=names,
            history=service.history(session, code), saved="",
        )  # fmt: skip
    return page.redirect(f"/staff/procedures/{code}?saved={len(edited.changed)}")


def _changes(post: Posted) -> dict[str, str]:
    changes = {name: post.get(name) for name in service.EDITABLE if name in post.fields}
    if "confirm" not in post.fields:
        changes.pop("confirmed_by", None)
    return changes


def _shown(row: Procedure) -> dict[str, str]:
    return {name: service.written(getattr(row, name)) for name in service.EDITABLE}
