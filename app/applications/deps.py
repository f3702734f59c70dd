"""Owns the nouns of the resident's URLs: the form that is asked for, the draft of this device."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from app.accounts.deps import DEVICE_COOKIE, Now, Visitor, look
from app.accounts.models import Device
from app.applications.models import Draft
from app.applications.service import (
    finding,
    handed_in,
    intakes,
    marked,
    receipt,
    revising,
    step_files,
)
from app.applications.service.handed_in import HandedIn
from app.applications.service.intakes import Window
from app.applications.service.step_files import Received
from app.catalogue import service as catalogue
from app.catalogue.models import Procedure
from app.database import Reading, Session
from app.errors import NotFound
from app.forms.definition import Form
from app.forms.values import N_
from app.i18n.own_words import speak
from app.web.posted import Post


@dataclass(frozen=True)
class Offer:
    """A form that is open, scheduled or over, and the procedure it is filled in for."""

    form: Form
    fingerprint: str
    procedure: Procedure
    window: Window
    now: datetime


async def offer(form: str, request: Request, reading: Reading, clock: Now) -> Offer:
    """The current revision of a form; 404 when there is none or no procedure leads to it."""
    wanted = request.query_params.get("procedure")
    found = await look(request, _offer, reading, form, wanted, clock.now())
    speak(found.form.translations)
    return found


def _offer(reading: Reading, form: str, wanted: str | None, now: datetime) -> Offer:
    # PostgreSQL takes no NUL, not even to find nothing.
    fingerprint = catalogue.current_fingerprint(reading, form) if "\x00" not in form else None
    if fingerprint is None:
        raise NotFound
    current = catalogue.form_by_fingerprint(reading, fingerprint)
    procedures = catalogue.procedures_with_form(reading, form)
    chosen = next((each for each in procedures if wanted in (None, each.code)), None)
    if chosen is None:
        raise NotFound
    return Offer(current, fingerprint, chosen, intakes.window(reading, form, now), now)


async def known_device(device: Visitor) -> Device:
    """A browser we know; a stranger sees 404 like everybody without the right."""
    if device is None:
        raise NotFound
    return device


KnownDevice = Annotated[Device, Depends(known_device)]


class DraftElsewhere(NotFound):
    """No draft of this browser; whether one of another has this address is not told."""

    message = "この端末では、入力の続きを開けません"
    advice = (
        "続きは、入力をはじめた端末の同じブラウザーで開けます。"
        "消したときや、期限が過ぎたときは、もう一度はじめから入力してください。"
    )
    place = "mine"
    place_name = N_("この端末にあるもの")


@dataclass(frozen=True)
class DraftHere:
    """The device, its own draft, the form revision it began with, and what it is filed for."""

    device: Device
    draft: Draft
    form: Form
    procedure: Procedure
    has_contact: bool
    """False where no address is kept for the draft to go on elsewhere."""

    def locked(self, session: Session, now: datetime) -> Draft:
        """The draft once more, held for a change; raises NotFound when it went meanwhile."""
        return finding.find(session, now, lock=True, **self._wanted)

    def to_send(self, session: Session, now: datetime, profile: str) -> finding.ToSend:
        """The same, with what its send will need; `profile` is that of the hours that stamp it."""
        return finding.find_to_send(session, now, profile=profile, **self._wanted)

    @property
    def _wanted(self) -> finding.Wanted:
        return {
            "public_id": self.draft.public_id, "form": self.form.slug, "device": self.device.id,
        }  # fmt: skip


async def draft_here(
    form: str, draft: str, request: Request, reading: Reading, clock: Now
) -> DraftHere:
    """The draft of the URL, only if this device owns it; to a stranger it is not there (404)."""
    secret = request.cookies.get(DEVICE_COOKIE, "")
    try:
        here = await look(request, _draft_here, reading, clock.now(), form, draft, secret)
    except NotFound as error:
        raise DraftElsewhere from error
    speak(here.form.translations)
    return here


def _draft_here(reading: Reading, now: datetime, form: str, draft: str, secret: str) -> DraftHere:
    device, row, has_contact = finding.find_here(
        reading, now, public_id=draft, form=form, secret=secret
    )
    return DraftHere(
        device, row, catalogue.form_by_fingerprint(reading, row.fingerprint),
        catalogue.kept_procedure(reading, row.procedure), has_contact,
    )  # fmt: skip


CurrentOffer = Annotated[Offer, Depends(offer)]
CurrentDraft = Annotated[DraftHere, Depends(draft_here)]


async def received(
    step: str, here: CurrentDraft, request: Request, reading: Reading, post: Post
) -> Received:
    """Check, seal and store the files of this step's fields, before the transaction begins."""
    state = request.app.state
    return await run_in_threadpool(
        step_files.receive, state.reception, state.keys, reading, here.draft,
        form=here.form, slug=step, post=post,
    )  # fmt: skip


Files = Annotated[Received, Depends(received)]


async def posted_files(
    number: str, device: KnownDevice, request: Request, reading: Reading, clock: Now, post: Post
) -> HandedIn:
    """Check, seal and store the files for an awaited document, before the transaction begins."""

    def take() -> HandedIn:
        state = request.app.state
        opened = receipt.open_receipt(
            reading, state.keys, clock.now(), number=number, device=device.id
        )
        reading.commit()  # gives its connection back, as `look` does
        return handed_in.take(state.reception, opened, number, post)

    return await run_in_threadpool(take)


async def marked_files(
    number: str, device: KnownDevice, request: Request, reading: Reading, clock: Now, post: Post
) -> marked.Received:
    """Check, seal and store the files for marked documents, before the transaction begins."""

    def take() -> marked.Received:
        state = request.app.state
        subject = revising.find(reading, state.keys, clock.now(), number=number, device=device.id)
        wanted = marked.documents(reading, subject)
        reading.commit()  # gives its connection back, as `look` does
        return marked.receive(state.reception, wanted, post) if wanted else marked.Received()

    return await run_in_threadpool(take)


MarkedFiles = Annotated[marked.Received, Depends(marked_files)]
PostedFiles = Annotated[HandedIn, Depends(posted_files)]
