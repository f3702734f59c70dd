"""Owns forms in the workshop: whose they are, their work copy, its history, undo and redo.

A work copy may be unfinished; only a publication asks for a whole form. Who changes it names the
version that was seen: the second of two clerks is told, and nothing is overwritten.
"""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlmodel import Session

from app.audit import service as audit
from app.catalogue import store
from app.catalogue.models import FormWork, FormWorkVersion
from app.errors import Conflict, NotFound, Unprocessable

MOST_VERSIONS: Final = 50
MOST_BYTES: Final = 300_000


class WorkMoved(Conflict):
    """Somebody else changed the work copy after it was shown."""

    message = "ほかの職員が先に変更しました"


class WorkTooLarge(Unprocessable):
    """A document longer than a work copy may be."""

    message = "様式が大きすぎます（30万バイトまで）"


@dataclass(frozen=True)
class Editor:
    """Who works at the bench, and for which sections."""

    id: str
    name: str
    sections: Collection[str]


@dataclass(frozen=True)
class Listed:
    """One form of the list: who looks after it, what is published, what is in work."""

    slug: str
    title: str
    section: str
    work: FormWork | None
    published_at: datetime | None
    published_by: str


def listed(session: Session, sections: Collection[str]) -> list[Listed]:
    """The forms of some sections: their own, and those only their procedures are filed with."""
    works = {row.slug: row for row in store.works(session, sections)}
    titles, published = store.form_titles(session), store.publishers(session)
    shipped = {
        slug: min(owners)
        for slug, owners in store.sections_of_forms(session).items()
        if slug in titles and owners <= set(sections) and store.work(session, slug) is None
    }
    found = [
        Listed(slug, row.title, row.section, row, *_publication(published, slug))
        for slug, row in works.items()
    ]
    found += [
        Listed(slug, titles[slug], section, None, *_publication(published, slug))
        for slug, section in shipped.items()
    ]
    return sorted(found, key=lambda each: (each.section, each.title, each.slug))


def _publication(
    published: dict[str, tuple[str, datetime]], slug: str
) -> tuple[datetime | None, str]:
    by, at = published.get(slug, ("", None))
    return at, by


def find(session: Session, slug: str, sections: Collection[str], *, lock: bool = False) -> FormWork:
    """A form of one's own sections; raises NotFound, alike for absent and foreign.

    A shipped form has no row yet: one that only one's own procedures are filed with is one's own.
    """
    if "\x00" in slug:
        raise NotFound
    row = store.work(session, slug, lock=lock)
    if row is None:
        row = _adopted(session, slug, sections)
    if row is None or row.section not in sections:
        raise NotFound
    return row


def _adopted(session: Session, slug: str, sections: Collection[str]) -> FormWork | None:
    owners = store.sections_of_forms(session).get(slug, set())
    revisions = store.revisions(session, slug)
    if not revisions or not owners or not owners <= set(sections):
        return None
    newest = revisions[0]
    return FormWork(
        slug=slug, section=min(owners), title=newest.title, created_at=newest.published_at,
        updated_at=newest.published_at, updated_by=newest.published_by,
    )  # fmt: skip


def new_slug(session: Session) -> str:
    """A name in addresses that no form has."""
    while store.is_slug_used(session, slug := f"form-{secrets.token_hex(4)}"):
        continue
    return slug


def is_taken(session: Session, slug: str) -> bool:
    """Whether a form of this city has the name already."""
    return store.is_slug_used(session, slug)


def begin(
    session: Session, now: datetime, editor: Editor, *,
    slug: str, section: str, title: str, document: str, deed: str,
) -> FormWork:  # fmt: skip
    """A new form of a section with its first work copy; raises NotFound for another's section."""
    if section not in editor.sections or store.is_slug_used(session, slug):
        raise NotFound
    row = FormWork(
        slug=slug, section=section, title=title, created_at=now, updated_at=now,
        updated_by=editor.id,
    )  # fmt: skip
    store.add_all(session, [row])
    _put(session, now, row, editor, document=document, deed=deed)
    _note(session, now, editor, row, "form.begin", deed)
    return row


def revise(session: Session, now: datetime, editor: Editor, *, slug: str) -> FormWork:
    """Begin a work copy of the current revision; one that is already there stays as it is."""
    row = find(session, slug, editor.sections, lock=True)
    revisions = store.revisions(session, slug)
    if row.position:
        return row
    if not revisions:
        raise NotFound
    store.add_all(session, [row])
    row.base = revisions[0].fingerprint
    _put(session, now, row, editor, document=revisions[0].document, deed="改訂を始めた")
    _note(session, now, editor, row, "form.revise", row.base)
    return row


def put_back(
    session: Session, now: datetime, editor: Editor, row: FormWork, *, document: str, deed: str
) -> None:
    """A document that did not come to be published is in work again, unless another one is."""
    if row.position:
        return
    revisions = store.revisions(session, row.slug)
    row.base = revisions[0].fingerprint if revisions else row.base
    _put(session, now, row, editor, document=document, deed=deed)


def change(
    session: Session, now: datetime, editor: Editor, *,
    slug: str, seen: int, title: str, document: str, deed: str,
) -> FormWork:  # fmt: skip
    """Keep the work copy as it is now; raises WorkMoved where `seen` is no longer the version."""
    row = in_work(session, editor, slug=slug, seen=seen)
    row.title = title
    _put(session, now, row, editor, document=document, deed=deed)
    return row


def in_work(session: Session, editor: Editor, *, slug: str, seen: int) -> FormWork:
    """A work copy to change, locked; raises NotFound without one, WorkMoved where it moved."""
    row = find(session, slug, editor.sections, lock=True)
    if not row.position:
        raise NotFound
    if seen != row.version:
        raise WorkMoved
    return row


def step_back(
    session: Session, now: datetime, editor: Editor, *, slug: str, seen: int, number: int
) -> FormWork:
    """Let the work copy stand at another kept version (undo, redo); raises NotFound for none."""
    row = in_work(session, editor, slug=slug, seen=seen)
    if store.work_version(session, slug, number) is None:
        raise NotFound
    row.position = number
    row.version += 1
    row.updated_at, row.updated_by = now, editor.id
    store.add_all(session, [row])
    return row


def discard(session: Session, now: datetime, editor: Editor, *, slug: str, seen: int) -> bool:
    """Throw the work copy away; returns whether anything of the form is left."""
    row = in_work(session, editor, slug=slug, seen=seen)
    _note(session, now, editor, row, "form.discard", f"version {row.version}")
    is_kept = bool(store.revisions(session, slug)) or row.scheduled is not None
    end_work(session, row)
    if not is_kept:
        store.delete_work(session, row)
    return is_kept


def end_work(session: Session, row: FormWork) -> None:
    """The work copy is done with: published, or thrown away."""
    store.forget_versions(session, row.slug, after=0, before=0)
    row.position, row.base = 0, None
    row.version += 1
    store.add_all(session, [row])


def document(session: Session, row: FormWork) -> str:
    """The work copy as text; raises NotFound where there is none."""
    version = store.work_version(session, row.slug, row.position)
    if version is None:
        raise NotFound
    return version.document


def history(session: Session, slug: str) -> list[FormWorkVersion]:
    """The kept versions of a work copy, newest first."""
    return store.work_versions(session, slug)


def _put(
    session: Session, now: datetime, row: FormWork, editor: Editor, *, document: str, deed: str
) -> None:
    if len(document.encode()) > MOST_BYTES:
        raise WorkTooLarge
    row.position += 1
    row.version += 1
    row.updated_at, row.updated_by = now, editor.id
    # what was undone is gone once something else is done
    store.forget_versions(
        session, row.slug, after=row.position - 1, before=row.position - MOST_VERSIONS + 1
    )
    version = FormWorkVersion(
        form=row.slug, number=row.position, at=now, actor=editor.id, actor_name=editor.name,
        deed=deed[:200], document=document,
    )  # fmt: skip
    store.add_all(session, [row, version])


def _note(
    session: Session, now: datetime, editor: Editor, row: FormWork, action: str, detail: str
) -> None:
    audit.record(
        session, now, actor=editor.id, action=action, subject=f"form:{row.slug}", detail=detail
    )
