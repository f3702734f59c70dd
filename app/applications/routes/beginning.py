"""Owns what a page must know to offer a beginning: places left, earlier sends, own drafts."""

from typing import Any

from starlette.requests import Request

from app.accounts.models import Device
from app.applications.deps import Offer
from app.applications.service import drafts, elsewhere, limiting, reusing
from app.database import Reading
from app.journal.models import FactKind


def scope(offer: Offer) -> limiting.Scope:
    """Within what the limits of an offered form are counted."""
    intake = offer.window.intake
    return limiting.Scope(
        offer.form, offer.procedure.code, intake.id if intake else None, FactKind.LIVE
    )


def beginning(
    request: Request, reading: Reading, offer: Offer, device: Device | None
) -> dict[str, Any]:
    """What `applications/_beginning.html` shows."""
    keys, slug = request.app.state.keys, offer.form.slug
    own = drafts.of_device(reading, offer.now, device=device.id, form=slug) if device else []
    counted = scope(offer)
    left = limiting.left(reading, counted)
    return {
        "drafts": own,
        "past": reusing.past_sends(
            reading, keys, offer.now, device=device.id if device else "", form=slug
        ),
        "left": left,
        "others": elsewhere.others(reading, counted, offer.now) if left == 0 else (),
        "is_reached": device is not None and limiting.is_reached(reading, keys, counted, device.id),
    }
