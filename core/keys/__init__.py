"""Sealing words at rest: AES-GCM with a key ring that lives outside the database.

A sealed value is `version byte · key id length · key id · nonce · ciphertext`. The table, column and row
are bound as associated data, so a value that is altered, or moved to another row, is refused.
"""

import base64
import binascii
import hashlib
import hmac
import json
import os
import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import current_app

from core.settings import KEY_BYTES, Settings, SettingsRefused

FORMAT = 1
NONCE_BYTES = 12
KEY_ID = re.compile(r"[A-Za-z0-9_-]{1,32}")


class Unreadable(Exception):
    """A sealed value was altered, moved, or sealed with a key that is not in the ring."""


@dataclass(frozen=True)
class KeyRing:
    """The keys by id; `current` is the one that seals."""

    keys: dict[str, bytes]
    current: str

    @classmethod
    def from_text(cls, text: str) -> "KeyRing":
        """Read `id:base64,id:base64`; the first seals. Raises SettingsRefused when malformed.

        Each id is plain and stands once: it is written beside what it seals, and must find its key again.
        """
        keys: dict[str, bytes] = {}
        for part in filter(None, (piece.strip() for piece in text.split(","))):
            name, _, value = part.partition(":")
            try:
                key = base64.b64decode(value, validate=True)
            except binascii.Error:
                key = b""
            if not KEY_ID.fullmatch(name) or len(key) != KEY_BYTES:
                raise SettingsRefused(
                    "HEARD_KEYS: each key is id:base64 of 32 bytes, joined by commas; an id is 1 to 32 letters a to z,"
                    " A to Z, digits, - or _"
                )
            if name in keys:
                raise SettingsRefused(f"HEARD_KEYS: two keys are called {name}: give each an id of its own")
            keys[name] = key
        if not keys:
            raise SettingsRefused("HEARD_KEYS is empty: give at least one key")
        return cls(keys, next(iter(keys)))

    @classmethod
    def of(cls, found: Settings) -> "KeyRing":
        return cls.from_text(found.keys.get_secret_value() if found.keys else "")

    def seal(self, clear: bytes, *, bound_to: str) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        name = self.current.encode("ascii")
        head = bytes([FORMAT, len(name)]) + name + nonce
        return head + AESGCM(self.keys[self.current]).encrypt(nonce, clear, bound_to.encode())

    def open(self, sealed: bytes, *, bound_to: str) -> bytes:
        """The clear bytes. Raises Unreadable, never returns something doubtful."""
        if len(sealed) < 2 or sealed[0] != FORMAT:
            raise Unreadable("this value was not sealed by Heard")
        start = 2 + sealed[1]
        name = sealed[2:start].decode("ascii", "replace")
        if name not in self.keys:
            raise Unreadable(f"the key {name!r} is not in the ring")
        nonce, body = sealed[start : start + NONCE_BYTES], sealed[start + NONCE_BYTES :]
        try:
            return AESGCM(self.keys[name]).decrypt(nonce, body, bound_to.encode())
        except InvalidTag:
            raise Unreadable(f"the value at {bound_to} was altered or moved") from None

    def key_id(self, sealed: bytes) -> str:
        """Which key sealed this value, for rotation."""
        return sealed[2 : 2 + sealed[1]].decode("ascii", "replace")

    def fingerprint(self, value: str, *, purpose: str) -> bytes:
        """A keyed hash for looking a secret up without storing it.

        Made with the oldest key, so that adding a key keeps the old codes working.
        """
        oldest = list(self.keys.values())[-1]
        return hmac.new(
            oldest, f"{purpose}\0{value}".encode("utf-8", "surrogatepass"), hashlib.sha256
        ).digest()


def key_ring() -> KeyRing:
    """The running application's key ring."""
    found = current_app.extensions["heard_keys"]
    assert isinstance(found, KeyRing)  # noqa: S101 - narrows the type
    return found


class Sealed:
    """Descriptor that seals on set and opens on get, bound to `table.column:row id`."""

    def __init__(self, column: str) -> None:
        self.column = column

    def _bound_to(self, row: Any) -> str:
        row_id: UUID = row.id
        return f"{row.__tablename__}.{self.column}:{row_id}"

    def _write(self, row: Any, clear: bytes | None) -> None:
        sealed = None if clear is None else key_ring().seal(clear, bound_to=self._bound_to(row))
        setattr(row, self.column, sealed)

    def _read(self, row: Any) -> bytes | None:
        sealed = getattr(row, self.column)
        return None if sealed is None else key_ring().open(bytes(sealed), bound_to=self._bound_to(row))


class sealed_text(Sealed):  # noqa: N801 - used as a declaration
    """`words = sealed_text("words_sealed")`: text over a bytes column of the same row."""

    def __get__(self, row: Any, owner: type) -> Any:
        if row is None:
            return self
        clear = self._read(row)
        return None if clear is None else clear.decode("utf-8", "surrogatepass")

    def __set__(self, row: Any, value: str | None) -> None:
        self._write(row, None if value is None else value.encode("utf-8", "surrogatepass"))


class sealed_json(Sealed):  # noqa: N801 - used as a declaration
    """`answers = sealed_json("answers_sealed")`: any JSON value over a bytes column of the same row."""

    def __get__(self, row: Any, owner: type) -> Any:
        if row is None:
            return self
        clear = self._read(row)
        return None if clear is None else json.loads(clear)

    def __set__(self, row: Any, value: Any) -> None:
        self._write(row, None if value is None else json.dumps(value, separators=(",", ":")).encode())


class sealed_bytes(Sealed):  # noqa: N801 - used as a declaration
    """`body = sealed_bytes("body_sealed")`: a drawing, a voice, a PDF."""

    def __get__(self, row: Any, owner: type) -> Any:
        return self if row is None else self._read(row)

    def __set__(self, row: Any, value: bytes | None) -> None:
        self._write(row, value)
