"""Encryption at rest (AES-256-GCM) and the blind index that lets an encrypted value be found again."""

import hashlib
import hmac
import os
from base64 import b64decode
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from core.settings import Settings

ID = 4
"""Bytes by which a sealed value names its key."""
_NONCE = 12


class Unreadable(Exception):
    """A stored value that none of the keys opens: a key is missing from DATA_KEYS, or the row was tampered with."""


class Cipher:
    """Seals with the newest key and opens with any. The column's name is bound in, so that a value moved to
    another column does not open there."""

    def __init__(self, data_keys: Sequence[bytes], index_key: bytes) -> None:
        self._raw = {hashlib.sha256(b"id" + key).digest()[:ID]: key for key in data_keys}
        self._keys = {key_id: AESGCM(key) for key_id, key in self._raw.items()}
        self.newest = next(iter(self._keys))
        self._index_key = index_key

    @classmethod
    def from_settings(cls, settings: Settings) -> "Cipher":
        """The cipher for DATA_KEYS (newest first) and INDEX_KEY."""
        keys = [b64decode(key.get_secret_value()) for key in settings.data_keys]
        return cls(keys, settings.index_key.get_secret_value().encode())

    @property
    def key_ids(self) -> list[bytes]:
        """The ids of all keys, the newest first."""
        return list(self._keys)

    def seal(self, text: str, column: str) -> bytes:
        """`text`, encrypted for `column` ("table.column")."""
        nonce = os.urandom(_NONCE)
        return self.newest + nonce + self._keys[self.newest].encrypt(nonce, text.encode(), column.encode())

    def open(self, sealed: bytes, column: str) -> str:
        """The text that was sealed for `column`. Raises Unreadable."""
        try:
            key = self._keys[sealed[:ID]]
            return key.decrypt(sealed[ID : ID + _NONCE], sealed[ID + _NONCE :], column.encode()).decode()
        except (KeyError, InvalidTag, ValueError) as error:
            raise Unreadable(column) from error

    def new_file_key(self, name: str, size: int) -> tuple[bytes, bytes, AESGCM]:
        """A key for one file: the id of the data key it comes from, a salt of `size` bytes, and the key itself."""
        salt = os.urandom(size)
        return self.newest, salt, self.file_key(self.newest, salt, name)

    def file_key(self, key_id: bytes, salt: bytes, name: str) -> AESGCM:
        """The key of the file of this name. Raises Unreadable where its data key is not there."""
        if key_id not in self._raw:
            raise Unreadable(name)
        return AESGCM(HKDF(SHA256(), 32, salt, b"file:" + name.encode()).derive(self._raw[key_id]))

    def index(self, value: str, column: str) -> str:
        """The blind index of a normalised value: equal values of a column have equal indexes, and nobody
        without INDEX_KEY can compute one."""
        return hmac.digest(self._index_key, f"{column}\0{value}".encode(), "sha256").hex()[:40]
