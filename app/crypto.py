"""Owns sealing: authenticated encryption of answers, names, files and mail addresses at rest.

A sealed value is `version · key id length · key id · nonce · body` (AES-256-GCM). Its context
(table, row id, field, revision) is authenticated, so a blob moved to another row cannot be opened.
"""

import base64
import hashlib
import hmac
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

VERSION = 1
NONCE = 12


class SealBroken(Exception):
    """A sealed value was changed, moved to another place, or its key is missing."""


class KeysUnusable(Exception):
    """The file of secret keys cannot be used; the message names file and line."""


def seal(plain: bytes, key: bytes, context: str, *, key_id: str = "") -> bytes:
    """Encrypt `plain` so that only this key and this context open it."""
    ident = key_id.encode()
    nonce = os.urandom(NONCE)
    head = bytes([VERSION, len(ident)]) + ident
    return head + nonce + AESGCM(key).encrypt(nonce, plain, head + context.encode())


def unseal(sealed: bytes, key: bytes, context: str) -> bytes:
    """Decrypt what `seal` made; raises SealBroken when key, context or bytes differ."""
    head, rest = _split(sealed)
    try:
        return AESGCM(key).decrypt(rest[:NONCE], rest[NONCE:], head + context.encode())
    except (InvalidTag, ValueError) as error:
        raise SealBroken(context) from error


def key_id_of(sealed: bytes) -> str:
    """The id of the key that sealed this value."""
    head, _ = _split(sealed)
    return head[2:].decode(errors="replace")


def _split(sealed: bytes) -> tuple[bytes, bytes]:
    if len(sealed) < 2 + NONCE or sealed[0] != VERSION:
        raise SealBroken("unknown version")
    cut = 2 + sealed[1]
    return bytes(sealed[:cut]), bytes(sealed[cut:])


def new_key() -> bytes:
    """A fresh 256-bit data key."""
    return secrets.token_bytes(32)


def token(bits: int = 256) -> str:
    """A random URL-safe token."""
    return secrets.token_urlsafe(bits // 8)


def readable_token() -> str:
    """A random token of 128 bits that can be read out and typed: a to z and 2 to 7 (RFC 4648)."""
    return base64.b32encode(secrets.token_bytes(16)).decode().rstrip("=").lower()


def digest(text: str) -> str:
    """The hash under which a random token is kept (tokens have full entropy: no salt needed)."""
    return hashlib.sha256(text.encode()).hexdigest()


@lru_cache(maxsize=64)
def _derived(master: bytes, purpose: str) -> bytes:
    return HKDF(hashes.SHA256(), 32, None, f"tenohira:{purpose}".encode()).derive(master)


@dataclass(frozen=True)
class Keys:
    """The key queue: the first id is current, all are read. Purposes are derived, never mixed."""

    current: str
    masters: Mapping[str, bytes]

    def derive(self, purpose: str, key_id: str | None = None) -> bytes:
        """The 256-bit key of one purpose (`wrap`, `index`, `cookie`)."""
        master = self.masters.get(key_id or self.current)
        if master is None:
            raise SealBroken(f"missing key {key_id}")
        return _derived(master, purpose)

    def wrap(self, data_key: bytes, context: str) -> bytes:
        """Seal a data key under the current master."""
        return seal(data_key, self.derive("wrap"), context, key_id=self.current)

    def unwrap(self, wrapped: bytes, context: str) -> bytes:
        """Open a data key with whichever master wrapped it."""
        return unseal(wrapped, self.derive("wrap", key_id_of(wrapped)), context)

    def sign(self, purpose: str, text: str) -> str:
        """A keyed hash in hex: cookies' signatures and blind indexes."""
        return hmac.new(self.derive(purpose), text.encode(), hashlib.sha256).hexdigest()


def parse_keys(text: str, source: str) -> Keys:
    """Read `id:base64 of 32 bytes` a line; raises KeysUnusable naming the line."""
    masters: dict[str, bytes] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        ident, _, encoded = line.strip().partition(":")
        try:
            master = base64.b64decode(encoded, validate=True)
        except ValueError as error:
            raise KeysUnusable(f"{source}:{number}: not base64") from error
        if not ident or len(master) != 32 or len(ident) > 64:
            raise KeysUnusable(f"{source}:{number}: want id:base64 of 32 bytes")
        masters[ident] = master
    if not masters:
        raise KeysUnusable(f"{source}: holds no key")
    return Keys(next(iter(masters)), masters)


def load_keys(path: Path) -> Keys:
    """Read the key file."""
    try:
        return parse_keys(path.read_text(encoding="utf-8"), str(path))
    except OSError as error:
        raise KeysUnusable(f"{path}: {error.strerror}") from error


def make_trial_keys(path: Path) -> None:
    """Write a fresh key file (mode 0600) where there is none."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    line = f"trial-{secrets.token_hex(4)}:{base64.b64encode(new_key()).decode()}\n"
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(line)


@dataclass(frozen=True)
class Envelope:
    """The data key of one row, and the place (table, row id) its sealed values belong to."""

    place: str
    key: bytes

    def seal(self, field: str, plain: bytes, *, revision: int = 0) -> bytes:
        """Seal the value of one field of this row."""
        return seal(plain, self.key, f"{self.place}:{field}:{revision}")

    def open(self, field: str, sealed: bytes, *, revision: int = 0) -> bytes:
        """Open the value of one field of this row; raises SealBroken."""
        return unseal(sealed, self.key, f"{self.place}:{field}:{revision}")


def new_envelope(keys: Keys, table: str, row_id: str) -> tuple[Envelope, bytes]:
    """A fresh data key for one row, and the same key wrapped for keeping."""
    place, key = f"{table}:{row_id}", new_key()
    return Envelope(place, key), keys.wrap(key, f"{place}:key")


def open_envelope(keys: Keys, table: str, row_id: str, wrapped: bytes) -> Envelope:
    """The data key of one row; raises SealBroken when the wrapped key is of another row."""
    place = f"{table}:{row_id}"
    return Envelope(place, keys.unwrap(wrapped, f"{place}:key"))
