"""Owns one post of one step: what it means for the draft, and where the resident goes next."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from pydantic import JsonValue
from sqlmodel import Session

from app.applications.service import drafts, finding, intakes, reusing, towns
from app.applications.service.drafts import Filling, Raw, TooEarly
from app.applications.service.step_files import take_files
from app.applications.service.step_post import StepPost
from app.clock import to_jst
from app.crypto import Keys
from app.errors import NotFound, Unprocessable
from app.forms import answers as engine
from app.forms import journey
from app.forms.definition import Form, Step
from app.forms.places import Place, count, is_visible, places, value_at
from app.forms.values import N_, FieldError
from app.journal import service as journal
from app.journal.models import Event, FactKind
from app.web.posted import whole_number

CONFLICT = N_("別の画面で内容が変わっています。今の内容と、入力した内容を見くらべてください。")


@dataclass(frozen=True)
class Outcome:
    """What became of a post: go on (`goto` a step, `locale` may change), or show the page again."""

    filling: Filling
    step: Step
    goto: str | None = None
    locale: str = ""
    anchor: str = ""
    status: int = 200
    errors: tuple[FieldError, ...] = ()
    typed: Raw | None = None
    is_conflict: bool = False
    blobs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """What a page shows together: the fields of a step, or of one item of a repeating step."""

    index: int | None
    name: str
    places: tuple[tuple[Place, JsonValue, FieldError | None], ...]


def groups(
    filling: Filling, step: Step, typed: Raw, errors: tuple[FieldError, ...]
) -> tuple[Group, ...]:
    """The visible fields of a step with stored value and error, item by item."""
    form, answers = filling.form, filling.answers
    by_path = {error.path: error for error in reversed(errors)}
    shown: dict[int | None, list[tuple[Place, JsonValue, FieldError | None]]] = {}
    if step.repeat:
        shown = {index: [] for index in range(count(form, answers, step.repeat))}
    for place in places(form, step, answers):
        if is_visible(form, place, answers):
            row = (place, value_at(answers, place), by_path.get(place.path))
            shown.setdefault(place.index, []).append(row)
    return tuple(
        Group(index, journey.item_name(form, answers, step.repeat, index), tuple(rows))
        if step.repeat and index is not None
        else Group(None, "", tuple(rows))
        for index, rows in shown.items()
    )


def visible_step(filling: Filling, slug: str) -> Step:
    """The step of a slug, if these answers ask for it; NotFound for one the form does not have."""
    for step in journey.visible_steps(filling.form, filling.answers):
        if step.slug == slug:
            return step
    if any(step.slug == slug for step in filling.form.steps):
        raise TooEarly
    raise NotFound


def may_visit(filling: Filling, slug: str) -> bool:
    """Whether everything before a step is complete."""
    return journey.may_visit(
        filling.form, filling.answers, slug, attached=filling.attached, done=filling.done
    )


def first_open(filling: Filling, today: date | None = None) -> str:
    """Where filling in goes on; a day that has passed meanwhile opens its step again."""
    return journey.first_open(
        filling.form, filling.answers, attached=filling.attached, done=filling.done, today=today
    )


def lapsed(filling: Filling, step: Step, today: date) -> tuple[FieldError, ...]:
    """What was right when it was typed, and is wrong today."""
    if step.slug not in filling.done:
        return ()
    return engine.validate_step(
        filling.form, step, filling.answers, attached=filling.attached, today=today
    )


def post_step(
    session: Session, keys: Keys, now: datetime, post: StepPost, *,
    public_id: str, form: Form, device: str,
) -> Outcome:  # fmt: skip
    """Take one post; everything typed is kept, valid or not. Raises NotFound, TooEarly."""
    if not post.is_text:
        raise Unprocessable("使えない文字（制御文字）が入っています")
    draft = finding.find(
        session, now, public_id=public_id, form=form.slug, device=device, lock=True
    )
    filling = drafts.open_draft(session, keys, draft, form)
    step = visible_step(filling, post.step)
    blobs = tuple(file.blob for file in post.stored)
    if draft.sent_at is not None:
        return Outcome(filling, step, goto=journey.REVIEW, blobs=blobs)
    if not may_visit(filling, step.slug):
        raise TooEarly
    if post.version != draft.version:
        return Outcome(filling, step, status=409, typed=post.raw, is_conflict=True, blobs=blobs)
    filling, dropped, faults = take_files(session, now, filling, post, step)
    try:
        parsed = engine.parse_step(
            form, step, post.raw, answers=filling.answers, attached=filling.attached,
            today=to_jst(now).date(),
        )  # fmt: skip
    except engine.UnknownField as error:
        raise Unprocessable from error
    errors = (*faults, *parsed.errors)
    # What was typed last is not what is stored: the step is open again until it is.
    done = filling.done - {step.slug} if errors else filling.done
    taken = replace(filling, answers=parsed.answers, done=done)
    if "_reuse" in post.posted.fields:
        offered = reusing.offers(session, keys, now, taken, step, device=device)
        outcome = _reused(taken, step, post, offered)
    else:
        outcome = _act(session, taken, step, post, errors)
    kept = _keep(session, now, filling, outcome, post)
    return replace(outcome, filling=kept, blobs=(*outcome.blobs, *dropped))


def _reused(
    filling: Filling, step: Step, post: StepPost, offered: Mapping[str, reusing.Offer]
) -> Outcome:
    """An earlier answer was pressed: it stands in its boxes, as if it had been typed."""
    path = post.posted.get("_reuse")
    typed = reusing.typed_with(offered, path, post.raw)
    anchor = _anchor(path) if path in offered else ""
    return Outcome(filling, step, goto=step.slug, typed=typed, anchor=anchor)


def _act(
    session: Session, filling: Filling, step: Step, post: StepPost, errors: tuple[FieldError, ...]
) -> Outcome:
    """Which button it was: another item, an item less, an address, a language, later, or next."""
    fields, repeat = post.posted.fields, step.repeat
    if fields.keys() & {"_add", "_remove"} and not step.owner:
        raise Unprocessable
    if "_add" in fields and repeat:
        number = len(filling.answers.get(repeat) or [])  # type: ignore[arg-type]
        grown = _grown(filling, repeat)
        anchor = f"item-{repeat}-{max(number, 1)}"
        return Outcome(grown, step, goto=step.slug, typed=post.raw, anchor=anchor)
    if "_remove" in fields and repeat:
        return _without_item(session, filling, step, repeat, post)
    if "_lookup" in fields:
        path = post.posted.get("_lookup")
        typed = towns.looked_up(post.raw, path)
        anchor = _anchor(path) if f"{path}.postal" in post.raw else ""
        return Outcome(filling, step, goto=step.slug, typed=typed, anchor=anchor)
    if "_town" in fields:
        path, _, wanted = post.posted.get("_town").partition(" ")
        typed = towns.with_town(post.raw, path, wanted)
        anchor = _anchor(path) if f"{path}.postal" in post.raw else ""
        return Outcome(filling, step, goto=step.slug, typed=typed, anchor=anchor)
    if "_language" in fields:
        return Outcome(
            filling, step, goto=step.slug, typed=post.raw, locale=post.posted.get("_language")
        )
    if "_later" in fields:
        return Outcome(filling, step, goto="", typed=post.raw)
    if errors:
        return Outcome(filling, step, status=_status(errors, post), errors=errors, typed=post.raw)
    done = filling.done | {step.slug}
    moved = replace(filling, done=done)
    if _is_decisive(filling, step):
        return Outcome(moved, step, goto=f"after/{step.slug}")
    onwards = journey.next_step(filling.form, filling.answers, step.slug)
    return Outcome(moved, step, goto=first_open(moved) if "_return" in fields else onwards)


def _anchor(path: str) -> str:
    return f"f-{path.replace('.', '-')}"


def _is_decisive(filling: Filling, step: Step) -> bool:
    """Whether the answers of a finished step lead out, or are told what speaks against them."""
    form, answers = filling.form, filling.answers
    leads_out = journey.exit_of(form, answers, step)
    return leads_out is not None or journey.eligibility_after(form, answers, step) is not None


def _status(errors: tuple[FieldError, ...], post: StepPost) -> int:
    """413 or 415 when the only fault is a file's size or type, else 422."""
    statuses = {fault.status for fault in post.faults}
    faulty = {fault.path for fault in post.faults}
    if len(statuses) == 1 and all(error.path in faulty for error in errors):
        return statuses.pop()
    return 422


def _grown(filling: Filling, repeat: str) -> Filling:
    try:
        return replace(filling, answers=engine.add_item(filling.form, filling.answers, repeat))
    except engine.RepeatFull as error:
        raise Unprocessable("これ以上は追加できません") from error


def _without_item(
    session: Session, filling: Filling, step: Step, repeat: str, post: StepPost
) -> Outcome:
    index = whole_number(post.posted.get("_remove"))
    try:
        answers = engine.remove_item(filling.form, filling.answers, repeat, index)
    except (engine.RepeatAtMinimum, IndexError) as error:
        raise Unprocessable("これ以上は取り消せません") from error
    blobs = drafts.move_uploads(session, filling, repeat, index)
    typed = {slug: _moved(raw, repeat, index) for slug, raw in filling.typed.items()}
    return Outcome(
        replace(filling, answers=answers, typed=typed), step, goto=step.slug, blobs=tuple(blobs),
        typed=_moved(post.raw, repeat, index),
    )  # fmt: skip


def _moved(raw: Raw, repeat: str, index: int) -> Raw:
    """What was typed, as it reads after an item was removed: later items move up."""
    return {
        path: values
        for name, values in raw.items()
        if (path := engine.path_after_removal(name, repeat, index)) is not None
    }


def _keep(
    session: Session, now: datetime, before: Filling, outcome: Outcome, post: StepPost
) -> Filling:
    filling, slug = outcome.filling, outcome.step.slug
    typed = {each: raw for each, raw in filling.typed.items() if each != slug}
    if outcome.typed is not None:
        typed[slug] = outcome.typed
    draft = filling.draft
    intake = intakes.get(session, draft.intake) if draft.intake else None
    kept, change = drafts.change(
        now, filling, answers=filling.answers, typed=typed, done=filling.done,
        intake=intake, locale=post.locale,
    )  # fmt: skip
    if outcome.typed is None and not outcome.errors and slug not in before.done:
        journal.record(
            session, now, beside=[change], event=Event.STEP_DONE, procedure=draft.procedure,
            section=post.section, intake=draft.intake, form=draft.fingerprint, step=slug,
            locale=post.locale, preferred_locale=draft.preferred_locale,
            device=draft.device_class, seconds=int((now - draft.started_at).total_seconds()),
            kind=FactKind(draft.kind),
        )  # fmt: skip
    else:
        drafts.save(session, change)
    return kept
