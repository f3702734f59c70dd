"""Owns the nouns of the resident's URLs: the form that is asked for, the draft of this device."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from app.accounts.deps import DeviceHere, Now
from app.accounts.models import Device
from app.applications.models import Draft
from app.applications.service import drafts, files, intakes
from app.applications.service.intakes import Window
from app.catalogue import service as catalogue
from app.catalogue.models import Procedure
from app.database import Reading
from app.errors import NotFound
from app.forms.definition import Form
from app.forms.fields.upload import UploadField
from app.forms.places import places
from app.web.posted import Post


@dataclass(frozen=True)
class Offer:
    """A form that is open, scheduled or over, and the procedure it is filled in for."""

    form: Form
    fingerprint: str
    procedure: Procedure
    window: Window
    now: datetime


def offer(form: str, request: Request, reading: Reading, clock: Now) -> Offer:
    """The current revision of a form; 404 when there is none or no procedure leads to it."""
    current = catalogue.current_form(reading, form)
    fingerprint = catalogue.current_fingerprint(reading, form)
    if current is None or fingerprint is None:
        raise NotFound
    procedures = catalogue.procedures_with_form(reading, form)
    wanted = request.query_params.get("procedure")
    chosen = next((each for each in procedures if wanted in (None, each.code)), None)
    if chosen is None:
        raise NotFound
    now = clock.now()
    return Offer(current, fingerprint, chosen, intakes.window(reading, form, now), now)


def known_device(device: DeviceHere) -> Device:
    """A browser we know; a stranger sees 404 like everybody without the right."""
    if device is None:
        raise NotFound
    return device


KnownDevice = Annotated[Device, Depends(known_device)]


@dataclass(frozen=True)
class DraftHere:
    """The device's own draft and the form revision it began with."""

    draft: Draft
    form: Form


def draft_here(form: str, draft: str, device: KnownDevice, reading: Reading) -> DraftHere:
    """The draft of the URL, only if this device owns it."""
    row = drafts.find(reading, public_id=draft, form=form, device=device.id)
    return DraftHere(row, catalogue.form_by_fingerprint(reading, row.fingerprint))


CurrentOffer = Annotated[Offer, Depends(offer)]
CurrentDraft = Annotated[DraftHere, Depends(draft_here)]


@dataclass(frozen=True)
class Received:
    """The files of a post: those stored sealed, and those refused."""

    stored: list[files.StoredFile]
    faults: list[files.FileFault]


def received(
    step: str, here: CurrentDraft, request: Request, reading: Reading, post: Post
) -> Received:
    """Check, seal and store the files of this step's fields, before the transaction begins."""
    chosen = next((each for each in here.form.steps if each.slug == step), None)
    if not post.files or chosen is None or here.draft.sent_at is not None:
        return Received([], [])
    keys = request.app.state.keys
    filling = drafts.open_draft(reading, keys, here.draft, here.form)
    accept = {
        place.path: place.field.accept
        for place in places(here.form, chosen, filling.answers)
        if isinstance(place.field, UploadField)
    }
    stored, faults = files.take(request.app.state.storage, post.files, accept)
    return Received(stored, faults)


Files = Annotated[Received, Depends(received)]
