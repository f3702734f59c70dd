"""Owns the URLs of the bench's pages of questions: a new one, and one with its settings."""

from fastapi import APIRouter
from starlette.responses import Response

from app.accounts.deps import Me, Now, Staff
from app.database import Session
from app.errors import NotFound
from app.forms.fields import TYPES
from app.forms.values import FieldError
from app.staff.routes.workshop.bench import Bench, Both, Here, conflict, in_work, keep, seen
from app.staff.service.workshop import advice, asked, conditions, formula, settings, words
from app.staff.service.workshop import sheet as sheets
from app.staff.service.workshop.boxes import boxes_for
from app.staff.service.workshop.sentences import sentence
from app.staff.service.workshop.sheet import Entry, text
from app.web.posted import Post, Posted
from app.web.templating import Page, Renderer

router = APIRouter()
LONGEST_LABEL = 200
NO_LABEL = FieldError("label", "200文字までで入力してください", label="質問")
BRACES = settings.told("label", settings.NO_BRACES, "質問")
NO_TYPE = FieldError("type", "1つ選んでください", label="種類")


@router.get("/staff/forms/{slug}/add")
def add_page(here: Here, me: Me, page: Renderer, step: str = "") -> Response:
    """The cards of the types, for a new question of a step."""
    return _cards(page, me, here, step, Posted({}, {}), [])


@router.post("/staff/forms/{slug}/add")
def add(slug: str, me: Me, post: Post, session: Session, clock: Now, page: Renderer) -> Response:
    """Put a new question at the end of a step; on to its page."""
    bench, step = in_work(session, me, slug), post.get("step")
    if seen(post) != bench.work.version:
        return conflict(page, session, me, bench, post)
    label, kind = post.get("label").strip(), post.get("type")
    errors = [] if 0 < len(label) <= LONGEST_LABEL else [NO_LABEL]
    errors += [BRACES] if set("{}%") & set(label) else []
    errors += [] if kind in TYPES else [NO_TYPE]
    if errors:
        return _cards(page, me, bench, step, post, errors, status=422)
    key = sheets.new_key(bench.sheet)
    sheet = sheets.put_field(bench.sheet, step, settings.start(kind, key, label))
    keep(session, clock, me, bench, sheet, f"質問「{label}」を加えた")
    if "_next" in post.fields:
        return page.redirect(f"{bench.address}/add?step={step}&done=added")
    return page.redirect(f"{bench.address}/fields/{key}?new=1")


def _cards(
    page: Page, me: Staff, bench: Bench, step: str, post: Posted, errors: list[FieldError], *,
    status: int = 200,
) -> Response:  # fmt: skip
    known = [kind for kind in words.CARDS if kind in TYPES]
    cards = {kind: words.card(kind) for kind in dict.fromkeys([*known, *TYPES])}
    grouped = [
        (group, [(kind, card) for kind, card in cards.items() if card.group == group])
        for group in words.GROUPS
    ]
    return page(
        "staff/forms/add.html", status=status, me=me, bench=bench, errors=errors, typed=post,
        screen=bench.sheet.screen(step), advice=advice.of,
        groups=[each for each in grouped if each[1]],
    )  # fmt: skip


@router.get("/staff/forms/{slug}/fields/{key}")
def field_page(here: Here, key: str, me: Me, page: Renderer) -> Response:
    """One question: its settings and when it is asked."""
    field = here.sheet.field(key)
    return _field(page, me, here, field, settings.shown(field, formula.names(here.sheet, key)), [])


@router.post("/staff/forms/{slug}/fields/{key}")
def save_field(
    slug: str, key: str, me: Me, post: Post, session: Session, clock: Now, page: Renderer
) -> Response:
    """Keep a question; back to the list, or on to the next question."""
    bench = in_work(session, me, slug)
    if seen(post) != bench.work.version:
        return conflict(page, session, me, bench, post, both=_both(bench, key, post))
    field, known = bench.sheet.field(key), formula.names(bench.sheet, key)
    boxes = {name: values for name, values in post.fields.items() if name[0] != "_"}
    if put := post.get("_put"):
        held = "".join(boxes.get("formula", [])).strip()
        boxes["formula"] = [("" if held == "0" else held) + put]  # 0: as its card began it
        return _field(page, me, bench, field, boxes, [], is_typed=True)
    new, errors = settings.read(field, boxes, known)
    when, wrong = conditions.read(bench.sheet, boxes, field.get("when"))
    new.pop("when", None)
    if when is not None:
        new["when"] = when
    if errors or wrong:
        return _field(page, me, bench, field, boxes, [*errors, *wrong], status=422, is_typed=True)
    sheet = sheets.set_field(bench.sheet, key, new)
    keep(session, clock, me, bench, sheet, f"質問「{text(new, 'label')}」を変えた")
    if "_add" in post.fields:
        number, _ = bench.sheet.place(key)
        return page.redirect(f"{bench.address}/add?step={bench.sheet.screens[number].slug}")
    return page.redirect(f"{bench.address}#q-{key}")


def _field(
    page: Page, me: Staff, bench: Bench, field: Entry, boxes: settings.Boxes,
    errors: list[FieldError], *, status: int = 200, is_typed: bool = False,
) -> Response:  # fmt: skip
    key, kind = text(field, "key"), text(field, "type")
    number, _ = bench.sheet.place(key)
    screen, known = bench.sheet.screens[number], formula.names(bench.sheet, key)
    when = conditions.boxes(bench.sheet, field.get("when"))
    return page(
        "staff/forms/field.html", status=status, me=me, bench=bench, field=field, screen=screen,
        settings=boxes_for(bench.sheet, kind), boxes=boxes, errors=errors, card=words.card(kind),
        when=conditions.posted(boxes) if is_typed and not when.is_kept else when,
        asked=asked.offered(bench.sheet, screen.slug, key), known=known,
        buttons=formula.BUTTONS, columns=range(settings.MOST_COLUMNS),
        tried=formula.tried(text(field, "formula"), known) if kind == "calculated" else "",
        faults=bench.checked.of_field(key), is_typed=is_typed, advice=advice.of(kind),
    )  # fmt: skip


def _both(bench: Bench, key: str, post: Posted) -> list[Both]:
    """The boxes that differ, as they stand and as typed; none for a question that went."""
    try:
        field = bench.sheet.field(key)
    except NotFound:
        return []
    now = settings.shown(field, formula.names(bench.sheet, key))
    rows = [
        Both(box.label, settings.said(box, now), settings.said(box, post.fields))
        for box in boxes_for(bench.sheet, text(field, "type"))
    ]
    mine, _ = conditions.read(bench.sheet, post.fields, field.get("when"))
    own = sentence(bench.sheet, field.get("when")), sentence(bench.sheet, mine)
    return [each for each in [*rows, Both("出す条件", *own)] if each.now != each.mine]
