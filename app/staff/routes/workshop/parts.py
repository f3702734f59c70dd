"""Owns the URLs of the parts of a form that are no question: one page for each."""

from fastapi import APIRouter
from starlette.responses import Response

from app.accounts.deps import Me, Now, Staff
from app.database import Session
from app.errors import NotFound
from app.forms.values import FieldError
from app.staff.routes.workshop.bench import Bench, Both, Here, conflict, in_work, keep, seen
from app.staff.service.workshop import conditions, parts, settings
from app.staff.service.workshop.parts import Part
from app.staff.service.workshop.sentences import clause, listed, sentence
from app.web.posted import Post, Posted
from app.web.templating import Page, Renderer

router = APIRouter()


@router.get("/staff/forms/{slug}/parts/{part}")
def shown(here: Here, part: str, me: Me, page: Renderer) -> Response:
    """One part: its boxes and its condition."""
    found = parts.find(here.sheet, part)
    return _draw(page, me, here, found, parts.shown(found), [])


@router.post("/staff/forms/{slug}/parts/{part}")
def save(
    slug: str, part: str, me: Me, post: Post, session: Session, clock: Now, page: Renderer
) -> Response:
    """Keep a part, or remove it."""
    bench = in_work(session, me, slug)
    if seen(post) != bench.work.version:
        return conflict(page, session, me, bench, post, both=_both(bench, part, post))
    found = parts.find(bench.sheet, part)
    if "remove" in post.fields:
        sheet, deed = found.put(None), "消した"
    else:
        new, errors = parts.read(bench.sheet, found, post.fields)
        if errors:
            return _draw(page, me, bench, found, dict(post.fields), errors, status=422)
        sheet, deed = found.put(new), "加えた" if found.is_new else "変えた"
    keep(session, clock, me, bench, sheet, f"「{found.title}」を{deed}")
    is_first = part == "eligibility" and found.is_new
    return page.redirect(f"{bench.address}{'/parts/reason.new' if is_first else found.back}")


def _draw(
    page: Page, me: Staff, bench: Bench, part: Part, boxes: dict[str, list[str]],
    errors: list[FieldError], *, status: int = 200,
) -> Response:  # fmt: skip
    when = conditions.boxes(bench.sheet, part.entry.get("when"))
    return page(
        "staff/forms/part.html", status=status, me=me, bench=bench, part=part, boxes=boxes,
        errors=errors, asked=part.asked or (),
        when=conditions.posted(boxes) if errors and not when.is_kept else when,
        reasons=[
            (each, clause(bench.sheet, each.get("when")))
            for each in listed(part.entry.get("reasons"))
            if isinstance(each, dict)
        ],
    )  # fmt: skip


def _both(bench: Bench, name: str, post: Posted) -> list[Both]:
    """The boxes that differ, as they stand and as typed; none for a part that went."""
    try:
        part = parts.find(bench.sheet, name)
    except NotFound:
        return []
    now = parts.shown(part)
    rows = [
        Both(box.label, settings.said(box, now), settings.said(box, post.fields))
        for box in part.boxes
    ]
    if part.asked is not None:
        mine, _ = conditions.read(bench.sheet, post.fields, part.entry.get("when"))
        said = sentence(bench.sheet, part.entry.get("when")), sentence(bench.sheet, mine)
        rows.append(Both("条件", *said))
    return [each for each in rows if each.now != each.mine]
