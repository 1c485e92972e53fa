"""Whether a secret could be guessed: how many bytes it stands for, and whether somebody could have thought of it."""

import re
from base64 import b64decode
from itertools import pairwise

_HEXADECIMAL = re.compile(r"(?:[0-9a-fA-F]{2})+")
_BASE64 = re.compile(r"[A-Za-z0-9+/]+")
_WORDS = ("changeme", "password", "mashangban", "example")
_CLASSES = tuple(map(re.compile, (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^a-zA-Z0-9]")))
_MOST = 32
"""Bytes beyond which no more variety is asked for."""
_TYPED = 24
"""Bytes of which chance hardly ever makes nothing but ASCII."""


def raw(secret: str) -> bytes:
    """The bytes a secret stands for: of hexadecimal digits or base64 what they encode, otherwise its characters."""
    return _decoded(secret) or secret.encode()


def simple(secret: str) -> bool:
    """Whether it is made of few different bytes, of regular steps, of words, or of one kind of character. What a random
    source gives (`openssl rand`, `secrets`) is simple less than once in a million times."""
    decoded, key, typed = _decoded(secret), raw(secret), secret.encode()
    if 2 * min(len(set(key)), _steps(key)) < min(len(key), _MOST) or 4 * _steps(typed) < min(len(typed), _MOST):
        return True
    if any(word in secret.lower() for word in _WORDS):
        return True
    if decoded and len(decoded) >= _TYPED and decoded.isascii():
        return True
    classes = sum(bool(kind.search(secret)) for kind in _CLASSES)
    return not _HEXADECIMAL.fullmatch(secret) and classes < (2 if decoded else 3)


def _steps(key: bytes) -> int:
    """How many different ways there are from one byte to the next."""
    return len({(later - earlier) % 256 for earlier, later in pairwise(key)})


def _decoded(secret: str) -> bytes:
    """Nothing where it is neither."""
    if _HEXADECIMAL.fullmatch(secret):
        return bytes.fromhex(secret)
    plain = secret.rstrip("=").replace("-", "+").replace("_", "/")
    if not _BASE64.fullmatch(plain) or len(plain) % 4 == 1:
        return b""
    return b64decode(plain + "=" * (-len(plain) % 4))
