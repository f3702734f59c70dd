"""Owns drafts: starting, keeping what is typed, files, adding siblings, erasing."""

import json
import secrets
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count

from pydantic import JsonValue
from sqlmodel import Session, SQLModel

from app.applications.models import Draft, Intake, Upload
from app.applications.service import abandoning
from app.applications.service.files import StoredFile
from app.applications.store import drafts as store
from app.crypto import Envelope, Keys, new_envelope, open_envelope
from app.database import Change, new_id
from app.errors import Conflict
from app.forms import answers as engine
from app.forms import journey
from app.forms.definition import Form
from app.forms.values import N_, Answers, Attached
from app.journal import service as journal
from app.journal.models import Event, FactKind

KEPT = timedelta(days=30)
AFTER_INTAKE = timedelta(days=7)
MOST_OF_DEVICE = 20
Raw = dict[str, list[str]]


class TooEarly(Conflict):
    """A step was posted before the ones it rests on."""

    code = "STEP_ORDER"
    message = "前の画面から順に進んでください"
    advice = "入力した内容は残っています。まだ送信していません。"
    reached = False
    kept = True


class TooManyDrafts(Conflict):
    """This browser holds as many unsent drafts as one page can list."""

    code = "TOO_MANY_DRAFTS"
    message = "入力の途中のものが{most}件あるため、新しく始められません"
    advice = "前のものの続きから入力して送るか、いらないものをこの端末から消してください。"
    reached = False
    kept = True
    place = "mine"
    place_name = N_("この端末にあるもの")


@dataclass(frozen=True)
class Filling:
    """A draft, opened: canonical answers, what was typed but not accepted, files by path."""

    draft: Draft
    form: Form
    answers: Answers
    typed: Mapping[str, Raw]
    done: frozenset[str]
    files: Mapping[str, list[tuple[Upload, str]]]
    envelope: Envelope = field(repr=False)
    beside: Mapping[str, JsonValue] = field(default_factory=dict)
    """What is kept with the answers and is none: earlier answers to offer, who fills in."""

    @property
    def attached(self) -> Attached:
        """Number of files by upload path."""
        return {path: len(files) for path, files in self.files.items()}


def start(
    session: Session, keys: Keys, now: datetime, *,
    form: Form, fingerprint: str, procedure: str, intake: Intake | None, device: str,
    locale: str, preferred_locale: str, device_class: str, section: str, channel: str = "own",
    answers: Answers | None = None, beside: Mapping[str, JsonValue] | None = None,
    kind: FactKind = FactKind.LIVE, rests_on: Sequence[SQLModel] = (),
) -> Draft:  # fmt: skip
    """A new, empty draft owned by this device; `channel` is another where staff type in.

    `rests_on` are new rows that are kept with it, its device for one. What comes of a draft of
    the kind test is marked as a test, and in no number.
    """
    ident = new_id(now)
    envelope, wrapped = new_envelope(keys, "drafts", ident)
    draft = Draft(
        id=ident, public_id=secrets.token_hex(16), device=device, form=form.slug,
        fingerprint=fingerprint, procedure=procedure, intake=intake.id if intake else None,
        wrapped_key=wrapped, body=b"", locale=locale, preferred_locale=preferred_locale,
        device_class=device_class, started_at=now, updated_at=now, expires_at=now, kind=kind,
    )  # fmt: skip
    first = engine.begin(form) if answers is None else answers
    draft.body = _seal(envelope, first, {}, draft.version, beside or {})
    draft.expires_at = expiry(now, intake)
    journal.record(
        session, now, beside=[*rests_on, draft], event=Event.STARTED, procedure=procedure,
        section=section, intake=draft.intake, form=fingerprint, locale=locale,
        preferred_locale=preferred_locale, device=device_class, channel=channel, kind=kind,
    )  # fmt: skip
    return draft


def check_room(session: Session, now: datetime, device: str) -> None:
    """Raise TooManyDrafts when this browser holds as many unsent ones as it may."""
    if len(of_device(session, now, device=device)) >= MOST_OF_DEVICE:
        raise TooManyDrafts(most=MOST_OF_DEVICE)


def open_draft(session: Session, keys: Keys, draft: Draft, form: Form) -> Filling:
    """Unseal a draft."""
    envelope = open_envelope(keys, "drafts", draft.id, draft.wrapped_key)
    body = json.loads(envelope.open("body", draft.body, revision=draft.version))
    files: dict[str, list[tuple[Upload, str]]] = {}
    for upload in store.uploads(session, draft.id) if journey.has_uploads(form) else ():
        name = envelope.open(f"upload:{upload.id}:name", upload.name).decode()
        files.setdefault(upload.path, []).append((upload, name))
    done = frozenset(filter(None, draft.done.split(",")))
    beside = {name: value for name, value in body.items() if name not in ("answers", "typed")}
    return Filling(draft, form, body["answers"], body["typed"], done, files, envelope, beside)


def change(
    now: datetime, filling: Filling, *,
    answers: Answers, typed: Mapping[str, Raw], done: Collection[str], intake: Intake | None,
    locale: str,
) -> tuple[Filling, Change]:  # fmt: skip
    """A new state of the draft, and the change that keeps it; its version goes up by one."""
    draft = filling.draft
    version = draft.version + 1
    values = {
        "version": version,
        "body": _seal(filling.envelope, answers, typed, version, filling.beside),
        "done": ",".join(sorted(done)),
        "locale": locale,
        "updated_at": now,
        "expires_at": expiry(now, intake),
    }
    changed = replace(filling, answers=answers, typed=typed, done=frozenset(done))
    return changed, Change(draft, values)


def save(session: Session, change: Change) -> None:
    """Keep a new state of a draft of which there is no fact to tell."""
    store.keep(session, change)


def attach(session: Session, now: datetime, filling: Filling, stored: list[StoredFile]) -> Filling:
    """Put stored files into the draft; each file's key is sealed with the draft's."""
    files = {path: list(rows) for path, rows in filling.files.items()}
    for ident, file in zip(ids_in_order(now), stored, strict=False):
        seal = filling.envelope.seal
        upload = Upload(
            id=ident, draft=filling.draft.id, path=file.path,
            name=seal(f"upload:{ident}:name", file.name.encode()), media_type=file.media_type,
            size=file.size, sha256=file.sha256, blob=file.blob,
            file_key=seal(f"upload:{ident}:key", file.key), created_at=now,
        )  # fmt: skip
        store.add(session, upload)
        files.setdefault(file.path, []).append((upload, file.name))
    return replace(filling, files=files)


def ids_in_order(now: datetime) -> Iterator[str]:
    """New ids as often as they are asked for; they sort in the order they were made."""
    return (new_id(now) for _ in count())


def detach(session: Session, filling: Filling, upload_id: str) -> tuple[Filling, list[str]]:
    """Take one file out of the draft; returns the blobs nothing refers to any more."""
    upload = store.upload_of_draft(session, filling.draft.id, upload_id)
    if upload is None:
        return filling, []
    blob = upload.blob
    store.delete_upload(session, upload)
    session.flush()
    files = {
        path: [each for each in rows if each[0].id != upload_id]
        for path, rows in filling.files.items()
    }
    return replace(filling, files=files), [] if store.is_blob_used(session, blob) else [blob]


def move_uploads(session: Session, filling: Filling, repeat: str, index: int) -> list[str]:
    """After item `index` was removed: its files go, later items' files move up."""
    dropped: list[str] = []
    for rows in filling.files.values():
        for upload, _ in rows:
            path = engine.path_after_removal(upload.path, repeat, index)
            if path is None:
                dropped.append(upload.blob)
                store.delete_upload(session, upload)
            elif path != upload.path:
                upload.path = path
                store.add(session, upload)
    session.flush()
    return [blob for blob in dropped if not store.is_blob_used(session, blob)]


def erase(session: Session, draft: Draft) -> list[str]:
    """「この端末から消す」: the draft and its files; returns blobs to drop after the commit."""
    return store.delete_draft(session, draft)


def erase_expired(session: Session, now: datetime, *, limit: int = 200) -> tuple[int, list[str]]:
    """Erase drafts past their time; returns how many, and blobs to drop after the commit."""
    expired = store.expired_drafts(session, now=now, closed=now - AFTER_INTAKE, limit=limit)
    for draft in expired:
        abandoning.record(session, now, draft, abandoning.EXPIRED)
    return len(expired), [blob for draft in expired for blob in store.delete_draft(session, draft)]


def of_device(session: Session, now: datetime, *, device: str, form: str = "") -> list[Draft]:
    """The unsent drafts of this browser."""
    return store.open_drafts(session, device=device, now=now, closed=now - AFTER_INTAKE, form=form)


def _seal(
    envelope: Envelope, answers: Answers, typed: Mapping[str, Raw], version: int,
    beside: Mapping[str, JsonValue],
) -> bytes:  # fmt: skip
    body = {**beside, "answers": answers, "typed": dict(typed)}
    text = json.dumps(body, ensure_ascii=False)
    return envelope.seal("body", text.encode(), revision=version)


def expiry(now: datetime, intake: Intake | None) -> datetime:
    """Until when a draft is kept."""
    return intake.closes_at + AFTER_INTAKE if intake else now + KEPT
