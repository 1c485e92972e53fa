"""Content sealed in chunks, so that files of any length are written and read with the same little memory.

A file is a version, the id of its data key and a salt, then chunks of 64 KiB under AES-256-GCM. The key of each file is
derived from the data key, the salt and the file's name; a chunk's nonce is its number, and whether it is the last. So
what was edited, reordered, cut off or put in place of another file does not open.
"""

from collections.abc import Iterable, Iterator
from typing import BinaryIO, TypeVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from core.store.cipher import ID, Cipher, Unreadable

CHUNK = 64 << 10
_VERSION, _SALT, _TAG = b"\x01", 16, 16
_HEADER = len(_VERSION) + ID + _SALT

T = TypeVar("T")


def parts(content: bytes) -> Iterator[memoryview]:
    """Content as it is sealed, nothing of it copied."""
    view = memoryview(content)
    for first in range(0, max(len(content), 1), CHUNK):
        yield view[first : first + CHUNK]


def seal(cipher: Cipher, name: str, chunks: Iterable[bytes | memoryview], to: BinaryIO) -> None:
    """Write chunks, each of CHUNK bytes but the last, sealed under the newest key for the file of this name."""
    key_id, salt, key = cipher.new_file_key(name, _SALT)
    to.write(_VERSION + key_id + salt)
    for at, chunk, last in _with_last(chunks):
        to.write(key.encrypt(_nonce(at, last), chunk, None))


def opened(cipher: Cipher, name: str, file: BinaryIO) -> Iterator[bytes]:
    """The chunks of the content, each proven before it is given out. Raises Unreadable."""
    header = file.read(_HEADER)
    key = _key(cipher, name, header)
    for at, chunk, last in _with_last(iter(lambda: file.read(CHUNK + _TAG), b"")):
        try:
            yield key.decrypt(_nonce(at, last), chunk, None)
        except InvalidTag as error:
            raise Unreadable(name) from error
    if file.tell() == len(header):
        raise Unreadable(name)


def content_length(sealed: int) -> int:
    """How long the content of a file of so many bytes is."""
    body = sealed - _HEADER
    return body - _TAG * -(-body // (CHUNK + _TAG))


def key_of(file: BinaryIO) -> bytes:
    """The id of the data key of a sealed file."""
    return file.read(len(_VERSION) + ID)[len(_VERSION) :]


def _key(cipher: Cipher, name: str, header: bytes) -> AESGCM:
    at = len(_VERSION)
    if len(header) < _HEADER or header[:at] != _VERSION:
        raise Unreadable(name)
    return cipher.file_key(header[at : at + ID], header[at + ID :], name)


def _with_last(chunks: Iterable[T]) -> Iterator[tuple[int, T, bool]]:
    """Each with its number, and whether it is the last."""
    rest = iter(chunks)
    at, held = 0, next(rest, None)
    while held is not None:
        following = next(rest, None)
        yield at, held, following is None
        at, held = at + 1, following


def _nonce(at: int, last: bool) -> bytes:
    return at.to_bytes(11, "big") + bytes([last])
