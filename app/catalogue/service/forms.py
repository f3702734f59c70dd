"""Owns form revisions: publishing the shipped ones and reading one by slug or fingerprint."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from sqlmodel import Session

from app.catalogue import store
from app.catalogue.models import FormRevision
from app.catalogue.service.remembering import remembered
from app.errors import NotFound
from app.forms import snapshot
from app.forms.definition import Form

SHIPPED_BY = "shipped"
_MOST_KEPT: Final = 256
# A fingerprint fixes its document for ever, so that what was read once stays true.
_read: dict[str, Form] = {}


def load_forms(session: Session, now: datetime, forms: Iterable[Form]) -> int:
    """Publish the forms that are not there yet; returns how many. Never changes a revision.

    A form that the city has revised itself stays the city's: what ships does not come over it.
    """
    known = store.fingerprints(session)
    current = store.publishers(session)
    added = 0
    for form in forms:
        mark = snapshot.fingerprint(form)
        is_ours = current.get(form.slug, (SHIPPED_BY,))[0] == SHIPPED_BY
        if mark not in known and is_ours:
            known.add(mark)
            publish_form(session, now, form, by=SHIPPED_BY)
            added += 1
    return added


def publish_form(session: Session, now: datetime, form: Form, *, by: str) -> str:
    """Make a document the current revision from now on; returns its fingerprint.

    One that was published or tried out before becomes current again: its document never changes.
    """
    row = _revision(session, now, form, by=by)
    row.is_trial, row.published_at, row.published_by = False, now, by
    store.add_all(session, [row])
    store.bump(session)
    return row.fingerprint


def keep_trial(session: Session, now: datetime, form: Form, *, by: str) -> str:
    """Keep a document for a trial or a later publication; it is not current by that."""
    row = _revision(session, now, form, by=by)
    store.add_all(session, [row])
    return row.fingerprint


def _revision(session: Session, now: datetime, form: Form, *, by: str) -> FormRevision:
    mark = snapshot.fingerprint(form)
    return store.revision(session, mark) or FormRevision(
        fingerprint=mark, slug=form.slug, title=form.title, document=snapshot.dump(form),
        published_at=now, published_by=by, is_trial=True,
    )  # fmt: skip


def revisions(session: Session, slug: str) -> list[FormRevision]:
    """The published revisions of a form, newest first."""
    return store.revisions(session, slug)


def current_fingerprint(session: Session, slug: str) -> str | None:
    """The fingerprint that a new draft of this form pins; None for an unknown form."""
    return remembered(session, "fingerprint", slug, lambda: store.newest_fingerprint(session, slug))


def current_form(session: Session, slug: str) -> Form | None:
    """The current revision of a form; None for an unknown form."""
    mark = current_fingerprint(session, slug)
    return form_by_fingerprint(session, mark) if mark else None


def form_by_fingerprint(session: Session, fingerprint: str) -> Form:
    """The form of a pinned revision; raises NotFound."""
    if (form := _read.get(fingerprint)) is not None:
        return form
    row = store.revision(session, fingerprint)
    if row is None:
        raise NotFound
    form = snapshot.load_dumped(row.document, source=f"{row.slug} {fingerprint[:12]}")
    if len(_read) >= _MOST_KEPT:
        _read.clear()
    _read[fingerprint] = form
    return form


def form_titles(session: Session) -> dict[str, str]:
    """The title of the current revision of every form, by slug."""
    return store.form_titles(session)
