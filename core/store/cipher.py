"""Encryption at rest (AES-256-GCM) and the blind index that lets an encrypted value be found again."""

import hashlib
import hmac
import os
from base64 import b64decode
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from core.settings import Settings

_ID, _NONCE = 4, 12


class Unreadable(Exception):
    """A stored value that none of the keys opens: a key is missing from DATA_KEYS, or the row was tampered with."""


class Cipher:
    """Seals with the newest key and opens with any. The column's name is bound in, so that a value moved to
    another column does not open there."""

    def __init__(self, data_keys: Sequence[bytes], index_key: bytes) -> None:
        self._keys = {hashlib.sha256(b"id" + key).digest()[:_ID]: AESGCM(key) for key in data_keys}
        self._newest = next(iter(self._keys))
        self._index_key = index_key

    @classmethod
    def from_settings(cls, settings: Settings) -> "Cipher":
        """The cipher for DATA_KEYS (newest first) and INDEX_KEY."""
        keys = [b64decode(key.get_secret_value()) for key in settings.data_keys]
        return cls(keys, settings.index_key.get_secret_value().encode())

    def seal(self, text: str, column: str) -> bytes:
        """`text`, encrypted for `column` ("table.column")."""
        nonce = os.urandom(_NONCE)
        return self._newest + nonce + self._keys[self._newest].encrypt(nonce, text.encode(), column.encode())

    def open(self, sealed: bytes, column: str) -> str:
        """The text that was sealed for `column`. Raises Unreadable."""
        try:
            key = self._keys[sealed[:_ID]]
            return key.decrypt(sealed[_ID : _ID + _NONCE], sealed[_ID + _NONCE :], column.encode()).decode()
        except (KeyError, InvalidTag, ValueError) as error:
            raise Unreadable(column) from error

    def index(self, value: str, column: str) -> str:
        """The blind index of a normalised value: equal values of a column have equal indexes, and nobody
        without INDEX_KEY can compute one."""
        return hmac.digest(self._index_key, f"{column}\0{value}".encode(), "sha256").hex()[:40]
