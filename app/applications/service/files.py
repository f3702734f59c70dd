"""Owns taking files in: the type is proven from the bytes, each file is sealed under its own key.

Sealing and storing happen before the transaction, so that the writer never waits for a disk.
"""

import hashlib
import io
import secrets
import unicodedata
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass

from PIL import Image, UnidentifiedImageError

from app.applications.service import photos
from app.crypto import new_key, seal, unseal
from app.forms.values import N_
from app.scanning import Scanner, ScannerUnavailable
from app.storage import Storage
from app.web.posted import PostedFile

MOST_PIXELS = 120_000_000
MOST_NAME = 200
MOST_ENDING = 6
EXTENSIONS = {
    ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".heic": "image/heic",
    ".heif": "image/heic", ".pdf": "application/pdf",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip
IMAGES = {"image/jpeg": "JPEG", "image/png": "PNG", "image/heic": "HEIF"}
LARGE = N_("「{name}」は大きすぎます。1つ10MBまでのファイルを選んでください。")
EMPTY = N_("「{name}」は中身が空（0バイト）です。別のファイルを選んでください。")
TYPE = N_(
    "「{name}」は添付できない種類のファイルです。写真（JPEG・PNG・HEIC）かPDFなどを選んでください。"
)
UNSAFE = N_("「{name}」は安全を確かめられないファイルです。別のファイルを選んでください。")
VIRUS = N_("「{name}」から危険なプログラムが見つかったため、受け取りませんでした。")
UNSCANNED = N_(
    "いま「{name}」の安全を確かめられません。少し待って、もう一度選んでください。あとで出すこともできます。"
)
NAME = N_("ファイル名に使えない文字が入っています。名前を変えて、もう一度選んでください。")


@dataclass(frozen=True)
class Reception:
    """Where files go, and who looks into them first (None where the house has no scanner)."""

    storage: Storage
    scanner: Scanner | None = None


@dataclass(frozen=True)
class FileFault:
    """Why a file was not taken, and the status to answer when nothing else is wrong."""

    path: str
    message: str
    name: str
    status: int


@dataclass(frozen=True)
class StoredFile:
    """A file that lies sealed in storage and is not yet in any draft."""

    path: str
    name: str
    media_type: str
    size: int
    sha256: str
    blob: str
    key: bytes


def take(
    reception: Reception,
    posted: Mapping[str, list[PostedFile]],
    accept: Mapping[str, tuple[str, ...]],
) -> tuple[list[StoredFile], list[FileFault]]:
    """Check, seal and store the files of a post; `accept` maps upload paths to file endings.

    Files under names no upload field of the step has are not stored at all.
    """
    stored: list[StoredFile] = []
    faults: list[FileFault] = []
    for path, endings in accept.items():
        for file in posted.get(f"{path}.files", []):
            outcome = _take(reception, path, file, endings)
            if isinstance(outcome, StoredFile):
                stored.append(outcome)
            else:
                faults.append(outcome)
    return stored, faults


def _take(
    reception: Reception, path: str, file: PostedFile, endings: tuple[str, ...]
) -> StoredFile | FileFault:
    name = _shortened(file.name.replace("\\", "/").rpartition("/")[2])
    if any(_is_refused(each) for each in name):
        return FileFault(path, NAME, "", 422)
    if file.is_too_large:
        return FileFault(path, LARGE, name, 413)
    body = file.body.read()
    if not body:
        return FileFault(path, EMPTY, name, 422)
    media_type = media_type_of(name, body, endings)
    if media_type is None:
        return FileFault(path, TYPE, name, 415)
    if not is_safe(media_type, body):
        return FileFault(path, UNSAFE, name, 422)
    if fault := _danger(reception.scanner, body):
        message, status = fault
        return FileFault(path, message, name, status)
    try:
        kept_type, body = photos.cleaned(media_type, body)
    except photos.NotAPhoto:
        return FileFault(path, UNSAFE, name, 422)
    if kept_type != media_type:
        name, media_type = f"{name.rpartition('.')[0]}.jpg", kept_type
    blob, key = secrets.token_hex(20), new_key()
    reception.storage.put(f"{blob[:2]}/{blob}", seal(body, key, f"blob:{blob}"))
    digest = hashlib.sha256(body).hexdigest()
    return StoredFile(path, name, media_type, len(body), digest, blob, key)


def _shortened(name: str) -> str:
    """The name within MOST_NAME characters; its ending says what it is, and stays."""
    stem, dot, ending = name.rpartition(".")
    kept = f"{dot}{ending}"[:MOST_ENDING]
    return name if len(name) <= MOST_NAME else stem[: MOST_NAME - len(kept)] + kept


def _danger(scanner: Scanner | None, body: bytes) -> tuple[str, int] | None:
    """Why the scanner keeps a file out, and the status; without its answer nothing is taken."""
    if scanner is None:
        return None
    try:
        return (VIRUS, 422) if scanner.find(body) else None
    except ScannerUnavailable:
        return UNSCANNED, 503


def _is_refused(character: str) -> bool:
    """Control, line and direction characters; spaces of every width and 外字 are names."""
    is_joiner = character in "\u200c\u200d"
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"} and not is_joiner


def media_type_of(name: str, body: bytes, endings: tuple[str, ...]) -> str | None:
    """The type, when ending, first bytes and the field's list agree; else None."""
    ending = "." + name.rpartition(".")[2].lower()
    expected = EXTENSIONS.get(ending)
    if expected is None or (ending not in endings and ".jpg" not in endings):
        return None
    if expected not in {EXTENSIONS[each] for each in endings if each in EXTENSIONS}:
        return None
    return expected if _signature(body) == expected else None


def _signature(body: bytes) -> str | None:
    if body.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if body.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if body[4:8] == b"ftyp" and body[8:12] in (b"heic", b"heix", b"mif1", b"msf1", b"hevc"):
        return "image/heic"
    if body.startswith(b"%PDF-"):
        return "application/pdf"
    if body.startswith(b"PK\x03\x04") and _is_workbook(body):
        return EXTENSIONS[".xlsx"]
    return None


def _is_workbook(body: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            names = set(archive.namelist())
    except zipfile.BadZipFile:
        return False
    has_macro = any("vbaproject" in each.lower() for each in names)
    return "[Content_Types].xml" in names and "xl/workbook.xml" in names and not has_macro


def is_safe(media_type: str, body: bytes) -> bool:
    """Whether the header of an image is sound and its size in pixels bearable (no decoding)."""
    expected = IMAGES.get(media_type)
    if expected is None:
        return True
    try:
        with Image.open(io.BytesIO(body), formats=[expected]) as image:
            width, height = image.size
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return False
    return 0 < width * height <= MOST_PIXELS


def read(storage: Storage, blob: str, key: bytes) -> bytes:
    """The bytes of a stored file; raises SealBroken when they are not the ones we sealed."""
    return unseal(storage.get(f"{blob[:2]}/{blob}"), key, f"blob:{blob}")


def drop(storage: Storage, blobs: list[str]) -> None:
    """Remove sealed bytes that nothing refers to any more."""
    for blob in blobs:
        storage.delete(f"{blob[:2]}/{blob}")
